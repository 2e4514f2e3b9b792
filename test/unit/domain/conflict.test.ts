import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { assess } from '../../../sync-service/domain/assess.ts';
import type { Finding } from '../../../sync-service/domain/assessment.ts';
import { factInWords } from '../../../sync-service/domain/conflict/facts.ts';
import type { CaseOnRecord, Deal, DealFacts, Partner } from '../../../sync-service/domain/deal.ts';
import type { EngagementPolicy } from '../../../sync-service/domain/rules.ts';
import {
  asRow,
  at,
  brightwave,
  contact,
  corvus,
  customer,
  deal,
  entered,
  event,
  exemption,
  facts,
  left,
  line,
  moved,
  noProgramme,
  nordwind,
  onDeal,
  otherRep,
  partner,
  policy,
  registration,
  rep,
} from './story.ts';

const later = '2026-06-20';

function review(more: Partial<DealFacts>, moment = later, rule: Partial<EngagementPolicy> = {}) {
  return assess(facts(more), noProgramme, policy(rule), at(moment));
}
function finding(...args: Parameters<typeof review>): Finding | null {
  return review(...args).findings[0] ?? null;
}
const pattern = (...args: Parameters<typeof review>) => finding(...args)?.pattern ?? null;

function onRecord(status: CaseOnRecord['status'], more: Partial<CaseOnRecord> = {}): CaseOnRecord {
  return { id: 'a03case', dealId: '006deal', registrationId: 'a01reg', pattern: 'not-engaged', status, ...more };
}

const past = (when: string, byId = rep) => ({
  deal: deal({ stage: 'Proposal' }),
  events: [moved('Qualification', 'Proposal', when, { byId })],
});

describe('not-engaged', () => {
  it('is found when the due date passes, not a minute before', () => {
    expect(pattern({}, '2026-03-18 09:59')).toBeNull();
    expect(pattern({}, '2026-03-18 10:00')).toBe('not-engaged');
  });
  it('is found the moment the deal passes the gate', () => {
    expect(finding(past('2026-03-11 14:00'), '2026-03-11 14:00')).toMatchObject({
      pattern: 'not-engaged',
      firstEvidenceAt: at('2026-03-11 14:00'),
      raised: true,
    });
  });
  it('needs the due date to lie inside the window', () => {
    // Opened on Monday 18 May at 09:00 it is due on 1 June, 09:00, the first moment without protection.
    const opened = (when: string) => ({ deal: deal({ createdAt: at(when) }) });
    expect(pattern(opened('2026-05-18 08:59'))).toBe('not-engaged');
    expect(pattern(opened('2026-05-18 09:00'))).toBeNull();
  });
  it('is not found on a deal that was closed before it fell due', () => {
    const lost = (when: string) => ({
      deal: deal({ stage: 'Closed Lost' }),
      events: [moved('Qualification', 'Closed Lost', when)],
    });
    expect(pattern(lost('2026-03-18 09:59'))).toBeNull();
    expect(pattern(lost('2026-03-18 10:01'))).toBe('not-engaged');
  });
  it('is silent where history begins after the due date, or is not kept', () => {
    expect(pattern({ historyFrom: at('2026-03-18 10:00') })).toBe('not-engaged');
    expect(pattern({ historyFrom: at('2026-03-18 10:01') })).toBeNull();
    expect(pattern({ historyFrom: null })).toBeNull();
  });
  it('takes the stage before from the change before, where a change tells the new stage only', () => {
    const told = [
      event('Created', '2026-03-04 10:00', { to: 'Prospecting' }),
      event('Stage Changed', '2026-03-09 14:00', { to: 'Qualification' }),
      event('Stage Changed', '2026-03-11 14:00', { to: 'Proposal' }),
    ];
    const story = { deal: deal({ stage: 'Proposal' }), events: told };
    expect(finding(story)).toMatchObject({ pattern: 'not-engaged', firstEvidenceAt: at('2026-03-11 14:00') });
    const unknownBefore = { deal: deal({ stage: 'Proposal' }), events: told.slice(2), historyFrom: at('2026-03-10') };
    expect(finding(unknownBefore, '2026-03-17')).toBeNull();
  });
  it('does not hold a passing of the gate that nothing dates against anyone', () => {
    const undated = { deal: deal({ stage: 'Proposal' }), historyFrom: at('2026-03-10') };
    expect(pattern(undated, '2026-03-17')).toBeNull();
  });
  it('is not found while he stands there, though he left afterwards', () => {
    const events = [entered(brightwave.id, '2026-03-10 09:00'), left(brightwave.id, '2026-06-02 09:00')];
    expect(pattern({ events })).toBeNull();
  });

  describe('with a word or a part of the partner', () => {
    const gate = past('2026-03-11 14:00');
    const said = (when: string, more: Partial<DealFacts> = {}) => ({
      ...gate,
      registrations: [registration({ partnerConfirmedAt: at(when) })],
      ...more,
    });
    const met = (when: string) => ({
      ...gate,
      deal: { ...gate.deal, activities: [contact(when, { partnerIds: [brightwave.id] })] },
    });
    const stands = { ...gate.deal, partners: [onDeal(brightwave.id)] };
    const enteredLate = [...gate.events, entered(brightwave.id, '2026-05-27 09:00')];
    it('that he was at work by then is no case', () => {
      expect(pattern(said('2026-03-11 14:00'))).toBeNull();
      expect(pattern(met('2026-03-11 14:00'))).toBeNull();
      const austria = partner('001austria', 'Brightwave Computing Austria GmbH');
      const byEntity = contact('2026-03-11 14:00', { partnerIds: [austria.id] });
      expect(
        pattern({ ...gate, deal: { ...gate.deal, activities: [byEntity] }, partners: [brightwave, corvus, austria] }),
      ).toBeNull();
    });
    it('that came only afterwards, and he never entered: his word makes it doubtful, his part does not', () => {
      expect(finding(said('2026-03-11 14:01'))).toMatchObject({ pattern: 'not-engaged', raised: false });
      expect(finding(met('2026-03-11 14:01'))).toMatchObject({ pattern: 'not-engaged', raised: true });
    });
    it('though he was entered late: his word clears it, his part before that makes it doubtful', () => {
      expect(pattern(said('2026-03-20 09:00', { deal: stands, events: enteredLate }))).toBeNull();
      const worked = { ...stands, activities: [contact('2026-04-05', { partnerIds: [brightwave.id] })] };
      const found = finding({ deal: worked, events: enteredLate }, '2026-05-28');
      expect(found).toMatchObject({ pattern: 'not-engaged', raised: false });
    });
  });

  it('is not weakened by an exemption that was neither granted nor asked for when it happened', () => {
    const granted = (requested: string, decided: string) =>
      finding({
        ...past('2026-03-11 14:00'),
        exemptions: [exemption({ requestedAt: at(requested), decidedAt: at(decided) })],
      });
    expect(granted('2026-05-10 09:00', '2026-05-10 09:00')).toMatchObject({ confidence: 0.95 });
    expect(granted('2026-03-11 14:01', '2026-05-10 09:00')).toMatchObject({ confidence: 0.95 });
    expect(granted('2026-03-11 14:00', '2026-05-10 09:00')).toMatchObject({ confidence: 0.475 });
    expect(granted('2026-03-10 09:00', '2026-03-11 14:00')).toBeNull();
  });
  it('says that exemptions could not be looked for where none were given', () => {
    const told = (more: Partial<DealFacts>) =>
      finding({ ...past('2026-03-11 14:00'), ...more })?.innocent.find(({ what }) => what.startsWith('an exemption'));
    expect(told({})?.detail.code).toBe('none on record');
    expect(told({ exemptionsUnread: true })?.detail.code).toBe('not looked at');
  });
  it('doubts the deal, not the customer, where only the amount is far off', () => {
    const large = { ...past('2026-03-11 14:00'), deal: deal({ stage: 'Proposal', amount: new Decimal(900_000) }) };
    const doubted = finding(large)?.innocent.filter(({ found }) => found === 'doubtful');
    expect(doubted?.map(({ what }) => what)).toEqual(['another project']);
    expect(finding(large)?.raised).toBe(false);
  });

  describe('names', () => {
    it('who moved it past the gate', () => {
      expect(finding(past('2026-03-11 14:00', otherRep))?.personId).toBe(otherRep);
    });
    it('who owned it when it fell due, not who owns it now', () => {
      const events = [event('Owner Changed', '2026-03-20 09:00', { from: rep, to: otherRep })];
      expect(finding({ deal: deal({ ownerId: otherRep }), events })?.personId).toBe(rep);
    });
    it('the new owner once his own five days are over', () => {
      const events = [event('Owner Changed', '2026-03-17 16:00', { from: rep, to: otherRep })];
      const story = { deal: deal({ ownerId: otherRep }), events };
      expect(finding(story, '2026-03-24 15:59')).toBeNull();
      expect(finding(story, '2026-03-24 16:00')?.personId).toBe(otherRep);
    });
    it('nobody where the policy names no persons', () => {
      const unnamed = finding(past('2026-03-11 14:00'), later, { namePersons: false });
      expect(unnamed).toMatchObject({ personId: null });
      expect(unnamed?.evidence.map((item) => item.byId)).toEqual(unnamed?.evidence.map(() => null));
      expect(finding(past('2026-03-11 14:00', otherRep))?.evidence.map((item) => item.byId)).toContain(otherRep);
    });
    it('nobody for a change seen only by comparing snapshots', () => {
      const seen = { ...past('2026-03-11 14:00') };
      const events = seen.events.map((one) => ({ ...one, source: 'Snapshot' as const }));
      expect(finding({ ...seen, events })).toMatchObject({ personId: null, raised: true });
    });
    it('nobody for a load that changed many deals in one second', () => {
      const load = past('2026-03-11 14:00');
      const others = ['006a', '006b'].map((dealId) =>
        moved('Qualification', 'Proposal', '2026-03-11 14:00', { dealId, byId: rep }),
      );
      const found = finding({ ...load, events: [...load.events, ...others] });
      expect(found?.personId).toBeNull();
      expect(found?.innocent).toContainEqual(
        expect.objectContaining({ found: 'doubtful', detail: { code: 'same second', args: { records: '3' } } }),
      );
    });
    it('nobody for a load seen only in what it did to other customers, and keeps it for review', () => {
      const story = past('2026-03-11 14:00');
      const found = finding({ ...story, events: story.events.map((one) => ({ ...one, inBulk: true })) });
      expect(found).toMatchObject({ personId: null, raised: false });
      expect(found?.evidence.map(({ byId }) => byId)).toEqual([null, null]);
      expect(found?.innocent).toContainEqual(
        expect.objectContaining({ found: 'doubtful', detail: { code: 'bulk change', args: {} } }),
      );
    });
  });

  describe('closes itself', () => {
    const engaged = (when: string, more: Partial<Deal> = {}) => ({
      deal: deal({ partners: [onDeal(brightwave.id)], ...more }),
      events: [entered(brightwave.id, when)],
      cases: [onRecord('Open')],
    });
    const winning = (enteredAt: string, wonAt: string) => ({
      ...engaged(enteredAt, { stage: 'Closed Won' }),
      events: [entered(brightwave.id, enteredAt), moved('Qualification', 'Closed Won', wonAt)],
    });
    it('when he is entered seven days before closing, not six', () => {
      expect(review(winning('2026-04-01 10:00', '2026-04-08 10:00')).remedied).toHaveLength(1);
      const tooLate = review(winning('2026-04-01 10:01', '2026-04-08 10:00'));
      expect([tooLate.remedied, tooLate.findings.length]).toEqual([[], 1]);
    });
    it('on an open deal by the planned close date', () => {
      expect(review(engaged('2026-05-22 00:00'), '2026-05-22 12:00').remedied).toHaveLength(1);
      expect(review(engaged('2026-05-22 00:01'), '2026-05-22 12:00').remedied).toEqual([]);
    });
    it('on an open deal past its close date when seven days have gone by', () => {
      const stale = engaged('2026-05-28 09:00');
      expect(review(stale, '2026-06-04 08:59')).toMatchObject({ remedied: [], nextReviewAt: at('2026-06-04 09:00') });
      expect(review(stale, '2026-06-04 09:00').remedied).toHaveLength(1);
    });
    it('and says why', () => {
      expect(review(engaged('2026-03-25'), '2026-04-01').remedied).toEqual([
        { registrationId: 'a01reg', reason: { code: 'entered', args: { date: '2026-03-25' } } },
      ]);
    });
    it('leaves what people have decided', () => {
      const decided = (status: CaseOnRecord['status']) =>
        review({ ...engaged('2026-03-25'), cases: [onRecord(status)] }, '2026-04-01').remedied.length;
      expect([decided('Open'), decided('Under Review'), decided('Confirmed'), decided('Dismissed')]).toEqual([
        1, 1, 0, 0,
      ]);
    });
    it('and opens again when the cause is back', () => {
      expect(finding({ cases: [onRecord('Remedied')] })?.status).toBe('Open');
      expect(finding({ cases: [onRecord('Dismissed')] })?.status).toBeNull();
    });
  });
});

describe('replaced', () => {
  const inTime = entered(brightwave.id, '2026-03-10 09:00');
  const removed = (when: string, more: Partial<DealFacts> = {}) => ({
    events: [inTime, left(brightwave.id, when, { byId: otherRep })],
    ...more,
  });
  const withCorvus = (removedAt: string, corvusAt: string, role: string | null = null) => ({
    deal: deal({ partners: [onDeal(corvus.id, role)] }),
    events: [inTime, left(brightwave.id, removedAt, { byId: rep }), entered(corvus.id, corvusAt, { byId: otherRep })],
  });

  it('flags a partner removed one day before protection ends, not one day after', () => {
    expect(pattern(removed('2026-05-31 09:00'))).toBe('replaced');
    expect(pattern(removed('2026-06-02 09:00'))).toBeNull();
  });
  it('tells the firms in its evidence by their names', () => {
    const acts = finding(removed('2026-05-31 09:00'))?.evidence.filter((item) => item.record.object === 'Opportunity');
    expect(acts?.map(({ from, to }) => [from, to])).toEqual([[brightwave.name, null]]);
  });
  it('flags a removal in the last minute of protection, not in the first one after it', () => {
    expect(pattern(removed('2026-06-01 08:59'))).toBe('replaced');
    expect(pattern(removed('2026-06-01 09:00'))).toBeNull();
  });
  it('counts what was done between submission and approval as done inside', () => {
    const early = (when: string) => ({
      deal: deal({ createdAt: at('2026-02-20') }),
      events: [entered(brightwave.id, '2026-02-21'), left(brightwave.id, when)],
    });
    expect(pattern(early('2026-03-02 09:00'), '2026-03-10')).toBe('replaced');
    expect(pattern(early('2026-03-02 08:59'), '2026-03-10')).toBeNull();
  });
  it('names who made the change, dates it, and shows both steps', () => {
    const found = finding(withCorvus('2026-04-14 10:00', '2026-04-16 10:00'));
    expect(found).toMatchObject({ personId: rep, firstEvidenceAt: at('2026-04-14 10:00') });
    expect(found?.evidence.map(({ what, byId }) => [factInWords(what), byId])).toEqual([
      ['DR-000001 approved', null],
      ['the registered partner was removed', rep],
      ['another partner was entered in his place', otherRep],
    ]);
  });
  it('reads a change of the lookup that tells the new partner only', () => {
    const story = {
      deal: deal({ partners: [onDeal(corvus.id)] }),
      events: [inTime, entered(corvus.id, '2026-04-14 10:00', { byId: otherRep })],
    };
    const found = finding(story);
    expect(found).toMatchObject({ pattern: 'replaced', personId: otherRep, firstEvidenceAt: at('2026-04-14 10:00') });
    expect(found?.evidence).toHaveLength(2);
  });
  it('reads a departure that names nobody as that of whoever stood there', () => {
    const emptied = left('', '2026-04-14 10:00', { partnerId: null });
    expect(pattern({ events: [inTime, emptied] })).toBe('replaced');
    const before = left('', '2026-03-09 10:00', { partnerId: null });
    expect(review({ deal: deal({ partners: [onDeal(brightwave.id)] }), events: [before, inTime] }).findings).toEqual(
      [],
    );
  });
  it('shows a successor up to 30 days after the removal, not later', () => {
    const acts = (corvusAt: string) => finding(withCorvus('2026-05-31 09:00', corvusAt), '2026-08-01')?.evidence.length;
    expect([acts('2026-06-30 08:59'), acts('2026-06-30 09:00')]).toEqual([3, 2]);
  });
  it('flags another partner put in the place of one never entered, inside the window only', () => {
    const other = (when: string) => ({
      deal: deal({ partners: [onDeal(corvus.id)] }),
      events: [entered(corvus.id, when, { byId: otherRep })],
    });
    expect(finding(other('2026-03-06 09:00'))).toMatchObject({
      pattern: 'replaced',
      aspects: ['not-engaged'],
      personId: otherRep,
    });
    expect(pattern(other('2026-06-01 09:00'))).toBe('not-engaged');
  });
  it('does not flag another partner beside him', () => {
    const beside = { deal: deal({ partners: [onDeal(brightwave.id), onDeal(corvus.id, 'Reseller')] }) };
    const events = [inTime, entered(corvus.id, '2026-03-12', { record: asRow })];
    expect(pattern({ ...beside, events })).toBeNull();
  });
  it('does not flag a move between the lookup and a partner row', () => {
    const story = { deal: deal({ partners: [onDeal(brightwave.id, 'Reseller'), onDeal(corvus.id)] }) };
    const events = [
      inTime,
      left(brightwave.id, '2026-04-14 10:00'),
      entered(brightwave.id, '2026-04-14 10:00', { record: asRow }),
      entered(corvus.id, '2026-04-14 10:00'),
    ];
    expect(pattern({ ...story, events })).toBeNull();
  });

  describe('looks at the role of the other:', () => {
    const put = (roles: Partner['roles'], role: string | null, name = 'Corvus Datentechnik') => ({
      deal: deal({ partners: [onDeal(corvus.id, role)] }),
      partners: [brightwave, partner(corvus.id, name, { roles })],
    });
    /** He was never entered; the other is put on it. */
    const instead = (...other: Parameters<typeof put>) =>
      pattern({ ...put(...other), events: [entered(corvus.id, '2026-03-06 09:00', { record: asRow })] });
    /** The other takes the lookup from him. */
    const taking = (...other: Parameters<typeof put>) =>
      finding({ ...put(...other), events: [inTime, entered(corvus.id, '2026-04-16 10:00')] });

    it('a reseller in the place of a reseller replaces him', () => {
      expect(instead(['Reseller'], 'Reseller')).toBe('replaced');
      expect(taking(['Reseller'], null)).toMatchObject({ pattern: 'replaced', raised: true });
    });
    it('a distributor does not, and is doubtful where he went as the other came', () => {
      expect(instead(['Reseller', 'Distributor'], 'Distributor')).toBe('not-engaged');
      expect(taking(['Distributor'], null)).toMatchObject({ pattern: 'replaced', raised: false });
    });
    it('whoever is put in the lookup in his stead sends him off it, though the account has another role', () => {
      expect(taking(['Systems Integrator'], null)).toMatchObject({ pattern: 'replaced', raised: true });
      expect(taking(['Systems Integrator'], 'System Integrator')).toMatchObject({ pattern: 'replaced', raised: false });
      expect(taking(['Distributor', 'Systems Integrator'], null)).toMatchObject({ raised: true });
    });
    it('as its row says it, whatever the account does elsewhere', () => {
      expect(instead(['Distributor'], 'Reseller')).toBe('replaced');
      expect(instead(['Systems Integrator'], 'VAR/Reseller')).toBe('replaced');
      expect(instead(['Reseller'], 'System Integrator')).toBe('not-engaged');
      expect(instead(['Systems Integrator'], 'Consultant')).toBe('not-engaged');
      expect(instead(['Reseller'], 'Consultant')).toBe('replaced');
    });
    it('nor does a subcontractor', () => {
      expect(instead(['Reseller'], 'Subcontractor')).toBe('not-engaged');
    });
    it('nor does his own other entity, which stands for him', () => {
      expect(instead(['Reseller'], 'Reseller', 'Brightwave Computing Austria')).toBeNull();
      expect(taking(['Reseller'], null, 'Brightwave Computing Austria')).toBeNull();
      expect(taking(['Reseller'], null, 'Brightwave Computing S.L.')).toBeNull();
    });
    it('which a parent, a common parent or a site tells too', () => {
      const by = (his: Partial<Partner>, theirs: Partial<Partner>) => {
        const partners = [{ ...brightwave, ...his }, partner(corvus.id, 'Brightwave Services LLC', theirs)];
        const swapped = [inTime, entered(corvus.id, '2026-04-16 10:00')];
        return pattern({ deal: deal({ partners: [onDeal(corvus.id)] }), partners, events: swapped });
      };
      expect(by({}, { parentId: brightwave.id })).toBeNull();
      expect(by({ parentId: corvus.id }, {})).toBeNull();
      expect(by({ parentId: '001holding' }, { parentId: '001holding' })).toBeNull();
      expect(by({ website: 'www.brightwave-it.example' }, { website: 'https://brightwave-it.example' })).toBeNull();
      expect(by({ parentId: '001holding' }, { parentId: '001other' })).toBe('replaced');
      expect(by({ website: 'brightwave-it.example' }, { website: 'brightwave-llc.example' })).toBe('replaced');
      expect(by({ website: 'brightwave.example' }, { website: 'services.brightwave.example' })).toBeNull();
      expect(by({ website: 'one.host.example' }, { website: 'two.host.example' })).toBe('replaced');
      expect(by({ website: 'www.facebook.com/one' }, { website: 'www.facebook.com/two' })).toBe('replaced');
    });
    it('but another firm in the place of that entity replaces him', () => {
      const entity = partner('001entity', 'Brightwave Services LLC', { parentId: brightwave.id });
      const events = [
        inTime,
        entered(entity.id, '2026-03-30 10:00'),
        entered(corvus.id, '2026-05-18 10:00', { byId: otherRep }),
      ];
      const partners = [brightwave, corvus, entity];
      expect(finding({ deal: deal({ partners: [onDeal(corvus.id)] }), partners, events })).toMatchObject({
        pattern: 'replaced',
        personId: otherRep,
        firstEvidenceAt: at('2026-05-18 10:00'),
      });
    });
    it('but a firm with nearly his name is another firm', () => {
      expect(taking(['Reseller'], null, 'Brightwale Computing')?.pattern).toBe('replaced');
      expect(taking(['Reseller'], null, 'Brychtwave Computing S.L.')?.pattern).toBe('replaced');
    });
  });
  it('does not take one who had long stood beside him for his successor', () => {
    const story = {
      deal: deal({ partners: [onDeal(corvus.id, 'Reseller')] }),
      events: [
        inTime,
        entered(corvus.id, '2026-03-12', { record: asRow, byId: otherRep }),
        left(brightwave.id, '2026-04-14 10:00', { byId: rep }),
      ],
    };
    expect(finding(story)).toMatchObject({ personId: rep, firstEvidenceAt: at('2026-04-14 10:00') });
  });

  describe('closes itself', () => {
    const restored = (leftAt: string, backAt: string, more: Partial<Deal> = {}) => ({
      deal: deal({ partners: [onDeal(brightwave.id)], ...more }),
      events: [inTime, left(brightwave.id, leftAt), entered(brightwave.id, backAt)],
      cases: [onRecord('Open', { pattern: 'replaced' })],
    });
    it('when he is restored', () => {
      expect(review(restored('2026-04-14 10:00', '2026-04-30 10:00'))).toMatchObject({
        findings: [],
        remedied: [{ registrationId: 'a01reg', reason: { code: 'restored', args: {} } }],
      });
    });
    it('not when he is restored after the deal was won', () => {
      const story = restored('2026-04-14 10:00', '2026-05-10 10:00', { stage: 'Closed Won' });
      const won = (when: string) => ({
        ...story,
        events: [...story.events, moved('Qualification', 'Closed Won', when)],
      });
      expect(pattern(won('2026-05-09 10:00'))).toBe('replaced');
      expect(pattern(won('2026-05-11 10:00'))).toBeNull();
    });
  });
  it('keeps the due date of one who came back within a business day as if he had never left', () => {
    const story = (back: string) => ({
      deal: deal({ partners: [onDeal(brightwave.id)] }),
      events: [inTime, left(brightwave.id, '2026-03-13 15:00'), entered(brightwave.id, back)],
    });
    expect(review(story('2026-03-16 15:00')).engagement).toMatchObject({ state: 'Engaged', enteredAt: inTime.at });
    expect(review(story('2026-03-16 15:00')).findings).toEqual([]);
  });
});

describe('shadow', () => {
  const his = deal({ id: '006his', name: 'His', partners: [onDeal(brightwave.id)] });
  const claim = registration({ dealId: his.id });
  const second = (more: Partial<Deal> = {}, rest: Partial<DealFacts> = {}): Partial<DealFacts> => ({
    deal: deal({ id: '006second', name: 'Second', createdAt: at('2026-04-01 09:00'), createdById: otherRep, ...more }),
    relatedDeals: [his],
    registrations: [claim],
    ...rest,
  });

  it('flags a second opportunity, names who created it, and stands on the second', () => {
    const found = finding(second());
    expect(found).toMatchObject({ pattern: 'shadow', dealId: '006second', personId: otherRep, raised: true });
    expect(found?.firstEvidenceAt).toBe(at('2026-04-01 09:00'));
    expect(finding({ deal: his, relatedDeals: [second().deal as Deal], registrations: [claim] })).toBeNull();
  });
  it('flags one opened from the submission on, up to the end of protection', () => {
    const opened = (when: string) => pattern(second({ createdAt: at(when) }));
    expect(['2026-03-02 08:59', '2026-03-02 09:00', '2026-06-01 08:59', '2026-06-01 09:00'].map(opened)).toEqual([
      null,
      'shadow',
      'shadow',
      null,
    ]);
  });
  it('flags an older one that lay still and was taken up again inside the window, less surely, by who did so', () => {
    const lastContact = contact('2025-12-20 14:00');
    const worked = (...whens: string[]) =>
      second({ createdAt: at('2025-10-01'), activities: [lastContact, ...whens.map((when) => contact(when))] });
    const found = finding(worked('2026-04-10'));
    expect(found).toMatchObject({ pattern: 'shadow', personId: rep, raised: true, confidence: 0.7 });
    expect(found?.innocent[0]).toEqual({
      what: 'an older opportunity already worked on',
      found: 'no',
      detail: { code: 'older and dormant', args: { date: '2025-12-20' } },
    });
    expect(finding(worked('2026-06-01 09:00'))).toBeNull();
    // Sixty days before the submission of 2 March, 09:00, is 1 January, 09:00.
    expect(finding(worked('2026-01-01 08:59', '2026-04-10'))?.raised).toBe(true);
    expect(finding(worked('2026-01-01 09:00', '2026-04-10'))).toBeNull();
    const byOther = moved('Prospecting', 'Qualification', '2026-04-09', { dealId: '006second', byId: otherRep });
    expect(finding({ ...worked('2026-04-10'), events: [byOther] })?.personId).toBe(otherRep);
  });
  it('keeps for review, naming nobody, an older one opened or moved on shortly before, or without any contact', () => {
    const worked = (created: string, movedOn: string, contacts = ['2026-04-10']) => ({
      ...second({ createdAt: at(created), activities: contacts.map((when) => contact(when)) }),
      events: ['2026-04-09', movedOn].map((when) =>
        moved('Prospecting', 'Qualification', when, { dealId: '006second' }),
      ),
    });
    const forReview = { pattern: 'shadow', personId: null, raised: false };
    expect(finding(worked('2025-10-01', '2026-01-01 08:59'))).toMatchObject({ personId: rep, raised: true });
    expect(finding(worked('2025-10-01', '2026-01-01 09:00'))).toMatchObject(forReview);
    expect(finding(worked('2026-01-01 09:00', '2026-04-10'))).toMatchObject(forReview);
    expect(finding(worked('2025-10-01', '2026-04-10', []))).toMatchObject(forReview);
  });
  it('does not flag an older one that was being worked on', () => {
    const activities = [contact('2026-02-20'), contact('2026-04-10')];
    expect(pattern(second({ createdAt: at('2025-10-01'), activities }))).toBeNull();
  });
  it('needs a common product family', () => {
    expect(pattern(second({ lines: [line('Servers')] }))).toBeNull();
    expect(pattern(second({ lines: [] }))).toBeNull();
  });
  it('sees through a re-spelled account and into the group, not to another firm', () => {
    const respelled = customer('001new', 'Nord Wind Logistik GmbH', { website: 'www.nordwind.example' });
    const aurora = customer('001aurora', 'Aurora Beteiligungen');
    const group = [aurora, { ...nordwind, parentId: aurora.id }];
    const other = customer('001other', 'Nordlicht Energie', { country: 'DE' });
    expect(pattern(second({ customerId: respelled.id }, { customers: [nordwind, respelled] }))).toBe('shadow');
    expect(pattern(second({ customerId: aurora.id }, { customers: group }))).toBe('shadow');
    expect(pattern(second({ customerId: other.id }, { customers: [nordwind, other] }))).toBeNull();
  });
  it('knows the customer of a claim that names no account by the account of the opportunity it names', () => {
    const typed = registration({ dealId: his.id, customerId: null });
    const child = customer('001child', 'Aurora Service', { parentId: nordwind.id });
    const ofChild = second({ customerId: child.id }, { customers: [nordwind, child], registrations: [typed] });
    expect(pattern(ofChild)).toBe('shadow');
    const respelt = { ...typed, customer: { ...typed.customer, name: 'NWL Hafen', website: null, taxId: null } };
    expect(pattern(second({}, { registrations: [respelt] }))).toBe('shadow');
  });
  it('does not take a namesake of what the partner typed for the customer on record', () => {
    const typed = registration({ dealId: his.id, customerId: null });
    const name = { ...typed, customer: { ...typed.customer, name: nordwind.name, website: null, taxId: null } };
    const namesake = customer('001other', nordwind.name, { country: 'DE', website: 'nwl.example', city: 'Passau' });
    const customers = [{ ...nordwind, city: 'Kiel' }, namesake];
    const facts = second({ customerId: namesake.id }, { customers, registrations: [name] });
    expect(pattern(facts)).toBeNull();
  });
  it('is surer of the registered customer than of the rest of his group', () => {
    const aurora = customer('001aurora', 'Aurora Beteiligungen');
    const customers = [aurora, { ...nordwind, parentId: aurora.id }];
    const same = finding(second({}, { customers }))?.confidence ?? 0;
    const parent = finding(second({ customerId: aurora.id }, { customers }))?.confidence ?? 0;
    expect(same).toBeGreaterThan(parent);
    expect(parent).toBeGreaterThan(0.5);
  });
  it('does not flag one that he is brought into within ten business days, before any work on it', () => {
    const joined = (when: string, more: Partial<Deal> = {}) =>
      pattern(
        second(
          { partners: [onDeal(brightwave.id)], ...more },
          { events: [entered(brightwave.id, when, { dealId: '006second' })] },
        ),
      );
    // Ten business days from Wednesday 1 April, 09:00.
    expect([joined('2026-04-15 09:00'), joined('2026-04-15 09:01')]).toEqual([null, 'shadow']);
    expect(joined('2026-04-10', { activities: [contact('2026-04-09')] })).toBe('shadow');
  });
  it('does not flag one on which his other entity stands from the start', () => {
    const entity = partner('001entity', 'Brightwave Services LLC', { parentId: brightwave.id });
    const on = second({ partners: [onDeal(entity.id)] }, { partners: [brightwave, entity] });
    const events = [entered(entity.id, '2026-04-02 09:00', { dealId: '006second' })];
    expect(pattern({ ...on, events })).toBeNull();
    expect(pattern({ ...on, events, partners: [brightwave, { ...entity, parentId: null }] })).toBe('shadow');
  });
  it('is left to people once on record: neither entering him nor time closes it', () => {
    const story = second(
      { partners: [onDeal(brightwave.id)] },
      {
        events: [entered(brightwave.id, '2026-04-08', { dealId: '006second' })],
        cases: [onRecord('Open', { dealId: '006second', pattern: 'shadow' })],
      },
    );
    expect(review(story)).toMatchObject({ findings: [], remedied: [] });
  });

  describe('is excused by', () => {
    it('a renewal', () => expect(pattern(second({ isRenewal: true }))).toBeNull());
    it('another country', () => {
      const paris = customer('001fr', 'Nordwind Logistics', { country: 'FR', parentId: nordwind.id });
      expect(pattern(second({ customerId: paris.id }, { customers: [nordwind, paris] }))).toBeNull();
    });
    it('a registration of its own', () => {
      const own = registration({ id: 'a01own', partnerId: corvus.id, dealId: '006second' });
      const partners = [onDeal(corvus.id)];
      const events = [entered(corvus.id, '2026-04-02', { dealId: '006second' })];
      expect(pattern(second({ partners }, { registrations: [claim, own], events }))).toBeNull();
    });
    describe('an exemption', () => {
      const worked = { activities: [contact('2026-04-13 10:00')] };
      const granted = (requested: string, decided: string, own: Partial<Deal> = worked, more = {}) => {
        const asked = { dealId: '006second', requestedAt: at(requested), decidedAt: at(decided), ...more };
        return finding(second(own, { exemptions: [exemption(asked)] }));
      };

      it('asked for and granted before anything was done on it, not a minute later', () => {
        expect(granted('2026-04-01 09:10', '2026-04-13 10:00')).toBeNull();
        expect(granted('2026-04-01 09:10', '2026-04-13 10:01')).toMatchObject({ pattern: 'shadow', raised: false });
        expect(granted('2026-04-13 10:01', '2026-04-13 10:02')).toMatchObject({ pattern: 'shadow', raised: true });
      });
      it('asked for before the first step forward or quote', () => {
        const moves = (when: string) => [moved('Prospecting', 'Qualification', when, { dealId: '006second' })];
        const asked = { dealId: '006second', requestedAt: at('2026-04-02 09:00'), decidedAt: at('2026-04-02 10:00') };
        const step = (when: string) => finding(second({}, { exemptions: [exemption(asked)], events: moves(when) }));
        expect([step('2026-04-02 10:00'), step('2026-04-02 09:59')?.pattern]).toEqual([null, 'shadow']);
        const quote = { status: 'Presented', byId: rep, accountId: nordwind.id, currency: null, discount: null };
        const quoted = (when: string) => ({
          quotes: [{ id: '0Q0', issuedAt: at(when), total: null, lines: [], ...quote }],
        });
        expect(granted('2026-04-02 09:00', '2026-04-02 10:00', quoted('2026-04-02 10:00'))).toBeNull();
        expect(granted('2026-04-02 09:00', '2026-04-02 10:00', quoted('2026-04-02 08:00'))?.raised).toBe(true);
      });
      it('asked for within ten business days, as a partner is brought in', () => {
        const late = { activities: [contact('2026-05-04 10:00')] };
        expect(granted('2026-04-15 09:00', '2026-04-16 09:00', late)).toBeNull();
        expect(granted('2026-04-15 09:01', '2026-04-16 09:00', late)).toMatchObject({ raised: true });
      });
      it('but not one that was over when the work began', () => {
        const until = (when: string) => ({ validUntil: at(when) });
        expect(granted('2026-04-01 09:10', '2026-04-02 10:00', worked, until('2026-04-13 10:01'))).toBeNull();
        expect(granted('2026-04-01 09:10', '2026-04-02 10:00', worked, until('2026-04-13 10:00'))?.raised).toBe(true);
      });
    });
    it('a tender that a channel manager granted an exemption for', () => {
      const asked = { dealId: '006second', requestedAt: at('2026-04-20'), decidedAt: at('2026-04-21') };
      const bid = (reasonCode: string, status: 'Granted' | 'Refused' = 'Granted') =>
        pattern(
          second(
            { partners: [onDeal(corvus.id)], activities: [contact('2026-04-02 10:00')] },
            { exemptions: [exemption({ ...asked, reasonCode, status })] },
          ),
        );
      expect(bid('Tender')).toBeNull();
      expect([bid('Tender', 'Refused'), bid('Other')]).toEqual(['shadow', 'shadow']);
    });
    it('a tender in its name, doubtfully, where another bidder stands on it', () => {
      const called = (name: string, partners = [onDeal(corvus.id)]) => finding(second({ name, partners }))?.raised;
      expect([called('Tender 2026/73'), called('Ausschreibung Speicher'), called('Tenderloin Foods')]).toEqual([
        false,
        false,
        true,
      ]);
      expect(called('Tender 2026/73', [])).toBe(true);
    });
    it('a published tender', () => {
      const tendered = (on: string) => second({}, { registrations: [{ ...claim, tenderPublishedOn: on }] });
      expect(pattern(tendered('2026-04-01'))).toBeNull();
      expect(pattern(tendered('2026-04-02'))).toBe('shadow');
    });
    it('being the quote of a distributor', () => {
      expect(pattern(second({ partners: [onDeal(corvus.id, 'Distributor')] }))).toBeNull();
      expect(pattern(second({ partners: [onDeal(corvus.id, 'Reseller')] }))).toBe('shadow');
    });
    it("the partner's own deal being won before it was opened", () => {
      const won = (when: string) =>
        second(
          {},
          {
            relatedDeals: [{ ...his, stage: 'Closed Won', isClosed: true, isWon: true }],
            events: [moved('Qualification', 'Closed Won', when, { dealId: his.id })],
          },
        );
      expect(pattern(won('2026-04-01 09:00'))).toBeNull();
      expect(pattern(won('2026-04-01 09:01'))).toBe('shadow');
    });
    it('being given up untouched', () => {
      const lost = { stage: 'Closed Lost', isClosed: true, stageProbability: 0 };
      expect(pattern(second(lost))).toBeNull();
      expect(pattern(second({ ...lost, activities: [contact('2026-04-05')] }))).toBe('shadow');
      // Opened inside the window and first worked after it, on 10 June: not untouched.
      expect(pattern(second({ ...lost, activities: [contact('2026-06-10')] }), '2026-06-20')).toBe('shadow');
    });
  });

  it('of four times the size, or 180 days off, is kept for review', () => {
    const sized = (amount: string) => finding(second({ amount: new Decimal(amount) }))?.raised;
    expect([sized('239999.99'), sized('240000')]).toEqual([true, false]);
    // 29 May plus 180 days is 25 November.
    const closing = (closeDate: string) => finding(second({ closeDate }))?.raised;
    expect([closing('2026-11-24'), closing('2026-11-25')]).toEqual([true, false]);
  });
});

describe('a case', () => {
  it('is one for an opportunity and a registration, with the graver pattern first', () => {
    const story = {
      deal: deal({ stage: 'Proposal', partners: [onDeal(corvus.id)] }),
      events: [
        moved('Qualification', 'Proposal', '2026-03-11 14:00'),
        entered(corvus.id, '2026-03-12 09:00', { byId: otherRep }),
      ],
    };
    expect(review(story).findings).toHaveLength(1);
    expect(finding(story)).toMatchObject({
      pattern: 'replaced',
      aspects: ['not-engaged'],
      personId: otherRep,
      firstEvidenceAt: at('2026-03-11 14:00'),
    });
  });
  it('is for review only, and names nobody, on an older opportunity that the vendor was at work on', () => {
    const older = { createdAt: at('2025-10-01'), stage: 'Proposal' };
    const events = [moved('Qualification', 'Proposal', '2026-03-11 14:00')];
    const told = (contacted: string, dealId: string | null = null, bar = 0.5) => {
      const story = facts({
        deal: deal({ ...older, activities: [contact(contacted)] }),
        registrations: [registration({ dealId })],
        events,
      });
      const { settings } = policy();
      return assess(story, noProgramme, policy({}, { settings: { ...settings, raiseConfidence: bar } }), at(later));
    };
    // Sixty days before the submission of 2 March, 09:00, is 1 January, 09:00.
    expect(told('2026-01-01 09:00').findings).toMatchObject([
      { pattern: 'not-engaged', reviewOnly: true, raised: false, personId: null, story: [{ code: 'for review' }] },
    ]);
    expect(told('2026-01-01 09:00').findings[0]?.evidence.map(({ what, byId }) => [what.code, byId])).toEqual([
      ['contact before the submission', null],
      ['approved', null],
      ['moved past the gate', null],
    ]);
    expect(told('2026-01-01 09:00', null, 0.1).findings[0]?.raised).toBe(false);
    expect(told('2026-01-01 09:00').engagement.state).toBe('Not Required');
    const raised = { reviewOnly: false, raised: true, personId: rep };
    expect(told('2026-01-01 08:59').findings).toMatchObject([raised]);
    expect(told('2026-01-01 09:00', '006deal').findings).toMatchObject([raised]);
  });
  it('is not for review where the registration covers another opportunity, or the partner was brought in', () => {
    const worked = { createdAt: at('2025-10-01'), stage: 'Proposal', activities: [contact('2026-02-20')] };
    const events = [moved('Qualification', 'Proposal', '2026-03-11 14:00')];
    const own = deal({ id: '006own', partners: [onDeal(brightwave.id)] });
    expect(finding({ deal: deal(worked), relatedDeals: [own], events })).toBeNull();
    const entry = entered(brightwave.id, '2026-03-06');
    const partners = [onDeal(brightwave.id)];
    expect(finding({ deal: deal({ ...worked, partners }), events: [...events, entry] })).toBeNull();
  });
  it('reports every innocent explanation that was looked for', () => {
    const asked = finding({})?.innocent.map(({ what, found }) => [what, found]);
    expect(asked).toEqual([
      ['an older opportunity already worked on', 'no'],
      ['another product', 'no'],
      ['another firm with a similar name', 'no'],
      ['another project', 'no'],
      ['another country', 'no'],
      ["an exemption, the partner's consent or the customer's letter", 'no'],
      ['registration withdrawn, lapsed or rejected', 'no'],
      ['a tender', 'no'],
      ["the incumbent's renewal", 'no'],
      ['accounts merged', 'no'],
      ['long after the end', 'no'],
      ['a data load or an administrator acting for someone', 'no'],
      ['the partner confirms earlier work', 'no'],
    ]);
  });
  it('rests on evidence with a key of its own, a date and a record', () => {
    const evidence = finding({})?.evidence ?? [];
    expect(new Set(evidence.map(({ key }) => key)).size).toBe(evidence.length);
    expect(evidence.every(({ at: dated, record }) => Number.isFinite(dated) && record.id !== '')).toBe(true);
  });
  it('is graver the more is at stake and the worse the act', () => {
    const severity = (amount: number | null, story: Partial<DealFacts> = {}) =>
      finding({
        deal: deal({ amount: amount === null ? null : new Decimal(amount) }),
        registrations: [registration({ amount: null })],
        ...story,
      })?.severity;
    expect([severity(null), severity(99_999), severity(100_000), severity(500_000)]).toEqual([
      'Low',
      'Low',
      'Medium',
      'Medium',
    ]);
    const events = [entered(brightwave.id, '2026-03-10'), left(brightwave.id, '2026-04-14')];
    expect([severity(99_999, { events }), severity(500_000, { events })]).toEqual(['Medium', 'High']);
  });
  it('at half confidence is raised, below it kept for review', () => {
    const doubted = { exemptions: [exemption({ decidedAt: at('2026-03-19'), requestedAt: at('2026-03-18') })] };
    expect(finding(doubted)).toMatchObject({ raised: false });
    expect(finding({})).toMatchObject({ raised: true });
  });
});
