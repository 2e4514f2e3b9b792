/** A programme as its file would say it: what stands at its default is left out. */
import { programmeSchema, type Programme } from './schema.ts';

/** Plain values, in the shape of a programme file. */
export type Plain = string | number | boolean | null | Plain[] | { [name: string]: Plain };
export type PlainFields = Record<string, Plain>;

const defaults = plainOf(
  programmeSchema.parse({
    name: 'x',
    currency: 'XXX',
    incentives: [{ id: 'x', kind: 'bonus', rate: 0, tiers: [{ rate: 0 }], requires: { dealSize: [{}] }, target: {} }],
    levels: [{ key: 'x', rank: 0, paths: [{ name: 'x', steps: [{ measure: 'people', from: 0 }] }] }],
    competencies: [{ key: 'x' }],
    registration: {},
    limits: [{ id: 'x', incentives: ['x'], amount: 0 }],
  }),
) as PlainFields;

/** The programme as an object that `programmeSchema` reads back to an equal programme. Amounts are text. */
export function programmeToFile(programme: Programme): PlainFields {
  const plain = plainOf(programme) as PlainFields;
  const discounts = plain['discounts'] ?? null;
  const usual = { ...defaults, registration: null, incentives: [], levels: [], competencies: [], limits: [] };
  const file = without(plain, usual, ['name', 'currency']);
  return {
    ...file,
    ...listOf(file, 'incentives', (each) => incentiveToFile(each, discounts)),
    ...listOf(file, 'levels', (each) => {
      const level = without(each, first('levels'), ['key', 'rank']);
      return { ...dropName(level, 'key'), ...listOf(level, 'paths', pathToFile) };
    }),
    ...listOf(file, 'competencies', (each) => dropName(without(each, first('competencies'), ['key']), 'key')),
    ...listOf(file, 'limits', (each) => without(each, { ...first('limits'), amount: null }, ['id', 'incentives'])),
    ...(file['registration'] === undefined
      ? {}
      : { registration: without(file['registration'] as PlainFields, defaults['registration'] as PlainFields, []) }),
  };
}

function incentiveToFile(each: PlainFields, discounts: Plain): PlainFields {
  const usual = first('incentives');
  const combine = each['kind'] === 'discount' ? (discounts ?? 'unsaid') : 'add';
  const file = without(each, { ...usual, rate: null, tiers: [], combine, cap: {}, requires: {}, target: null }, [
    'id',
    'kind',
  ]);
  const cap = without(each['cap'] as PlainFields, usual['cap'] as PlainFields, []);
  const requires = without(
    each['requires'] as PlainFields,
    { ...(usual['requires'] as PlainFields), dealSize: [] },
    [],
  );
  const { cap: _c, requires: _r, ...more } = dropName(file, 'id');
  const tier = { ...((usual['tiers'] as PlainFields[])[0] as PlainFields), rate: null };
  const size = ((usual['requires'] as PlainFields)['dealSize'] as PlainFields[])[0] as PlainFields;
  return {
    ...more,
    ...listOf(more, 'tiers', (one) => without(one, tier, [])),
    ...(more['target'] === undefined
      ? {}
      : { target: without(more['target'] as PlainFields, usual['target'] as PlainFields, []) }),
    ...(Object.keys(cap).length === 0 ? {} : { cap }),
    ...(Object.keys(requires).length === 0
      ? {}
      : {
          requires: {
            ...requires,
            ...listOf(requires, 'dealSize', (one) => without(one, size, [])),
            ...band(requires, 'purchases'),
            ...band(requires, 'growth'),
          },
        }),
  };
}

function band(requires: PlainFields, name: string): PlainFields {
  const value = requires[name];
  return value === undefined || value === null ? {} : { [name]: withoutNulls(value as PlainFields) };
}

function withoutNulls(fields: PlainFields): PlainFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function pathToFile(path: PlainFields): PlainFields {
  const step = ((first('levels')['paths'] as PlainFields[])[0] as PlainFields)['steps'] as PlainFields[];
  return { ...path, ...listOf(path, 'steps', (one) => without(one, step[0] as PlainFields, ['measure', 'from'])) };
}

function first(list: string): PlainFields {
  return (defaults[list] as PlainFields[])[0] as PlainFields;
}

/** A name that only repeats the key says nothing. */
function dropName({ name, ...fields }: PlainFields, key: string): PlainFields {
  return name === undefined || name === fields[key] ? fields : { [key]: fields[key] ?? null, name, ...fields };
}

function listOf(from: PlainFields, name: string, each: (item: PlainFields) => PlainFields): PlainFields {
  const list = from[name];
  return Array.isArray(list) ? { [name]: list.map((item) => each(item as PlainFields)) } : {};
}

function without(fields: PlainFields, usual: PlainFields, always: readonly string[]): PlainFields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => always.includes(name) || JSON.stringify(value) !== JSON.stringify(usual[name]),
    ),
  );
}

function plainOf(value: unknown): Plain {
  return JSON.parse(JSON.stringify(value)) as Plain;
}
