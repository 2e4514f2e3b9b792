/**
 * The whole way on one screen: what came in is written down, facts are read, a verdict is reached, and the difference
 * to what the records say is written back. Read this first; each step is one folder.
 */
import { assess, decideRegistration } from './domain/assess.ts';
import type { Deal, DealEvent, DealFacts, Id } from './domain/deal.ts';
import { eventKey } from './domain/events.ts';
import type { ForecastModel } from './domain/forecast/model.ts';
import type { Instant } from './domain/time.ts';
import type {
  Clock,
  DeadLetters,
  Inbox,
  JobOutcome,
  Jobs,
  Org,
  Reviewed,
  Unreadable,
  WorkItem,
  WriteOutcome,
  WritePlan,
} from './ports.ts';

export interface Pipeline {
  org: Org;
  /** What was last learned from closed deals; null before there was enough to learn from. */
  forecast(): ForecastModel | null;
  inbox: Inbox;
  jobs: Pick<Jobs, 'add'>;
  deadLetters: DeadLetters;
  clock: Clock;
  /** Told of every batch, for logs and metrics. */
  onReviewed(batch: Reviewed): void;
}

/** Looks again at a batch of deals, registrations and partners and leaves the records as they should be. */
export async function review(items: WorkItem[], pipeline: Pipeline): Promise<JobOutcome[]> {
  const started = pipeline.clock.now();
  const outcome = new Outcomes(items);
  await keepEvents(pipeline, outcome);
  await reviewRegistrations(outcome.waiting('registration'), pipeline, outcome);
  await reviewDeals(outcome.waiting('deal'), pipeline, outcome);
  await reviewPartners(outcome.waiting('partner'), pipeline, outcome);
  const outcomes = outcome.all();
  await Promise.all(
    outcomes.map(async (o) => (o.kind === 'dead' ? pipeline.deadLetters.bury(o.item, o.reason) : null)),
  );
  await pipeline.deadLetters.forget(outcomes.filter((o) => o.kind === 'done').map((o) => o.item));
  pipeline.onReviewed({ outcomes, written: outcome.written, milliseconds: pipeline.clock.now() - started });
  return outcomes;
}

/** History first: the assessment reads it from the org, where it outlives this service's store. */
async function keepEvents({ org, inbox }: Pipeline, outcome: Outcomes): Promise<void> {
  const events = await inbox.pendingEvents(2000);
  if (events.length === 0) return;
  const written = outcome.count(await org.write(org.planEvents(events)));
  if (!written.failures.some((failure) => failure.retry)) await inbox.settle(events.map((event) => event.key));
}

async function reviewRegistrations(
  ids: Id[],
  { org, jobs, clock, forecast }: Pipeline,
  outcome: Outcomes,
): Promise<void> {
  if (ids.length === 0) return;
  const [facts, { policy, programme }] = await Promise.all([org.registrationFacts(ids), org.rules()]);
  const readable = outcome.readable('registration', ids, facts);
  const now = clock.now();
  const verdicts = readable.map((fact) => decideRegistration(fact, policy, programme, now, forecast()));
  const plan = await org.planRegistrations(verdicts, now);
  outcome.settle('registration', ids, await org.write(plan));
  const changed = new Set(plan.steps.flatMap((step) => step.rows.map((row) => row.on)));
  // A verdict moves protection: every deal that may be the registered one is looked at again, and the queue behind it.
  await jobs.add(
    readable
      .filter((fact) => changed.has(fact.registration.id))
      .flatMap((fact): WorkItem[] => [
        ...fact.deals.map((deal): WorkItem => ({ kind: 'deal', id: deal.id })),
        ...fact.rivals
          .filter((rival) => rival.status === 'Queued' || rival.status === 'Submitted')
          .map((rival): WorkItem => ({ kind: 'registration', id: rival.id })),
      ]),
  );
}

async function reviewDeals(ids: Id[], pipeline: Pipeline, outcome: Outcomes): Promise<void> {
  if (ids.length === 0) return;
  const { org, inbox, jobs, clock, forecast } = pipeline;
  const changed = await inbox.changedAmong(ids);
  const [facts, { policy, programme }] = await Promise.all([org.dealFacts(ids), org.rules()]);
  const now = clock.now();
  const before = await inbox.lastSeen(ids);
  const readable = outcome.readable('deal', ids, facts).map((fact) => withPartnersGone(fact, before, now));
  const assessments = readable.map((fact) => assess(fact, programme, policy, now, forecast()));
  const plan = await org.planDeals(assessments, now);
  outcome.settle('deal', ids, await org.write(plan));
  await jobs.add(partnersOf(readable, changed, plan).map((id): WorkItem => ({ kind: 'partner', id })));
  // The org forgets its field history after a time; what bears on a claim is kept.
  outcome.count(await org.write(org.planEvents(readable.flatMap(notKept))));
  await inbox.remember(readable.flatMap(({ deal }) => seen(deal)));
  if (changed.size === 0) return;
  // What a change means for the customer's other deals is seen when they are looked at.
  await jobs.add(
    readable
      .filter((fact) => changed.has(fact.deal.id))
      .flatMap((fact) => fact.relatedDeals.map((deal): WorkItem => ({ kind: 'deal', id: deal.id }))),
  );
  await inbox.carriedOver(changed);
}

/**
 * A level, a target, a rebate moves with the deals of a partner: with those that a person changed, whatever our own
 * records say of them, and with those on which something was written. Who left such a deal is looked at too.
 */
function partnersOf(facts: DealFacts[], changed: ReadonlyMap<Id, number>, plan: WritePlan): Id[] {
  const written = new Set(plan.steps.flatMap((step) => step.rows.map((row) => row.on)));
  const touched = facts.filter(({ deal }) => written.has(deal.id) || changed.has(deal.id));
  return [
    ...new Set(
      touched.flatMap(({ deal, registrations, events }) => [
        ...deal.partners.map(({ partnerId }) => partnerId),
        ...registrations.filter(({ dealId }) => dealId === deal.id).map(({ partnerId }) => partnerId),
        ...events
          .filter(({ kind, dealId }) => kind === 'Partner Left' && dealId === deal.id)
          .flatMap(({ partnerId }) => partnerId ?? []),
      ]),
    ),
  ];
}

async function reviewPartners(ids: Id[], { org, clock }: Pipeline, outcome: Outcomes): Promise<void> {
  if (ids.length === 0) return;
  outcome.settle('partner', ids, await org.write(await org.planPartners(ids, clock.now())));
}

/** A partner row that is deleted leaves no history in the org: that it was there is known from the last look. */
function withPartnersGone(fact: DealFacts, before: Map<string, string | null>, now: Instant): DealFacts {
  const { deal } = fact;
  const there = new Set(deal.partners.map(({ partnerId }) => partnerId));
  const gone = (before.get(`${deal.id}.partner rows`) ?? '').split(' ').filter((id) => id !== '' && !there.has(id));
  if (gone.length === 0) return fact;
  const events = gone.map((partnerId): DealEvent => ({
    key: eventKey(deal.id, 'OpportunityPartner', now, `-${partnerId}`),
    kind: 'Partner Left',
    dealId: deal.id,
    registrationId: null,
    customerId: null,
    partnerId,
    from: partnerId,
    to: null,
    at: now,
    byId: null,
    source: 'Snapshot',
    record: { object: 'OpportunityPartner', id: deal.id, field: null },
  }));
  return { ...fact, events: [...fact.events, ...events] };
}

function notKept({ deal, registrations, events }: DealFacts): DealEvent[] {
  if (registrations.length === 0) return [];
  return events.filter((event) => event.dealId === deal.id && event.onRecord !== true);
}

/** What the next change of this deal will be told against. */
function seen({ id, stage, ownerId, partners }: Deal) {
  const engaged = partners.find(({ via }) => via === 'lookup')?.partnerId ?? null;
  const rows = partners.flatMap(({ via, partnerId }) => (via === 'partner row' ? partnerId : [])).sort();
  return [
    { record: id, field: 'stage', value: stage },
    { record: id, field: 'owner', value: ownerId },
    { record: id, field: 'engaged partner', value: engaged },
    { record: id, field: 'partner rows', value: rows.join(' ') },
  ];
}

/** Everything that speaks for the verdict on one deal, as of now; null where the org has no such deal. Writes nothing. */
export async function explain(
  dealId: Id,
  { org, clock, forecast }: Pick<Pipeline, 'org' | 'clock' | 'forecast'>,
): Promise<object | null> {
  const [facts, { policy, programme }] = await Promise.all([org.dealFacts([dealId]), org.rules()]);
  const fact = [...facts.values()][0];
  if (fact === undefined || isUnreadable(fact)) return fact ?? null;
  const now = clock.now();
  const assessment = assess(fact, programme, policy, now, forecast());
  return { asOf: new Date(now).toISOString(), deal: fact.deal, events: fact.events, ...readable(assessment) };
}

/** Instants as text, so that a person can read the answer. */
function readable(assessment: object): object {
  return JSON.parse(JSON.stringify(assessment), (name, value: unknown) =>
    typeof value === 'number' && /^(at|from|until)$|At$/.test(name) ? new Date(value).toISOString() : value,
  ) as object;
}

/** What became of each item of a batch. An item that nothing was said of is done: it exists no more. */
class Outcomes {
  readonly written: WriteOutcome = { written: 0, calls: 0, failures: [] };
  readonly #outcomes = new Map<string, JobOutcome>();

  constructor(items: WorkItem[]) {
    for (const item of items) this.#set({ item, kind: 'done' });
  }

  waiting(kind: WorkItem['kind']): Id[] {
    return this.all().flatMap(({ item }) => (item.kind === kind ? item.id : []));
  }

  readable<Facts extends object>(kind: WorkItem['kind'], ids: Id[], facts: Map<Id, Facts | Unreadable>): Facts[] {
    return ids.flatMap((id) => {
      const fact = facts.get(id);
      if (fact === undefined) return [];
      if (!isUnreadable(fact)) return fact;
      this.#set({ item: { kind, id }, kind: 'dead', reason: fact.reason });
      return [];
    });
  }

  settle(kind: WorkItem['kind'], ids: Id[], written: WriteOutcome): void {
    const asked = new Set(ids);
    for (const failure of this.count(written).failures) {
      if (!asked.has(failure.on)) continue;
      const reason = `${failure.object}: ${failure.code} ${failure.message}`;
      this.#set({ item: { kind, id: failure.on }, kind: failure.retry ? 'retry' : 'dead', reason });
    }
  }

  count(written: WriteOutcome): WriteOutcome {
    this.written.written += written.written;
    this.written.calls += written.calls;
    this.written.failures.push(...written.failures);
    return written;
  }

  all(): JobOutcome[] {
    return [...this.#outcomes.values()];
  }

  #set(outcome: JobOutcome): void {
    this.#outcomes.set(`${outcome.item.kind}:${outcome.item.id}`, outcome);
  }
}

function isUnreadable(fact: object): fact is Unreadable {
  return 'kind' in fact && fact.kind === 'unreadable';
}
