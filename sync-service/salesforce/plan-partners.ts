/** What a partner may read of the programme and of his standing in it, kept in one record a partner. */
import { z } from 'zod';
import type { Id, PartnerRole } from '../domain/deal.ts';
import { rulesFor } from '../domain/programme/standing-rules.ts';
import { standingJson } from '../domain/programme/standing-json.ts';
import { standingOf, type Standing } from '../domain/programme/standing.ts';
import type { Programme } from '../domain/programme/schema.ts';
import { takingPart } from '../domain/protection/eligibility.ts';
import { dateOf, type CalendarDate, type Instant } from '../domain/time.ts';
import { ledgerBegins } from '../domain/payout/earnings.ts';
import type { LedgerEntry } from '../domain/payout/ledger.ts';
import { settlementsDue } from '../domain/payout/periods-due.ts';
import type { Rules, WritePlan, WriteRow } from '../ports.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { entryFields } from './ledger-records.ts';
import { parseRows, text } from './parse.ts';
import { plan } from './plan-deals.ts';
import { readPartners } from './read-partner.ts';
import { select } from './soql.ts';
import { cut, hashOf, isSame, json, type Fields } from './written-values.ts';

const programmeLength = 131_072;
const standingLength = 32_768;
const versionLength = 80;

/** What the records of partners say, by partner. */
export type PartnersOnRecord = ReadonlyMap<Id, Fields>;

/**
 * Looks again at these partners and plans what their records lack; empty where they say it already.
 * @throws UnreadableRulesError where an entry of the ledger can't be read
 */
export async function reviewPartners(
  connection: OrgConnection,
  capabilities: Capabilities,
  ids: Iterable<Id>,
  rules: Rules & { families: readonly string[] },
  now: Instant,
): Promise<WritePlan> {
  const { programme, policy } = rules;
  const { timeZone } = policy.calendar;
  const wanted = [...new Set(ids)];
  const [facts, onRecord] = await Promise.all([
    readPartners(connection, capabilities, wanted, rules, now),
    readPartnersOnRecord(connection, wanted),
  ]);
  const today = dateOf(now, timeZone);
  const begins = ledgerBegins(policy);
  const partners = [...facts.values()].map((fact) => {
    const due = settlementsDue(fact, programme, { at: now, timeZone, begins });
    // The standing is told with what is posted beside it, so that the next look finds nothing to change.
    return { due, standing: standingOf({ ...fact, ledger: [...fact.ledger, ...due] }, programme, today) };
  });
  const settled = partners.flatMap(({ due }) => due);
  return planPartners(
    partners.map(({ standing }) => standing),
    programme,
    { onRecord, settled, families: takingPart(rules.families, policy, today) },
    today,
  );
}

interface PartnersSeen {
  onRecord: PartnersOnRecord;
  settled: readonly LedgerEntry[];
  /** Those that can be registered, for the partner to choose from. */
  families: readonly string[];
}

/**
 * One row for each partner whose record says something else, and the entries that periods which ended owe. Pure: what is
 * on record is handed in.
 */
export function planPartners(
  standings: readonly Standing[],
  programme: Programme,
  { onRecord, settled, families }: PartnersSeen,
  today: CalendarDate,
): WritePlan {
  const rules = rulesByRoles(programme, families, today);
  return plan([
    {
      object: 'Partner_Programme__c',
      externalId: 'Partner_Key__c',
      rows: standings.flatMap((standing) => partnerRow(standing, rules(standing.roles), onRecord)),
    },
    {
      object: 'Rebate_Entry__c',
      externalId: 'Entry_Key__c',
      rows: settled.map((entry) => ({ on: entry.partnerId, fields: entryFields(entry) })),
    },
  ]);
}

function partnerRow(standing: Standing, rules: Fields, onRecord: PartnersOnRecord): WriteRow[] {
  const { partnerId } = standing;
  const fields: Fields = { Partner__c: partnerId, ...rules, Standing__c: standingText(standing) };
  const written = onRecord.get(partnerId);
  if (written !== undefined && Object.entries(fields).every(([name, value]) => isSame(value, written[name]))) return [];
  return [{ on: partnerId, fields: { Partner_Key__c: partnerId, ...fields } }];
}

/** Of partners with the same roles the rules are the same, and their text is long. */
function rulesByRoles(
  programme: Programme,
  families: readonly string[],
  today: CalendarDate,
): (roles: readonly PartnerRole[]) => Fields {
  const known = new Map<string, Fields>();
  return (roles) => {
    const name = roles.toSorted().join(';');
    const fields = known.get(name) ?? rulesFields(programme, families, roles, today);
    known.set(name, fields);
    return fields;
  };
}

/** The rules as JSON, shortened where they would not fit; none, and the version says so, where even that does not. */
function rulesFields(
  programme: Programme,
  families: readonly string[],
  roles: readonly PartnerRole[],
  today: CalendarDate,
): Fields {
  const shorter = rulesFor(programme, roles, today);
  for (const rules of shorter) {
    const written = json({ ...rules, families }, programmeLength);
    if (written !== null) {
      const version = hashOf({ written }).slice(0, 12);
      return { Programme__c: written, Version__c: `${cut(programme.name, versionLength - 13)} ${version}` };
    }
  }
  const length = JSON.stringify(shorter.at(-1)).length;
  const why = ` too long: ${length} characters`;
  return { Programme__c: null, Version__c: `${cut(programme.name, versionLength - why.length)}${why}` };
}

/** What explains goes before the figures where the whole would not fit. */
function standingText(standing: Standing): string | null {
  const whole = standingJson(standing);
  const periods = whole.periods.map(({ why: _w, reason: _r, ...figures }) => figures);
  const levels = whole.levels.map((level) => ({ ...level, paths: level.paths.slice(0, 1) }));
  return (
    json(whole, standingLength) ??
    json({ ...whole, periods }, standingLength) ??
    json({ ...whole, periods, levels }, standingLength) ??
    json({ ...whole, periods: [], levels: [], competencies: [] }, standingLength)
  );
}

const partnerProgramme = z.object({
  Partner_Key__c: z.string(),
  Partner__c: text,
  Programme__c: text,
  Version__c: text,
  Standing__c: text,
});

async function readPartnersOnRecord(connection: OrgConnection, ids: readonly Id[]): Promise<PartnersOnRecord> {
  const rows = await select(
    connection,
    'SELECT Partner_Key__c, Partner__c, Programme__c, Version__c, Standing__c FROM Partner_Programme__c WHERE Partner_Key__c IN :ids',
    { ids },
  );
  const { read } = parseRows(rows, { object: 'Partner_Programme__c', schema: partnerProgramme });
  return new Map(read.map(({ Partner_Key__c: partner, ...fields }): [Id, Fields] => [partner, fields]));
}
