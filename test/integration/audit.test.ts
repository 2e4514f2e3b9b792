/** Audits of exports that a made-up vendor left, and of the same exports as they come in life: shuffled, cut, broken. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { auditFolder, auditSettings, type AuditCommand } from '../../sync-service/commands/audit.ts';
import { audit } from '../../sync-service/export/audit.ts';
import { generateMarket } from '../market/index.ts';
import { Random } from '../market/random.ts';
import { writeExport } from '../market/write-export.ts';

type Rows = Record<string, string>[];

const root = mkdtempSync(join(tmpdir(), 'audit-'));
const whole = join(root, 'whole');
let copies = 0;

beforeAll(async () => {
  await writeExport(
    generateMarket({ seed: 'audited', opportunities: 1500, asOf: Date.parse('2026-01-30'), bypassShare: 0.15 }),
    whole,
    { dialect: 'export service' },
  );
});
afterAll(() => rmSync(root, { recursive: true }));

const rowsOf = (folder: string, name: string): Rows =>
  parse(readFileSync(join(folder, name)), { columns: true, bom: true });

/** A copy of the whole export, with some files changed. */
function changed(change: Readonly<Record<string, ((rows: Rows) => Rows) | null>>): string {
  const folder = join(root, `copy${(copies += 1)}`);
  cpSync(whole, folder, { recursive: true });
  for (const [name, by] of Object.entries(change)) {
    if (by === null) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), stringify(by(rowsOf(whole, name)), { header: true, quoted: true }));
  }
  return folder;
}

async function audited(folder: string, options: Partial<AuditCommand> = {}) {
  const out = join(root, `out${(copies += 1)}`);
  const [printed, warned]: [string[], string[]] = [[], []];
  await auditFolder(folder, auditSettings({ out, ...options }), {
    print: (text) => printed.push(text),
    warn: (text) => warned.push(text),
    progress: null,
  });
  const json = JSON.parse(readFileSync(join(out, 'findings.json'), 'utf8')) as {
    findings: {
      salespersonId: string | null;
      evidence: { byId: string | null }[];
      opportunityId: string;
      pattern: string;
      firstEvidenceAt: string;
    }[];
    belowTheBar: { opportunityId: string; salespersonId: string | null }[];
    notChecked: string[];
    counts: Record<string, number>;
  };
  return { out, json, printed: printed.join('\n'), warned, findings: rowsOf(out, 'findings.csv') };
}

const key = (row: Record<string, string>) =>
  `${row['OpportunityId']}/${row['RegistrationId'] ?? row['DealRegistrationId']}`;

describe('An audit of an export', () => {
  it('finds what was played, by its pattern and who did it, and next to nothing else', async () => {
    const { findings } = await audited(whole);
    const truth = rowsOf(whole, 'truth.csv');
    expect(truth.length).toBeGreaterThan(40);
    expect(new Set(truth.map((row) => row['Pattern'])).size).toBe(7);
    const found = new Map(findings.map((row) => [key(row), row]));
    const right = truth.filter((row) => found.get(key(row))?.['Pattern'] === row['Pattern']);
    expect(right.length / truth.length).toBeGreaterThanOrEqual(0.95);
    expect(right.length / findings.length).toBeGreaterThanOrEqual(0.95);
    const named = right.filter((row) => found.get(key(row))?.['SalespersonId'] === row['PersonId']);
    expect(named.length / right.length).toBeGreaterThanOrEqual(0.95);
  });

  it('writes the columns that were agreed, evidence for each finding, and a page without anything from outside', async () => {
    const { out, findings, json } = await audited(whole);
    expect(Object.keys(findings[0] ?? {}).join()).toBe(
      'OpportunityId,DealRegistrationId,SalespersonId,Pattern,Aspects,Confidence,Severity,AmountAtStake,FirstEvidenceAt,Explanation',
    );
    const shown = new Set(rowsOf(out, 'evidence.csv').map(key));
    expect(findings.every((row) => shown.has(key(row)))).toBe(true);
    expect(json.findings).toHaveLength(findings.length);
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3)|<script/);
    expect(page.match(/<details/g)).toHaveLength(Math.min(200, findings.length));
  });

  it('says the same whatever order the rows come in, and in parts that overlap', async () => {
    const random = new Random('shuffled');
    const shuffled = (rows: Rows) =>
      rows
        .map((row) => ({ row, at: random.between(0, 1) }))
        .sort((a, b) => a.at - b.at)
        .map(({ row }) => row);
    const files = [
      'Account',
      'Opportunity',
      'OpportunityFieldHistory',
      'OpportunityHistory',
      'Deal_Registration__c',
      'Task',
      'OpportunityLineItem',
      'Quote',
    ];
    const folder = changed(Object.fromEntries(files.map((name) => [`${name}.csv`, shuffled])));
    const tasks = rowsOf(folder, 'Task.csv');
    const half = Math.floor(tasks.length / 2);
    writeFileSync(join(folder, 'Task.csv'), stringify(tasks.slice(0, half), { header: true }));
    writeFileSync(join(folder, 'Task_1.csv'), stringify(tasks.slice(half - 100), { header: true }));
    for (const name of ['Opportunity', 'Account', 'Deal_Registration__c', 'Quote', 'OpportunityFieldHistory']) {
      cpSync(join(folder, `${name}.csv`), join(folder, `${name}_1.csv`));
    }
    const [there, here] = [await audited(folder), await audited(whole)];
    expect(there.findings).toEqual(here.findings);
    expect(there.json.counts).toEqual(here.json.counts);
  });

  it('says the same where ids come in 15 characters in one column and 18 in another', async () => {
    const shortened = (columns: readonly string[]) => (rows: Rows) =>
      rows.map((row) => {
        const cut = columns.map((name) => [name, row[name]?.replace(/^(\w{15})\w{3}$/, '$1') ?? '']);
        return { ...row, ...Object.fromEntries(cut) };
      });
    const folder = changed({
      'Deal_Registration__c.csv': shortened(['Partner__c', 'Customer__c']),
      'Opportunity.csv': shortened(['Id', 'AccountId']),
      'OpportunityFieldHistory.csv': shortened(['OldValue', 'NewValue', 'CreatedById']),
      'OpportunityLineItem.csv': shortened(['Product2Id']),
      'OpportunityPartner.csv': shortened(['AccountToId']),
      'QuoteLineItem.csv': shortened(['QuoteId']),
      'Contact.csv': shortened(['Id']),
    });
    expect((await audited(folder)).findings).toEqual((await audited(whole)).findings);
  });

  it('says the same in one thread and in three', async () => {
    const [one, three] = await Promise.all(
      [1, 3].map(async (threads) => {
        const options = { folder: whole, mapping: {}, policy: {}, from: null, to: null, threads };
        const { raised, below, counts, partnerFindings } = await audit(options, {
          misread: () => undefined,
          doubtful: () => undefined,
          progress: () => undefined,
          judged: () => undefined,
        });
        return JSON.stringify({ raised, below, counts, partnerFindings });
      }),
    );
    expect(JSON.parse(one!)).toMatchObject({ counts: { opportunities: rowsOf(whole, 'Opportunity.csv').length } });
    expect(three).toBe(one);
  });

  it('says the same with deals added that have nothing to do with it', async () => {
    const unrelated = (rows: Rows): Rows => [
      ...rows,
      ...rows.slice(0, 300).map((row, i) => ({
        ...row,
        Id: `0069${String(i).padStart(14, '0')}`,
        AccountId: `0019${String(i).padStart(14, '0')}`,
        Engaged_Partner__c: '',
      })),
    ];
    expect((await audited(changed({ 'Opportunity.csv': unrelated }))).findings).toEqual(
      (await audited(whole)).findings,
    );
  });

  it('moves with the calendar: four weeks later all over, the same findings four weeks later', async () => {
    const days = 28;
    const instantColumn = /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/;
    const later = (rows: Rows): Rows =>
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => {
            if (!instantColumn.test(value)) return [name, value];
            const moved = new Date(Date.parse(`${value.slice(0, 10)}T00:00:00Z`) + days * 86_400_000);
            return [name, moved.toISOString().slice(0, 10) + value.slice(10)];
          }),
        ),
      );
    const files = [
      'Account',
      'AccountHistory',
      'Opportunity',
      'OpportunityFieldHistory',
      'OpportunityHistory',
      'Deal_Registration__c',
      'Task',
      'Event',
      'OpportunityLineItem',
      'OpportunityPartner',
      'Partner',
      'Quote',
      'QuoteLineItem',
      'Exemption_Request__c',
      'Holiday',
      'Engagement_Policy__c',
    ];
    const moved = (await audited(changed(Object.fromEntries(files.map((name) => [`${name}.csv`, later]))))).findings;
    const before = (await audited(whole)).findings;
    const plain = (rows: Rows, by: number) =>
      rows.map((row) => [
        key(row),
        row['Pattern'],
        row['Confidence'],
        Date.parse(row['FirstEvidenceAt'] ?? '') - by * 86_400_000,
      ]);
    expect(plain(moved, days)).toEqual(plain(before, 0));
  });

  it('tells a row that can’t be read by file, line and column, once, and goes on', async () => {
    const folder = changed({});
    const path = join(folder, 'Opportunity.csv');
    const lines = readFileSync(path, 'utf8').split('\n');
    lines.splice(3, 0, '"x","broken"', `${lines[1]?.replace(/"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"/, '"yesterday"')}`);
    writeFileSync(path, lines.join('\n'));
    const { warned, findings, json } = await audited(folder);
    expect(warned).toHaveLength(2);
    expect(warned[0]).toMatch(/Opportunity\.csv, line 4: expected \d+ fields, found 2/);
    expect(warned[1]).toMatch(
      /Opportunity\.csv, line 5, column CreatedDate: expected a date and time such as .*, found "yesterday"/,
    );
    expect(json.counts['misreadRows']).toBe(2);
    expect(findings).toEqual((await audited(whole)).findings);
  });

  it('lists what it could not check where files are lacking, and finds the rest', async () => {
    const { json, findings, printed } = await audited(
      changed({ 'Quote.csv': null, 'Task.csv': null, 'Event.csv': null, 'User.csv': null }),
    );
    expect(json.notChecked.join('\n')).toMatch(
      /Task and Event: no activities[\s\S]*Quote: no quotes[\s\S]*User: no users/,
    );
    expect(printed).toContain('Not checked, for lack of data:');
    expect(findings.some((row) => row['Pattern'] === 'replaced')).toBe(true);
    const blind = await audited(changed({ 'OpportunityFieldHistory.csv': null }));
    expect(blind.json.notChecked.join('\n')).toContain('OpportunityFieldHistory: no changes of partner');
    expect(blind.findings.some((row) => row['Pattern'] === 'not-engaged')).toBe(false);
  });

  it('accuses nobody for a column that is not there, and says what it could not check', async () => {
    const without = (column: string) => (rows: Rows) => rows.map(({ [column]: _, ...row }) => row);
    const silent = await audited(
      changed({
        'Deal_Registration__c.csv': without('Decision_Reason__c'),
        'Contact.csv': without('AccountId'),
        'AccountHistory.csv': without('OldValue'),
        'Quote.csv': null,
      }),
    );
    expect(silent.findings.filter((row) => /^(named-account|late-on-paper)$/.test(row['Pattern'] ?? ''))).toEqual([]);
    expect(silent.findings.length).toBeGreaterThan(20);
    expect(silent.json.notChecked.join('\n')).toMatch(
      /Contact\.csv, line 1: expected the column AccountId, too[\s\S]*Deal_Registration__c\.Decision_Reason__c: /,
    );
    const nobody = await audited(
      changed({
        'Opportunity.csv': without('Engaged_Partner__c'),
        'OpportunityPartner.csv': without('AccountToId'),
        'Partner.csv': without('AccountToId'),
      }),
    );
    expect(nobody.findings).toEqual([]);
    expect(nobody.json.notChecked[0]).toContain('nothing was judged, as nobody is known to stand on an opportunity');
  });

  it('reads an org’s own object and words by a mapping file', async () => {
    const renamed = (rows: Rows): Rows =>
      rows.map(({ Partner__c: partner = '', Status__c: status = '', ...row }) => ({
        ...row,
        Reseller__c: partner,
        State__c: status === 'Expired' ? 'Ausgelaufen' : status,
      }));
    const folder = changed({});
    writeFileSync(
      join(folder, 'Claim__c.csv'),
      stringify(renamed(rowsOf(whole, 'Deal_Registration__c.csv')), { header: true }),
    );
    rmSync(join(folder, 'Deal_Registration__c.csv'));
    const map = join(folder, 'map.yaml');
    writeFileSync(
      map,
      'Deal_Registration__c:\n  object: Claim__c\n  fields: { Partner__c: Reseller__c, Status__c: State__c }\n  statuses: { Ausgelaufen: Expired }\n',
    );
    expect((await audited(folder, { map })).findings).toEqual((await audited(whole)).findings);
    await expect(audited(folder)).rejects.toThrow('Deal_Registration__c.csv: expected this file');
  });

  it('names nobody for a change that was one of a load, though the rest of it is of other customers', async () => {
    const policy = join(root, 'names.yaml');
    writeFileSync(policy, 'namePersons: true\n');
    const before = (await audited(whole, { policy })).json.findings;
    const act = rowsOf(whole, 'OpportunityFieldHistory.csv').find((row) => {
      const finding = before.find(({ opportunityId }) => opportunityId === row['OpportunityId']);
      const at = row['CreatedDate']?.replace(' ', 'T');
      const isFirst = at !== undefined && finding?.firstEvidenceAt.startsWith(at) === true;
      return row['Field'] === 'StageName' && finding?.pattern === 'not-engaged' && isFirst;
    })!;
    const others = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => ({ ...act, OpportunityId: `00600000000000${i}AAA` }));
    const folder = changed({ 'OpportunityFieldHistory.csv': (rows) => [...rows, ...others] });
    const { json } = await audited(folder, { policy });
    const isSame = ({ opportunityId }: { opportunityId: string }) => opportunityId === act['OpportunityId'];
    expect(before.find(isSame)).toMatchObject({ salespersonId: act['CreatedById'] });
    expect([json.findings.filter(isSame).length, json.belowTheBar.find(isSame)?.salespersonId]).toEqual([0, null]);
  });

  it('names persons only where the policy says so', async () => {
    const file = join(root, 'policy.yaml');
    writeFileSync(file, 'name-persons: false\n');
    const { json, findings } = await audited(whole, { policy: file });
    expect(findings.length).toBeGreaterThan(40);
    expect(findings.every((row) => row['SalespersonId'] === '')).toBe(true);
    expect(json.findings.every(({ evidence }) => evidence.every(({ byId }) => byId === null))).toBe(true);
    writeFileSync(file, 'namePersons: [DE]\n');
    const inGermany = (await audited(whole, { policy: file })).json.findings.filter(
      ({ salespersonId }) => salespersonId !== null,
    );
    expect(inGermany.length).toBeGreaterThan(0);
    expect(inGermany.length).toBeLessThan(findings.length);
  });

  it('keeps what is below the bar in findings.json, and to the days asked for', async () => {
    const file = join(root, 'bar.json');
    writeFileSync(file, '{ "raiseConfidence": 0.94 }');
    const high = await audited(whole, { policy: file });
    expect(high.findings.every((row) => Number(row['Confidence']) >= 0.94)).toBe(true);
    expect(high.json.belowTheBar.length).toBeGreaterThan(0);
    const all = (await audited(whole)).findings;
    writeFileSync(file, 'raise-confidence-by-pattern: { shadow: 1, not-engaged: 0.9 }\n');
    const byPattern = (await audited(whole, { policy: file })).findings;
    const kept = ({ Pattern, Confidence }: (typeof all)[number]) =>
      Number(Confidence) >= (Pattern === 'shadow' ? 1 : Pattern === 'not-engaged' ? 0.9 : 0.5);
    expect(byPattern.map(key)).toEqual(all.filter(kept).map(key));
    expect(byPattern.length).toBeLessThan(all.length);
    const spring = (await audited(whole, { from: '2025-04-01', to: '2025-06-30' })).findings;
    const inside = all.filter(({ FirstEvidenceAt: at = '' }) => at >= '2025-04-01' && at < '2025-07-01');
    expect(spring.map(key)).toEqual(inside.map(key));
    expect(inside.length).toBeGreaterThan(0);
  });

  it('says what is wrong with its arguments and writes nothing', async () => {
    await expect(audited(join(root, 'nowhere'))).rejects.toThrow('expected a folder with the files of a data export');
    await expect(audited(whole, { from: '2025-02-30' })).rejects.toThrow('--from: expected a date such as 2026-03-31');
    await expect(audited(whole, { from: '2025-03-01', to: '2025-02-28' })).rejects.toThrow(
      '--from: expected a date no later than --to, which is 2025-02-28; found 2025-03-01',
    );
    const file = join(root, 'wrong.yaml');
    writeFileSync(file, 'raiseConfidence: 7\nrules: []\n');
    await expect(audited(whole, { policy: file })).rejects.toThrow(
      /wrong\.yaml:1:1 {2}raiseConfidence is 7[\s\S]*wrong\.yaml:2:1 {2}rules/,
    );
    writeFileSync(file, 'protectionDays: -3\n');
    await expect(audited(whole, { policy: file })).rejects.toThrow(
      'wrong.yaml:1:1  protectionDays: no such field here; it belongs to policies',
    );
    writeFileSync(file, 'raiseConfidenceByPattern:\n  shadows: 0.7\n  undercut: 7\n');
    await expect(audited(whole, { policy: file })).rejects.toThrow(
      'wrong.yaml:2:3  raiseConfidenceByPattern.shadows is 0.7: expected one of named-account, waiting-out, undercut, ' +
        `shadow, replaced, late-on-paper, not-engaged\n${file}:3:3  raiseConfidenceByPattern.undercut is 7: expected at most 1`,
    );
  });
});
