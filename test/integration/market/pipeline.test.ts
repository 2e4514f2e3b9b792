import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Part } from '../../market/index.ts';
import { marketFromPipeline } from '../../market/pipeline.ts';
import { asOf, at, changes, gathered, stands } from '../../unit/market/played.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairlead-pipeline-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, ...lines: string[]): void {
  writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
}

write(
  'accounts.csv',
  'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
  'Daughter,retail,2001,1,1,Italy,Mother',
  'Mother,retail,1999,1,1,United States,',
);
write('products.csv', 'product,series,sales_price', 'GTX Pro,GTX,4821', 'MG Special,MG,55');
write('sales_teams.csv', 'sales_agent,manager,regional_office', 'Ann Doe,Dan Roe,West', 'Bob Doe,Dan Roe,West');
write(
  'sales_pipeline.csv',
  'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
  'A1,Ann Doe,GTXPro,Mother,Won,2017-05-01,2017-06-01,4500',
  'A2,Bob Doe,MG Special,Daughter,Lost,2017-05-02,2017-06-02,0',
  'A3,Bob Doe,GTX Pro,Daughter,Won,2017-07-30,2017-09-30,4700',
  'A4,Ann Doe,GTX Pro,,Engaging,2017-07-31,,',
  'A5,Ann Doe,GTX Pro,Nobody Knows,Engaging,2017-07-20,,',
  'A6,Ann Doe,GTX Ultra,Mother,Engaging,2017-07-20,,',
  'A7,Zed Zed,GTX Pro,Mother,Engaging,2017-07-20,,',
  'A8,Ann Doe,GTX Pro,Mother,Prospecting,,,',
  'A9,Ann Doe,GTX Pro,Mother,Won,2017-06-01,2017-05-01,4500',
  'B1,Ann Doe,GTX Pro,Mother,Won,2017-06-01,,4500',
  'B2,Ann Doe,GTX Pro,Mother,Won,01/06/2017,2017-06-03,4500',
  'B3,Ann Doe,GTX Pro,Mother,Sleeping,2017-06-01,,',
  'A1,Ann Doe,GTX Pro,Mother,Won,2017-05-01,2017-06-01,4500',
);
const options = { seed: 'p', asOf };

describe('A market from a pipeline', () => {
  const market = marketFromPipeline(folder, options);
  const vendor = gathered(market.parts);
  const deal = (id: string) => vendor.all('Opportunity').find((row) => String(row['Name']).endsWith(id))!;

  it('counts what it could not use, and why', () => {
    expect(market.read).toBe(13);
    expect(market.unusable).toEqual({
      'no account: loaded without one': 1,
      'unknown account: loaded without one': 1,
      'unknown product': 1,
      'unknown sales agent': 1,
      'no engage date': 1,
      'closed before it was engaged': 1,
      'closed without a close date': 1,
      "engage_date can't be read": 1,
      "deal_stage can't be read": 1,
      'opportunity_id twice': 1,
    });
    expect(vendor.all('Opportunity')).toHaveLength(5);
  });

  it('moves all dates by the same number of weeks, the last engagement into the week before today', () => {
    // 31 July 2017 is a Monday; the last Monday at least a day before Monday, 2 March 2026, noon is 23 February.
    expect(String(deal('A4')['CreatedDate']).slice(0, 10)).toBe('2026-02-23');
    expect(String(deal('A1')['CreatedDate']).slice(0, 10)).toBe('2025-11-24');
  });

  it('closes what was closed by today, at the value of the file, and leaves open what closes later', () => {
    // 1 June 2017 becomes 25 December 2025, a holiday like the next day; then comes a weekend.
    expect(deal('A1')).toMatchObject({ StageName: 'Closed Won', Amount: 4500, CloseDate: '2025-12-29' });
    expect(deal('A2')).toMatchObject({ StageName: 'Closed Lost' });
    expect(deal('A3')['IsClosed']).toBe(false);
  });

  it('knows GTXPro as GTX Pro', () => {
    const line = vendor.all('OpportunityLineItem').find((row) => row['OpportunityId'] === deal('A1')['Id']);
    expect(vendor.one('Product2', line!['Product2Id'])).toMatchObject({ Name: 'GTX Pro', Family: 'GTX' });
  });

  it('keeps the hierarchy of accounts and of salespeople', () => {
    const account = (name: string) => vendor.all('Account').find((row) => row['Name'] === name)!;
    expect(account('Daughter')['ParentId']).toBe(account('Mother')['Id']);
    const user = (name: string) => vendor.all('User').find((row) => row['Name'] === name)!;
    expect(user('Bob Doe')['ManagerId']).toBe(user('Dan Roe')['Id']);
    expect(deal('A3')['CreatedById']).toBe(user('Bob Doe')['Id']);
  });

  it('loads a deal without an account as one without an account', () => {
    expect(deal('A4')['AccountId']).toBeNull();
    expect(deal('A5')['AccountId']).toBeNull();
  });

  it('is the same for the same seed', () => {
    const text = (parts: Iterable<Part>) => JSON.stringify([...parts].map(({ rows, truth }) => [[...rows], truth]));
    expect(text(marketFromPipeline(folder, options).parts)).toBe(text(marketFromPipeline(folder, options).parts));
  });

  it('says which file can’t be read and where', () => {
    write('products.csv', 'product,series,sales_price', 'GTX Pro,GTX,dear');
    expect(() => marketFromPipeline(folder, options)).toThrow(/products\.csv, row 2/);
  });
});

const published = '../shared/data/crm-pipeline';
const real = existsSync(published) ? describe : describe.skip;

real(`The pipeline in ${published} (skipped where it is absent)`, () => {
  let market: ReturnType<typeof marketFromPipeline>;
  let vendor: ReturnType<typeof gathered>;
  beforeAll(() => {
    market = marketFromPipeline(published, { seed: 'real', asOf, bypassShare: 0.4 });
    vendor = gathered(market.parts);
  });
  const claimOf = (id: string) => vendor.one('Deal_Registration__c', id);

  it('is used to the last opportunity', () => {
    expect(vendor.all('Opportunity').length).toBe(market.read);
    expect(Object.keys(market.unusable)).toEqual(['no account: loaded without one']);
  });

  it('never protects the same customer and series by two claims at a time', () => {
    const byCustomer = Map.groupBy(
      vendor.all('Deal_Registration__c'),
      (row) => `${String(row['Customer__c'])} ${String(row['Product_Families__c'])}`,
    );
    const overlaps = [...byCustomer.values()].flatMap((rows) => {
      const froms = rows.map((row) => at(row['Submitted_At__c'])).sort((a, b) => a - b);
      return froms.slice(1).filter((from, index) => from - froms[index]! < 120 * 86_400_000);
    });
    expect(overlaps).toEqual([]);
  });

  it('plants each game where its pattern says', () => {
    const { cases } = vendor.truth;
    expect(new Set(cases.map(({ pattern }) => pattern))).toEqual(new Set(['not-engaged', 'replaced', 'shadow']));
    for (const { opportunityId, registrationId, pattern, since } of cases) {
      const claim = claimOf(registrationId);
      expect(stands(vendor, claim['Partner__c'], opportunityId)).toBe(false);
      expect(since).toBeLessThan(at(claim['Protected_Until__c']));
      expect(since).toBeGreaterThanOrEqual(at(claim['Submitted_At__c']));
      const entries = changes(vendor, opportunityId, 'Engaged_Partner__c').length;
      expect([pattern, entries]).toEqual([pattern, pattern === 'replaced' ? 2 : 0]);
      expect(claim['Opportunity__c'] === opportunityId).toBe(pattern !== 'shadow');
    }
  });
});
