/** An intake on the stand-in's bus, with a store that keeps batch and place together as the service's does. */
import type { Change, ChangeBatch, Cursor, Gap } from '../../../sync-service/intake/intake.ts';
import { PubSubIntake, type PubSubOptions } from '../../../sync-service/intake/pubsub.ts';
import { instanceUrl, until, type BusOrg } from '../events/bus-org.ts';

export const channel = '/data/Fairlead__chn';

export class KeepingStore {
  readonly batches: ChangeBatch[] = [];
  readonly places = new Map<string, string>();

  keep(batch: ChangeBatch): void {
    this.batches.push(batch);
    for (const { topic, position } of batch.cursor) this.places.set(topic, position);
  }

  cursor(): Cursor | null {
    return this.places.size === 0 ? null : [...this.places].map(([topic, position]) => ({ topic, position }));
  }

  changes(): Change[] {
    return this.batches.flatMap((batch) => batch.changes);
  }

  gaps(): Gap[] {
    return this.batches.flatMap((batch) => batch.gaps);
  }

  /** Names of the records in the order in which they came. */
  names(): unknown[] {
    return this.changes().map(({ fields }) => fields?.['Name']);
  }
}

export interface Reading {
  intake: PubSubIntake;
  store: KeepingStore;
}

export function intakeOn(org: BusOrg, options: Partial<PubSubOptions> = {}): PubSubIntake {
  return new PubSubIntake({
    endpoint: org.bus.endpoint,
    tls: false,
    token: async () => ({ accessToken: 'admin', instanceUrl, tenantId: org.seeded.organizationId }),
    channel,
    entities: ['Opportunity', 'Account'],
    now: () => org.clock.now,
    backoff: { firstMs: 10, longestMs: 50 },
    ...options,
  });
}

/** Starts reading and waits until the stream is open. `before` runs ahead of keeping a batch: what it throws, the sink throws. */
export async function startReading(
  org: BusOrg,
  {
    store = new KeepingStore(),
    before,
    ...options
  }: Partial<PubSubOptions> & { store?: KeepingStore; before?: (batch: ChangeBatch) => Promise<void> } = {},
): Promise<Reading> {
  const intake = intakeOn(org, options);
  const streams = org.bus.counts.streams;
  await intake.start(async (batch) => {
    await before?.(batch);
    store.keep(batch);
  }, store.cursor());
  await until(() => org.bus.counts.streams > streams);
  return { intake, store };
}
