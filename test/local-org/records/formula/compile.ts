/** Compiles formulas of fields, rules and defaults, and evaluates them on a record. */
import { parseSync, type FormulaReturnType, type SyncParseOptions } from 'sformula';
import type { ObjectDef, OrgSchema, Row, Value } from '../../types.ts';
import { FormulaError, type Reference } from './references.ts';
import { evaluatorType, PRIOR, translate } from './translate.ts';

/** What a formula may ask while it is evaluated. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  now: number;
  /** The record before the save; null where it is new. */
  prior: Row | null;
  /** A field of a record, computed if it is a formula field; null where the record does not exist. */
  fieldOf(object: ObjectDef, row: Row, field: string): Value;
  parent(object: string, id: string): Row | null;
  global(path: readonly string[]): Value;
}

export interface CompiledFormula {
  timed: boolean;
  references: Reference[];
  evaluate(row: Row, surroundings: Surroundings): Value;
}

export interface FormulaOptions {
  /** Named in errors, such as `Opportunity.Gate`. */
  where: string;
  object: ObjectDef | null;
  source: string;
  rule: boolean;
  returnType: FormulaReturnType;
  blankAsZero: boolean;
  scale?: number;
}

type Types = NonNullable<SyncParseOptions['inputTypes']>;
const fn = (result: FormulaReturnType, ...args: FormulaReturnType[]) => ({
  type: 'function' as const,
  arguments: args.map((type) => ({ argument: { type }, optional: false })),
  returns: { type: result },
});
const functionTypes: Types = {
  ORG_TODAY: fn('date'),
  ORG_NOW: fn('datetime'),
  ORG_DATEVALUE: fn('date', 'any'),
  ORG_REGEX: fn('boolean', 'string', 'string'),
  ISNEW: fn('boolean'),
  ISCHANGED: fn('boolean', 'string'),
};

/** Throws FormulaError for a function, reference or type that is not known. */
export function compileFormula(schema: OrgSchema, options: FormulaOptions): CompiledFormula {
  try {
    return compile(schema, options);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new FormulaError(`${options.where}: ${problem}`, { cause });
  }
}

function compile(schema: OrgSchema, options: FormulaOptions): CompiledFormula {
  const { text, references, timed } = translate(schema, options.object, options.source, options.rule);
  const parsed = parseSync(text, {
    inputTypes: { ...functionTypes, ...inputTypes(references) },
    returnType: options.returnType,
    blankAsZero: options.blankAsZero,
    ...(options.scale === undefined ? {} : { scale: options.scale }),
  });
  const plain = plainReading(text, references, options);
  if (plain) return { timed, references, evaluate: plain };
  return {
    timed,
    references,
    evaluate: (row, surroundings) =>
      result(parsed.evaluate(context(references, row, surroundings)), options.returnType),
  };
}

/** A field that only shows a field of a parent is read, not evaluated: most of ours are of this kind. */
function plainReading(
  text: string,
  references: Reference[],
  options: FormulaOptions,
): CompiledFormula['evaluate'] | null {
  const only = references[0];
  if (!only || references.length !== 1) return null;
  const type = evaluatorType(only.field);
  const path = only.path.join('.');
  const compact = text.replace(/\s/g, '');
  const asText = compact === `TEXT(${path})` && type === 'picklist' && options.returnType === 'string';
  const asItself =
    compact === path && type === options.returnType && only.field.scale <= (options.scale ?? only.field.scale);
  if (!asText && !asItself) return null;
  const zero = options.blankAsZero && ['number', 'currency', 'percent'].includes(type) ? 0 : null;
  return (row, surroundings) => valueOf(only, row, surroundings) ?? zero;
}

function inputTypes(references: Reference[]): Types {
  const types: Types = {};
  for (const reference of references) {
    const path = reference.scope === 'prior' ? [PRIOR, reference.field.name] : reference.path;
    let level = types;
    for (const name of path.slice(0, -1)) {
      const next = level[name];
      const object = next?.type === 'object' ? next : { type: 'object' as const, properties: {} };
      level[name] = object;
      level = object.properties;
    }
    level[path.at(-1) ?? ''] = { type: evaluatorType(reference.field) };
    if (reference.scope === 'prior') types[reference.field.name] ??= { type: evaluatorType(reference.field) };
  }
  return types;
}

type Context = { [name: string]: unknown };

function context(references: Reference[], row: Row, surroundings: Surroundings): Context {
  const { now, prior } = surroundings;
  const values: Context = {
    ORG_NOW: () => new Date(now).toISOString(),
    ORG_TODAY: () => new Date(now).toISOString().slice(0, 10),
    ORG_DATEVALUE: (value: unknown) => (value === null || value === '' ? null : String(value).slice(0, 10)),
    ORG_REGEX: (value: string | null, pattern: string) => new RegExp(`^(?:${pattern})$`, 'u').test(value ?? ''),
    ISNEW: () => prior === null,
    ISCHANGED: (field: string) => prior !== null && (prior[field] ?? null) !== (row[field] ?? null),
  };
  for (const reference of references) {
    const isPrior = reference.scope === 'prior';
    const path = isPrior ? [PRIOR, reference.field.name] : reference.path;
    let level = values;
    for (const name of path.slice(0, -1)) level = (level[name] ??= {}) as Context;
    const value = isPrior ? (prior ?? row)[reference.field.name] : valueOf(reference, row, surroundings);
    // An empty picklist equals the empty text: ISPICKVAL(Stage, "") is true.
    level[path.at(-1) ?? ''] = value ?? (reference.field.type === 'picklist' ? '' : null);
  }
  return values;
}

function valueOf(reference: Reference, row: Row, surroundings: Surroundings): Value {
  if (reference.scope === 'global') return surroundings.global(reference.path);
  let current: Row | null = row;
  for (const parent of reference.parents) {
    const id: Value | undefined = current[parent.name];
    current = typeof id === 'string' ? surroundings.parent(parent.referenceTo[0] ?? '', id) : null;
    if (current === null) return reference.field.type === 'boolean' ? false : null;
  }
  return surroundings.fieldOf(reference.object, current, reference.field.name);
}

/** Instants come out of the evaluator in another spelling than records keep them. */
function result(value: unknown, type: FormulaReturnType): Value {
  if (value === null || value === undefined) return null;
  if (type === 'datetime') return new Date(String(value)).toISOString();
  return value as Value;
}
