import { describe, expect, it } from '@jest/globals';
import avro from 'avsc';
import { decodeChange, readSchema } from '../../../sync-service/intake/decode.ts';
import { exactLong } from '../../../sync-service/intake/long.ts';

const list = { type: 'array', items: 'string' };
const optional = (type: unknown) => ['null', type];
const address = {
  type: 'record',
  name: 'Address',
  fields: ['Street', 'City'].map((name) => ({ name, type: optional('string') })),
};
const schema = {
  type: 'record',
  name: 'Deal__ChangeEvent',
  namespace: 'com.sforce.eventbus',
  fields: [
    {
      name: 'ChangeEventHeader',
      type: {
        type: 'record',
        name: 'ChangeEventHeader',
        fields: [
          { name: 'entityName', type: 'string' },
          { name: 'recordIds', type: list },
          {
            name: 'changeType',
            type: {
              type: 'enum',
              name: 'ChangeType',
              symbols: ['CREATE', 'UPDATE', 'DELETE', 'GAP_UPDATE', 'GAP_OVERFLOW'],
            },
          },
          { name: 'changeOrigin', type: 'string' },
          { name: 'transactionKey', type: 'string' },
          { name: 'sequenceNumber', type: 'int' },
          { name: 'commitTimestamp', type: 'long' },
          { name: 'commitNumber', type: 'long' },
          { name: 'commitUser', type: 'string' },
          { name: 'nulledFields', type: list },
          { name: 'diffFields', type: list },
          { name: 'changedFields', type: list },
        ],
      },
    },
    {
      name: 'Name',
      type: [
        'null',
        'string',
        { type: 'record', name: 'Switchable_PersonName', fields: [{ name: 'LastName', type: optional('string') }] },
      ],
    },
    { name: 'BillingAddress', type: optional(address) },
    { name: 'ShippingAddress', type: optional('Address') },
    { name: 'fl__Signed_On__c', type: optional('long'), doc: 'Data:DateOnly:00N5g000001' },
    { name: 'LastModifiedDate', type: optional('long'), doc: 'Data:DateTime' },
    { name: 'Notes__c', type: optional('string') },
    {
      name: 'Site__c',
      type: optional({ type: 'record', name: 'Location', fields: [{ name: 'Latitude', type: optional('double') }] }),
    },
  ],
};
const type = avro.Type.forSchema(schema as avro.Schema, { registry: { long: exactLong } });
const none = {
  Name: null,
  BillingAddress: null,
  ShippingAddress: null,
  fl__Signed_On__c: null,
  LastModifiedDate: null,
  Notes__c: null,
  Site__c: null,
};

function decode(header: object, body: object = {}) {
  const payload = type.toBuffer({
    ChangeEventHeader: {
      entityName: 'fl__Deal__c',
      recordIds: ['a01A'],
      changeType: 'UPDATE',
      changeOrigin: '',
      transactionKey: 't',
      sequenceNumber: 2,
      commitTimestamp: 1795428000000,
      commitNumber: 9007199254740993n,
      commitUser: '005A',
      nulledFields: [],
      diffFields: [],
      changedFields: [],
      ...header,
    },
    ...none,
    ...body,
  });
  return decodeChange(readSchema(JSON.stringify(schema)), payload, (name) => name.replace(/^fl__/, ''));
}

describe('a change event', () => {
  it('gives the changed fields of an update alone, days as days, without the namespace', () => {
    const change = decode(
      { changedFields: ['0x30'] },
      { fl__Signed_On__c: Date.UTC(2026, 10, 23), LastModifiedDate: 1795428000000 },
    );
    expect(change).toEqual({
      entity: 'Deal__c',
      recordIds: ['a01A'],
      changeType: 'UPDATE',
      fields: { Signed_On__c: '2026-11-23', LastModifiedDate: 1795428000000 },
      nulled: [],
      unsent: [],
      at: 1795428000000,
      by: '005A',
      origin: '',
      transactionKey: 't',
      sequence: 2,
    });
  });

  it('gives a day before 1970 as that day', () => {
    expect(decode({ changedFields: ['0x10'] }, { fl__Signed_On__c: Date.UTC(1969, 11, 31) }).fields).toEqual({
      Signed_On__c: '1969-12-31',
    });
  });

  it('gives parts of compound fields by their own names', () => {
    const change = decode(
      { changedFields: ['0x02', '2-0x02', '3-0x03', '7-0x01'], nulledFields: ['3-0x01'] },
      {
        Name: 'Acme',
        BillingAddress: { Street: null, City: 'Paris' },
        ShippingAddress: { Street: null, City: 'Nice' },
        Site__c: { Latitude: 48.5 },
      },
    );
    expect(change.fields).toEqual({
      Name: 'Acme',
      BillingCity: 'Paris',
      ShippingStreet: null,
      ShippingCity: 'Nice',
      Site__Latitude__s: 48.5,
    });
    expect(change.nulled).toEqual(['ShippingStreet']);
  });

  it('gives the parts of a compound field that was emptied as a whole', () => {
    const change = decode({ changedFields: ['0x04'], nulledFields: ['0x04'] });
    expect(change.fields).toEqual({ BillingStreet: null, BillingCity: null });
    expect(change.nulled).toEqual(['BillingStreet', 'BillingCity']);
  });

  it('gives a person’s name in its parts', () => {
    expect(decode({ changeType: 'CREATE' }, { Name: { LastName: 'Doe' } }).fields).toEqual({ LastName: 'Doe' });
  });

  it('names a field that came as a difference only, and shows no value for it', () => {
    const change = decode({ changedFields: ['0x40'], diffFields: ['0x40'] }, { Notes__c: '--- a\n+++ b' });
    expect(change).toMatchObject({ fields: {}, unsent: ['Notes__c'] });
  });

  it('gives every value of a new record and no empty one', () => {
    expect(decode({ changeType: 'CREATE' }, { Name: 'Acme', Notes__c: '' }).fields).toEqual({
      Name: 'Acme',
      Notes__c: '',
    });
  });

  it('gives no fields for a gap, and no values for a deletion', () => {
    expect(decode({ changeType: 'GAP_UPDATE', recordIds: ['a01A', 'a01B'] })).toMatchObject({
      fields: null,
      recordIds: ['a01A', 'a01B'],
    });
    expect(decode({ changeType: 'DELETE' }).fields).toEqual({});
  });

  it('stands for all records where its id is a wildcard or the empty one of an overflow', () => {
    expect(decode({ recordIds: ['a01*'] }).recordIds).toBe('all');
    expect(decode({ changeType: 'GAP_OVERFLOW', recordIds: ['000000000000000AAA'] })).toMatchObject({
      recordIds: 'all',
      fields: null,
    });
  });

  it('has nobody as its author where the org names none', () => {
    expect(decode({ commitUser: '' }).by).toBeNull();
  });

  it('is refused where the payload does not belong to the schema', () => {
    expect(() => decodeChange(readSchema(JSON.stringify(schema)), Buffer.from('nonsense'), String)).toThrow();
    expect(() => readSchema('"string"')).toThrow();
  });
});

describe('an Avro long', () => {
  it.each([
    [9007199254740991n, 9007199254740991],
    [9007199254740992n, 9007199254740992n],
    [-9007199254740992n, -9007199254740992n],
    [-1n, -1],
    [0n, 0],
  ])('%s is exact', (written, read) => {
    expect(exactLong.fromBuffer(exactLong.toBuffer(written))).toBe(read);
  });
});
