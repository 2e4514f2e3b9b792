/** Reads SOQL and refuses what is too long, not SOQL, or beyond this org. */
import { parseQuery, type FieldType, type Query, type Subquery } from '@jetstreamapp/soql-parser-js';
import { OrgError } from '../types.ts';
import { notSupported, QueryText } from './text.ts';

const MOST_CHARACTERS = 100_000;
const HIGHEST_OFFSET = 2_000;

export interface ParsedQuery {
  query: Query;
  text: QueryText;
}

/** Throws OrgError 400 MALFORMED_QUERY. */
export function parse(soql: string): ParsedQuery {
  if (soql.length > MOST_CHARACTERS) {
    throw new OrgError(400, 'MALFORMED_QUERY', `SOQL statements cannot be longer than ${MOST_CHARACTERS} characters.`);
  }
  const text = new QueryText(soql);
  const query = read(soql, text);
  if (negationsIn(query) !== text.negations)
    throw notSupported('NOT after NOT after NOT, or NOT before a field in HAVING,');
  checkClauses(query, text);
  return { query, text };
}

/** How many NOTs the parser has kept: it loses those in the middle of a row of them. Conditions nest as deep as they are many. */
function negationsIn(query: Query): number {
  const waiting: unknown[] = [query];
  let found = 0;
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== 'object' || node === null) continue;
    if ('operator' in node && node.operator === 'NOT') found++;
    for (const child of Object.values(node)) waiting.push(child);
  }
  return found;
}

function read(soql: string, text: QueryText): Query {
  try {
    return parseQuery(soql);
  } catch (cause) {
    throw syntaxError(cause, text);
  }
}

/** The parser names the token it stopped at, or the offset of a character it does not know. */
function syntaxError(cause: unknown, text: QueryText): OrgError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const character = /unexpected character: ->(.)<- at offset: (\d+)/s.exec(message);
  if (character) {
    const offset = Number(character[2]);
    return text.malformed(`line 1:${offset} no viable alternative at character '${character[1]}'`, offset);
  }
  const found = /but found(?: -->|:) ?(?:'([^]*)'(?: <--)?|([^]*))$/.exec(message);
  const token = found?.[1] ?? found?.[2] ?? '';
  if (token === ':') return text.malformed('Bind variables only allowed in Apex code', text.lastOffsetOf(':'));
  return text.malformed(`unexpected token: '${token === '' ? '<EOF>' : token}'`, text.lastOffsetOf(token));
}

function checkClauses(query: Query | Subquery, text: QueryText): void {
  if (query.withDataCategory) throw notSupported('WITH DATA CATEGORY');
  if (query.withAccessLevel === 'SYSTEM_MODE') throw notSupported('WITH SYSTEM_MODE');
  if (query.update) throw notSupported(`UPDATE ${query.update}`);
  if ((query.offset ?? 0) > HIGHEST_OFFSET) {
    throw new OrgError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${HIGHEST_OFFSET}`);
  }
  for (const field of query.fields ?? []) {
    if (field.type === 'FieldTypeof') throw notSupported('TYPEOF');
    if (field.type === 'FieldSubquery') checkClauses(field.subquery, text);
  }
}

/** A field of the select list as it was written, alias of the object included. */
export const writtenPath = (field: Exclude<FieldType, { type: 'FieldSubquery' | 'FieldTypeof' }>): string => {
  if (field.type === 'Field' || field.type === 'FieldFunctionExpression') {
    return 'rawValue' in field && field.rawValue ? field.rawValue : 'field' in field ? field.field : field.functionName;
  }
  return field.rawValue ?? [...field.relationships, field.field].join('.');
};

export const listOf = <T>(one: T | T[] | undefined): T[] => (one === undefined ? [] : Array.isArray(one) ? one : [one]);
