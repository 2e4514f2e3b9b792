/** Values in conditions: what was written, and whether it fits the field it is compared with. */
import type { FieldDef } from '../types.ts';
import { canonicalId } from '../records/index.ts';
import type { Calendar, DayRange } from './calendar.ts';
import type { QueryText } from './text.ts';

/** How values of a field compare. */
export type Kind = 'string' | 'choices' | 'id' | 'int' | 'double' | 'boolean' | 'date' | 'dateTime' | 'time';

export function kindOf(field: FieldDef): Kind {
  switch (field.type) {
    case 'id':
    case 'reference':
      return 'id';
    case 'boolean':
      return 'boolean';
    case 'int':
      return 'int';
    case 'double':
    case 'currency':
    case 'percent':
      return 'double';
    case 'date':
      return 'date';
    case 'datetime':
      return 'dateTime';
    case 'time':
      return 'time';
    case 'multipicklist':
      return 'choices';
    case 'string':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
    case 'picklist':
    case 'address':
    case 'encryptedstring':
      return 'string';
  }
}

export type Literal =
  | { kind: 'null' }
  | { kind: 'string'; value: string; source: string }
  | { kind: 'int' | 'double'; value: number }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'date' | 'dateTime'; value: string }
  | { kind: 'range'; range: DayRange };

/** What a value in a condition says. Null where it is none that this org knows. */
export function literalOf(written: string, calendar: Calendar): Literal | null {
  if (written.startsWith("'")) {
    const source = written.slice(1, -1);
    return { kind: 'string', value: unescaped(source), source };
  }
  if (/^null$/i.test(written)) return { kind: 'null' };
  if (/^(true|false)$/i.test(written)) return { kind: 'boolean', value: /^true$/i.test(written) };
  if (/^[+-]?\d+$/.test(written)) return { kind: 'int', value: Number(written) };
  if (/^[+-]?(\d+\.\d*|\.\d+)$/.test(written)) return { kind: 'double', value: Number(written) };
  if (/^\d{4}-\d{2}-\d{2}$/.test(written)) return isDay(written) ? { kind: 'date', value: written } : null;
  if (/^\d{4}-\d{2}-\d{2}T/i.test(written)) return instantOf(written);
  const [name = '', n] = written.split(':');
  const range = calendar.range(name.trim(), n === undefined ? null : Number(n));
  return range && { kind: 'range', range };
}

/** Whether the calendar has the day: there is no 30 February. */
const isDay = (day: string): boolean => {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
};

function instantOf(written: string): Literal | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d{1,3})?(?:(Z)|([+-]\d{2}):?(\d{2}))$/i.exec(written);
  if (!match || !isDay(match[1] ?? '')) return null;
  const [, day, time, fraction = '', zulu, hours, minutes] = match;
  const instant = Date.parse(`${day}T${time}${fraction}${zulu ? 'Z' : `${hours}:${minutes}`}`);
  return Number.isNaN(instant) ? null : { kind: 'dateTime', value: new Date(instant).toISOString() };
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A quoted string's text: \n, \r, \t, \b, \f, \', \", \\ and, for LIKE, \_ and \%. */
const unescaped = (source: string): string =>
  source.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, character: string) =>
    character.length === 5
      ? String.fromCharCode(Number.parseInt(character.slice(1), 16))
      : (escapes[character] ?? character),
  );

/** The pattern of LIKE as SQLite takes it with ESCAPE '\': \_ and \% stand for themselves, so does a backslash. */
export const likePattern = (source: string): string =>
  source.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (whole, character: string) =>
    character === '%' || character === '_' || character === '\\' ? whole : unescaped(whole),
  );

const quotedKinds: Kind[] = ['string', 'choices', 'id'];

/** Checks a value against the field; ids come back with 18 characters. Throws as Salesforce words it. */
export function fitting(literal: Literal, kind: Kind, field: string, text: QueryText, offset: number): Literal {
  if (literal.kind === 'null') return literal;
  const isText = literal.kind === 'string';
  if (quotedKinds.includes(kind) ? !isText : !fits(literal, kind)) {
    const type = kind === 'choices' ? 'string' : kind;
    const quotes = quotedKinds.includes(kind) ? 'should be' : 'should not be';
    throw text.invalidField(
      `value of filter criterion for field '${field}' must be of type ${type} and ${quotes} enclosed in quotes`,
      offset,
    );
  }
  if (literal.kind !== 'string') return literal;
  // The empty text is no value.
  if (literal.value === '') return { kind: 'null' };
  if (kind !== 'id') return literal;
  const id = canonicalId(literal.value);
  if (id === null) throw text.invalidOperator(`invalid ID field: ${literal.value}`, offset);
  return { ...literal, value: id };
}

function fits(literal: Literal, kind: Kind): boolean {
  switch (literal.kind) {
    case 'range':
      return kind === 'date' || kind === 'dateTime';
    case 'int':
      return kind === 'int' || kind === 'double';
    case 'double':
    case 'boolean':
    case 'date':
    case 'dateTime':
    case 'null':
    case 'string':
      return literal.kind === kind;
  }
}
