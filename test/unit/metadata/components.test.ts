/** Panels against what they rest on: what a salesperson may read (a field hidden from him hides the panel), and codes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { factCodes } from '../../../sync-service/domain/conflict/facts.ts';

const main = join(import.meta.dirname, '../../../force-app/main/default');
const permissions = readFileSync(
  join(main, 'permissionsets/Fairlead_Salesperson.permissionset-meta.xml'),
  'utf8',
).matchAll(/<field>([^<]+)<\/field>\s*<readable>true<\/readable>/g);
const readable = new Set([...permissions].map(([, field]) => field));

function asked(component: string): string[] {
  const source = readFileSync(join(main, `lwc/${component}/${component}.js`), 'utf8');
  const document = /gql`([^`]*)`/.exec(source)?.[1] ?? '';
  const fields = document.slice(document.indexOf('node {')).matchAll(/(\w+__c) \{/g);
  return [...fields].map(([, field]) => `Deal_Assessment__c.${field}`);
}

/** Codes that a component has words for: the names in its map `WORDS`. */
function saidBy(component: string): string[] {
  const source = readFileSync(join(main, `lwc/${component}/${component}.js`), 'utf8');
  const map = /const WORDS = \{([^}]*)\}/.exec(source)?.[1] ?? '';
  return [...map.matchAll(/^ {2}(?:'([^']+)'|(\w+))/gm)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

it('every fact of evidence has words in the panels', () => {
  expect(saidBy('conflictFacts').toSorted()).toEqual(factCodes.toSorted());
});

describe('a salesperson', () => {
  it.each([
    ['engagementPanel', 7],
    ['marginPanel', 6],
  ])('reads every field that %s asks for', (component, count) => {
    const fields = asked(component);
    expect(fields).toHaveLength(count);
    expect(fields.filter((field) => !readable.has(field))).toEqual([]);
  });

  it('reads no claim, where the resale price would be at home', () => {
    expect([...readable].filter((field) => field?.startsWith('Deal_Registration__c'))).toEqual([]);
  });
});
