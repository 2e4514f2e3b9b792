/** Ways around a partner that take a plan: tagging, waiting, undercutting, entering him for the look of it. */
import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { assess } from '../../../sync-service/domain/assess.ts';
import type { Deal, DealFacts, Quote } from '../../../sync-service/domain/deal.ts';
import {
  at,
  brightwave,
  contact,
  corvus,
  deal,
  entered,
  event,
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

const findingsOf = (more: Partial<DealFacts>, moment = '2026-09-01') =>
  assess(facts(more), noProgramme, policy(), at(moment)).findings;
const first = (...args: Parameters<typeof findingsOf>) => findingsOf(...args)[0];
const pattern = (...args: Parameters<typeof findingsOf>) => first(...args)?.pattern ?? null;

/** The second opportunity at hand; Brightwave's own beside it, with him on it from the second day. */
const early = entered(brightwave.id, '2026-03-05 09:00');
const his = (more: Partial<Deal> = {}) => deal({ partners: [onDeal(brightwave.id)], ...more });
const second = (more: Partial<Deal> = {}) => deal({ id: '006second', name: 'Nordwind storage 2', ...more });

describe('waiting-out', () => {
  // Protected from 3 March to 1 June, both 09:00; the last third begins on 2 May, 09:00.
  const lost = (when: string, byId = rep) => ({ ...moved('Qualification', 'Closed Lost', when, { byId }) });
  const story = (parked: string, again: string, own: Partial<Deal> = {}) => ({
    deal: second({ createdAt: at(again), createdById: otherRep }),
    relatedDeals: [his({ stage: 'Closed Lost', isClosed: true, ...own })],
    events: [early, lost(parked)],
  });

  it('is found where the deal is lost in the last third and opened anew soon after the end', () => {
    expect(first(story('2026-05-20 10:00', '2026-06-10 10:00'))).toMatchObject({
      pattern: 'waiting-out',
      dealId: '006second',
      personId: rep,
      raised: true,
      firstEvidenceAt: at('2026-05-20 10:00'),
    });
  });
  it('needs the parking to lie in the last third', () => {
    expect(pattern(story('2026-05-02 08:59', '2026-06-10 10:00'))).toBeNull();
    expect(pattern(story('2026-05-02 09:00', '2026-06-10 10:00'))).toBe('waiting-out');
  });
  it('counts what lives again within 45 days after the end, not later, nor before the end', () => {
    expect(pattern(story('2026-05-20 10:00', '2026-07-16 08:59'))).toBe('waiting-out');
    expect(pattern(story('2026-05-20 10:00', '2026-07-16 09:00'))).toBeNull();
    expect(pattern(story('2026-05-20 10:00', '2026-06-01 08:59'))).toBe('shadow');
  });
  it('is none where the partner is on the new one from the start', () => {
    const with_ = story('2026-05-20 10:00', '2026-06-10 10:00');
    const on = entered(brightwave.id, '2026-06-11 10:00', { dealId: '006second' });
    const deal_ = { ...with_.deal, partners: [onDeal(brightwave.id)] };
    expect(pattern({ ...with_, deal: deal_, events: [...with_.events, on] })).toBeNull();
  });
  it('is found on the deal itself: pushed beyond the end and moved on without him', () => {
    const pushed = (to: string) =>
      event('Close Date Changed', '2026-05-20 10:00', { from: '2026-05-29', to, byId: otherRep });
    const on = moved('Qualification', 'Proposal', '2026-06-10 10:00');
    const off = left(brightwave.id, '2026-06-05 10:00');
    const told = (to: string) => ({ deal: deal({ stage: 'Proposal' }), events: [early, pushed(to), off, on] });
    expect(first(told('2026-07-15'))).toMatchObject({ pattern: 'waiting-out', personId: otherRep });
    expect(pattern(told('2026-05-31'))).toBeNull();
    const still = { deal: his({ stage: 'Proposal' }), events: [early, pushed('2026-07-15'), on] };
    expect(pattern(still)).toBeNull();
  });
  it('is none where the partner gave the registration up', () => {
    const withdrawn = registration({ status: 'Withdrawn', endedAt: at('2026-05-25') });
    expect(pattern({ ...story('2026-05-20 10:00', '2026-06-10 10:00'), registrations: [withdrawn] })).toBeNull();
  });
});

describe('undercut', () => {
  const quote = (id: string, when: string, price: number, more: Partial<Quote> = {}): Quote => ({
    id,
    status: 'Presented',
    issuedAt: at(when),
    byId: otherRep,
    accountId: null,
    currency: null,
    discount: null,
    total: null,
    lines: [
      {
        productId: '01t1',
        family: 'Storage',
        quantity: new Decimal(2),
        listPrice: new Decimal(30_000),
        price: new Decimal(price),
      },
    ],
    ...more,
  });
  /** He has 10 % off list. */
  const offered = his({ quotes: [quote('0Q0his', '2026-03-20 10:00', 27_000)] });
  const told = (theirs: Quote[], own: Deal = offered) => ({
    deal: second({ createdAt: at('2026-04-01 10:00'), createdById: otherRep, quotes: theirs }),
    relatedDeals: [own],
    events: [early],
  });

  it('is found from three points below his on, by whoever issued it', () => {
    // 26,100 is 13 % off list.
    expect(first(told([quote('0Q0', '2026-04-10 10:00', 26_100)]))).toMatchObject({
      pattern: 'undercut',
      aspects: ['shadow'],
      personId: otherRep,
      firstEvidenceAt: at('2026-04-01 10:00'),
    });
    expect(pattern(told([quote('0Q0', '2026-04-10 10:00', 26_101)]))).toBe('shadow');
  });
  it('counts until thirty days after the window', () => {
    const late = (when: string) => first(told([quote('0Q0', when, 24_000)]))?.pattern;
    expect([late('2026-07-01 08:59'), late('2026-07-01 09:00')]).toEqual(['undercut', 'shadow']);
  });
  it('compares what was issued, with what he had by then', () => {
    expect(pattern(told([quote('0Q0', '2026-04-10 10:00', 24_000, { status: 'Draft' })]))).toBe('shadow');
    expect(pattern(told([quote('0Q0', '2026-03-19 10:00', 24_000)]))).toBe('shadow');
    const other = { ...quote('0Q0', '2026-04-10 10:00', 24_000) };
    const elsewhere = { ...other, lines: other.lines.map((each) => ({ ...each, productId: '01t2' })) };
    expect(pattern(told([elsewhere]))).toBe('shadow');
  });
  it('is excused by the same offer to him within five business days, and doubtful after them', () => {
    const matched = (when: string) =>
      told(
        [quote('0Q0', '2026-04-10 10:00', 24_000)],
        his({ quotes: [...offered.quotes, quote('0Q1', when, 24_000)] }),
      );
    // Friday 10 April and five business days are Friday 17 April.
    expect(first(matched('2026-04-17 10:00'))?.pattern).toBe('shadow');
    expect(first(matched('2026-04-17 10:01'))).toMatchObject({ pattern: 'undercut' });
  });
  it('is found in a quote to another partner on his own opportunity', () => {
    const rival = quote('0Q0', '2026-04-10 10:00', 24_000, { accountId: corvus.id });
    const own = { deal: his({ quotes: [...offered.quotes, rival] }), events: [early] };
    expect(first(own)).toMatchObject({ pattern: 'undercut', aspects: [] });
    const cheaper = quote('0Q0', '2026-04-10 10:00', 24_000, { accountId: brightwave.id });
    expect(pattern({ deal: his({ quotes: [...offered.quotes, cheaper] }), events: [early] })).toBeNull();
  });
  it('is found in a quote to the customer himself on the partner’s own opportunity', () => {
    const toHim = quote('0Q0his', '2026-03-20 10:00', 27_000, { accountId: brightwave.id });
    const own = (...others: Quote[]) => ({ deal: his({ quotes: [toHim, ...others] }), events: [early] });
    const direct = quote('0Q0', '2026-04-10 10:00', 24_000, { accountId: nordwind.id });
    expect(first(own(direct))).toMatchObject({
      pattern: 'undercut',
      aspects: [],
      personId: otherRep,
      raised: true,
      story: [{ code: 'undercut past him', args: { points: '10' } }],
    });
    // Matched within five business days, not issued, and 2.9 points below his.
    const matched = quote('0Q1', '2026-04-14 10:00', 24_000, { accountId: brightwave.id });
    expect(pattern(own(direct, matched))).toBeNull();
    expect(pattern(own({ ...direct, status: 'Draft' }))).toBeNull();
    expect(pattern(own(quote('0Q0', '2026-04-10 10:00', 26_130, { accountId: nordwind.id })))).toBeNull();
  });
  it('is none in a quote to a distributor, whose price is of another tier, or to his own other entity', () => {
    const disti = partner('001disti', 'Grand Distribution', { roles: ['Distributor'] });
    const entity = partner('001entity', 'Brightwave Computing Austria GmbH');
    const beside = (accountId: string, toHim: string | null) => {
      const quotes = [
        quote('0Q0his', '2026-03-20 10:00', 27_000, { accountId: toHim }),
        quote('0Q0', '2026-04-10 10:00', 24_000, { accountId }),
      ];
      return pattern({ deal: his({ quotes }), events: [early], partners: [brightwave, corvus, disti, entity] });
    };
    for (const toHim of [brightwave.id, null]) {
      expect([beside(disti.id, toHim), beside(entity.id, toHim)]).toEqual([null, null]);
      expect(beside(corvus.id, toHim)).toBe('undercut');
    }
    // The distributor's price is not taken for his.
    const theirs = quote('0Q1', '2026-04-12 10:00', 26_000, { accountId: nordwind.id });
    const quotes = [
      quote('0Q0his', '2026-03-20 10:00', 27_000, { accountId: brightwave.id }),
      quote('0Q0', '2026-04-10 10:00', 24_000, { accountId: disti.id }),
      theirs,
    ];
    const partners = [brightwave, disti];
    expect(first({ deal: his({ quotes }), events: [early], partners })?.story[0]?.args['points']).toBe('3.3');
  });
  it('keeps for review a quote of which nobody knows whom it is for, beside one that is his', () => {
    const toHim = quote('0Q0his', '2026-03-20 10:00', 27_000, { accountId: brightwave.id });
    const beside = (accountId: string | null) => {
      const quotes = [toHim, quote('0Q0', '2026-04-10 10:00', 24_000, { accountId })];
      const finding = first({ deal: his({ quotes }), events: [early] });
      return [finding?.raised, finding?.innocent.find(({ what }) => what === 'a quote meant for the partner')];
    };
    const what = 'a quote meant for the partner';
    const doubtful = (code: string) => [false, { what, found: 'doubtful', detail: { code, args: {} } }];
    expect(beside(null)).toEqual(doubtful('made out to nobody'));
    expect(beside('001leasing')).toEqual(doubtful('made out to another account'));
    expect(beside(nordwind.id)).toMatchObject([true, { found: 'no', detail: { code: 'made out to the customer' } }]);
  });
  it('takes quotes for his own where none says whom it is for', () => {
    const later = quote('0Q0', '2026-04-10 10:00', 24_000);
    expect(pattern({ deal: his({ quotes: [...offered.quotes, later] }), events: [early] })).toBeNull();
  });
  it('measures the second opportunity by what is made out to him, not by what the customer got past him', () => {
    const toHim = quote('0Q0his', '2026-03-20 10:00', 27_000, { accountId: brightwave.id });
    const past = quote('0Q0past', '2026-04-08 10:00', 24_000, { accountId: nordwind.id });
    const beside = told([quote('0Q0', '2026-04-10 10:00', 24_000)], his({ quotes: [toHim, past] }));
    expect(first(beside)).toMatchObject({ pattern: 'undercut', aspects: ['shadow'] });
    // What is made out to him there is not past him.
    const his2 = told(
      [quote('0Q0', '2026-04-10 10:00', 24_000, { accountId: brightwave.id })],
      his({ quotes: [toHim] }),
    );
    expect(pattern(his2)).toBe('shadow');
  });
  it('compares nothing in another currency', () => {
    expect(pattern(told([quote('0Q0', '2026-04-10 10:00', 24_000, { currency: 'USD' })]))).toBe('shadow');
    expect(pattern(told([quote('0Q0', '2026-04-10 10:00', 24_000, { currency: 'EUR' })]))).toBe('undercut');
  });
  it('shows both prices, each with its discount', () => {
    const evidence = first(told([quote('0Q0', '2026-04-10 10:00', 24_000)]))?.evidence ?? [];
    const prices = evidence.filter(({ record }) => record.object === 'Quote');
    expect(prices.map(({ from, to }) => [from, to])).toEqual([
      [null, '27000.00 EUR × 2 (-10 %)'],
      ['27000.00 EUR × 2 (-10 %)', '24000.00 EUR × 2 (-20 %)'],
    ]);
  });
  it('goes by the whole where the lines are not known', () => {
    const whole = (discount: number) =>
      quote('0Q0', '2026-04-10 10:00', 0, { lines: [], discount: new Decimal(discount) });
    expect(pattern(told([whole(13)]))).toBe('undercut');
    expect(pattern(told([whole(12.9)]))).toBe('shadow');
    const sum = quote('0Q0', '2026-04-10 10:00', 0, { lines: [], total: new Decimal(52_200) });
    expect(pattern(told([sum]))).toBe('undercut');
  });
  it('compares no quote of other products, whatever it comes to', () => {
    // 35 % off services of 12,000: by its total far below the list of the opportunity's storage.
    const services = {
      ...{ productId: '01t9', family: 'Services', quantity: new Decimal(2) },
      ...{ listPrice: new Decimal(6_000), price: new Decimal(3_900) },
    };
    const other = (lines: Quote['lines']) => quote('0Q0', '2026-04-10 10:00', 0, { lines, total: new Decimal(7_800) });
    expect(pattern(told([other([services])]))).toBe('shadow');
    expect(pattern(told([other([{ ...services, listPrice: null }])]))).toBe('shadow');
    expect(pattern(told([other([])]))).toBe('undercut');
    const toHim = quote('0Q0his', '2026-03-20 10:00', 27_000, { accountId: brightwave.id });
    const direct = { ...other([services]), accountId: nordwind.id };
    expect(pattern({ deal: his({ quotes: [toHim, direct] }), events: [early] })).toBeNull();
  });
  it('takes prices on the opportunities where nothing was quoted', () => {
    const priced = (price: number) => [line('Storage', { salesPrice: new Decimal(price) })];
    const told_ = told([], his({ lines: priced(27_000) }));
    expect(pattern({ ...told_, deal: { ...told_.deal, lines: priced(24_000) } })).toBe('undercut');
    expect(pattern({ ...told_, deal: { ...told_.deal, lines: priced(27_000) } })).toBe('shadow');
  });
});

describe('named-account', () => {
  const rejected = registration({
    status: 'Rejected',
    submittedAt: at('2026-03-02 09:00'),
    decidedAt: at('2026-03-04 09:00'),
    decisionReason: 'the customer is a named account',
    protectedFrom: null,
    protectedUntil: null,
  });
  const tag = (when: string, byId = otherRep) =>
    event('Named Account Set', when, {
      dealId: null,
      customerId: nordwind.id,
      from: 'false',
      to: 'true',
      byId,
      record: { object: 'Account', id: nordwind.id, field: 'Named_Account__c' },
    });
  const told = (when: string, more: Partial<typeof rejected> = {}, own: Partial<Deal> = {}) => ({
    deal: deal({ stage: 'Proposal', ...own }),
    registrations: [{ ...rejected, ...more }],
    events: [tag(when), moved('Qualification', 'Proposal', '2026-03-20 10:00')],
  });

  it('is found where the tag is younger than the claim that was rejected for it, and names who set it', () => {
    expect(first(told('2026-03-03 10:00'))).toMatchObject({
      pattern: 'named-account',
      personId: otherRep,
      raised: true,
      firstEvidenceAt: at('2026-03-03 10:00'),
    });
  });
  it('is none where the tag was recorded before the submission, or after the rejection', () => {
    expect(pattern(told('2026-03-02 09:00'))).toBeNull();
    expect(pattern(told('2026-03-02 09:01'))).toBe('named-account');
    expect(pattern(told('2026-03-04 09:01'))).toBeNull();
  });
  it('is none where the claim was rejected for a reason that held without the tag', () => {
    expect(pattern(told('2026-03-03 10:00', { decisionReason: 'another partner was earlier' }))).toBeNull();
    const doubtful = first(told('2026-03-03 10:00', { decisionReason: 'see mail' }));
    expect(doubtful).toMatchObject({ pattern: 'named-account', raised: false });
  });
  describe('by another owner of the customer', () => {
    const owner = (when: string) =>
      event('Owner Changed', when, {
        dealId: null,
        customerId: nordwind.id,
        ...{ from: '005before', to: rep, byId: otherRep },
        record: { object: 'Account', id: nordwind.id, field: 'OwnerId' },
      });
    const given = (decisionReason: string | null, when = '2026-03-03 10:00') => ({
      ...told('2026-03-03 10:00', { decisionReason }),
      events: [owner(when), moved('Qualification', 'Proposal', '2026-03-20 10:00')],
    });

    it('is found where the claim was rejected for that, and names who moved him', () => {
      expect(first(given('Now owned by direct sales'))).toMatchObject({
        pattern: 'named-account',
        personId: otherRep,
        raised: true,
        firstEvidenceAt: at('2026-03-03 10:00'),
        story: [{ code: 'moved direct and rejected', args: { tagged: '2026-03-03', ended: '2026-03-04' } }],
      });
      const [act] = first(given('House account'))?.evidence.filter(({ record }) => record.object === 'Account') ?? [];
      expect(act).toMatchObject({ what: { code: 'direct owner' }, from: null, to: null, byId: otherRep });
    });
    it('is told by the reason in English, German, French and Spanish', () => {
      const reasons = [
        ...['Customer is a named account', 'key account', 'Strategic', 'the customer goes direct'],
        ...['Kunde ist jetzt Direktkunde', 'wird vom Direktvertrieb betreut', 'Großkunde'],
        ...['Le client est un compte nommé', 'grand compte', 'vente directe'],
        ...['Es una cuenta nominada', 'cuenta directa', 'venta directa'],
      ];
      expect(reasons.filter((reason) => pattern(given(reason)) !== 'named-account')).toEqual([]);
    });
    it('is none where the reason is another or none, or he was moved before or afterwards', () => {
      const others = ['duplicate', 'the customer named another partner', 'within one day (Tag)', 'warehouse', null];
      expect(others.filter((reason) => pattern(given(reason)) !== null)).toEqual([]);
      const direct = (when: string) => pattern(given('House account', when));
      expect(['2026-03-02 09:00', '2026-03-02 09:01', '2026-03-04 09:00', '2026-03-04 09:01'].map(direct)).toEqual([
        null,
        'named-account',
        'named-account',
        null,
      ]);
    });
    it('is kept for review, without a name, where a load moved many', () => {
      const many = { ...owner('2026-03-03 10:00'), inBulk: true as const };
      const load = {
        ...given('House account'),
        events: [many, moved('Qualification', 'Proposal', '2026-03-20 10:00')],
      };
      expect(first(load)).toMatchObject({ pattern: 'named-account', raised: false, personId: null });
    });
  });
  it('shows how the opportunity went on without the partner: when, and by whom', () => {
    const went = {
      ...told('2026-03-03 10:00', {}, { stage: 'Closed Won', isClosed: true, isWon: true, createdById: rep }),
      events: [
        tag('2026-03-03 10:00'),
        moved('Qualification', 'Proposal', '2026-03-20 10:00', { byId: rep }),
        moved('Proposal', 'Negotiation', '2026-03-25 10:00', { byId: rep }),
        moved('Negotiation', 'Closed Won', '2026-04-02 10:00', { byId: otherRep }),
      ],
    };
    const activities = [contact('2026-03-03 12:00'), contact('2026-03-27 10:00'), contact('2026-03-24 10:00')];
    const evidence = first({ ...went, deal: { ...went.deal, activities } })?.evidence ?? [];
    expect(
      evidence.map(({ what, at: when, byId }) => [what.code, new Date(when).toISOString().slice(0, 10), byId]),
    ).toEqual([
      ['submitted', '2026-03-02', null],
      ['named account', '2026-03-03', otherRep],
      ['rejected', '2026-03-04', null],
      ['opened without him', '2026-03-04', rep],
      ['moved on without him', '2026-03-20', rep],
      ['contact', '2026-03-24', rep],
      ['won without him', '2026-04-02', otherRep],
    ]);
  });
  it('is none where the deal was given up, or the partner is on it all the same', () => {
    const lost = told('2026-03-03 10:00', {}, { stage: 'Closed Lost', isClosed: true });
    const closed = moved('Qualification', 'Closed Lost', '2026-03-04 08:00');
    expect(pattern({ ...lost, events: [lost.events[0]!, closed] })).toBeNull();
    const on = told('2026-03-03 10:00', {}, { partners: [onDeal(brightwave.id)] });
    expect(pattern({ ...on, events: [...on.events, early] })).toBeNull();
  });
});

describe('late-on-paper', () => {
  const gate = moved('Qualification', 'Proposal', '2026-03-16 10:00', { byId: otherRep });
  const work = contact('2026-03-25 10:00');
  const told = (entry: string, won: string, more: Partial<DealFacts> = {}, own: Partial<Deal> = {}) => ({
    deal: his({ stage: 'Closed Won', activities: [work], ...own }),
    events: [gate, entered(brightwave.id, entry), moved('Proposal', 'Closed Won', won)],
    ...more,
  });

  it('is found where he was entered within seven days before closing, and names who passed the gate', () => {
    expect(first(told('2026-05-13 10:01', '2026-05-20 10:00'))).toMatchObject({
      pattern: 'late-on-paper',
      aspects: ['not-engaged'],
      personId: otherRep,
    });
    expect(pattern(told('2026-05-13 10:00', '2026-05-20 10:00'))).toBeNull();
  });
  it('names who moved it past the gate also where the due date had passed before, and shows the move', () => {
    const passed = (when: string) => {
      const step = moved('Qualification', 'Proposal', when, { byId: otherRep });
      const events = [step, entered(brightwave.id, '2026-05-18 10:00'), moved('Proposal', 'Closed Won', '2026-05-20')];
      const found = first({ ...told('2026-05-18 10:00', '2026-05-20 10:00'), events });
      const shown = found?.evidence.find(({ key }) => key === step.key);
      return [found?.pattern, found?.personId, shown?.what.code];
    };
    // Due on 18 March at 10:00.
    expect(passed('2026-03-18 09:59')).toEqual(['late-on-paper', otherRep, 'moved past the gate']);
    expect(passed('2026-03-26 10:00')).toEqual(['late-on-paper', otherRep, 'moved past the gate']);
    expect(passed('2026-05-18 09:59')).toEqual(['late-on-paper', otherRep, 'moved past the gate']);
    // He stood on it by then: the owner let it fall due.
    expect(passed('2026-05-18 10:01')).toEqual(['late-on-paper', rep, undefined]);
  });
  it('names nobody where nothing says who moved it past the gate', () => {
    const step = moved('Qualification', 'Proposal', '2026-03-26 10:00', { byId: null });
    const events = [step, entered(brightwave.id, '2026-05-18 10:00'), moved('Proposal', 'Closed Won', '2026-05-20')];
    expect(first({ ...told('2026-05-18 10:00', '2026-05-20 10:00'), events })).toMatchObject({
      pattern: 'late-on-paper',
      personId: null,
    });
  });
  it('needs work of the vendor without him, and none with him', () => {
    const noWork = told('2026-05-18 10:00', '2026-05-20 10:00', {}, { activities: [] });
    expect(pattern(noWork)).toBe('not-engaged');
    const joint = [work, contact('2026-04-01 10:00', { partnerIds: [brightwave.id] })];
    expect(pattern(told('2026-05-18 10:00', '2026-05-20 10:00', {}, { activities: joint }))).toBe('not-engaged');
  });
  it('is none on a deal younger than thirty days, or where he confirms earlier work', () => {
    expect(pattern(told('2026-04-03 09:59', '2026-04-06 10:00'))).toBe('not-engaged');
    expect(pattern(told('2026-04-03 10:00', '2026-04-06 10:00'))).toBe('late-on-paper');
    const confirmed = [registration({ partnerConfirmedAt: at('2026-05-19') })];
    expect(pattern(told('2026-05-18 10:00', '2026-05-20 10:00', { registrations: confirmed }))).toBeNull();
  });
  it('is found where he was entered at the last stage, on an open deal too', () => {
    const events = [
      gate,
      moved('Proposal', 'Negotiation', '2026-04-20 10:00'),
      entered(brightwave.id, '2026-05-01 10:00'),
    ];
    const open = his({ stage: 'Negotiation', activities: [work], closeDate: '2026-06-15' });
    expect(first({ deal: open, events }, '2026-05-02')).toMatchObject({ pattern: 'late-on-paper', aspects: [] });
  });
});
