/** `fairlead match`: scores pairs of companies from a file, with the reasons. */
import { stringify } from 'csv-stringify/sync';
import { SAME_FROM, sameCustomer, scoreCompanies, type Company } from '../domain/customer/index.ts';
import { readCsv } from '../export/csv.ts';
import { FileError } from './read-file.ts';

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
 * @param warn gets every row that can't be read, with file, line and what was expected
 * @throws FileError where the file can't be read or has no columns name1 and name2
 */
export function matchPairs(
  path: string,
  { print, warn }: { print(text: string): void; warn(text: string): void },
): void {
  let places: Place[] = [];
  print('name1,name2,score,match,reasons');
  try {
    readCsv(path, {
      header(names) {
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
        return known.map(({ index }) => index);
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
        print(judged(a, b));
      },
      malformed: (line, expected) => warn(`${path}, line ${line}: ${expected}`),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new FileError([`${path}: expected a file that can be read (${(error as NodeJS.ErrnoException).code})`]);
  }
}

function placeOf(column: string): Place | null {
  const [, name = '', side = ''] = /^(.+?)[_ -]?([12])$/.exec(column.trim().toLowerCase()) ?? [];
  const field = fields[name.replace(/[_ -]/g, '')];
  return field === undefined ? null : { side: side === '1' ? 0 : 1, field };
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
function judged(a: Company, b: Company): string {
  const { verdict, reasons } = sameCustomer(a, b);
  const { probability, name } = scoreCompanies(a, b);
  const onlyNames = [a, b].every(
    ({ country, website, taxId }) => country === null && website === null && taxId === null,
  );
  const match =
    verdict === 'same' ||
    (onlyNames && verdict === 'group' && name.words === 'added place' && probability >= SAME_FROM);
  const score = match ? Math.max(SAME_FROM, probability) : Math.min(SAME_FROM - 0.001, probability);
  return stringify([[a.name, b.name, score.toFixed(3), String(match), reasons.join('; ')]]).trimEnd();
}
