import { describe, expect, it } from '@jest/globals';
import { loadSchema } from '../../local-org/schema/index.ts';
import { sharingRules } from '../../local-org/schema/sharing-rules.ts';
import type { Elements } from '../../local-org/schema/source.ts';

const schema = loadSchema({ forceApp: 'test/unit/local-org/fixture', packages: ['main'], features: [] });
const rule = {
  fullName: 'To_Partners',
  accessLevel: 'Read',
  label: 'To Partners',
  sharedTo: { allPartnerUsers: '' },
  sharedFrom: { allInternalUsers: '' },
};
const read = (over: Elements = {}, name = 'Claim__c') =>
  sharingRules(schema, {
    ...{ path: `${name}.sharingRules-meta.xml`, name, kind: 'sharingRules', object: null },
    root: { sharingOwnerRules: { ...rule, ...over } },
  });

describe('a sharing rule', () => {
  it('opens what internal users own to all partner users', () => {
    expect(read()).toEqual([{ object: 'Claim__c', access: 'Read', to: 'partners', where: null }]);
  });

  it.each([
    ['more than reading', { accessLevel: 'Edit' }, /<accessLevel> is not Read/],
    ['for a group', { sharedTo: { group: 'Friends' } }, /<sharedTo> is not allPartnerUsers/],
    ['from a role', { sharedFrom: { role: 'Sales' } }, /<sharedFrom> is not allInternalUsers/],
    ['for others besides', { sharedTo: { allPartnerUsers: '', role: 'Sales' } }, /<role> is not known/],
  ])('%s is refused', (_, over, problem) => {
    expect(() => read(over)).toThrow(problem);
  });

  it('of an object that does not exist is refused', () => {
    expect(() => read({}, 'Nothing__c')).toThrow(/Nothing__c does not exist/);
  });
});

describe('a sharing rule by a value', () => {
  const criterion = { field: 'Status__c', operation: 'equals', value: 'Approved' };
  const byValue = (over: Elements = {}) =>
    sharingRules(schema, {
      ...{ path: 'Claim__c.sharingRules-meta.xml', name: 'Claim__c', kind: 'sharingRules', object: null },
      root: {
        sharingCriteriaRules: {
          ...{ fullName: 'Approved', accessLevel: 'Edit', label: 'Approved' },
          ...{ sharedTo: { allInternalUsers: '' }, criteriaItems: criterion, includeRecordsOwnedByAll: 'true' },
          ...over,
        },
      },
    });

  it('opens what has it to all internal users', () => {
    const where = { field: 'Status__c', value: 'Approved' };
    expect(byValue()).toEqual([{ object: 'Claim__c', access: 'Edit', to: 'internal users', where }]);
  });

  it.each([
    ['of everything', { accessLevel: 'All' }, /<accessLevel> has the unknown value All/],
    ['for partners', { sharedTo: { allPartnerUsers: '' } }, /<sharedTo> is not allInternalUsers/],
    ['of some owners', { includeRecordsOwnedByAll: 'false' }, /<includeRecordsOwnedByAll> is not true/],
    ['of two values', { criteriaItems: [criterion, criterion] }, /<criteriaItems> are not one/],
    ['by another comparison', { criteriaItems: { ...criterion, operation: 'notEqual' } }, /<operation> is not equals/],
    ['of a field that does not exist', { criteriaItems: { ...criterion, field: 'X__c' } }, /<field> is no field/],
    [
      'of a field that is no picklist',
      { criteriaItems: { ...criterion, field: 'Count__c' } },
      /<field> is no picklist/,
    ],
  ])('%s is refused', (_, over, problem) => {
    expect(() => byValue(over)).toThrow(problem);
  });
});
