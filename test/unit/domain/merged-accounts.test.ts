/** A second opportunity that stood under another account, which was merged with the customer's later. */
import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../sync-service/domain/assess.ts';
import type { AccountMove, DealFacts, MergedAccount, Mergers } from '../../../sync-service/domain/deal.ts';
import {
  at,
  brightwave,
  customer,
  deal,
  entered,
  facts,
  noProgramme,
  nordwind,
  onDeal,
  otherRep,
  policy,
  registration,
} from './story.ts';

const opened = '2026-04-01 10:00';
const afterTheEnd = '2026-06-10 10:00';

function loser(name: string, more: Partial<MergedAccount> = {}): MergedAccount {
  const company = customer('001loser', name);
  return { company, into: nordwind.id, createdAt: at('2024-05-06'), mergedAt: at(afterTheEnd), ...more };
}
function move(when: string, more: Partial<AccountMove> = {}): AccountMove {
  return { dealId: '006second', from: '001loser', fromName: 'Kranich Immobilien', at: at(when), ...more };
}

/** Brightwave's own opportunity, and beside it one that was opened without him, today under the same account. */
function told(mergers: Mergers | null, more: Partial<DealFacts> = {}) {
  const story = facts({
    deal: deal({ id: '006second', name: 'Nordwind storage 2', createdAt: at(opened), createdById: otherRep }),
    relatedDeals: [deal({ partners: [onDeal(brightwave.id)] })],
    events: [entered(brightwave.id, '2026-03-05 09:00')],
    ...(mergers === null ? {} : { mergers }),
    ...more,
  });
  const [finding] = assess(story, noProgramme, policy(), at('2026-09-01')).findings;
  const merged = finding?.innocent.find(({ what }) => what === 'accounts merged');
  return finding === undefined ? 'no case' : [finding.raised, merged?.found, merged?.detail];
}

describe('accounts merged', () => {
  it('were not looked for where nothing of the kind could be read', () => {
    expect(told(null)).toEqual([true, 'no', { code: 'not looked at', args: {} }]);
  });

  it('are none where no other account is on record', () => {
    expect(told({ accounts: [], moves: [] })).toEqual([true, 'no', { code: 'none merged', args: {} }]);
  });

  it('excuse where the opportunity came from an account that did not look like the customer', () => {
    expect(told({ accounts: [loser('Kranich Immobilien')], moves: [move(afterTheEnd)] })).toBe('no case');
  });

  it('excuse nothing where that account looked like the customer too, on record or as the partner typed him', () => {
    const alike = { accounts: [loser('Nordwind Logistics')], moves: [move(afterTheEnd)] };
    expect(told(alike)).toEqual([true, 'no', { code: 'merged alike', args: { account: 'Nordwind Logistics' } }]);
    const typed = { customer: { name: 'Kranich Immobilien', website: null, country: null, taxId: null } };
    const asTyped = { accounts: [loser('Kranich Immobilien')], moves: [move(afterTheEnd)] };
    expect(told(asTyped, { registrations: [registration({ ...typed })] })).toMatchObject([true, 'no', {}]);
  });

  it('are doubtful where the account was opened after the registration came in', () => {
    // Submitted on 2 March, 09:00.
    const young = (when: string) =>
      told({ accounts: [loser('Kranich Immobilien', { createdAt: at(when) })], moves: [move(afterTheEnd)] });
    const args = { account: 'Kranich Immobilien', date: '2026-06-10' };
    expect(young('2026-03-02 09:00')).toEqual([false, 'doubtful', { code: 'merged, but young', args }]);
    expect(young('2026-03-02 08:59')).toBe('no case');
  });

  it('are doubtful where the merge lies inside the window: from then on both stood in one place', () => {
    // The window ends on 1 June, 09:00.
    const on = (when: string) => told({ accounts: [loser('Kranich Immobilien')], moves: [move(when)] });
    expect(on('2026-06-01 08:59')).toMatchObject([false, 'doubtful', { code: 'merged account' }]);
    expect(on('2026-06-01 09:00')).toBe('no case');
  });

  it('are doubtful where the opportunity was moved and nothing tells of a merge', () => {
    const args = { account: 'Kranich Immobilien', date: '2026-06-10' };
    const moved = told({ accounts: [], moves: [move(afterTheEnd)] });
    expect(moved).toEqual([false, 'doubtful', { code: 'moved from account', args }]);
    const byName = told({ accounts: [], moves: [move(afterTheEnd, { fromName: 'Nordwind Logistics GmbH' })] });
    expect(byName).toMatchObject([true, 'no', { code: 'merged alike' }]);
  });

  it('are doubtful where an unlike account was merged later and no history tells where the opportunity stood', () => {
    const merged = (name: string, when: string) => told({ accounts: [loser(name, { mergedAt: at(when) })], moves: [] });
    const args = { account: 'Kranich Immobilien' };
    expect(merged('Kranich Immobilien', '2026-04-01 10:01')).toEqual([
      false,
      'doubtful',
      { code: 'perhaps merged', args },
    ]);
    expect(merged('Kranich Immobilien', opened)).toMatchObject([true, 'no', { code: 'none merged' }]);
    expect(merged('Nordwind Logistics', afterTheEnd)).toMatchObject([true, 'no', { code: 'merged since, alike' }]);
  });

  it('follow an account that was merged into one that was merged itself', () => {
    const between = loser('Nordwind Logistik', { company: customer('001between', 'Nordwind Logistik') });
    const first = loser('Kranich Immobilien', { into: '001between' });
    expect(told({ accounts: [between, first], moves: [] })).toMatchObject([
      false,
      'doubtful',
      { code: 'perhaps merged' },
    ]);
  });

  it('excuse nothing on the opportunity that the approval names', () => {
    const story = facts({
      deal: deal({ customerId: nordwind.id }),
      registrations: [registration({ dealId: '006deal' })],
      mergers: { accounts: [loser('Kranich Immobilien')], moves: [move(afterTheEnd, { dealId: '006deal' })] },
    });
    const [finding] = assess(story, noProgramme, policy(), at('2026-09-01')).findings;
    expect(finding).toMatchObject({ pattern: 'not-engaged', raised: true });
    expect(finding?.innocent).toContainEqual({
      what: 'accounts merged',
      found: 'no',
      detail: { code: 'opportunity named', args: {} },
    });
  });
});
