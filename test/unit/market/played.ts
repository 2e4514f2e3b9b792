/** Plays stories and markets, and looks things up in what they leave. */
import { Random } from '../../market/random.ts';
import { Scene } from '../../market/scene.ts';
import type { Story } from '../../market/stories/story.ts';
import type { Row } from '../../market/tables.ts';
import { noTruth, type Truth } from '../../market/truth.ts';
import { foundVendor } from '../../market/vendor.ts';
import type { Part } from '../../market/index.ts';

export const asOf = Date.parse('2026-03-02T12:00:00Z');

export interface Played {
  truth: Truth;
  all(object: string): Row[];
  one(object: string, id: unknown): Row;
}

export function gathered(parts: Iterable<Part>): Played {
  const tables = new Map<string, Row[]>();
  const truth = noTruth();
  for (const part of parts) {
    for (const [object, rows] of part.rows) tables.set(object, [...(tables.get(object) ?? []), ...rows]);
    truth.cases.push(...part.truth.cases);
    truth.protections.push(...part.truth.protections);
    truth.engagements.push(...part.truth.engagements);
  }
  const all = (object: string) => tables.get(object) ?? [];
  const one = (object: string, id: unknown) => {
    const found = all(object).find((row) => row['Id'] === id);
    if (found === undefined) throw new Error(`no ${object} ${String(id)}`);
    return found;
  };
  return { truth, all, one };
}

/** One customer on whom the story is played, with the vendor around him. */
export function played(story: Story, seed: number): Played {
  const { vendor, tables } = foundVendor({ seed: 'stories', asOf, opportunities: 100 });
  const truth = noTruth();
  const own = vendor.newTables();
  story(new Scene(vendor, own, new Random(`story ${seed}`), truth, seed));
  return gathered([
    { rows: tables.rows, truth: noTruth(), story: null },
    { rows: own.rows, truth, story: null },
  ]);
}

export const seeds = Array.from({ length: 30 }, (_, index) => index + 1);

export function at(value: unknown): number {
  return Date.parse(String(value));
}

export const days = (count: number): number => count * 24 * 3_600_000;

/** The instant ten business days later: Monday to Friday, without the org's holidays. */
export function tenBusinessDaysAfter(start: number, { all }: Played): number {
  const holidays = all('Holiday').map((row) => row['ActivityDate']);
  let [now, left] = [start, 10];
  while (left > 0) {
    now += days(1);
    const date = new Date(now);
    const free = [0, 6].includes(date.getUTCDay()) || holidays.includes(date.toISOString().slice(0, 10));
    if (!free) left -= 1;
  }
  return now;
}

/** Changes of a field on an opportunity, oldest first; of a lookup the rows with ids. */
export function changes({ all }: Played, opportunityId: unknown, field: string): Row[] {
  return all('OpportunityFieldHistory').filter(
    (row) => row['OpportunityId'] === opportunityId && row['Field'] === field && row['DataType'] !== 'Text',
  );
}

/** Whether the partner stands on the opportunity today, by the lookup or by a row. */
export function stands({ all, one }: Played, partnerId: unknown, opportunityId: unknown): boolean {
  const byRow = all('Partner').some(
    (row) => row['OpportunityId'] === opportunityId && row['AccountToId'] === partnerId,
  );
  return byRow || one('Opportunity', opportunityId)['Engaged_Partner__c'] === partnerId;
}
