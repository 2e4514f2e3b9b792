import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ObjectDef, OrgSchema } from '../../local-org/types.ts';
import {
  addressParts,
  childRelationships,
  loadSchema,
  MetadataError,
  parentField,
  type SchemaOptions,
} from '../../local-org/schema/index.ts';

const fixture = 'test/unit/local-org/fixture';
const load = (options: Partial<SchemaOptions> = {}): OrgSchema =>
  loadSchema({ forceApp: fixture, packages: ['main'], features: [], ...options });
const object = (schema: OrgSchema, name: string): ObjectDef => {
  const found = schema.objects.get(name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

describe('features', () => {
  it('bring their objects and fields, which do not exist without', () => {
    const bare = load();
    expect([bare.objects.has('Quote'), bare.objects.has('QuoteLineItem')]).toEqual([false, false]);
    expect(object(bare, 'Opportunity').fields.has('SyncedQuoteId')).toBe(false);
    expect(object(bare, 'Account').fields.has('IsPartner')).toBe(false);
    expect(bare.objects.has('OpportunityFieldHistory')).toBe(false);
    const full = load({ features: ['quotes', 'prm', 'fieldHistory'] });
    expect([full.objects.has('Quote'), full.objects.has('QuoteLineItem')]).toEqual([true, true]);
    expect(object(full, 'Opportunity').fields.has('SyncedQuoteId')).toBe(true);
    expect(object(full, 'Account').fields.has('IsPartner')).toBe(true);
    expect(full.objects.has('OpportunityFieldHistory')).toBe(true);
  });

  it('are needed for the packages that rest on them', () => {
    expect(() => load({ packages: ['main', 'quotes'] })).toThrow(
      "force-app/quotes: can't be deployed to an org without the feature quotes",
    );
  });

  it('of one org leave another as it was', () => {
    load({ features: ['fieldHistory'], trackedHistory: { Opportunity: ['StageName'] } });
    const other = load({ features: ['fieldHistory'] });
    expect(object(other, 'Opportunity').fields.get('StageName')?.trackHistory).toBe(false);
    expect(object(other, 'Task').fields.get('WhatId')?.referenceTo).toEqual([
      'Account',
      'Opportunity',
      'Product2',
      'Claim__c',
    ]);
  });
});

describe('standard objects', () => {
  it('have their key prefixes', () => {
    const schema = load();
    const prefixes = [
      'Account',
      'Contact',
      'Opportunity',
      'OpportunityLineItem',
      'Product2',
      'PricebookEntry',
      'User',
      'Task',
      'Event',
    ];
    expect(prefixes.map((name) => object(schema, name).keyPrefix)).toEqual([
      '001',
      '003',
      '006',
      '00k',
      '01t',
      '01u',
      '005',
      '00T',
      '00U',
    ]);
  });

  it('say what can be written', () => {
    const schema = load();
    const partner = object(schema, 'Partner');
    expect([partner.createable, partner.updateable, partner.deletable]).toEqual([true, false, true]);
    const amount = object(schema, 'Opportunity').fields.get('Amount');
    expect([amount?.createable, amount?.updateable, amount?.precision, amount?.scale]).toEqual([true, true, 18, 2]);
    const won = object(schema, 'Opportunity').fields.get('IsWon');
    expect([won?.createable, won?.updateable]).toEqual([false, false]);
    const line = object(schema, 'OpportunityLineItem').fields.get('OpportunityId');
    expect([line?.createable, line?.updateable]).toEqual([true, false]);
  });

  it('know each other as parents and children', () => {
    const schema = load();
    expect(parentField(object(schema, 'Opportunity'), 'account')?.name).toBe('AccountId');
    expect(parentField(object(schema, 'Opportunity'), 'Contract')).toBeNull();
    const ofOpportunity = childRelationships(schema, 'Opportunity').map((child) => child.name);
    expect(ofOpportunity).toEqual(
      expect.arrayContaining([
        'OpportunityLineItems',
        'OpportunityPartnersFrom',
        'OpportunityHistories',
        'Tasks',
        'Verdicts__r',
      ]),
    );
  });

  it('have addresses made of parts', () => {
    expect(addressParts('BillingAddress')['postalCode']).toBe('BillingPostalCode');
    expect(object(load(), 'Account').fields.get('BillingPostalCode')?.type).toBe('string');
  });
});

describe('custom objects', () => {
  it('are read with their fields', () => {
    const verdict = object(load(), 'Verdict__c');
    expect([verdict.sharing, verdict.label, verdict.pluralLabel]).toEqual([
      'ControlledByParent',
      'Verdict',
      'Verdicts',
    ]);
    expect(verdict.fields.get('Name')).toMatchObject({ autoNumber: 'V-{0000}', createable: false, nameField: true });
    expect(verdict.fields.get('Key__c')).toMatchObject({ type: 'string', length: 18, unique: true, externalId: true });
    expect(verdict.fields.get('Opportunity__c')).toMatchObject({
      masterDetail: true,
      cascadeDelete: true,
      required: true,
      updateable: false,
      relationshipName: 'Opportunity__r',
      childRelationshipName: 'Verdicts__r',
    });
    expect(verdict.fields.get('State__c')).toMatchObject({ restricted: true, type: 'picklist' });
    expect(verdict.fields.get('Margin__c')).toMatchObject({ type: 'currency', precision: 16, scale: 2 });
  });

  it('have an owner unless a master owns them', () => {
    const schema = load();
    expect(object(schema, 'Verdict__c').fields.has('OwnerId')).toBe(false);
    expect(object(schema, 'Claim__c').fields.has('OwnerId')).toBe(true);
  });

  it('of settings belong to the organisation, a profile or a user', () => {
    const setting = object(load(), 'Switch__c');
    expect(setting.customSetting).toBe(true);
    expect(setting.fields.get('SetupOwnerId')?.referenceTo).toEqual(['Organization', 'Profile', 'User']);
  });

  it('give formula fields that nobody can write', () => {
    expect(object(load(), 'Opportunity').fields.get('Half_Margin__c')).toMatchObject({
      formula: 'Verdict__r.Margin__c / 2',
      blankAs: 'zero',
      createable: false,
      updateable: false,
    });
  });

  it('are granted field by field, except what every user of the object needs', () => {
    const claim = object(load(), 'Claim__c');
    expect(claim.fields.get('Status__c')?.permissionable).toBe(true);
    expect(claim.fields.get('Customer__c')?.permissionable).toBe(false);
    expect(object(load(), 'Verdict__c').fields.get('Opportunity__c')?.permissionable).toBe(false);
  });
});

describe('history', () => {
  it('has an object where the custom object says so and the org has the feature', () => {
    const schema = load({ features: ['fieldHistory'] });
    expect(object(schema, 'Claim__c').historyObject).toBe('Claim__History');
    expect(schema.objects.has('Claim__History')).toBe(true);
    expect(object(schema, 'Verdict__c').historyObject).toBeNull();
    expect(load().objects.has('Claim__History')).toBe(false);
  });

  it('of standard objects follows the choice of the customer', () => {
    const schema = load({ features: ['fieldHistory'], trackedHistory: { Opportunity: ['StageName'] } });
    expect(object(schema, 'Opportunity').historyObject).toBe('OpportunityFieldHistory');
    expect(object(schema, 'Account').historyObject).toBeNull();
  });

  it('refuses a choice that is not possible', () => {
    const wrong = (fields: string[]) => () =>
      load({ features: ['fieldHistory'], trackedHistory: { Opportunity: fields } });
    expect(wrong(['Stage'])).toThrow('tracked history: Opportunity.Stage does not exist');
    expect(wrong(['Half_Margin__c'])).toThrow("can't be tracked");
    const fields = [...object(load(), 'Account').fields.values()]
      .filter((field) => field.type !== 'address')
      .map((field) => field.name);
    const choose = (count: number) => () =>
      load({ features: ['fieldHistory'], trackedHistory: { Account: fields.slice(0, count) } });
    expect(choose(20)).not.toThrow();
    expect(choose(21)).toThrow('Account: 21 tracked fields; at most 20 are allowed');
  });
});

describe('permissions and rules', () => {
  it('are read from source', () => {
    const schema = load();
    expect(schema.customPermissions).toEqual(['Guarded']);
    const robot = schema.permissionSets.find((set) => set.name === 'Robot');
    expect(robot?.objects.get('Verdict__c')).toEqual({
      create: true,
      read: true,
      edit: true,
      delete: false,
      viewAll: true,
      modifyAll: true,
    });
    expect(robot?.fields.get('Verdict__c.Key__c')).toEqual({ read: true, edit: true });
    expect(schema.permissionSets.find((set) => set.name === 'Guarded_Sales')?.customPermissions).toEqual(['Guarded']);
    expect(
      object(schema, 'Opportunity').validationRules.map((rule) => [rule.name, rule.active, rule.errorField]),
    ).toEqual([['Gate', true, 'StageName']]);
  });
});

describe('what the schema refuses, naming file and element', () => {
  let forceApp: string;
  const objects = 'main/default/objects';
  beforeEach(() => {
    forceApp = mkdtempSync(join(tmpdir(), 'schema-'));
    cpSync(fixture, forceApp, { recursive: true });
  });
  afterEach(() => rmSync(forceApp, { recursive: true }));
  const write = (path: string, root: string, body: string) => {
    mkdirSync(join(forceApp, path, '..'), { recursive: true });
    writeFileSync(
      join(forceApp, path),
      `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${body}</${root}>`,
    );
  };
  const loading = () => load({ forceApp });

  it.each([
    [
      'an unknown element',
      '<label>X</label><type>Text</type><length>5</length><colour>red</colour>',
      '<colour> is not known to the stand-in org',
    ],
    ['an unknown type', '<label>X</label><type>Location</type>', '<type> Location is not known to the stand-in org'],
    [
      'a lookup filter',
      '<label>X</label><type>Lookup</type><referenceTo>Account</referenceTo><lookupFilter><active>true</active></lookupFilter>',
      '<lookupFilter> is not known',
    ],
    [
      'a global value set',
      '<label>X</label><type>Picklist</type><valueSet><valueSetName>Y</valueSetName></valueSet>',
      '<valueSetDefinition> is missing',
    ],
    ['a missing label', '<type>Text</type><length>5</length>', '<label> is missing'],
    [
      'a word for a number',
      '<label>X</label><type>Text</type><length>five</length>',
      '<length> is not a number but five',
    ],
  ])('%s of a field', (_what, body, problem) => {
    write(`${objects}/Account/fields/X__c.field-meta.xml`, 'CustomField', `<fullName>X__c</fullName>${body}`);
    expect(loading).toThrow(MetadataError);
    expect(loading).toThrow(problem);
    expect(loading).toThrow('X__c.field-meta.xml');
  });

  it('a lookup to an object that does not exist', () => {
    const body = '<fullName>X__c</fullName><label>X</label><type>Lookup</type><referenceTo>Nowhere__c</referenceTo>';
    write(`${objects}/Account/fields/X__c.field-meta.xml`, 'CustomField', body);
    expect(loading).toThrow('Account.X__c points to Nowhere__c, which does not exist in this org');
  });

  it('fields of an object that does not exist', () => {
    write(
      `${objects}/Quote/fields/X__c.field-meta.xml`,
      'CustomField',
      '<fullName>X__c</fullName><label>X</label><type>Date</type>',
    );
    expect(loading).toThrow('object Quote does not exist in this org');
  });

  it('a kind of metadata with a meaning that it does not know', () => {
    write('main/default/flows/X.flow-meta.xml', 'Flow', '<label>X</label>');
    expect(loading).toThrow('metadata of kind flow is not known to the stand-in org');
  });

  it('a record type', () => {
    write(`${objects}/Account/recordTypes/X.recordType-meta.xml`, 'RecordType', '<fullName>X</fullName>');
    expect(loading).toThrow('metadata of kind recordType is not known to the stand-in org');
  });

  it('a message of 256 characters, not of 255', () => {
    const rule = (message: string) =>
      write(
        `${objects}/Account/validationRules/X.validationRule-meta.xml`,
        'ValidationRule',
        `<fullName>X</fullName><active>true</active><errorConditionFormula>FALSE</errorConditionFormula><errorMessage>${message}</errorMessage>`,
      );
    rule('m'.repeat(255));
    expect(loading).not.toThrow();
    rule('m'.repeat(256));
    expect(loading).toThrow('<errorMessage> has 256 characters; at most 255 are allowed');
  });
});
