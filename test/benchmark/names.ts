/**
 * Whether two records are one customer. First on published pairs of names, by `fairlead match` beside fuzzball's
 * token_set_ratio and a plain edit distance, each of these at the threshold that suits it best on these very pairs. Then
 * on made-up companies, where a domain, a country or a number is known as well and the other half of the pairs is made
 * to be taken for one firm.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { distance, token_set_ratio } from 'fuzzball';
import type { Run } from '../../scripts/bench.ts';
import { matchPairs } from '../../sync-service/commands/match.ts';
import { SAME_FROM, sameCustomer, type Company } from '../../sync-service/domain/customer/index.ts';
import { Random } from '../market/random.ts';
import { madeUp, mistyped, type MadeUp } from '../unit/domain/customer/made-up-companies.ts';

const published = '../shared/data/company-names/dev.csv';
const generated = 10_000;

export const run: Run = async (print) => {
  publishedNames(print);
  generatedCustomers(print);
};

type Print = Parameters<Run>[0];

interface Judged {
  same: boolean;
  score: number;
}

function publishedNames(print: Print): void {
  const figure = 'names alone, published pairs';
  if (!existsSync(published)) {
    print({ figure, skipped: `${published} is absent` });
    return;
  }
  const pairs = parse<Record<'name1' | 'name2' | 'is_match', string>>(readFileSync(published), {
    columns: true,
    bom: true,
  });
  const lines: string[] = [];
  matchPairs(published, { print: (line) => lines.push(line), warn: (text) => print({ figure, skipped: text }) });
  const scores = parse<{ score: string }>(lines.join('\n'), { columns: true }).map(({ score }) => Number(score));
  if (scores.length !== pairs.length) throw new Error(`${pairs.length} pairs, but ${scores.length} scores`);
  const judge = (score: (a: string, b: string, at: number) => number): Judged[] =>
    pairs.map(({ name1, name2, is_match }, at) => ({ same: is_match === 'true', score: score(name1, name2, at) }));
  const rivals = {
    'fuzzball token_set_ratio': judge((a, b) => token_set_ratio(a, b) / 100),
    'edit distance': judge(closeness),
  };
  print({
    figure,
    by: 'match',
    threshold: SAME_FROM,
    ...figuresOf(
      judge((_a, _b, at) => scores[at]!),
      SAME_FROM,
    ),
  });
  for (const [by, judged] of Object.entries(rivals)) {
    const threshold = bestThreshold(judged);
    print({ figure, by, threshold: rounded(threshold), ...figuresOf(judged, threshold) });
  }
}

/** 1 for equal names, 0 where every letter is another, capitals aside. */
function closeness(a: string, b: string): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return 1 - distance(one, other) / Math.max(one.length, other.length, 1);
}

function bestThreshold(judged: readonly Judged[]): number {
  const f1At = (threshold: number) => figuresOf(judged, threshold).f1;
  return [...new Set(judged.map(({ score }) => score))].reduce((best, at) => (f1At(at) > f1At(best) ? at : best));
}

function figuresOf(judged: readonly Judged[], threshold: number) {
  const count = (same: boolean, told: boolean) =>
    judged.filter((pair) => pair.same === same && pair.score >= threshold === told).length;
  const [right, wrong, missed] = [count(true, true), count(false, true), count(true, false)];
  const [precision, recall] = [right / (right + wrong), right / (right + missed)];
  const f1 = (2 * right) / (2 * right + wrong + missed);
  return { pairs: judged.length, precision: rounded(precision), recall: rounded(recall), f1: rounded(f1) };
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

/** Two records as they are met, and what the pair was made to be. */
interface Pair {
  made: string;
  same: boolean;
  a: Company;
  b: Company;
}

/** What is known of both companies beside their names. */
const knowing: Record<string, (company: Company) => Partial<Company>> = {
  domain: ({ website }) => ({ website }),
  'country and domain': ({ country, website }) => ({ country, website }),
  number: ({ taxId }) => ({ taxId }),
};

function generatedCustomers(print: Print): void {
  const random = new Random('names');
  const pairs = Array.from({ length: generated / 2 }, (_, at): Pair[] => {
    const company = madeUp(at, random);
    const made = random.pick(Object.keys(lookAlikes));
    const [a, b] = lookAlikes[made]!(company, madeUp(at + generated, random), random);
    return [
      { made: 'typed again', same: true, a: company, b: typedAgain(company, random) },
      { made, same: false, a, b },
    ];
  }).flat();
  for (const [known, keep] of Object.entries(knowing)) {
    const told = (company: Company): Company => ({
      ...{ name: company.name, website: null, country: null, taxId: null, parentId: company.parentId ?? null },
      ...keep(company),
    });
    const judged = pairs.map(({ made, same, a, b }) => ({
      ...{ made, same },
      score: sameCustomer(told(a), told(b)).verdict === 'same' ? 1 : 0,
    }));
    const wrong = Object.keys(lookAlikes).map((kind): [string, number] => [
      `taken for one: ${kind}`,
      judged.filter(({ made, score }) => made === kind && score === 1).length,
    ]);
    print({ figure: 'generated customers', known, ...figuresOf(judged, 1), ...Object.fromEntries(wrong) });
  }
}

/** A customer as a partner types it: another spelling of the name, the address out of the browser or a mail, blanks. */
function typedAgain(company: MadeUp, random: Random): Company {
  const { website, taxId, country } = company;
  const host = website!.replace('https://www.', '');
  const digits = taxId!.replace(/^[A-Z]{2}/, '');
  const withSlip = random.chance(0.03) ? digits.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)) : digits;
  return {
    name: mistyped(company, random),
    website: random.pick([host, `www.${host}`, `http://${host}/contact?lang=en`, `shop.${host}`, `info@${host}`]),
    country: random.pick([country, englishNames.of(country)!]),
    taxId: random.pick([
      withSlip,
      withSlip.replace(/(\d{3})(?=\d)/g, '$1 '),
      `${country}${country === 'FR' ? frenchKey(withSlip) : ''}${withSlip}`,
    ]),
  };
}

const englishNames = new Intl.DisplayNames('en', { type: 'region' });

/** The two digits of a French VAT number before the SIREN. */
function frenchKey(siren: string): string {
  return String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0');
}

/** Two customers that look like one: made of a company and of a stranger to it. */
const lookAlikes: Record<string, (company: MadeUp, stranger: MadeUp, random: Random) => [Company, Company]> = {
  'same first word': (company, stranger) => {
    const rest = stranger.core.split(' ').slice(1).join(' ');
    const core = `${firstWord(company)} ${rest === '' || company.core.endsWith(rest) ? 'Laboratories' : rest}`;
    return [company, called(stranger, core)];
  },
  'other geography': (company, stranger, random) => {
    const [here, there] = random.pick([
      ['Europe', 'North America'],
      ['France', 'Deutschland'],
      ['Nordic', 'Iberia'],
      ['London', 'Paris'],
    ] as const);
    return [called(company, `${company.core} ${here}`), called(stranger, `${company.core} ${there}`)];
  },
  'same name, other country': (company, stranger, random) => {
    let abroad = stranger;
    for (let at = 1; abroad.country === company.country; at += 1) abroad = madeUp(3 * generated + at, random);
    return [company, { ...called(abroad, company.core), taxId: abroad.taxId }];
  },
  siblings: (company, stranger) => {
    const sibling = called(stranger, `${firstWord(company)} ${stranger.core.split(' ').at(-1)} Services`);
    const { website } = company;
    return [
      { ...company, parentId: 'parent' },
      { ...sibling, website, parentId: 'parent' },
    ];
  },
};

function firstWord({ core }: MadeUp): string {
  return core.split(' ')[0]!;
}

/** The company under another name, with the web address that goes with it. */
function called(company: MadeUp, core: string): MadeUp {
  const label = core
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]/g, '');
  const ending = company.website!.replace(/^https:\/\/www\.[^.]*/, '');
  return { ...company, core, name: `${core} ${company.form}`, website: `https://www.${label}${ending}` };
}
