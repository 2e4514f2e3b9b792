/** One comparison as SQL. It may come out NULL where a value is missing, which counts as false; see `negated`. */
import type { Compilation } from './compilation.ts';
import { fitting, likePattern, literalOf, type Literal } from './literal.ts';
import type { Operand } from './operand.ts';

/** In SOQL what does not hold is negated by NOT, missing values included: SQL's unknown is no third way. */
export const negated = (sql: string): string => `((${sql}) IS NOT TRUE)`;

const isAscii = (value: string): boolean => /^\p{ASCII}*$/u.test(value);

/** Values as the query has them: one, or a list for IN, INCLUDES and EXCLUDES. */
export function compare(compilation: Compilation, operand: Operand, operator: string, written: string[]): string {
  checkOperator(compilation, operand, operator);
  const literals = written.map((each) => readLiteral(compilation, operand, each));
  const [first] = literals;
  if (!first) throw compilation.text.malformed(`unexpected token: ')'`, operand.offset);
  switch (operator) {
    case '=':
      return equal(compilation, operand, first);
    case '!=':
    case '<>':
      return negated(equal(compilation, operand, first));
    case 'IN':
      return isIn(compilation, operand, literals);
    case 'NOT IN':
      return negated(isIn(compilation, operand, literals));
    case 'LIKE':
      return like(compilation, operand, first);
    case 'INCLUDES':
      return includes(compilation, operand, literals);
    case 'EXCLUDES':
      return negated(includes(compilation, operand, literals));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(compilation, operand, operator, first);
    default:
      throw compilation.text.malformed(`unexpected token: '${operator}'`, operand.offset);
  }
}

/** Not every operator fits every field. */
function checkOperator({ text }: Compilation, { kind, offset }: Operand, operator: string): void {
  const type = kind === 'choices' ? 'multipicklist' : kind;
  if (operator === 'LIKE' && kind !== 'string') throw text.invalidOperator(`invalid operator on ${type} field`, offset);
  if (/^[<>]=?$/.test(operator) && (kind === 'boolean' || kind === 'choices')) {
    throw text.invalidOperator(`invalid operator on ${type} field`, offset);
  }
  if ((operator === 'INCLUDES' || operator === 'EXCLUDES') && kind !== 'choices') {
    throw text.invalidOperator('includes or excludes operator only valid on multipicklist field', offset);
  }
}

function readLiteral(compilation: Compilation, operand: Operand, written: string): Literal {
  const { text, calendar } = compilation;
  const literal = literalOf(written, calendar);
  if (!literal) throw text.malformed(`unexpected token: '${written}'`, text.lastOffsetOf(written));
  return fitting(literal, operand.kind, operand.name, text, operand.offset);
}

/** ASCII text compares by SQLite's own rule, which indexes follow; other text by its lower case. */
function equal(compilation: Compilation, { sql, kind }: Operand, literal: Literal): string {
  switch (literal.kind) {
    case 'null':
      return kind === 'boolean' ? `${sql} = 0` : `${sql} IS NULL`;
    case 'string':
      if (kind === 'choices') return `soql_same_choices(${sql}, ${compilation.bind(literal.value)})`;
      if (kind === 'id') return `${sql} = ${compilation.bind(literal.value)}`;
      return isAscii(literal.value)
        ? `${sql} COLLATE NOCASE = ${compilation.bind(literal.value)}`
        : `soql_fold(${sql}) = ${compilation.bind(literal.value.toLowerCase())}`;
    case 'boolean':
      return `${sql} = ${Number(literal.value)}`;
    case 'range': {
      const { from, until } = bounds(compilation, kind, literal);
      return `(${sql} >= ${compilation.bind(from)} AND ${sql} < ${compilation.bind(until)})`;
    }
    case 'int':
    case 'double':
    case 'date':
    case 'dateTime':
      return `${sql} = ${compilation.bind(literal.value)}`;
  }
}

function bounds(compilation: Compilation, kind: string, literal: Literal & { kind: 'range' }) {
  return kind === 'dateTime' ? compilation.calendar.instants(literal.range) : literal.range;
}

/** Plain values go into one list, so that an index serves for all of them; the rest are compared one by one. */
function isIn(compilation: Compilation, operand: Operand, literals: Literal[]): string {
  const { sql, kind } = operand;
  const listed = (literal: Literal): literal is Literal & { value: string | number } =>
    (literal.kind === 'string' && kind !== 'choices' && isAscii(literal.value)) ||
    (literal.kind !== 'string' && 'value' in literal && typeof literal.value !== 'boolean');
  const values = literals.filter(listed);
  const others = literals.filter((literal) => !listed(literal)).map((literal) => equal(compilation, operand, literal));
  if (values.length === 0) return `(${others.join(' OR ')})`;
  const left = kind === 'string' ? `${sql} COLLATE NOCASE` : sql;
  const list = `${left} IN (${values.map((literal) => compilation.bind(literal.value)).join(', ')})`;
  return others.length === 0 ? list : `(${[list, ...others].join(' OR ')})`;
}

/** A range is before or after as a whole: `< THIS_MONTH` is before its first day, `> THIS_MONTH` after its last. */
function ordered(
  compilation: Compilation,
  operand: Operand,
  operator: '<' | '<=' | '>' | '>=',
  literal: Literal,
): string {
  const { sql, kind, offset } = operand;
  if (literal.kind === 'null') throw compilation.text.invalidOperator(`invalid operator on null value`, offset);
  if (literal.kind === 'range') {
    const { from, until } = bounds(compilation, kind, literal);
    const isStart = operator === '<' || operator === '>=';
    return `${sql} ${isStart ? operator : operator === '<=' ? '<' : '>='} ${compilation.bind(isStart ? from : until)}`;
  }
  if (literal.kind === 'boolean') throw new TypeError('a checkbox has no order');
  if (kind === 'string' && !isAscii(String(literal.value))) {
    return `soql_fold(${sql}) ${operator} ${compilation.bind(String(literal.value).toLowerCase())}`;
  }
  return `${sql}${kind === 'string' ? ' COLLATE NOCASE' : ''} ${operator} ${compilation.bind(literal.value)}`;
}

function like(compilation: Compilation, { sql }: Operand, literal: Literal): string {
  if (literal.kind !== 'string') return '0';
  const pattern = likePattern(literal.source);
  const escape = `ESCAPE '\\'`;
  if (isAscii(pattern)) return `${sql} LIKE ${compilation.bind(pattern)} ${escape}`;
  return `soql_fold(${sql}) LIKE ${compilation.bind(pattern.toLowerCase())} ${escape}`;
}

function includes(compilation: Compilation, { sql }: Operand, literals: Literal[]): string {
  const sets = literals.flatMap((literal) => (literal.kind === 'string' ? [literal.value] : []));
  const isMissing = sets.length < literals.length ? [`${sql} IS NULL`] : [];
  const hasAny = `soql_includes(${sql}, ${compilation.bind(JSON.stringify(sets))})`;
  return isMissing.length > 0 ? `(${hasAny} OR ${isMissing[0]})` : hasAny;
}
