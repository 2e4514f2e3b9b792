/** What holds of every deal and every programme: order says nothing, sums agree, time alone changes nothing in between. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../../sync-service/domain/assess.ts';
import type {
  CaseOnRecord,
  Deal,
  DealEvent,
  DealFacts,
  Exemption,
  Registration,
} from '../../../sync-service/domain/deal.ts';
import { minorUnits, sum } from '../../../sync-service/domain/money.ts';
import { waterfall } from '../../../sync-service/domain/margin/waterfall.ts';
import type { Policy } from '../../../sync-service/domain/rules.ts';
import { day, type Instant } from '../../../sync-service/domain/time.ts';
import {
  asRow,
  at,
  brightwave,
  contact,
  corvus,
  customer,
  deal,
  engagementPolicy,
  event,
  exemption,
  facts,
  line,
  nordwind,
  onDeal,
  otherRep,
  policy,
  registration,
  rep,
  stages,
} from './story.ts';
import { anyDeal, anyProgramme } from './any-programme.ts';
import { noIncentives as terms } from './programme-of.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

describe('any programme', () => {
  it('comes to the same however its file is shuffled', () => {
    fc.assert(
      fc.property(anyProgramme, anyDeal, fc.infiniteStream(fc.nat()), (rules, asked, random) => {
        const shuffled = rules.incentives
          .map((incentive) => ({ incentive, rank: random.next().value }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ incentive }) => incentive);
        expect(waterfall(asked, { ...rules, incentives: shuffled }, '2026-03-04')).toEqual(
          waterfall(asked, rules, '2026-03-04'),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('has totals that are the sums of its lines, in whole minor units, and decides on every incentive', () => {
    fc.assert(
      fc.property(anyProgramme, anyDeal, (rules, asked) => {
        const result = waterfall(asked, rules, '2026-03-04');
        const amounts = (...kinds: string[]) =>
          sum(result.lines.flatMap((one) => (kinds.includes(one.kind) && one.amount !== null ? [one.amount] : [])));
        const paid = result.distributor === null ? result.partnerPrice : result.distributor.price;
        expect(result.list.plus(amounts('discount')).toString()).toBe(paid.toString());
        const back = result.backMargin.plus(result.distributor?.back ?? 0);
        expect(amounts('rebate', 'bonus').toString()).toBe(back.toString());
        expect(result.partnerMargin.eq(result.list.minus(result.partnerPrice).plus(result.backMargin))).toBe(true);
        const distributor = result.distributor === null ? 0 : result.distributor.margin.plus(result.distributor.back);
        expect(result.vendorNet.plus(result.partnerMargin).plus(distributor).toString()).toBe(result.list.toString());
        expect(paid.gte(0)).toBe(true);
        expect(result.total === null).toBe(asked.customerPrice === null);
        const places = result.lines.map((one) => one.amount?.decimalPlaces() ?? 0);
        expect(Math.max(...places)).toBeLessThanOrEqual(minorUnits(asked.currency));
        const decided = result.decisions.map((one) => one.incentive).sort();
        expect(decided).toEqual(rules.incentives.map((one) => `${one.id}@${one.version}`).sort());
      }),
      { numRuns: 500 },
    );
  });
});

// Hours around the story's dates, so that edges are met often.
const moment = fc.integer({ min: 0, max: 150 * 24 }).map((hours) => at('2026-02-15 09:00') + hours * 3_600_000);
const later = (from: Instant) => fc.integer({ min: 0, max: 60 * 24 }).map((hours) => from + hours * 3_600_000);

const someEvent = (dealId: string): fc.Arbitrary<DealEvent> =>
  fc
    .record({
      kind: fc.constantFrom('Partner Entered', 'Partner Left', 'Stage Changed', 'Owner Changed' as const),
      when: moment,
      partnerId: fc.constantFrom(brightwave.id, corvus.id),
      stages: fc.tuple(fc.constantFrom(...stages), fc.constantFrom(...stages)),
      asRow: fc.boolean(),
      byId: fc.constantFrom(rep, otherRep),
    })
    .map(({ kind, when, partnerId, stages: [from, to], asRow: row, byId }) => {
      const ofPartner = kind === 'Partner Entered' || kind === 'Partner Left';
      const ofStage = kind === 'Stage Changed';
      return event(kind, '2026-01-01', {
        dealId,
        key: `${dealId}:${kind}:${when}:${partnerId}:${row}`,
        at: when,
        byId,
        partnerId: ofPartner ? partnerId : null,
        from: ofStage ? from.name : kind === 'Owner Changed' ? otherRep : null,
        to: ofStage ? to.name : kind === 'Owner Changed' ? rep : null,
        record: ofPartner && row ? asRow : { object: 'Opportunity', id: dealId, field: null },
      });
    });

const someDeal = (id: string): fc.Arbitrary<Deal> =>
  fc
    .record({
      createdAt: moment,
      stage: fc.constantFrom(...stages),
      partners: fc.subarray([onDeal(brightwave.id), onDeal(corvus.id, 'Reseller')]),
      contacts: fc.array(moment, { maxLength: 2 }),
      customerId: fc.constantFrom(nordwind.id, '001below', '001twin'),
      isRenewal: fc.boolean(),
      closeDate: fc.constantFrom('2026-04-10', '2026-05-29', '2026-12-29'),
    })
    .map(({ stage, contacts, ...rest }) =>
      deal({
        id,
        ...rest,
        stage: stage.name,
        activities: contacts.map((when, i) => ({
          ...contact('2026-01-01'),
          id: `00T${id}${i}`,
          at: when,
          recordedAt: when,
        })),
      }),
    );

const someClaim = (id: string, partnerId: string): fc.Arbitrary<Registration> =>
  fc
    .record({
      submittedAt: moment,
      wait: fc.integer({ min: 0, max: 5 }),
      status: fc.constantFrom('Approved', 'Approved', 'Expired', 'Withdrawn', 'Queued' as const),
      asked: maybe(moment),
      ended: moment,
      dealId: maybe(fc.constantFrom('006deal', '006second')),
    })
    .map(({ submittedAt, wait, status, asked, ended, dealId }) => {
      const from = submittedAt + wait * day;
      return registration({
        id,
        partnerId,
        status,
        submittedAt,
        decidedAt: from,
        protectedFrom: from,
        protectedUntil: from + 90 * day,
        extensionRequestedAt: asked,
        endedAt: status === 'Withdrawn' ? ended : null,
        dealId,
      });
    });

const someExemption: fc.Arbitrary<Exemption> = fc
  .record({ status: fc.constantFrom('Requested', 'Granted', 'Refused' as const), asked: moment, until: maybe(moment) })
  .map(({ status, asked, until }) =>
    exemption({
      status,
      requestedAt: asked,
      decidedAt: status === 'Requested' ? null : asked + day,
      validUntil: until,
    }),
  );

const someFacts: fc.Arbitrary<DealFacts> = fc
  .record({
    deal: someDeal('006deal'),
    second: someDeal('006second'),
    registrations: fc.tuple(someClaim('a01reg', brightwave.id), someClaim('a01two', corvus.id)),
    exemptions: fc.array(someExemption, { maxLength: 2 }),
    events: fc.array(fc.oneof(someEvent('006deal'), someEvent('006second')), { maxLength: 8 }),
    historyFrom: maybe(moment),
    cases: fc.constantFrom<CaseOnRecord[]>(
      [],
      [
        {
          id: 'a03',
          dealId: '006deal',
          registrationId: 'a01reg',
          pattern: 'replaced' as const,
          status: 'Open' as const,
        },
      ],
    ),
  })
  .map(({ second, ...rest }) =>
    facts({
      ...rest,
      relatedDeals: [second],
      customers: [
        nordwind,
        customer('001below', 'Polarstern', { parentId: nordwind.id }),
        customer('001twin', 'Nord Wind Logistik', { website: nordwind.website }),
      ],
    }),
  );

const rules: fc.Arbitrary<Policy> = fc
  .record({ mode: fc.constantFrom('Block', 'Warn' as const), dates: fc.boolean(), live: fc.boolean() })
  .map(({ mode, dates, live }) => {
    const rule = { ...engagementPolicy, mode, goLive: live ? '2026-03-10' : null };
    const later = { ...rule, key: 'later', effectiveFrom: '2026-04-01', businessDays: 5 };
    const policies = dates ? [{ ...rule, effectiveUntil: '2026-03-16' }, later] : [rule];
    return policy({}, { policies, calendar: { timeZone: 'Europe/Berlin', holidays: new Set(['2026-04-03']) } });
  });

describe('any deal', () => {
  it('is judged alike at every moment before its next review', () => {
    fc.assert(
      fc.property(
        someFacts,
        rules,
        moment.chain((now) => fc.tuple(fc.constant(now), later(now))),
        (story, rulebook, [now, then]) => {
          const first = assess(story, terms, rulebook, now);
          const until = first.nextReviewAt ?? Infinity;
          fc.pre(then < until);
          expect(assess(story, terms, rulebook, then)).toEqual(first);
          if (Number.isFinite(until)) expect(assess(story, terms, rulebook, until - 1)).toEqual(first);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is judged alike in whatever order its facts come', () => {
    fc.assert(
      fc.property(someFacts, rules, moment, (story, rulebook, now) => {
        const turned: DealFacts = {
          ...story,
          registrations: story.registrations.toReversed(),
          customers: story.customers.toReversed(),
          partners: story.partners.toReversed(),
          exemptions: story.exemptions.toReversed(),
          events: story.events.toReversed(),
          deal: {
            ...story.deal,
            partners: story.deal.partners.toReversed(),
            activities: story.deal.activities.toReversed(),
          },
        };
        expect(assess(turned, terms, rulebook, now)).toEqual(assess(story, terms, rulebook, now));
      }),
      { numRuns: 500 },
    );
  });

  it('raises nothing without dated evidence inside what history shows', () => {
    fc.assert(
      fc.property(someFacts, rules, moment, (story, rulebook, now) => {
        const { findings } = assess({ ...story, events: [], historyFrom: null }, terms, rulebook, now);
        // Creation and activities are dated by their own records; what rests on changes is silent.
        expect(findings.filter((finding) => finding.pattern !== 'shadow')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('is moved whole when all its dates move by four weeks', () => {
    const shift = 28 * day;
    const utc = policy();
    const moveDate = (text: string) => new Date(Date.parse(text) + shift).toISOString().slice(0, 10);
    fc.assert(
      fc.property(someFacts, moment, (story, now) => {
        const move = (when: number | null) => (when === null ? null : when + shift);
        const moveDeal = (one: Deal): Deal => ({
          ...one,
          createdAt: one.createdAt + shift,
          closeDate: moveDate(one.closeDate),
          activities: one.activities.map((work) => ({
            ...work,
            at: work.at + shift,
            recordedAt: work.recordedAt + shift,
          })),
        });
        const moved: DealFacts = {
          ...story,
          deal: moveDeal(story.deal),
          relatedDeals: story.relatedDeals.map(moveDeal),
          registrations: story.registrations.map((claim) => ({
            ...claim,
            expectedCloseDate: moveDate(claim.expectedCloseDate ?? ''),
            submittedAt: move(claim.submittedAt),
            decidedAt: move(claim.decidedAt),
            protectedFrom: move(claim.protectedFrom),
            protectedUntil: move(claim.protectedUntil),
            extensionRequestedAt: move(claim.extensionRequestedAt),
            extensionDecidedAt: move(claim.extensionDecidedAt),
            endedAt: move(claim.endedAt),
          })),
          exemptions: story.exemptions.map((one) => ({
            ...one,
            requestedAt: one.requestedAt + shift,
            decidedAt: move(one.decidedAt),
            validUntil: move(one.validUntil),
          })),
          events: story.events.map((one) => ({ ...one, at: one.at + shift })),
          historyFrom: move(story.historyFrom),
        };
        const [before, after] = [assess(story, terms, utc, now), assess(moved, terms, utc, now + shift)];
        expect(after.findings.map(({ pattern, confidence, personId }) => [pattern, confidence, personId])).toEqual(
          before.findings.map(({ pattern, confidence, personId }) => [pattern, confidence, personId]),
        );
        expect(after.findings.map((found) => found.firstEvidenceAt)).toEqual(
          before.findings.map((found) => found.firstEvidenceAt + shift),
        );
        expect([after.engagement.state, after.engagement.dueAt, after.gate.open, after.nextReviewAt]).toEqual([
          before.engagement.state,
          move(before.engagement.dueAt),
          before.gate.open,
          move(before.nextReviewAt),
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it('does not change when a deal of an unrelated customer is added', () => {
    const vogt = customer('001vogt', 'Vogt Maschinenbau', { country: 'AT' });
    fc.assert(
      fc.property(someFacts, rules, moment, someDeal('006vogt'), (story, rulebook, now, unrelated) => {
        const added = { ...unrelated, customerId: vogt.id, lines: [line()] };
        const more = { ...story, relatedDeals: [...story.relatedDeals, added], customers: [...story.customers, vogt] };
        expect(assess(more, terms, rulebook, now)).toEqual(assess(story, terms, rulebook, now));
      }),
      { numRuns: 300 },
    );
  });
});
