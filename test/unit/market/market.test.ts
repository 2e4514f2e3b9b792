import { describe, expect, it } from '@jest/globals';
import { canonicalId } from '../../local-org/records/ids.ts';
import { generateMarket, type Part } from '../../market/index.ts';
import type { Row } from '../../market/tables.ts';
import { asOf, at, gathered } from './played.ts';

const market = (seed: string, opportunities = 600) => [...generateMarket({ seed, opportunities, asOf })];
const text = (parts: Part[]) => JSON.stringify(parts.map(({ rows, truth }) => [[...rows], truth]));
const parts = market('one');
const vendor = gathered(parts);
const everyRow = (): [string, Row][] =>
  parts.flatMap(({ rows }) => [...rows].flatMap(([object, list]) => list.map((row): [string, Row] => [object, row])));

describe('A generated market', () => {
  it('is the same to the byte for the same seed', () => {
    expect(text(market('one'))).toBe(text(parts));
  });

  it('is another for another seed', () => {
    expect(text(market('two'))).not.toBe(text(parts));
  });

  it('has as many opportunities as asked for, or a few more from the last customer', () => {
    const count = vendor.all('Opportunity').length;
    expect(count).toBeGreaterThanOrEqual(600);
    expect(count).toBeLessThan(604);
  });

  it('gives every record an id of its own with a right checksum', () => {
    const ids = everyRow().map(([, row]) => String(row['Id']));
    expect(ids.filter((id) => canonicalId(id) !== id)).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('points only to records that it holds', () => {
    const ids = new Set(everyRow().map(([, row]) => row['Id']));
    const dangling = everyRow().flatMap(([object, row]) =>
      Object.entries(row)
        .filter(
          ([field, value]) =>
            field !== 'PermissionSetId' && typeof value === 'string' && canonicalId(value) === value && !ids.has(value),
        )
        .map(([field]) => `${object}.${field}`),
    );
    expect(dangling).toEqual([]);
  });

  it('points somewhere from every opportunity, line and registration', () => {
    expect(vendor.all('Opportunity').every((row) => vendor.one('Account', row['AccountId']))).toBe(true);
    expect(vendor.all('OpportunityLineItem').every((row) => vendor.one('Product2', row['Product2Id']))).toBe(true);
    expect(vendor.all('Deal_Registration__c').every((row) => vendor.one('Account', row['Partner__c']))).toBe(true);
  });

  it('lets nothing happen at or after today', () => {
    const dates = [
      'CreatedDate',
      'LastModifiedDate',
      'SystemModstamp',
      'Submitted_At__c',
      'Decided_At__c',
      'Ended_At__c',
      'Partner_Confirmed_At__c',
      'CompletedDateTime',
      'EndDateTime',
    ];
    const late = everyRow().flatMap(([object, row]) =>
      dates
        .filter((field) => typeof row[field] === 'string' && at(row[field]) >= asOf)
        .map((field) => `${object}.${field}`),
    );
    expect(late).toEqual([]);
  });

  it('ends with the record when its field history is replayed', () => {
    const recordField: Record<string, string> = { Owner: 'OwnerId' };
    const state = new Map<string, unknown>();
    const broken: string[] = [];
    for (const row of vendor.all('OpportunityFieldHistory')) {
      const field = recordField[String(row['Field'])] ?? String(row['Field']);
      if (field === 'created' || row['DataType'] === 'Text') continue;
      const key = `${String(row['OpportunityId'])} ${field}`;
      if (state.has(key) && state.get(key) !== row['OldValue']) broken.push(key);
      state.set(key, row['NewValue']);
    }
    const different = [...state].filter(([key, value]) => {
      const [id, field = ''] = key.split(' ');
      return vendor.one('Opportunity', id)[field] !== value;
    });
    expect({ broken, different }).toEqual({ broken: [], different: [] });
    expect(state.size).toBeGreaterThan(1000);
  });

  it('ends with the record in the last snapshot of opportunity history', () => {
    const last = new Map(vendor.all('OpportunityHistory').map((row) => [row['OpportunityId'], row]));
    const different = vendor
      .all('Opportunity')
      .filter((row) =>
        ['StageName', 'Amount', 'CloseDate'].some((field) => last.get(row['Id']!)?.[field] !== row[field]),
      );
    expect(different).toEqual([]);
  });

  it('keeps history in order of time, from creation on', () => {
    const last = new Map<unknown, string>();
    const disordered = vendor.all('OpportunityFieldHistory').filter((row) => {
      const before =
        last.get(row['OpportunityId']) ?? String(vendor.one('Opportunity', row['OpportunityId'])['CreatedDate']);
      last.set(row['OpportunityId'], String(row['CreatedDate']));
      return String(row['CreatedDate']) < before;
    });
    expect(disordered).toEqual([]);
  });

  it('writes a lookup’s change twice, with the names and with the ids', () => {
    const rows = vendor.all('OpportunityFieldHistory').filter((row) => row['Field'] === 'Engaged_Partner__c');
    const byId = rows.filter((row) => row['DataType'] === 'EntityId');
    const byName = rows.filter((row) => row['DataType'] === 'Text');
    expect(byId.length).toBe(byName.length);
    expect(byId.map((row) => row['NewValue'] && vendor.one('Account', row['NewValue'])['Name'])).toEqual(
      byName.map((row) => row['NewValue']),
    );
  });

  it('sums the lines of an opportunity up to its amount', () => {
    const sums = new Map<unknown, number>();
    for (const row of vendor.all('OpportunityLineItem')) {
      sums.set(row['OpportunityId'], (sums.get(row['OpportunityId']) ?? 0) + Number(row['TotalPrice']));
    }
    const wrong = vendor
      .all('Opportunity')
      .filter((row) => Math.abs((sums.get(row['Id']) ?? 0) - Number(row['Amount'])) > 0.005);
    expect(wrong).toEqual([]);
  });

  it('quotes a deal each time it comes to its price, at the prices of the deal', () => {
    const moved = vendor
      .all('OpportunityFieldHistory')
      .filter((row) => row['Field'] === 'StageName' && row['NewValue'] === 'Proposal/Price Quote');
    const priced = new Set(vendor.all('OpportunityLineItem').map((row) => row['OpportunityId']));
    const expected = moved.map((row) => row['OpportunityId']).filter((id) => priced.has(id!));
    // Deals with offers of their own making have these instead.
    const moves = (id: Row['Id']) =>
      moved.filter((row) => row['OpportunityId'] === id).map((row) => row['CreatedDate']);
    const quotes = vendor.all('Quote').filter((row) => moves(row['OpportunityId']!).includes(row['CreatedDate']!));
    expect(quotes.length).toBeGreaterThan(20);
    expect(quotes.length).toBeGreaterThan(expected.length * 0.8);
    for (const quote of quotes) {
      const lines = vendor.all('QuoteLineItem').filter((row) => row['QuoteId'] === quote['Id']);
      const total = lines.reduce((sum, row) => sum + Number(row['Quantity']) * Number(row['UnitPrice']), 0);
      expect(Math.abs(total - Number(vendor.one('Opportunity', quote['OpportunityId'])['Amount']))).toBeLessThan(0.01);
    }
  });

  it('protects for ninety days from the decision, or twice that with an extension', () => {
    const held = vendor.all('Deal_Registration__c').filter((row) => row['Protected_From__c'] !== null);
    const terms = held.map((row) => {
      const days = (at(row['Protected_Until__c']) - at(row['Protected_From__c'])) / 86_400_000;
      return row['Extension_Requested_At__c'] === null ? days : days / 2;
    });
    expect(new Set(terms)).toEqual(new Set([90]));
    expect(held.filter((row) => at(row['Decided_At__c']) - at(row['Submitted_At__c']) > 48 * 3_600_000)).toEqual([]);
    expect(held.filter((row) => row['Status__c'] === 'Approved' && at(row['Protected_Until__c']) <= asOf)).toEqual([]);
    expect(held.filter((row) => row['Status__c'] === 'Expired' && at(row['Protected_Until__c']) > asOf)).toEqual([]);
  });

  it('has somebody go around the partner on three to six in a hundred registered deals', () => {
    const { truth, all } = gathered(market('shares', 6000));
    const share = truth.cases.length / all('Deal_Registration__c').length;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.06);
  });

  it('plays no game where nobody cheats', () => {
    const parts = generateMarket({ seed: 'one', opportunities: 600, asOf, bypassShare: 0 });
    expect(gathered(parts).truth.cases).toEqual([]);
  });

  it('tells one case for an opportunity and a registration, dated before today', () => {
    const { truth } = gathered(market('cases', 6000));
    const keys = truth.cases.map(({ opportunityId, registrationId }) => `${opportunityId} ${registrationId}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(30);
    expect(truth.cases.filter(({ since }) => since >= asOf)).toEqual([]);
  });
});
