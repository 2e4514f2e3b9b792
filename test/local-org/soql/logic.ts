/** Conditions joined by AND, OR and NOT: from the parser's flat list with counted parentheses to a tree. */
import type { HavingClause, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { Clause, QueryText } from './text.ts';

type Flat = WhereClause | HavingClause;
/** One comparison as the parser gives it. */
export type Comparison = Exclude<NonNullable<Flat['left']>, { openParen: number; field?: never }>;

export type Logic =
  { kind: 'leaf'; comparison: Comparison } | { kind: 'AND' | 'OR'; parts: Logic[] } | { kind: 'NOT'; part: Logic };

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { comparison: Comparison };

/**
 * Salesforce's grammar: conditions are joined by AND alone or by OR alone, NOT stands only before a single condition,
 * and whatever else must be put in parentheses.
 */
export function logicOf(flat: Flat, text: QueryText, clause: Clause): Logic {
  const tokens = tokensOf(flat);
  let position = 0;
  let operators = 0;
  const take = (): Token | undefined => {
    const token = tokens[position++];
    if (token === 'AND' || token === 'OR' || token === 'NOT') operators += 1;
    return token;
  };
  const unexpected = () => {
    const token = tokens[position];
    const word = typeof token === 'string' ? token : '<EOF>';
    return text.malformed(`unexpected token: '${word}'`, text.offsetOfOperator(operators, clause));
  };

  function expression(): Logic {
    if (tokens[position] === 'NOT') {
      take();
      return { kind: 'NOT', part: condition() };
    }
    const first = condition();
    const joint = tokens[position];
    if (joint !== 'AND' && joint !== 'OR') return first;
    const parts = [first];
    while (tokens[position] === joint) {
      take();
      parts.push(condition());
    }
    return { kind: joint, parts };
  }

  function condition(): Logic {
    if (tokens[position] === '(') {
      take();
      const inner = expression();
      if (tokens[position] !== ')') throw unexpected();
      take();
      return inner;
    }
    const token = tokens[position];
    if (typeof token !== 'object') throw unexpected();
    take();
    return { kind: 'leaf', comparison: token.comparison };
  }

  const whole = expression();
  if (position < tokens.length) throw unexpected();
  return whole;
}

function tokensOf(flat: Flat): Token[] {
  const tokens: Token[] = [];
  let rest: Flat | undefined = flat;
  while (rest) {
    const left: Flat['left'] = rest.left;
    const operator: string | undefined = 'operator' in rest ? rest.operator : undefined;
    if (operator === 'NOT') {
      tokens.push(...Array<Token>(left?.openParen ?? 0).fill('('), 'NOT');
    } else {
      if (!left || !('operator' in left)) throw new TypeError('a comparison without operator');
      tokens.push(...Array<Token>(left.openParen ?? 0).fill('('), { comparison: left as Comparison });
      tokens.push(...Array<Token>(left.closeParen ?? 0).fill(')'));
      if (operator === 'AND' || operator === 'OR') tokens.push(operator);
    }
    rest = 'right' in rest ? rest.right : undefined;
  }
  return tokens;
}
