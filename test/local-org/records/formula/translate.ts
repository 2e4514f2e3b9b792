/**
 * Turns a Salesforce formula into the dialect of the evaluator: names in their own case, and what depends on the
 * save or the clock as functions of ours.
 */
import { builtins, type FormulaReturnType } from 'sformula';
import type { FieldDef, ObjectDef, OrgSchema } from '../../types.ts';
import { FormulaError, globalReference, recordReference, type Reference } from './references.ts';
import { opensCall, tokens, type Token } from './tokens.ts';

export interface Translation {
  text: string;
  references: Reference[];
  /** Whether the result depends on the clock. */
  timed: boolean;
}

/** Name under which the evaluator finds the values before the save. */
export const PRIOR = 'prior_';

/** Functions that the evaluator has, but with another clock, zone or meaning than the org's. */
const replaced: Record<string, string> = {
  TODAY: 'ORG_TODAY',
  NOW: 'ORG_NOW',
  DATEVALUE: 'ORG_DATEVALUE',
  REGEX: 'ORG_REGEX',
};
const onSave = ['ISNEW', 'ISCHANGED', 'PRIORVALUE'];
const literals = ['TRUE', 'FALSE', 'NULL'];

/** @param rule whether ISNEW, ISCHANGED and PRIORVALUE have a meaning, as in validation rules */
export function translate(schema: OrgSchema, object: ObjectDef | null, source: string, rule: boolean): Translation {
  const list = tokens(source);
  const references: Reference[] = [];
  const parts: string[] = [];
  let timed = false;
  for (let index = 0; index < list.length; index++) {
    const token = list[index] as Token;
    if (token.kind !== 'name' || literals.includes(token.text.toUpperCase())) {
      parts.push(token.text);
      continue;
    }
    if (!opensCall(list, index + 1)) {
      const reference = referenceOf(schema, object, token.text);
      references.push(reference);
      parts.push(reference.path.join('.'));
      continue;
    }
    const name = functionName(token.text, rule);
    timed ||= name === 'ORG_TODAY' || name === 'ORG_NOW';
    if (name !== 'ISCHANGED' && name !== 'PRIORVALUE') {
      parts.push(name);
      continue;
    }
    const [argument, end] = onlyArgument(list, index + 1, name);
    const reference = referenceOf(schema, object, argument);
    if (reference.scope !== 'record' || reference.parents.length > 0) {
      throw new FormulaError(`${name}(${argument}) is only possible for the record's own fields`);
    }
    references.push({ ...reference, scope: 'prior' });
    parts.push(name === 'ISCHANGED' ? `ISCHANGED("${reference.field.name}")` : `${PRIOR}.${reference.field.name}`);
    index = end;
  }
  return { text: parts.join(''), references, timed };
}

function functionName(name: string, rule: boolean): string {
  const upper = name.toUpperCase();
  if (onSave.includes(upper)) {
    if (!rule) throw new FormulaError(`${upper} is only possible in a validation rule`);
    return upper;
  }
  const known = replaced[upper] ?? (upper in builtins && !upper.startsWith('$') ? upper : null);
  if (known === null || upper === 'TIMENOW')
    throw new FormulaError(`function ${name} is not known to the stand-in org`);
  return known;
}

function referenceOf(schema: OrgSchema, object: ObjectDef | null, name: string): Reference {
  if (name.startsWith('$')) return globalReference(schema, name);
  if (!object) throw new FormulaError(`${name}: fields are not possible here`);
  return recordReference(schema, object, name);
}

/** The one name between the parentheses that open at `from`, and where they close. */
function onlyArgument(list: Token[], from: number, name: string): [string, number] {
  const end = list.findIndex((token, index) => index >= from && token.text === ')');
  const inner = list.slice(from, end).filter((token) => token.text.trim() !== '');
  const argument = inner[1];
  if (end < 0 || inner.length !== 2 || argument?.kind !== 'name') throw new FormulaError(`${name} takes one field`);
  return [argument.text, end];
}

/** How the evaluator calls the type of a field. */
export function evaluatorType(field: FieldDef): FormulaReturnType | 'id' | 'picklist' | 'multipicklist' {
  switch (field.type) {
    case 'string':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
    case 'encryptedstring':
      return 'string';
    case 'int':
    case 'double':
      return 'number';
    case 'id':
    case 'reference':
      return 'id';
    case 'picklist':
    case 'multipicklist':
    case 'boolean':
    case 'currency':
    case 'percent':
    case 'date':
    case 'datetime':
    case 'time':
      return field.type;
    case 'address':
      throw new FormulaError(`${field.name}: an address can't be used in a formula`);
  }
}
