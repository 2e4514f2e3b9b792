/** An export of a few records, written by hand, and what an audit tells of it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { auditFolder, auditSettings } from '../../sync-service/commands/audit.ts';

export type Row = Record<string, string>;
export type Files = Record<string, Row[]>;

/** Fifteen characters tell a record; the last three only check them. */
export const id = (prefix: string, number: number) => `${prefix}${String(number).padStart(12, '0')}AAA`;

export interface Told {
  opportunityId: string;
  pattern: string;
  aspects: string[];
  salespersonId: string | null;
  confidence: number;
  explanation: string;
  evidence: { what: string; from: string | null; to: string | null }[];
  innocentExplanations: { what: string; found: string; detail: string }[];
}

/** Audits of exports in a folder of their own; `clear` takes it away. */
export function handMade(name: string) {
  const root = mkdtempSync(join(tmpdir(), name));
  let runs = 0;
  return {
    clear: () => rmSync(root, { recursive: true }),
    async audited(files: Files, policy: object = { namePersons: true }) {
      const folder = join(root, `export${(runs += 1)}`);
      const out = join(root, `out${runs}`);
      mkdirSync(folder);
      for (const [table, rows] of Object.entries(files)) {
        const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
        writeFileSync(join(folder, `${table}.csv`), stringify(rows, { header: true, columns }));
      }
      const file = join(root, `policy${runs}.json`);
      writeFileSync(file, JSON.stringify(policy));
      const printed: string[] = [];
      await auditFolder(folder, auditSettings({ out, policy: file }), {
        print: (text) => printed.push(text),
        warn() {},
        progress: null,
      });
      const read = (each: string) => readFileSync(join(out, each), 'utf8');
      const json = JSON.parse(read('findings.json')) as {
        findings: Told[];
        belowTheBar: Told[];
        learned: string[];
        notChecked: string[];
        counts: Record<string, number>;
      };
      return { ...json, csv: read('findings.csv'), page: read('report.html'), printed: printed.join('\n') };
    },
  };
}

export const [anna, bert] = [id('005', 1), id('005', 2)] as [string, string];
export const [customer, brightwave, corvus] = [id('001', 1), id('001', 2), id('001', 3)] as [string, string, string];

/** Nordwind, whose storage deal Brightwave registered on 2 March 2026; protected from 3 March to 1 June. */
export function nordwind(more: Files = {}): Files {
  return {
    Account: [
      { Id: customer, Name: 'Nordwind Logistics GmbH', BillingCountry: 'Germany', Partner_Roles__c: '' },
      { Id: brightwave, Name: 'Brightwave Computing', Partner_Roles__c: 'Reseller' },
      { Id: corvus, Name: 'Corvus Datentechnik', Partner_Roles__c: 'Reseller' },
    ],
    User: [
      { Id: anna, Name: 'Anna Aalto' },
      { Id: bert, Name: 'Bert Brandt' },
    ],
    Product2: [{ Id: id('01t', 1), Name: 'Array 10', Family: 'Storage' }],
    Deal_Registration__c: [registration(1, {})],
    ...more,
  };
}

export function registration(number: number, more: Row): Row {
  return {
    Id: id('a01', number),
    Name: `DR-${number}`,
    Partner__c: brightwave,
    Customer_Name__c: 'Nordwind Logistics GmbH',
    Customer__c: customer,
    Product_Families__c: 'Storage',
    Status__c: 'Approved',
    Opportunity__c: id('006', 1),
    Submitted_At__c: '2026-03-02 09:00:00',
    Decided_At__c: '2026-03-03 09:00:00',
    Protected_From__c: '2026-03-03 09:00:00',
    Protected_Until__c: '2026-06-01 09:00:00',
    CreatedDate: '2026-03-02 09:00:00',
    ...more,
  };
}

export function opportunity(number: number, more: Row): Row {
  return {
    Id: id('006', number),
    Name: `Deal ${number}`,
    AccountId: customer,
    StageName: 'Qualification',
    Probability: '20',
    CloseDate: '2026-08-30',
    Amount: '60000',
    OwnerId: anna,
    CreatedById: anna,
    CreatedDate: '2026-03-04 10:00:00',
    Engaged_Partner__c: '',
    SystemModstamp: '2026-09-01 10:00:00',
    ...more,
  };
}

export function line(number: number, deal: number, more: Row = {}): Row {
  return {
    Id: id('00k', number),
    OpportunityId: id('006', deal),
    Product2Id: id('01t', 1),
    Quantity: '2',
    ListPrice: '30000',
    UnitPrice: '30000',
    TotalPrice: '60000',
    ...more,
  };
}

/** A change as history keeps it. */
export function change(deal: number, field: string, when: string, [from, to]: [string, string], more: Row = {}): Row {
  return {
    OpportunityId: id('006', deal),
    Field: field,
    DataType: 'Text',
    OldValue: from,
    NewValue: to,
    CreatedDate: when,
    CreatedById: anna,
    ...more,
  };
}

/** A lookup's change comes as two rows, with names and with ids. */
export function lookupChange(
  deal: number,
  field: string,
  when: string,
  { names, ids }: { names: [string, string]; ids: [string, string] },
): Row[] {
  return [change(deal, field, when, names), change(deal, field, when, ids, { DataType: 'EntityId' })];
}
