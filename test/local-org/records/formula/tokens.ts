/** Splits a formula into the pieces that matter for rewriting it. */

export interface Token {
  kind: 'name' | 'string' | 'other';
  text: string;
}

const PATTERN =
  /(\/\*[\s\S]*?\*\/)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\$?[A-Za-z_]\w*(?:\s*\.\s*\w+)*)|(\d[\d.]*|[\s\S])/gy;

/** Comments are left out. A name is an identifier with its dots, such as `$Setup.Fairlead__c.Gate_Active__c`. */
export function tokens(source: string): Token[] {
  const result: Token[] = [];
  for (const [, comment, string, name, other] of source.matchAll(PATTERN)) {
    if (comment !== undefined) continue;
    if (string !== undefined) result.push({ kind: 'string', text: string });
    else if (name !== undefined) result.push({ kind: 'name', text: name.replace(/\s/g, '') });
    else result.push({ kind: 'other', text: other ?? '' });
  }
  return result;
}

/** Whether the next token that is not white space opens a call. */
export function opensCall(list: Token[], from: number): boolean {
  for (let index = from; index < list.length; index++) {
    const text = list[index]?.text ?? '';
    if (text.trim() !== '') return text === '(';
  }
  return false;
}

/**
 * The arguments of an `AND(…)` that is the whole formula, else the formula itself. It is true just when all of them
 * are, so they can be tried one by one until one is not.
 */
export function conjuncts(source: string): string[] {
  const list = tokens(source).filter(
    (token, index, all) => token.text.trim() !== '' || (index > 0 && index < all.length - 1),
  );
  const start = list.findIndex((token) => token.text === '(');
  const head = list.slice(0, Math.max(start, 0)).map((token) => token.text.trim());
  if (head.join('').toUpperCase() !== 'AND') return [source];
  const parts: string[] = [''];
  let depth = 0;
  for (const [index, token] of list.entries()) {
    if (index < start) continue;
    const opens = token.text === '(';
    const closes = token.text === ')';
    if (closes) depth -= 1;
    if (closes && depth === 0) return index === list.length - 1 ? parts : [source];
    if (token.text === ',' && depth === 1) parts.push('');
    else if (!opens || depth > 0) parts[parts.length - 1] += token.text;
    if (opens) depth += 1;
  }
  return [source];
}
