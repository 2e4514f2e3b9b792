import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readProgramme as readFile } from '../../../sync-service/commands/programme.ts';
import { programmeSchema, type Programme } from '../../../sync-service/domain/programme/schema.ts';
import { programmeToFile } from '../../../sync-service/domain/programme/to-file.ts';
import {
  AgreedTermsError,
  differences,
  ImportRefusedError,
  importProgramme,
} from '../../../sync-service/salesforce/programme-import.ts';
import { ProgrammeTooLongError, readProgramme } from '../../../sync-service/salesforce/programme-records.ts';
import { anyProgramme } from '../../unit/domain/any-programme.ts';
import { programmeOf } from '../../unit/domain/programme-of.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

const folder = join(import.meta.dirname, '../../programmes');
const today = '2026-03-02';
let org: ConnectedOrg;

beforeAll(async () => {
  org = await connectedOrg();
});
afterAll(async () => org.local.close());

const plain = (programme: Programme) => JSON.parse(JSON.stringify(programme)) as unknown;
const onRecord = async () => readProgramme(org.connection, 'EUR');
const bring = async (programme: Programme) => importProgramme(org.connection, programme, await onRecord(), today);
const wipe = () => {
  for (const object of [
    'Incentive_Tier__c',
    'Incentive__c',
    'Program_Level__c',
    'Competency__c',
    'Programme_Terms__c',
  ]) {
    org.local.records.database.exec(`DELETE FROM "${object}"`);
  }
};
/** In the order in which the org gives them back. */
const sorted = (programme: Programme): Programme => ({
  ...programme,
  levels: programme.levels.toSorted((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1)),
  competencies: programme.competencies.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  incentives: programme.incentives.toSorted(
    (a, b) => a.sequence - b.sequence || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.version - b.version),
  ),
});

describe('a programme brought into the org', () => {
  it.each(readdirSync(folder))('%s comes back as it was, and a second import writes nothing', async (name) => {
    wipe();
    const file = readFile(join(folder, name));
    const written = await bring(file);
    expect(written).toBeGreaterThan(0);
    const back = await onRecord();
    expect(plain(back)).toEqual(plain(sorted(file)));
    const calls = org.connection.calls().write;
    expect(await bring(file)).toBe(0);
    expect(org.connection.calls().write).toBe(calls);
  });

  it('shows field by field what an import changes, and what only the org has', async () => {
    wipe();
    const rule = { id: 'level', kind: 'discount' as const, rate: '10%', effectiveFrom: '2026-06-01' };
    await bring(programmeOf([rule, { id: 'old', kind: 'bonus', amount: 5 }]));
    const changed = differences(programmeOf([{ ...rule, rate: '12%' }]), await onRecord());
    expect(changed).toEqual([
      { object: 'Incentive__c', key: 'level@1', kind: 'changed', fields: [{ field: 'Rate__c', from: 0.1, to: 0.12 }] },
      { object: 'Incentive__c', key: 'old@1', kind: 'only in the org', fields: [] },
    ]);
  });

  it('does not overwrite a rule in force, its tiers or the currency; a name, an end to come and another version it takes', async () => {
    wipe();
    const rule = { id: 'level', kind: 'discount' as const, tiers: [{ level: 'gold', rate: '10%' }] };
    await bring(programmeOf([rule]));
    const refused = async (programme: Programme) => {
      const before = plain(await onRecord());
      await expect(bring(programme)).rejects.toThrow(AgreedTermsError);
      expect(plain(await onRecord())).toEqual(before);
    };
    await refused(programmeOf([{ ...rule, tiers: [{ level: 'gold', rate: '12%' }] }]));
    await refused(programmeOf([{ ...rule, cap: { perDeal: 100 } }]));
    await refused(programmeOf([{ ...rule, effectiveUntil: '2026-03-02' }]));
    await refused(programmeOf([rule], { currency: 'USD' }));
    const ended = { ...rule, name: 'By level', effectiveUntil: '2026-03-03' };
    expect(await bring(programmeOf([ended]))).toBe(1);
    const next = { ...rule, version: 2, effectiveFrom: '2026-03-03', tiers: [{ level: 'gold', rate: '12%' }] };
    expect(await bring(programmeOf([ended, next]))).toBe(2);
  });

  it('is not half there where the org refuses a part of it', async () => {
    wipe();
    const rules = [{ id: 'a', kind: 'bonus' as const, amount: 5 }];
    // More than the sixteen digits that a currency field has before its point.
    const tooBig = { id: 'b', kind: 'bonus' as const, amount: '99999999999999999999' };
    await expect(bring(programmeOf([...rules, tooBig]))).rejects.toThrow(ImportRefusedError);
    expect((await onRecord()).incentives).toEqual([]);
    expect((await onRecord()).levels).toEqual([]);
  });

  it('that does not fit into its fields is refused with every field that is too short', () => {
    const many = Array.from({ length: 40 }, (_, i) => `family number ${i}`);
    const long = programmeOf([
      { id: 'a', kind: 'bonus', amount: 5, name: 'n'.repeat(80), requires: { families: many } },
    ]);
    expect(() => differences(long, long)).toThrow(ProgrammeTooLongError);
    expect(() => differences(long, long)).toThrow(/Incentive__c a@1: Product_Families__c takes 255 characters/);
  });

  it('whose record holds what is no rule stops the reading, with the record and the field', async () => {
    wipe();
    await bring(programmeOf([{ id: 'a', kind: 'bonus', amount: 5 }]));
    org.local.records.database.exec(
      `UPDATE "Incentive__c" SET "Definition__c" = '{"requires":{"levels":["platinum"]}}'`,
    );
    await expect(onRecord()).rejects.toThrow(/Incentive__c a: requires\.levels\[0\]: expected the name of a level/);
  });
});

it('any programme is read back from its file form as it was', () => {
  fc.assert(
    fc.property(anyProgramme, (programme) => {
      expect(plain(programmeSchema.parse(programmeToFile(programme)))).toEqual(plain(programme));
    }),
    { numRuns: 300 },
  );
});
