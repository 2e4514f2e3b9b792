/** From a change in the org to work in the queue: both ways in, one sink behind them. */
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Metrics } from './http/metrics.ts';
import { eventsOf } from './intake/history.ts';
import { IntakeRefusedError, type Change, type ChangeBatch, type Gap, type Intake } from './intake/intake.ts';
import { changesSince, PollingIntake } from './intake/polling.ts';
import { PubSubIntake } from './intake/pubsub.ts';
import { watchedEntities, workFor, type Lookup } from './intake/work.ts';
import type { Id } from './domain/deal.ts';
import type { Instant } from './domain/time.ts';
import type { Clock, Inbox, WorkItem } from './ports.ts';
import type { SalesforceOrg } from './salesforce/org.ts';
import { pollerOf, type OrgPoller } from './salesforce/poller.ts';

export interface FeedParts {
  config: Config;
  org: SalesforceOrg;
  inbox: Inbox;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}

/** Objects whose changes come as events where the channel is deployed. */
const evented = ['Opportunity', 'OpportunityLineItem', 'Account', 'Deal_Registration__c', 'Quote'];
const ownClient = 'fairlead';
/** Event field and the name under which its last value is remembered. */
const rememberedAs: Record<string, string> = {
  StageName: 'stage',
  OwnerId: 'owner',
  Engaged_Partner__c: 'engaged partner',
};

export class Feed {
  readonly #parts: FeedParts;
  readonly #poller: OrgPoller;
  #intakes: Intake[] = [];
  /** Whether a gap without a beginning makes all records be read; not while they are about to be read anyway. */
  #readsAll: boolean;

  /** @param isNew whether all records are about to be looked at because the store is new */
  constructor(parts: FeedParts, isNew: boolean) {
    this.#readsAll = !isNew;
    this.#parts = parts;
    this.#poller = pollerOf(parts.org.connection);
  }

  async start(): Promise<void> {
    const { config, log } = this.#parts;
    const present = watchedEntities.filter((entity) => this.#parts.org.capabilities.has(entity));
    const byEvents = config.INTAKE === 'pubsub' ? await this.#startPubSub(present) : false;
    const polled = byEvents ? present.filter((entity) => !evented.includes(entity)) : present;
    await this.#begin(
      new PollingIntake({
        poller: this.#poller,
        entities: polled,
        now: this.#parts.clock.now,
        everyMs: config.POLL_SECONDS * 1000,
        callsPerDay: config.POLL_CALLS_PER_DAY,
      }),
    );
    log.info({ events: byEvents, polled }, 'intake started');
  }

  /** False where the org will not send events: polling then brings everything. */
  async #startPubSub(present: readonly string[]): Promise<boolean> {
    const { config, org, clock, log } = this.#parts;
    const intake = new PubSubIntake({
      endpoint: config.PUBSUB_ENDPOINT,
      tls: config.PUBSUB_TLS,
      token: async (refused) => org.connection.token({ renew: refused !== null }),
      channel: config.PUBSUB_CHANNEL,
      entities: present.filter((entity) => evented.includes(entity)),
      namespace: config.SALESFORCE_NAMESPACE,
      now: clock.now,
    });
    try {
      await this.#begin(intake);
      return true;
    } catch (error) {
      if (!(error instanceof IntakeRefusedError)) throw error;
      log.warn({ reason: error.message }, 'no change events: everything is polled');
      await intake.stop();
      return false;
    }
  }

  async #begin(intake: Intake): Promise<void> {
    const known = await Promise.all(
      intake.topics().map(async (topic) => ({ topic, position: await this.#parts.inbox.cursor(topic) })),
    );
    const from = known.flatMap(({ topic, position }) => (position === null ? [] : { topic, position }));
    await intake.start((batch) => this.#take(batch), from.length === 0 ? null : from);
    this.#intakes.push(intake);
  }

  /** From now on what is missed since nobody knows when is read from all records. */
  watchGaps(): void {
    this.#readsAll = true;
  }

  /** Stores what a batch means and where it ends as one; only then is the batch acknowledged. */
  async #take(batch: ChangeBatch): Promise<void> {
    const { inbox, clock, metrics } = this.#parts;
    const { events, work, seen } = await this.#meaning(batch.changes);
    for (const gap of batch.gaps) work.push(...(await this.#missed(gap)));
    const now = clock.now();
    await inbox.accept({ events, work, cursors: batch.cursor, at: now });
    await inbox.remember(seen);
    if (batch.changes.length > 0)
      metrics.takenIn(batch.changes.length, now - Math.min(...batch.changes.map(({ at }) => at)));
  }

  async #meaning(changes: Change[]) {
    const ids = changes.flatMap(({ recordIds }) => (recordIds === 'all' ? [] : recordIds));
    const before = changes.some(({ entity }) => entity === 'Opportunity')
      ? await this.#parts.inbox.lastSeen(ids)
      : new Map<string, string | null>();
    const work: WorkItem[] = [];
    const events = [];
    const seen: { record: Id; field: string; value: string | null }[] = [];
    for (const change of changes) {
      events.push(
        ...eventsOf(change, (record, field) =>
          differing(before.get(`${record}.${rememberedAs[field]}`), change.fields?.[field]),
        ),
      );
      seen.push(...nowSeen(change));
      for (const { record, field, value } of nowSeen(change)) before.set(`${record}.${field}`, value);
      if (this.#isOwn(change)) continue;
      const { items, resolve, reconcile } = workFor(change, ownClient);
      work.push(...items);
      for (const lookup of resolve) work.push(...(await this.#resolve(lookup)));
      for (const { entity, since } of reconcile) work.push(...(await this.#changedSince(entity, since)));
    }
    return { events, work, seen };
  }

  /** Polling does not tell which client wrote; what only the service itself writes so it has just looked at. */
  #isOwn({ entity, changeType, by }: Change): boolean {
    const own = entity === 'Channel_Conflict__c' || entity === 'Rebate_Entry__c';
    return own && changeType === 'MODIFIED' && by === this.#parts.org.connection.userId;
  }

  async #resolve({ entity, ids, deleted }: Lookup): Promise<WorkItem[]> {
    const { org } = this.#parts;
    if (entity !== 'Account') {
      const [deals, partners] = await Promise.all([
        this.#poller.dealsOf(entity, ids, deleted),
        this.#poller.partnersOf(entity, ids, deleted),
      ]);
      return [...deals.map(asDeal), ...partners.map(asPartner)];
    }
    const [deals, registrations] = await Promise.all([org.dealsOfAccounts(ids), org.registrationsAround(ids)]);
    // Those that are no partners are passed over when they are looked at.
    return [
      ...registrations.map((id): WorkItem => ({ kind: 'registration', id })),
      ...deals.map(asDeal),
      ...ids.map(asPartner),
    ];
  }

  /** What may have been missed is read from the records; where not even the time is known, all of them are looked at. */
  async #missed({ entities, since, reason }: Gap): Promise<WorkItem[]> {
    const { org, log, clock } = this.#parts;
    log.warn({ entities, since, reason }, 'changes may be missing: reading the records instead');
    if (since === null && !this.#readsAll) return [];
    if (since === null) {
      const work: WorkItem[] = [];
      for await (const ids of org.registrationsInScope())
        work.push(...ids.map((id): WorkItem => ({ kind: 'registration', id })));
      for await (const ids of org.dealsInScope(clock.now())) work.push(...ids.map(asDeal));
      for await (const ids of org.partnersInScope()) work.push(...ids.map(asPartner));
      return work;
    }
    const work = await Promise.all(
      (entities ?? evented)
        .filter((entity) => org.capabilities.has(entity))
        .map((entity) => this.#changedSince(entity, since)),
    );
    return work.flat();
  }

  async #changedSince(entity: string, since: Instant): Promise<WorkItem[]> {
    const work: WorkItem[] = [];
    for await (const changes of changesSince(this.#poller, entity, since, this.#parts.clock.now())) {
      work.push(...(await this.#meaning(changes)).work);
    }
    return work;
  }

  lastChangeAt(): Instant | null {
    const seen = this.#intakes.flatMap((intake) =>
      intake.status().topics.flatMap(({ lastChangeAt }) => lastChangeAt ?? []),
    );
    return seen.length === 0 ? null : Math.max(...seen);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#intakes.map(async (intake) => intake.stop()));
  }
}

const asDeal = (id: Id): WorkItem => ({ kind: 'deal', id });
const asPartner = (id: Id): WorkItem => ({ kind: 'partner', id });

/** What was seen last is of no use as the old value where it is the new one already. */
function differing(before: string | null | undefined, now: unknown): string | null | undefined {
  return before === (now ?? null) ? undefined : before;
}

function nowSeen({ entity, fields, recordIds }: Change) {
  if (entity !== 'Opportunity' || fields === null || recordIds === 'all') return [];
  return Object.entries(rememberedAs).flatMap(([field, name]) => {
    const value = fields[field];
    if (value === undefined) return [];
    return recordIds.map((record) => ({ record, field: name, value: value === null ? null : String(value) }));
  });
}
