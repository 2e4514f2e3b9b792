/** Panels against what they rest on: what a salesperson may read (a field hidden from him hides the panel), and codes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse, visit } from 'graphql';
import { answerCodes, questions } from '../../../sync-service/domain/conflict/answers.ts';
import { factCodes } from '../../../sync-service/domain/conflict/facts.ts';
import { remedyCodes, storyCodes } from '../../../sync-service/domain/conflict/stories.ts';
import { customerReasonCodes } from '../../../sync-service/domain/customer/index.ts';

const main = join(import.meta.dirname, '../../../force-app/main/default');
const permissions = readFileSync(join(main, 'permissionsets/Fairlead_Salesperson.permissionset-meta.xml'), 'utf8');
const readable = new Set(fieldsIn(/<field>([^<]+)<\/field>\s*<readable>true<\/readable>/g));
const editable = fieldsIn(/<editable>true<\/editable>\s*<field>([^<]+)<\/field>/g);

function fieldsIn(granted: RegExp): string[] {
  return [...permissions.matchAll(granted)].map(([, field]) => field!);
}

/** Fields of ours that a component asks for, as `Object.Field`, by its GraphQL. */
function asked(component: string, file = component): string[] {
  const source = readFileSync(join(main, `lwc/${component}/${file}.js`), 'utf8');
  const fields: string[] = [];
  const path: string[] = [];
  visit(parse(/gql`([^`]*)`/.exec(source)?.[1] ?? ''), {
    Field: {
      enter({ name: { value: name } }) {
        const object = path.findLast((step) => step.endsWith('__c') || step in children);
        if (path.at(-1) === 'node' && name.endsWith('__c')) fields.push(`${children[object!] ?? object}.${name}`);
        path.push(name);
      },
      leave: () => void path.pop(),
    },
  });
  return fields;
}
const children: Record<string, string> = { Conflict_Evidence__r: 'Conflict_Evidence__c' };

/** Codes that a component has words for: the names in one of its maps. */
function saidBy(component: string, name = 'WORDS'): string[] {
  const source = readFileSync(join(main, `lwc/${component}/${component}.js`), 'utf8');
  const map = new RegExp(`const ${name} = \\{([^}]*)\\}`).exec(source)?.[1] ?? '';
  return [...map.matchAll(/^ {2}(?:(['"])(.+?)\1|(\w+))/gm)].map(([, , quoted, plain]) => quoted ?? plain ?? '');
}

it.each([
  ['fact of evidence', 'conflictFacts', factCodes],
  ['reason for or against one customer', 'customerReasons', customerReasonCodes],
  ['innocent explanation', 'conflictAnswers', questions, 'QUESTIONS'],
  ['answer to one', 'conflictAnswers', answerCodes],
  ['story of a case', 'conflictStories', storyCodes],
  ['remedy of a case', 'conflictStories', remedyCodes, 'REMEDIES'],
])('every %s has words in the panels', (_, component, codes, map = 'WORDS') => {
  expect(saidBy(component, map).toSorted()).toEqual(codes.toSorted());
});

describe('a salesperson', () => {
  it.each([
    ['engagementPanel', 'query', 15],
    ['dealFlags', 'dealFlags', 13],
    ['marginPanel', 'marginPanel', 6],
  ])('reads every field that %s asks for', (component, file, count) => {
    const fields = asked(component, file);
    expect(fields).toHaveLength(count);
    expect(fields.filter((field) => !readable.has(field))).toEqual([]);
  });

  it('edits nothing of a case but his own account of it', () => {
    const cases = editable.filter((field) => /^(Channel_Conflict|Conflict_Evidence)__c/.test(field));
    expect(cases).toEqual(['Channel_Conflict__c.Salesperson_Statement__c']);
  });

  it('reads no claim, where the resale price would be at home', () => {
    expect([...readable].filter((field) => field?.startsWith('Deal_Registration__c'))).toEqual([]);
  });
});
