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
