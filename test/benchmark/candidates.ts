/**
 * Finding a customer among a million by what a partner typed: ours beside minisearch, pg_trgm, fuse.js and fuzzball, in
 * one run and on the same records and questions. Each is asked for a minute at most, the slow ones so fewer questions;
 * before it come other questions that do not count, while the code is still being compiled.
 */
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import Fuse from 'fuse.js';
import { extract, token_set_ratio } from 'fuzzball';
import MiniSearch from 'minisearch';
import type { Run } from '../../scripts/bench.ts';
import { candidateIndex } from '../../sync-service/domain/customer/index.ts';
import { Random } from '../market/random.ts';
import { madeUp, type MadeUp } from '../unit/domain/customer/made-up-companies.ts';

const customers = 1_000_000;
const questions = 2000;
const most = 10;
const longestMs = 60_000;
const uncounted = 500;
const longestUncountedMs = 2000;

interface Question {
  id: string;
  name: string;
  website: string | null;
  country: string | null;
}

/** Given back by each searcher: ids, the best first. */
type Search = (question: Question) => Promise<string[]> | string[];

export const run: Run = async (print) => {
  const random = new Random('candidates');
  const companies = Array.from({ length: customers }, (_, i) => madeUp(i, random));
  const asked = Array.from({ length: questions }, () => typed(random.whole(0, customers - 1), companies, random));
  const warming = Array.from({ length: uncounted }, () => typed(random.whole(0, customers - 1), companies, random));
  const before = memory();
  const compare = async (what: string, build: () => Promise<Search> | Search) => {
    const started = performance.now();
    const search = await build();
    const seconds = (performance.now() - started) / 1000;
    const megabytes = memory() - before;
    const times: number[] = [];
    let found = 0;
    const warm = performance.now() + longestUncountedMs;
    for (const question of warming) if (performance.now() < warm) await search(question);
    const until = performance.now() + longestMs;
    for (const question of asked) {
      const begun = performance.now();
      if (begun > until) break;
      const ids = await search(question);
      times.push(performance.now() - begun);
      if (ids.includes(question.id)) found += 1;
    }
    times.sort((a, b) => a - b);
    const part = (share: number) => Math.round((times[Math.floor((times.length - 1) * share)] ?? 0) * 1000) / 1000;
    print({
      ...{ figure: 'candidates for a customer', searcher: what, customers, questions: times.length },
      recallAt10: Math.round((found / times.length) * 10_000) / 10_000,
      ...{ medianMs: part(0.5), p99Ms: part(0.99), buildSeconds: Math.round(seconds * 10) / 10, megabytes },
    });
  };
  await compare('ours', () => {
    const index = candidateIndex();
    companies.forEach((company, i) => index.put(String(i), company));
    return (question) =>
      index
        .search({ name: question.name, website: question.website, country: question.country, taxId: null }, most)
        .map(({ id }) => id);
  });
  await compare('minisearch', () => miniSearch(companies));
  await compare('pg_trgm', async () => trigrams(companies));
  await compare('fuse.js', () => {
    const fuse = new Fuse(
      companies.map(({ name }) => name),
      { includeScore: true, ignoreLocation: true, threshold: 0.4 },
    );
    return ({ name }) => fuse.search(name, { limit: most }).map(({ refIndex }) => String(refIndex));
  });
  await compare('fuzzball', () => {
    const names = companies.map(({ name }) => name);
    return ({ name }) => extract(name, names, { scorer: token_set_ratio, limit: most }).map(([, , key]) => String(key));
  });
};

/** As partners type: a slip, another form or none, words turned round; the website more often than not. */
function typed(number: number, companies: readonly MadeUp[], random: Random): Question {
  const { core, form, website, country } = companies[number]!;
  const words = core.split(' ');
  const turned = random.chance(0.1) && words.length > 1 ? [...words.slice(1), words[0]!] : words;
  const slipped = random.chance(0.4) ? turned.map((word, i) => (i === 0 ? slip(word, random) : word)) : turned;
  const name = [...slipped, ...(random.chance(0.5) ? [form] : [])].join(' ');
  return { id: String(number), name, website: random.chance(0.6) ? website : null, country };
}

function slip(word: string, random: Random): string {
  if (word.length < 5) return word;
  const at = random.whole(1, word.length - 2);
  const letter = random.pick([...'aeiounrst']);
  return random.pick([
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + letter + word.slice(at),
    word.slice(0, at) + letter + word.slice(at + 1),
    word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2),
  ]);
}

function miniSearch(companies: readonly MadeUp[]): Search {
  const index = new MiniSearch({ fields: ['name', 'website'], searchOptions: { fuzzy: 0.2, prefix: false } });
  index.addAll(companies.map(({ name, website }, i) => ({ id: i, name, website })));
  return ({ name, website }) =>
    index
      .search(website === null ? name : `${name} ${website}`)
      .slice(0, most)
      .map(({ id }) => String(id));
}

async function trigrams(companies: readonly MadeUp[]): Promise<Search> {
  const database = new PGlite({ extensions: { pg_trgm } });
  await database.exec('CREATE EXTENSION pg_trgm; CREATE TABLE company (id integer PRIMARY KEY, name text NOT NULL);');
  for (let from = 0; from < companies.length; from += 10_000) {
    const names = companies.slice(from, from + 10_000).map(({ name }) => name);
    await database.query(
      'INSERT INTO company SELECT $1 + ordinality - 1, name FROM unnest($2::text[]) WITH ORDINALITY AS t(name)',
      [from, names],
    );
  }
  await database.exec('CREATE INDEX ON company USING gin (name gin_trgm_ops);');
  return async ({ name }) => {
    const { rows } = await database.query<{ id: number }>(
      'SELECT id FROM company WHERE name % $1 ORDER BY similarity(name, $1) DESC, id LIMIT $2',
      [name, most],
    );
    return rows.map(({ id }) => String(id));
  };
}

function memory(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().rss / 1e6);
}
