import { describe, expect, it } from '@jest/globals';
import { parseQuery, type WhereClause } from '@jetstreamapp/soql-parser-js';
import { logicOf, type Logic } from '../../local-org/soql/logic.ts';
import { QueryText } from '../../local-org/soql/text.ts';

const shown = (logic: Logic): string => {
  if (logic.kind === 'leaf') return 'field' in logic.comparison ? logic.comparison.field : 'function';
  if (logic.kind === 'NOT') return `not ${shown(logic.part)}`;
  return `[${logic.parts.map(shown).join(` ${logic.kind} `)}]`;
};

/** The conditions a to z, each standing for `a = 1` and so on. */
function tree(conditions: string): string {
  const soql = `SELECT Id FROM Account WHERE ${conditions.replace(/\b[a-z]\b/g, '$& = 1')}`;
  const where = parseQuery(soql).where as WhereClause;
  return shown(logicOf(where, new QueryText(soql), 'WHERE'));
}

describe('how conditions are joined', () => {
  it.each([
    ['a', 'a'],
    ['(a)', 'a'],
    ['((a))', 'a'],
    ['a AND b AND c', '[a AND b AND c]'],
    ['a OR b OR c', '[a OR b OR c]'],
    ['(a AND b) OR c', '[[a AND b] OR c]'],
    ['a AND (b OR c)', '[a AND [b OR c]]'],
    ['((a OR b) AND (c OR d))', '[[a OR b] AND [c OR d]]'],
    ['NOT a', 'not a'],
    ['NOT (a OR b)', 'not [a OR b]'],
    ['(NOT a) AND (NOT b)', '[not a AND not b]'],
    ['(NOT (a OR b)) AND c', '[not [a OR b] AND c]'],
    ['NOT (NOT a)', 'not not a'],
  ])('%s', (written, meant) => {
    expect(tree(written)).toBe(meant);
  });

  it.each([
    ['a AND b OR c', `unexpected token: 'OR'`],
    ['a OR b AND c', `unexpected token: 'AND'`],
    ['(a AND b OR c)', `unexpected token: 'OR'`],
    ['a AND NOT b', `unexpected token: 'NOT'`],
    ['a AND NOT (b OR c)', `unexpected token: 'NOT'`],
    ['NOT a AND b', `unexpected token: 'AND'`],
    ['NOT NOT a', `unexpected token: 'NOT'`],
  ])('%s is refused: Salesforce wants parentheses', (written, message) => {
    expect(() => tree(written)).toThrow(message);
  });
});
