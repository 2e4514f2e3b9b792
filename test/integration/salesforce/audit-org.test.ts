/** An audit of an org that nothing was installed to for it: read in bulk, judged as an export is. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { auditFolder, auditSettings } from '../../../sync-service/commands/audit.ts';
import { exportFromOrg } from '../../../sync-service/commands/audit-org.ts';
import { FileError } from '../../../sync-service/commands/read-file.ts';
import { downloadObjects } from '../../../sync-service/salesforce/download.ts';
import { fillOrg, marketOrg, type Filled } from '../../market/fill-org.ts';
import { generateMarket } from '../../market/index.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

const asOf = Date.parse('2026-03-02T12:00:00Z');
const root = mkdtempSync(join(tmpdir(), 'audit-org-'));
const rowsOf = (path: string): Record<string, string>[] => parse(readFileSync(path), { columns: true, bom: true });

let org: ConnectedOrg;
let filled: Filled;

beforeAll(async () => {
  org = await connectedOrg({ now: () => asOf, features: ['fieldHistory', 'quotes'] });
  const { records, seeded } = org.local;
  const parts = generateMarket({
    seed: 'read in bulk',
    opportunities: 600,
    asOf,
    bypassShare: 0.2,
    org: marketOrg(records, seeded),
  });
  filled = fillOrg(parts, records, seeded);
});
afterAll(async () => {
  await org.local.close();
  rmSync(root, { recursive: true });
});

describe('An audit of a live org', () => {
  it('finds what was played, and writes nothing to the org', async () => {
    const [folder, out] = [join(root, 'org'), join(root, 'out')];
    const warned: string[] = [];
    const terminal = { print: () => {}, warn: (text: string) => warned.push(text), progress: null };
    const before = org.connection.calls();
    const mapping = await exportFromOrg(org.connection, folder, {}, terminal);
    const calls = org.connection.calls();
    expect({ write: calls.write, query: calls.query, other: calls.other }).toEqual({
      write: before.write,
      query: before.query,
      other: before.other,
    });
    expect(rowsOf(join(folder, 'Opportunity.csv'))).toHaveLength(filled.rows['Opportunity'] ?? 0);
    expect(warned).toEqual([]);
    await auditFolder(folder, { ...auditSettings({ out }), mapping }, terminal);
    const key = (deal: string | undefined, registration: string | undefined) => `${deal} ${registration}`;
    const found = new Set(
      rowsOf(join(out, 'findings.csv')).map((row) => key(row['OpportunityId'], row['DealRegistrationId'])),
    );
    const truth = filled.truth.cases;
    expect(truth.length).toBeGreaterThan(20);
    const right = truth.filter(({ opportunityId, registrationId }) => found.has(key(opportunityId, registrationId)));

    expect(right.length / truth.length).toBeGreaterThanOrEqual(0.95);
    expect(right.length / found.size).toBeGreaterThanOrEqual(0.95);
  });

  it('says which objects the org does not show', async () => {
    const [told, folder] = [new Map<string, string>(), mkdtempSync(join(root, 'lacking-'))];
    const wanted = [
      { object: 'CpqQuote__c', fields: ['Id'] },
      { object: 'User', fields: ['Nothing__c'] },
      { object: 'Product2', fields: ['Id'] },
    ];
    await downloadObjects(org.connection, wanted, {
      folder,
      written: () => {},
      refused: (object, why) => told.set(object, why),
    });
    expect([...told.keys()]).toEqual(['CpqQuote__c', 'User']);
    expect(readdirSync(folder)).toEqual(['Product2.csv']);
  });

  it('reads page by page without losing or repeating a row, deleted ones among them', async () => {
    const [whole, paged] = [mkdtempSync(join(root, 'whole-')), mkdtempSync(join(root, 'paged-'))];
    const wanted = [{ object: 'opportunity', fields: ['Id', 'NAME', 'IsDeleted', 'Not_There__c'] }];
    const settings = { written: () => {}, refused: () => {} };
    await downloadObjects(org.connection, wanted, { ...settings, folder: whole });
    await downloadObjects(org.connection, wanted, { ...settings, folder: paged, pageRows: 97 });
    const [once, parts] = [whole, paged].map((folder) => readFileSync(join(folder, 'Opportunity.csv'), 'utf8'));
    expect(parts).toBe(once);
    expect(Object.keys(rowsOf(join(paged, 'Opportunity.csv'))[0] ?? {}).sort()).toEqual(['Id', 'IsDeleted', 'Name']);
  });

  it('goes on when the session ends between two pages', async () => {
    const folder = mkdtempSync(join(root, 'expired-'));
    let ended = 0;
    await downloadObjects(
      org.connection,
      [
        { object: 'Account', fields: ['Id'] },
        { object: 'User', fields: ['Id', 'Name'] },
      ],
      {
        folder,
        pageRows: 50,
        written: () => {
          ended += 1;
          org.local.faults.expireSessions();
        },
        refused: () => {},
      },
    );
    expect(ended).toBe(2);
    expect(rowsOf(join(folder, 'Account.csv'))).toHaveLength(filled.rows['Account'] ?? 0);
  });

  it('refuses a folder that holds files already, before the org is asked', async () => {
    const folder = mkdtempSync(join(root, 'taken-'));
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const before = org.connection.calls();
    const read = exportFromOrg(org.connection, folder, {}, { print: () => {}, warn: () => {}, progress: null });
    await expect(read).rejects.toBeInstanceOf(FileError);
    expect(org.connection.calls()).toEqual(before);
    expect(readdirSync(folder)).toEqual(['notes.txt']);
    expect(existsSync(join(folder, 'Account.csv'))).toBe(false);
  });
});
