/** What the panels on an opportunity ask for, and what a salesperson may read. A field hidden from him hides the panel. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

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
