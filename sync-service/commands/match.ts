/** `fairlead match`: scores pairs of companies from a file, with the reasons. */
import { writeFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import { estimateWeights, type DecidedPair } from '../domain/customer/estimate-weights.ts';
import { SAME_FROM, sameCustomer, scoreCompanies, type Company } from '../domain/customer/index.ts';
import { USUAL_KNOWLEDGE, type Knowledge } from '../domain/customer/score.ts';
import { weightsSchema } from '../domain/customer/weights.ts';
import { readCsv } from '../export/csv.ts';
import { FileError, nearest, parseFile, readFile } from './read-file.ts';

/** What may be said of either company, by the name of its column without the 1 or 2. */
const fields: Readonly<Record<string, keyof Company>> = {
  name: 'name',
  website: 'website',
  domain: 'website',
  country: 'country',
  taxid: 'taxId',
  vat: 'taxId',
  companynumber: 'companyNumber',
  number: 'companyNumber',
  phone: 'phone',
  street: 'street',
  address: 'street',
  postalcode: 'postalCode',
  city: 'city',
  mail: 'mail',
  email: 'mail',
};

interface Place {
  side: 0 | 1;
  field: keyof Company;
}

/**
 * Prints a CSV of name1, name2, score, match and reasons, a row for each pair of the file, in its order.
 * @param weights file of weights to score by; the usual ones without it
 * @param weightsOut where the weights go that the column `same` teaches
 * @param warn gets every row that can't be read, with file, line and what was expected
 * @throws FileError where the file can't be read or has no columns name1 and name2, or no column same where it shall teach
 */
export function matchPairs(
  path: string,
  { print, warn }: { print(text: string): void; warn(text: string): void },
  { weights, weightsOut }: { weights?: string; weightsOut?: string } = {},
): void {
  const knowledge = knowledgeOf(weights);
  const decided: DecidedPair[] = [];
  let places: Place[] = [];
  let isEmpty = true;
  try {
    readCsv(path, {
      header(names) {
        isEmpty = false;
        const known = names.flatMap((name, index) => {
          const place = placeOf(name);
          return place === null ? [] : [{ index, place }];
        });
        places = known.map(({ place }) => place);
        const missing = ([0, 1] as const).filter(
          (side) => !places.some((place) => place.side === side && place.field === 'name'),
        );
        if (missing.length > 0) {
          const columns = missing.map((side) => `name${side + 1}`).join(' and ');
          throw new FileError([`${path}, line 1: expected the column ${columns}; found ${names.join(', ')}`]);
        }
        warnOfOthers(path, names, warn);
        print('name1,name2,score,match,reasons');
        const same = names.findIndex((name) => name.trim().toLowerCase() === 'same');
        if (weightsOut === undefined) return known.map(({ index }) => index);
        if (same < 0) throw new FileError([`${path}, line 1: expected the column same, to learn from`]);
        return [...known.map(({ index }) => index), same];
      },
      row(row) {
        const values = places.map((_, column) => row.text(column));
        const [a, b] = companiesOf(values, places);
        if (a.name.trim() === '' || b.name.trim() === '') {
          warn(
            `${path}, line ${row.line}, column ${a.name.trim() === '' ? 'name1' : 'name2'}: expected a name, found nothing`,
          );
          return;
        }
        print(judged(a, b, knowledge));
        if (weightsOut === undefined) return;
        const same = row.text(places.length).trim().toLowerCase();
        if (same === 'true' || same === 'false') {
          decided.push({ agreements: scoreCompanies(a, b, knowledge).agreements, same: same === 'true' });
        } else if (same !== '') {
          warn(`${path}, line ${row.line}, column same: expected true or false, found ${same}`);
        }
      },
      malformed: (line, expected) => warn(`${path}, line ${line}: ${expected}`),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new FileError([`${path}: expected a file that can be read (${(error as NodeJS.ErrnoException).code})`]);
  }
  if (isEmpty) throw new FileError([`${path}, line 1: expected the columns name1 and name2, found an empty file`]);
  if (weightsOut !== undefined) {
    const learned = estimateWeights(decided, knowledge.weights);
    writeFileSync(weightsOut, `${JSON.stringify(learned, shortNumbers, 2)}\n`);
  }
}

/** Eight digits are enough, and a reader of the file takes longer ones for text. */
function shortNumbers(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(8)) : value;
}

function knowledgeOf(weights: string | undefined): Knowledge {
  if (weights === undefined) return USUAL_KNOWLEDGE;
  return { ...USUAL_KNOWLEDGE, weights: parseFile(readFile(weights, { verbatim: ['fields'] }), weightsSchema) };
}

function placeOf(column: string): Place | null {
  const [, name = '', side = ''] = /^(.+?)[_ -]?([12])$/.exec(column.trim().toLowerCase()) ?? [];
  const field = fields[name.replace(/[_ -]/g, '')];
  return field === undefined ? null : { side: side === '1' ? 0 : 1, field };
}

/** A column that is nearly one of ours is a slip of the pen. */
function warnOfOthers(path: string, names: readonly string[], warn: (text: string) => void): void {
  const known = Object.keys(fields).flatMap((field) => [`${field}1`, `${field}2`]);
  for (const name of names) {
    if (placeOf(name) !== null || name.trim().toLowerCase() === 'same') continue;
    const meant = nearest(name, known);
    if (meant !== null) warn(`${path}, line 1: the column ${name} is passed over; did you mean ${meant}?`);
  }
}

function companiesOf(values: readonly string[], places: readonly Place[]): [Company, Company] {
  const companies = [0, 1].map((): Company => ({ name: '', website: null, country: null, taxId: null }));
  places.forEach(({ side, field }, i) => {
    const value = values[i] ?? '';
    if (value === '') return;
    Object.assign(companies[side] ?? {}, { [field]: field === 'mail' ? value.split(/[;, ]+/) : value });
  });
  return companies as [Company, Company];
}

/**
 * A pair that is no match has a score below the bar, whatever its probability: another country, another branch. Where
 * nothing but names is known, a place more in one of them is not held against the pair.
 */
function judged(a: Company, b: Company, knowledge: Knowledge): string {
  const { verdict, reasons } = sameCustomer(a, b, knowledge);
  const { probability, name } = scoreCompanies(a, b, knowledge);
  const onlyNames = [a, b].every(
    ({ country, website, taxId }) => country === null && website === null && taxId === null,
  );
  const match =
    verdict === 'same' ||
    (onlyNames && verdict === 'group' && name.words === 'added place' && probability >= SAME_FROM);
  const score = match ? Math.max(SAME_FROM, probability) : Math.min(SAME_FROM - 0.001, probability);
  return stringify([[a.name, b.name, score.toFixed(3), String(match), reasons.join('; ')]]).trimEnd();
}
