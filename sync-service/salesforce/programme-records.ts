/** A programme as records in the org, and back. What has no field of its own is kept as JSON in `Definition__c`. */
import { z } from 'zod';
import type { Plain, PlainFields } from '../domain/programme/to-file.ts';
import { programmeToFile } from '../domain/programme/to-file.ts';
import { programmeSchema, type Programme } from '../domain/programme/schema.ts';
import { pathText, problemsOf } from '../domain/programme/problems.ts';
import type { OrgConnection } from './connection.ts';
import { UnreadableRulesError } from './errors.ts';
import { date, decimal, flag, id, list, parseRows, text, type Shape } from './parse.ts';
import { select } from './soql.ts';
import type { Fields } from './written-values.ts';

/** Records of one object, upserted by an external id. */
export interface ProgrammeStep {
  object: 'Programme_Terms__c' | 'Program_Level__c' | 'Competency__c' | 'Incentive__c' | 'Incentive_Tier__c';
  externalId: string;
  rows: Fields[];
}

/** A programme does not fit into the records. Nothing was written. */
export class ProgrammeTooLongError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ProgrammeTooLongError';
    this.problems = problems;
  }
}

const longest: Record<string, number> = {
  Name: 80,
  Replaces__c: 255,
  Excludes__c: 255,
  Levels__c: 255,
  Roles__c: 255,
  Competencies__c: 255,
  Product_Families__c: 255,
  Source__c: 255,
  Incentive_Key__c: 120,
  Tier_Key__c: 120,
};
const longestDefinition: Record<ProgrammeStep['object'], number> = {
  Programme_Terms__c: 32_768,
  Program_Level__c: 32_768,
  Competency__c: 4096,
  Incentive__c: 32_768,
  Incentive_Tier__c: 4096,
};

/** The one record of what holds of the programme as a whole. */
const termsKey = 'programme';

/**
 * The records of a programme, in the order in which they refer to each other.
 * @throws ProgrammeTooLongError naming every record and field that is too short for what it should hold
 */
export function recordsOf(programme: Programme): ProgrammeStep[] {
  const file = programmeToFile(programme);
  const incentives = itemsOf(file, 'incentives');
  const steps: ProgrammeStep[] = [
    { object: 'Programme_Terms__c', externalId: 'Programme_Key__c', rows: [termsRow(file)] },
    { object: 'Program_Level__c', externalId: 'Level_Key__c', rows: itemsOf(file, 'levels').map(levelRow) },
    {
      object: 'Competency__c',
      externalId: 'Competency_Key__c',
      rows: itemsOf(file, 'competencies').map(competencyRow),
    },
    { object: 'Incentive__c', externalId: 'Incentive_Key__c', rows: incentives.map(incentiveRow) },
    { object: 'Incentive_Tier__c', externalId: 'Tier_Key__c', rows: incentives.flatMap(tierRows) },
  ];
  const problems = steps.flatMap(({ object, externalId, rows }) =>
    rows.flatMap((row) => tooLong(object, String(row[externalId]), row)),
  );
  const levels = itemsOf(file, 'levels').map((level) => level['key']);
  const twice = levels.filter((key, i) => levels.indexOf(key) < i);
  problems.push(...twice.map((key) => `Program_Level__c ${String(key)}: stands twice; the org holds each level once`));
  if (problems.length > 0) throw new ProgrammeTooLongError(problems);
  return steps;
}

function tooLong(object: ProgrammeStep['object'], key: string, row: Fields): string[] {
  return Object.entries(row).flatMap(([field, value]) => {
    const most = field === 'Definition__c' ? longestDefinition[object] : longest[field];
    if (most === undefined || typeof value !== 'string' || value.length <= most) return [];
    return [`${object} ${key}: ${field} takes ${most} characters, this has ${value.length}`];
  });
}

function itemsOf(file: PlainFields, name: string): PlainFields[] {
  return (file[name] ?? []) as PlainFields[];
}

function definition(fields: PlainFields): string | null {
  return Object.keys(fields).length === 0 ? null : JSON.stringify(fields);
}

function number(value: Plain | undefined): number | null {
  return value === undefined || value === null ? null : Number(value);
}

function listText(value: Plain | undefined): string | null {
  return Array.isArray(value) && value.length > 0 ? value.join(';') : null;
}

function termsRow(file: PlainFields): Fields {
  const { name, currency, rounding, discounts, levels: _l, competencies: _c, incentives: _i, ...more } = file;
  return {
    Name: name,
    Programme_Key__c: termsKey,
    Currency__c: currency,
    Rounding__c: rounding ?? null,
    Discounts__c: discounts ?? null,
    Definition__c: definition(more),
  };
}

function levelRow({ key, name, rank, effectiveFrom, effectiveUntil, ...more }: PlainFields): Fields {
  return {
    Name: name ?? key,
    Level_Key__c: key,
    Rank__c: number(rank),
    Effective_From__c: effectiveFrom ?? null,
    Effective_Until__c: effectiveUntil ?? null,
    Definition__c: definition(more),
  };
}

function competencyRow({ key, name, kind, description, ...more }: PlainFields): Fields {
  return {
    Name: name ?? key,
    Competency_Key__c: key,
    Kind__c: kind === 'business' ? 'Business' : 'Technology',
    Description__c: description ?? null,
    Definition__c: definition(more),
  };
}

function keyOf({ id: name, version }: PlainFields): string {
  return `${String(name)}@${String(version ?? 1)}`;
}

function incentiveRow(incentive: PlainFields): Fields {
  const { id: name, version, name: label, sequence, kind, base, combine, bestOf, rate, amount, ...rest } = incentive;
  const { replaces, excludes, effectiveFrom, effectiveUntil, source, requires = {}, cap = {}, ...more } = rest;
  const { tiers: _, ...unnamed } = more;
  const { registration, newCustomer, levels, roles, competencies, families, minTermMonths, ...asks } =
    requires as PlainFields;
  const { perDeal, ...caps } = cap as PlainFields;
  const minimum = minimumOf(asks['dealSize']);
  const { dealSize: _d, ...others } = asks;
  const asked = minimum === null ? asks : others;
  return {
    Name: label ?? name,
    Incentive_Key__c: keyOf(incentive),
    Incentive_Id__c: name,
    Version__c: number(version ?? 1),
    Sequence__c: number(sequence ?? 100),
    Kind__c: capitalised(kind),
    Base__c: capitalised(base ?? 'list'),
    Combine__c: bestOf !== undefined ? 'Best Of Group' : combine === 'compound' ? 'Compound' : 'Add',
    Group__c: bestOf ?? null,
    Rate__c: number(rate),
    Amount__c: number(amount),
    Cap_Amount__c: number(perDeal),
    Replaces__c: listText(replaces),
    Excludes__c: listText(excludes),
    Requires_Registration__c: registration === true,
    Requires_New_Customer__c: newCustomer === true,
    Levels__c: listText(levels),
    Roles__c: listText(roles),
    Competencies__c: listText(competencies),
    Product_Families__c: listText(families),
    Min_Deal_Amount__c: number(minimum),
    Min_Term_Months__c: number(minTermMonths),
    Effective_From__c: effectiveFrom ?? null,
    Effective_Until__c: effectiveUntil ?? null,
    Source__c: source ?? null,
    Definition__c: definition({
      ...unnamed,
      // Best Of Group stands where Add or Compound would.
      ...(bestOf !== undefined && combine !== undefined ? { combine } : {}),
      ...(Object.keys(caps).length === 0 ? {} : { cap: caps }),
      ...(Object.keys(asked).length === 0 ? {} : { requires: asked }),
    }),
  };
}

/** The plain case of a deal's size, which has a field of its own: so much list value or more. */
function minimumOf(sizes: Plain | undefined): Plain {
  const [only, second] = Array.isArray(sizes) ? (sizes as PlainFields[]) : [];
  if (only === undefined || second !== undefined) return null;
  return Object.keys(only).join() === 'from' ? (only['from'] ?? null) : null;
}

/** A tier's place in the list says nothing, so its key is made of what tells it from the others. */
function tierRows(incentive: PlainFields): Fields[] {
  const taken = new Map<string, number>();
  return itemsOf(incentive, 'tiers').map(({ from, level, rate, amount, ...more }) => {
    const marks = [level, from, more['above'], more['use'], more['acceptedInMonth']].map((mark) => String(mark ?? ''));
    const name = `${keyOf(incentive)}/${marks.join('/').replace(/\/+$/, '')}`;
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return {
      Tier_Key__c: times === 1 ? name : `${name}#${times}`,
      Incentive__r: { Incentive_Key__c: keyOf(incentive) },
      From__c: number(from),
      Level__c: level ?? null,
      Rate__c: number(rate),
      Amount__c: number(amount),
      Definition__c: definition(more),
    };
  });
}

function capitalised(words: Plain | undefined): string {
  return String(words)
    .split(' ')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join(' ');
}

const json = z
  .string()
  .nullable()
  .transform((content, context): PlainFields => {
    if (content === null || content.trim() === '') return {};
    try {
      const value: unknown = JSON.parse(content);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as PlainFields;
    } catch {
      // Said below: what the field holds is never repeated.
    }
    context.addIssue({ code: 'custom', message: 'expected a JSON object' });
    return z.NEVER;
  });

const termsShape = z.object({
  Id: id,
  Name: z.string(),
  Currency__c: text,
  Rounding__c: text,
  Discounts__c: text,
  Definition__c: json,
});
const levelShape = z.object({
  Id: id,
  Name: z.string(),
  Level_Key__c: z.string(),
  Rank__c: z.number().nullable(),
  Effective_From__c: date.nullable(),
  Effective_Until__c: date.nullable(),
  Definition__c: json,
});
const competencyShape = z.object({
  Id: id,
  Name: z.string(),
  Competency_Key__c: z.string(),
  Kind__c: text,
  Description__c: text,
  Definition__c: json,
});
const exact = decimal.nullable().transform((value) => value?.toString() ?? null);
const incentiveShape = z.object({
  Id: id,
  Name: z.string(),
  Incentive_Id__c: z.string(),
  Version__c: z.number(),
  Sequence__c: z.number().nullable(),
  Kind__c: z.string(),
  Base__c: z.string(),
  Combine__c: z.string(),
  Group__c: text,
  Rate__c: exact,
  Amount__c: exact,
  Cap_Amount__c: exact,
  Replaces__c: list,
  Excludes__c: list,
  Requires_Registration__c: flag,
  Requires_New_Customer__c: flag,
  Levels__c: list,
  Roles__c: list,
  Competencies__c: list,
  Product_Families__c: list,
  Min_Deal_Amount__c: exact,
  Min_Term_Months__c: z.number().nullable(),
  Effective_From__c: date.nullable(),
  Effective_Until__c: date.nullable(),
  Source__c: text,
  Definition__c: json,
});
const tierShape = z.object({
  Incentive__c: id,
  From__c: exact,
  Level__c: text,
  Rate__c: exact,
  Amount__c: exact,
  Definition__c: json,
});

function readAll<T>(rows: readonly unknown[], shape: Shape<T>): T[] {
  const { read, misread } = parseRows(rows, shape);
  if (misread.length > 0) throw new UnreadableRulesError(misread.map((row) => row.reason).join('; '));
  return read;
}

/**
 * The programme that the org's records make.
 * @param currency of an org whose programme has no terms of its own
 * @throws UnreadableRulesError naming every record and field, or every contradiction
 */
export async function readProgramme(connection: OrgConnection, currency: string): Promise<Programme> {
  const content = await readContent(connection, currency);
  const parsed = programmeSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new UnreadableRulesError(
    problemsOf(parsed.error, content)
      .map(({ path, message }) => `${placeIn(content, path)}: ${message}`)
      .join('; '),
  );
}

/** A path with the incentive's name instead of its number, which means nothing in an org. */
function placeIn(content: { incentives: readonly { id: string }[] }, path: readonly (string | number)[]): string {
  const [list, i, ...more] = path;
  const incentive = list === 'incentives' && typeof i === 'number' ? content.incentives[i] : undefined;
  return incentive === undefined ? pathText(path) : `Incentive__c ${incentive.id}: ${pathText(more)}`;
}

async function readContent(connection: OrgConnection, currency: string) {
  const [terms, levels, competencies, incentives, tiers] = await Promise.all([
    select(
      connection,
      'SELECT Id, Name, Currency__c, Rounding__c, Discounts__c, Definition__c FROM Programme_Terms__c ORDER BY Programme_Key__c',
    ),
    select(
      connection,
      'SELECT Id, Name, Level_Key__c, Rank__c, Effective_From__c, Effective_Until__c, Definition__c FROM Program_Level__c ORDER BY Rank__c, Level_Key__c',
    ),
    select(
      connection,
      'SELECT Id, Name, Competency_Key__c, Kind__c, Description__c, Definition__c FROM Competency__c ORDER BY Competency_Key__c',
    ),
    select(
      connection,
      'SELECT Id, Name, Incentive_Id__c, Version__c, Sequence__c, Kind__c, Base__c, Combine__c, Group__c, Rate__c, Amount__c, Cap_Amount__c, Replaces__c, Excludes__c, Requires_Registration__c, Requires_New_Customer__c, Levels__c, Roles__c, Competencies__c, Product_Families__c, Min_Deal_Amount__c, Min_Term_Months__c, Effective_From__c, Effective_Until__c, Source__c, Definition__c FROM Incentive__c ORDER BY Sequence__c, Incentive_Id__c, Version__c',
    ),
    select(
      connection,
      'SELECT Incentive__c, From__c, Level__c, Rate__c, Amount__c, Definition__c FROM Incentive_Tier__c ORDER BY Incentive__c, From__c, Tier_Key__c',
    ),
  ]);
  const [own, second] = readAll(terms, { object: 'Programme_Terms__c', schema: termsShape });
  if (second !== undefined) throw new UnreadableRulesError('Programme_Terms__c: expected one record, found several');
  const tiersOf = Map.groupBy(
    readAll(tiers, { object: 'Incentive_Tier__c', schema: tierShape }),
    (row) => row.Incentive__c,
  );
  const ranks = new Map(
    readAll(levels, { object: 'Program_Level__c', schema: levelShape }).map((row) => [
      row.Level_Key__c,
      row.Rank__c ?? 0,
    ]),
  );
  const rankOf = (level: string | null) => (level === null ? -1 : (ranks.get(level) ?? 0));
  return {
    name: own?.Name ?? 'Partner programme',
    currency: own?.Currency__c ?? currency,
    ...(own?.Rounding__c == null ? {} : { rounding: own.Rounding__c }),
    discounts: own?.Discounts__c ?? null,
    ...own?.Definition__c,
    levels: readAll(levels, { object: 'Program_Level__c', schema: levelShape }).map((row) => ({
      key: row.Level_Key__c,
      name: row.Name,
      rank: row.Rank__c ?? 0,
      effectiveFrom: row.Effective_From__c,
      effectiveUntil: row.Effective_Until__c,
      ...row.Definition__c,
    })),
    competencies: readAll(competencies, { object: 'Competency__c', schema: competencyShape }).map((row) => ({
      key: row.Competency_Key__c,
      name: row.Name,
      kind: row.Kind__c === 'Business' ? 'business' : 'technology',
      description: row.Description__c,
      ...row.Definition__c,
    })),
    incentives: readAll(incentives, { object: 'Incentive__c', schema: incentiveShape }).map((row) =>
      incentiveOf(row, inOrder(tiersOf.get(row.Id) ?? [], rankOf)),
    ),
  };
}

type TierRow = z.output<typeof tierShape>;

/** As people write them: by their lower edge, then by level. */
function inOrder(tiers: readonly TierRow[], rankOf: (level: string | null) => number): TierRow[] {
  const edge = ({ From__c, Definition__c }: TierRow) => Number(From__c ?? Definition__c['above'] ?? -1);
  return tiers.toSorted((a, b) => edge(a) - edge(b) || rankOf(a.Level__c) - rankOf(b.Level__c));
}

function incentiveOf(row: z.output<typeof incentiveShape>, tiers: readonly TierRow[]) {
  const { requires, cap, ...more } = row.Definition__c;
  const grouped = row.Combine__c === 'Best Of Group';
  return {
    id: row.Incentive_Id__c,
    version: row.Version__c,
    name: row.Name,
    sequence: row.Sequence__c ?? 0,
    kind: row.Kind__c.toLowerCase(),
    base: row.Base__c.toLowerCase(),
    combine: row.Combine__c === 'Compound' ? 'compound' : 'add',
    bestOf: grouped ? row.Group__c : null,
    rate: row.Rate__c,
    amount: row.Amount__c,
    cap: { ...(row.Cap_Amount__c === null ? {} : { perDeal: row.Cap_Amount__c }), ...(cap as PlainFields | undefined) },
    replaces: row.Replaces__c,
    excludes: row.Excludes__c,
    requires: {
      registration: row.Requires_Registration__c,
      newCustomer: row.Requires_New_Customer__c,
      levels: row.Levels__c,
      // A role passed over here would open the incentive to everybody.
      roles: row.Roles__c,
      competencies: row.Competencies__c,
      families: row.Product_Families__c,
      minTermMonths: row.Min_Term_Months__c,
      ...(row.Min_Deal_Amount__c === null ? {} : { dealSize: [{ from: row.Min_Deal_Amount__c }] }),
      ...(requires as PlainFields | undefined),
    },
    effectiveFrom: row.Effective_From__c,
    effectiveUntil: row.Effective_Until__c,
    source: row.Source__c,
    ...more,
    tiers: tiers.map((tier) => ({
      from: tier.From__c,
      level: tier.Level__c,
      rate: tier.Rate__c,
      amount: tier.Amount__c,
      ...tier.Definition__c,
    })),
  };
}
