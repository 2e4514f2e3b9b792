/** Whom the preview shows which tabs: what the app lists and the person's permission sets grant. */
import { expect, it } from '@jest/globals';
import type { Language } from '../../preview/build/sources.ts';
import { readApp } from '../../preview/pages.ts';

const tabs = (language: Language, ...permissionSets: string[]) =>
  readApp(language, permissionSets).tabs.map(({ label, address }) => `${label} ${address}`);

it('shows a channel manager his desk and the overview before the opportunities', () => {
  expect(tabs('en', 'Fairlead_Channel_Manager')).toEqual([
    'Conflict Desk /lightning/n/Fairlead_Conflict_Desk',
    'Channel Overview /lightning/n/Fairlead_Channel_Overview',
    'Opportunities /lightning/o/Opportunity/list',
  ]);
});

it('names the tabs in the language of who looks', () => {
  expect(tabs('fr', 'Fairlead_Channel_Manager')).toEqual([
    'Bureau des conflits /lightning/n/Fairlead_Conflict_Desk',
    'Vue d’ensemble du réseau /lightning/n/Fairlead_Channel_Overview',
    'Opportunités /lightning/o/Opportunity/list',
  ]);
});

it('shows a salesperson no tab that his permission set does not grant', () => {
  expect(tabs('en', 'Fairlead_Salesperson')).toEqual(['Opportunities /lightning/o/Opportunity/list']);
});

it('shows nobody a tab for a permission set that is none of ours', () => {
  expect(tabs('en', 'X00ex00000018ozX_128_09_04_12_1')).toEqual(['Opportunities /lightning/o/Opportunity/list']);
});

it('puts on each page the components that it is for', () => {
  const { tabs } = readApp('en', ['Fairlead_Channel_Manager']);
  expect(tabs[0]?.page?.regions).toEqual({
    main: [
      { component: 'c:requestDesk', properties: {} },
      { component: 'c:conflictDesk', properties: {} },
    ],
  });
  expect(tabs[1]?.page?.regions).toEqual({ main: [{ component: 'c:channelOverview', properties: {} }] });
});
