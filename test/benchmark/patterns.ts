/** How well each way around a partner is found in exports of vendors with seeds that nobody looked at while writing it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Run } from '../../scripts/bench.ts';
import { audit } from '../../sync-service/export/audit.ts';
import { generateMarket } from '../market/index.ts';
import { scoreAgainstTruth } from '../market/score.ts';
import type { TruthCase } from '../market/truth.ts';
import { writeExport } from '../market/write-export.ts';

const seeds = ['patterns-1', 'patterns-2', 'patterns-3'];
const opportunities = 20_000;
const bypassShare = 0.1;

export const run: Run = async (print) => {
  const [found, truth]: [Awaited<ReturnType<typeof findingsIn>>, TruthCase[]] = [[], []];
  for (const seed of seeds) {
    const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'));
    await writeExport(
      generateMarket({ seed, opportunities, bypassShare, asOf: Date.parse('2026-11-23T00:00:00Z') }),
      folder,
    );
    // Ids are the same in every vendor, so each case carries its seed.
    found.push(
      ...(await findingsIn(folder)).map((each) => ({ ...each, opportunityId: `${seed}/${each.opportunityId}` })),
    );
    truth.push(...truthIn(folder).map((each) => ({ ...each, opportunityId: `${seed}/${each.opportunityId}` })));
    rmSync(folder, { recursive: true, force: true });
  }
  const { byPattern, ...all } = scoreAgainstTruth(found, truth);
  for (const [pattern, score] of Object.entries({ ...byPattern, all })) {
    print({ figure: 'ways around a partner found', pattern, ...rounded(score) });
  }
  const planted = new Set(truth.map(({ opportunityId, registrationId }) => `${opportunityId}/${registrationId}`));
  const innocent = found.filter(
    ({ opportunityId, registrationId }) => !planted.has(`${opportunityId}/${registrationId}`),
  );
  print({ figure: 'flagged although nobody was gone around', vendors: seeds.length, cases: innocent.length });
};

async function findingsIn(folder: string) {
  const options = { folder, mapping: {}, policy: {}, from: null, to: null };
  const { raised } = await audit(options, {
    misread: () => undefined,
    doubtful: () => undefined,
    progress: () => undefined,
    judged: () => undefined,
  });
  return raised.map(({ finding: { dealId, registrationId, pattern } }) => {
    return { opportunityId: dealId, registrationId, pattern };
  });
}

function truthIn(folder: string): TruthCase[] {
  const rows = parse(readFileSync(join(folder, 'truth.csv')), { columns: true }) as Record<string, string>[];
  return rows.map((row) => ({
    opportunityId: row['OpportunityId'] ?? '',
    registrationId: row['RegistrationId'] ?? '',
    pattern: row['Pattern'] as TruthCase['pattern'],
    aspects: [],
    personId: row['PersonId'] ?? '',
    since: 0,
  }));
}

function rounded<T extends { precision: number; recall: number }>(score: T): T {
  const three = (value: number) => Math.round(value * 1000) / 1000;
  return { ...score, precision: three(score.precision), recall: three(score.recall) };
}
