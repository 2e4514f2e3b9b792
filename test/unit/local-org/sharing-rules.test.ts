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
    expect(read()).toEqual(['Claim__c']);
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
