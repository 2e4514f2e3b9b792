import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BitmapError, fieldsOfBitmaps } from '../../../sync-service/intake/bitmap.ts';
import type { EventLayout, FieldPlace } from '../../local-org/events/avro-schema.ts';
import { bitmapsOf } from '../../local-org/events/bitmap.ts';

const account =
  'ChangeEventHeader Name Type ParentId BillingAddress ShippingAddress Phone Fax AccountNumber Website Sic Industry AnnualRevenue NumberOfEmployees Ownership TickerSymbol Description Rating Site OwnerId CreatedDate CreatedById LastModifiedDate LastModifiedById'
    .split(' ')
    .map((name) => ({ name, parts: name.endsWith('Address') ? ['Street', 'City', 'State', 'PostalCode'] : [] }));

describe('bitmaps of changed fields', () => {
  it('names the fields of an example in Salesforce’s documentation: industry and last modification', () => {
    expect(fieldsOfBitmaps(account, ['0x400800'])).toEqual(['Industry', 'LastModifiedDate']);
  });

  it('reads positions from the right, lower-case digits too', () => {
    expect(fieldsOfBitmaps(account, ['0x02'])).toEqual(['Name']);
    expect(fieldsOfBitmaps(account, ['0x0a'])).toEqual(['Name', 'ParentId']);
  });

  it('names parts of a compound field by their own bitmap', () => {
    expect(fieldsOfBitmaps(account, ['0x400000', '4-0x05', '5-0x02'])).toEqual([
      'LastModifiedDate',
      'BillingAddress.Street',
      'BillingAddress.State',
      'ShippingAddress.City',
    ]);
  });

  it('names nothing for an empty list, or for a bitmap of zeros', () => {
    expect(fieldsOfBitmaps(account, [])).toEqual([]);
    expect(fieldsOfBitmaps(account, ['0x0000'])).toEqual([]);
  });

  it.each([['0x'], ['400800'], ['0xGG'], ['x-0x01']])('refuses %s', (bitmap) => {
    expect(() => fieldsOfBitmaps(account, [bitmap])).toThrow(BitmapError);
  });

  it('accepts the last position of the schema and refuses the next', () => {
    expect(fieldsOfBitmaps(account, ['0x800000'])).toEqual(['LastModifiedById']);
    expect(() => fieldsOfBitmaps(account, ['0x01000000'])).toThrow('position 24');
    expect(() => fieldsOfBitmaps(account, ['4-0x10'])).toThrow('position 4');
    expect(() => fieldsOfBitmaps(account, ['99-0x01'])).toThrow('position 99');
  });

  it('gives back every set of fields that the org packs, whatever the schema', () => {
    const schemas = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(schemas, fc.infiniteStream(fc.boolean()), (partCounts, picks) => {
        const fields = partCounts.map((count, index) => ({
          name: `F${index}`,
          parts: Array.from({ length: count }, (_, part) => `P${part}`),
        }));
        const names = fields.flatMap(({ name, parts }) =>
          parts.length ? parts.map((part) => `${name}.${part}`) : [name],
        );
        const chosen = names.filter(() => picks.next().value);
        expect(fieldsOfBitmaps(fields, bitmapsOf(layoutOf(fields), chosen)).sort()).toEqual(chosen.sort());
      }),
    );
  });
});

function layoutOf(fields: { name: string; parts: string[] }[]): EventLayout {
  const places = new Map<string, FieldPlace>();
  fields.forEach(({ name, parts }, position) => {
    if (parts.length === 0) places.set(name, { position, part: null, name, partName: null, type: 'string' });
    parts.forEach((partName, part) =>
      places.set(`${name}.${partName}`, { position, part, name, partName, type: 'string' }),
    );
  });
  return { places } as EventLayout;
}
