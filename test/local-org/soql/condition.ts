/** WHERE as an SQL condition. */
import type { WhereClause } from '@jetstreamapp/soql-parser-js';
import { compare, negated } from './comparison.ts';
import type { Compilation } from './compilation.ts';
import { logicOf, type Comparison, type Logic } from './logic.ts';
import { dateOperand, fieldOperand, type FunctionCall, type Operand } from './operand.ts';
import { listOf } from './parse.ts';
import { semiJoin } from './semi-join.ts';
import type { Source } from './source.ts';
import { notSupported } from './text.ts';

export function whereSql(compilation: Compilation, source: Source, where: WhereClause | undefined): string {
  if (!where) return '1';
  const logic = logicOf(where, compilation.text, 'WHERE');
  return logicSql(logic, (comparison) => comparisonSql(compilation, source, comparison, logic));
}

/** The tree as SQL; how one comparison is written is the caller's. */
export function logicSql(logic: Logic, leaf: (comparison: Comparison) => string): string {
  switch (logic.kind) {
    case 'leaf':
      return leaf(logic.comparison);
    case 'NOT':
      return negated(logicSql(logic.part, leaf));
    case 'AND':
    case 'OR':
      return balanced(
        logic.parts.map((part) => logicSql(part, leaf)),
        logic.kind,
      );
  }
}

/** Joined by halves: SQLite takes a long row for a deep tree, and trees of 1,000 levels at most. */
function balanced(parts: string[], kind: 'AND' | 'OR'): string {
  const middle = Math.ceil(parts.length / 2);
  const halves = [parts.slice(0, middle), parts.slice(middle)];
  const joined = parts.length > 8 ? halves.map((half) => balanced(half, kind)) : parts;
  return `(${joined.join(` ${kind} `)})`;
}

/** Whether the comparison must hold by itself: it stands alone or is joined by AND. */
const isTopLevel = (logic: Logic, comparison: Comparison): boolean =>
  logic.kind === 'leaf' || (logic.kind === 'AND' && logic.parts.some((part) => isTopLevelPart(part, comparison)));

const isTopLevelPart = (part: Logic, comparison: Comparison): boolean =>
  part.kind === 'leaf' ? part.comparison === comparison : part.kind === 'AND' && isTopLevel(part, comparison);

function comparisonSql(compilation: Compilation, source: Source, comparison: Comparison, whole: Logic): string {
  if ('valueQuery' in comparison) {
    if (!isTopLevel(whole, comparison)) {
      const message =
        'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions';
      throw compilation.text.malformed(message, compilation.text.offsetOf(comparison.field, 'WHERE'));
    }
    return semiJoin(compilation, source, comparison, whereSql);
  }
  const values = listOf<string>(comparison.value);
  if ('field' in comparison) {
    const operand = fieldOperand(compilation, source, comparison.field, 'WHERE', 'filtered');
    return compare(compilation, operand, comparison.operator, values);
  }
  return functionSql(compilation, source, comparison.fn, comparison.operator, values);
}

function functionSql(
  compilation: Compilation,
  source: Source,
  call: FunctionCall,
  operator: string,
  values: string[],
): string {
  if (call.functionName?.toLowerCase() === 'tolabel') {
    const operand = fieldOperand(compilation, source, labelledPath(call), 'WHERE', 'filtered');
    return compare(compilation, { ...operand, sql: labelSql(compilation, operand) }, operator, values);
  }
  const operand = dateOperand(compilation, source, call, 'WHERE');
  if (!operand) throw notSupported(`${call.rawValue ?? call.functionName} in WHERE`);
  return compare(compilation, operand, operator, values);
}

const labelledPath = (call: FunctionCall): string => {
  const [path] = call.parameters ?? [];
  if (typeof path !== 'string') throw notSupported(call.rawValue ?? 'toLabel');
  return path;
};

/** The label instead of the value of a picklist. */
function labelSql(compilation: Compilation, { field, sql, offset }: Operand): string {
  if (field?.type !== 'picklist') {
    throw compilation.text.malformed(`toLabel() is only supported on picklist fields`, offset);
  }
  const choices = compilation.viewer.choices(field);
  const renamed = choices.filter((entry) => entry.label !== entry.value);
  if (renamed.length === 0) return sql;
  const cases = renamed.map((entry) => `WHEN ${compilation.bind(entry.value)} THEN ${compilation.bind(entry.label)}`);
  return `CASE ${sql} ${cases.join(' ')} ELSE ${sql} END`;
}
