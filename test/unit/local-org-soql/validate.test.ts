import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadSchema } from '../../local-org/schema/index.ts';
import { validateQuery } from '../../local-org/soql/index.ts';
import type { OrgSchema } from '../../local-org/types.ts';

describe('checking a query against the schema', () => {
  let schema: OrgSchema;
  beforeAll(() => {
    schema = loadSchema({ forceApp: 'force-app', packages: ['main'], features: [] });
  });

  it('names the object and every field that the query touches, wherever it stands', () => {
    const soql =
      'SELECT Id, account.name, (SELECT Quantity FROM OpportunityLineItems) FROM opportunity ' +
      'WHERE Amount > 1 AND AccountId IN (SELECT Partner__c FROM Deal_Registration__c) ORDER BY CloseDate';
    expect(validateQuery(schema, soql)).toEqual({
      object: 'Opportunity',
      fields: [
        'Account.Name',
        'Deal_Registration__c.Partner__c',
        'Opportunity.AccountId',
        'Opportunity.Amount',
        'Opportunity.CloseDate',
        'Opportunity.Id',
        'OpportunityLineItem.OpportunityId',
        'OpportunityLineItem.Quantity',
      ],
    });
  });

  it('throws for a field that the schema lacks', () => {
    expect(() => validateQuery(schema, 'SELECT Id FROM Account WHERE Colour__c = 1')).toThrow(
      `No such column 'Colour__c' on entity 'Account'`,
    );
  });

  it('throws for an object of a feature that is off', () => {
    expect(() => validateQuery(schema, 'SELECT Id FROM Quote')).toThrow(`sObject type 'Quote' is not supported`);
  });

  it('accepts a parent reached over five levels and refuses one over six', () => {
    const path = (levels: number) => `SELECT ${'Parent.'.repeat(levels)}Name FROM Account`;
    expect(validateQuery(schema, path(5)).fields).toEqual(['Account.Name', 'Account.ParentId']);
    expect(() => validateQuery(schema, path(6))).toThrow('at most 5 levels');
  });

  describe('with an object of 60 lookups to accounts', () => {
    const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
    let wide: OrgSchema;
    beforeAll(() => {
      wide = loadSchema({ forceApp: 'force-app', packages: ['main'], features: [] });
      const contact = wide.objects.get('Contact');
      const lookup = contact?.fields.get('AccountId');
      if (!contact || !lookup) throw new Error('contacts belong to accounts');
      for (const number of numbers(60)) {
        const names = { relationshipName: `Link${number}`, childRelationshipName: `Links${number}` };
        contact.fields.set(`Link${number}Id`, { ...lookup, name: `Link${number}Id`, ...names });
      }
    });

    it('accepts 20 child queries and refuses 21', () => {
      const query = (count: number) =>
        `SELECT ${numbers(count)
          .map((number) => `(SELECT Id FROM Links${number})`)
          .join(', ')} FROM Account`;
      expect(validateQuery(wide, query(20)).object).toBe('Account');
      expect(() => validateQuery(wide, query(21))).toThrow('more than 20 in a single query');
    });

    it('accepts 55 parents and refuses 56', () => {
      const query = (count: number) =>
        `SELECT ${numbers(count)
          .map((number) => `Link${number}.Name`)
          .join(', ')} FROM Contact`;
      expect(validateQuery(wide, query(55)).object).toBe('Contact');
      expect(() => validateQuery(wide, query(56))).toThrow('child-to-parent relationships in a query is 55');
    });
  });

  it('accepts a query of 100,000 characters and refuses one more', () => {
    const query = (length: number) => {
      const frame = `SELECT Id FROM Account WHERE Name = ''`;
      return frame.replace(`''`, `'${'x'.repeat(length - frame.length)}'`);
    };
    expect(validateQuery(schema, query(100_000)).object).toBe('Account');
    expect(() => validateQuery(schema, query(100_001))).toThrow('cannot be longer than 100000 characters');
  });
});
