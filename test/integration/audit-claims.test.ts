/** Partners' games through a whole audit: an idle claim that held up another, and a partner who registers everything. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import { auditFolder, auditSettings } from '../../sync-service/commands/audit.ts';

type Row = Record<string, string>;

const root = mkdtempSync(join(tmpdir(), 'audit-claims-'));
afterAll(() => rmSync(root, { recursive: true }));
let runs = 0;

const id = (prefix: string, number: number) => `${prefix}${String(number).padStart(15, '0')}`;
const [customer, elsewhere, brightwave, corvus, collector] = [1, 2, 3, 4, 5].map((each) => id('001', each)) as [
  string,
  string,
  string,
  string,
  string,
];
const rep = id('005', 1);
const accounts = [
  { Id: customer, Name: 'Nordwind Logistics GmbH', BillingCountry: 'Germany' },
  { Id: elsewhere, Name: 'Almendra Foods SA', BillingCountry: 'Spain' },
  { Id: brightwave, Name: 'Brightwave Computing' },
  { Id: corvus, Name: 'Corvus Datentechnik' },
  { Id: collector, Name: 'Collector Systems' },
];

function claim(number: number, partner: string, more: Row): Row {
  return {
    Id: id('a01', number),
    Name: `DR-${number}`,
    Partner__c: partner,
    Customer_Name__c: 'Nordwind Logistics GmbH',
    Customer__c: customer,
    Product_Families__c: 'Storage',
    Status__c: 'Approved',
    Submitted_At__c: '2025-10-01 09:00:00',
    Decided_At__c: '2025-10-02 09:00:00',
    Protected_From__c: '2025-10-02 09:00:00',
    Protected_Until__c: '2025-12-31 09:00:00',
    CreatedDate: '2025-10-01 09:00:00',
    ...more,
  };
}

const rejected = (number: number): Row =>
  claim(100 + number, collector, {
    ...{ Customer__c: elsewhere, Customer_Name__c: 'Almendra Foods SA', Product_Families__c: `Family ${number}` },
    ...{ Status__c: 'Rejected', Protected_From__c: '', Protected_Until__c: '' },
  });
const claims = (many: number): Row[] => [
  claim(1, brightwave, {}),
  claim(2, corvus, {
    ...{ Status__c: 'Queued', Submitted_At__c: '2025-10-10 09:00:00', CreatedDate: '2025-10-10 09:00:00' },
    ...{ Decided_At__c: '', Protected_From__c: '', Protected_Until__c: '' },
  }),
  ...Array.from({ length: many }, (_, index) => rejected(index)),
];

/** The partner's person met the customer of Almendra's deal on a day. */
async function audited(contactOn: string, many = 20, policy: string | null = null) {
  const folder = join(root, `export${(runs += 1)}`);
  const out = join(root, `out${runs}`);
  mkdirSync(folder);
  const write = (name: string, rows: Row[]) => {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    writeFileSync(join(folder, `${name}.csv`), stringify(rows, { header: true, columns }));
  };
  const deal = {
    Name: 'Almendra network',
    StageName: 'Qualification',
    CloseDate: '2026-03-31',
    OwnerId: rep,
    Engaged_Partner__c: '',
  };
  write('Account', accounts);
  write('Opportunity', [
    {
      Id: id('006', 1),
      AccountId: elsewhere,
      ...deal,
      CreatedDate: '2025-09-01 09:00:00',
      SystemModstamp: '2026-01-30 09:00:00',
    },
  ]);
  write('Contact', [{ Id: id('003', 1), AccountId: corvus }]);
  write('Task', [
    {
      ...{ Id: id('00T', 1), WhatId: id('006', 1), WhoId: id('003', 1), OwnerId: rep, IsClosed: '1' },
      ...{ CreatedDate: `${contactOn} 09:00:00`, CompletedDateTime: `${contactOn} 09:00:00`, ActivityDate: contactOn },
    },
  ]);
  write('Deal_Registration__c', claims(many));
  const file = join(root, 'policy.json');
  if (policy !== null) writeFileSync(file, policy);
  await auditFolder(folder, auditSettings({ out, ...(policy === null ? {} : { policy: file }) }), {
    print() {},
    warn() {},
    progress: null,
  });
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  const json = JSON.parse(read('findings.json')) as {
    partnerFindings: { kind: string; partner: string; registrationIds: string[]; since: string; explanation: string }[];
    notChecked: string[];
  };
  return { json, page: read('report.html'), csv: read('findings.csv') };
}

describe('An audit of claims without work', () => {
  it('tells the idle claim and the partner who registers everything, beside the findings and not among them', async () => {
    const { json, page, csv } = await audited('2025-09-15');
    expect(json.partnerFindings.map(({ kind, partner, since }) => [kind, partner, since])).toEqual([
      ['idle-claim', 'Brightwave Computing', '2025-10-02T09:00:00.000Z'],
      ['registers-everything', 'Collector Systems', '2025-10-02T09:00:00.000Z'],
    ]);
    expect(json.partnerFindings[0]?.registrationIds).toEqual([id('a01', 1)]);
    expect(json.partnerFindings[0]?.explanation).toBe(
      'DR-1 of Brightwave Computing protected Nordwind Logistics GmbH for 90 days, from 2025-10-02 on, without any work of his on record on an opportunity of this customer, and held up Corvus Datentechnik (DR-2, queued behind it).',
    );
    expect(json.partnerFindings[1]?.explanation).toBe(
      'Collector Systems had 20 registrations decided; for 0 of them any work or an opportunity is on record.',
    );
    expect(page).toContain('<h2>Claims without work</h2>');
    expect(csv.trim().split('\n')).toHaveLength(1);
  });

  it('lists a claim as not checked where work of partners is on record only later', async () => {
    const { json, page } = await audited('2025-10-03', 19);
    expect(json.partnerFindings).toEqual([]);
    expect(json.notChecked.join('\n')).toContain(
      `claims without work could not be checked (work of partners is on record from 2025-10-03 on only): ${id('a01', 1)}`,
    );
    expect(page).not.toContain('Claims without work');
  });

  it('keeps to the days and the numbers of the policy', async () => {
    const kinds = async (policy: string) =>
      (await audited('2025-09-15', 20, policy)).json.partnerFindings.map(({ kind }) => kind);
    expect(await kinds('{ "idleClaimDays": 90, "manyClaims": 20 }')).toEqual(['idle-claim', 'registers-everything']);
    expect(await kinds('{ "idleClaimDays": 91, "manyClaims": 21 }')).toEqual([]);
  });
});
