import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Instant } from '../domain/time.ts';
import type { Reviewed } from '../ports.ts';

export interface Metrics {
  registry: Registry;
  reviewed(batch: Reviewed): void;
  /** Changes taken in: how many, and how long ago the oldest of them was committed in the org. */
  takenIn(changes: number, lagMilliseconds: number): void;
}

/** What is asked for at the moment Prometheus reads. */
export interface Gauges {
  depth(): Promise<number>;
  deadLetters(): Promise<number>;
  ready(): boolean;
  lastChangeAt(): Instant | null;
  apiCalls(): Record<string, number>;
}

export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const reviews = new Counter({
    name: 'fairlead_reviews_total',
    help: 'Deals and registrations looked at, by kind and outcome',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const records = new Counter({
    name: 'fairlead_records_written_total',
    help: 'Records written to the org',
    registers,
  });
  const calls = new Counter({ name: 'fairlead_write_calls_total', help: 'API calls that wrote', registers });
  const failures = new Counter({
    name: 'fairlead_write_failures_total',
    help: 'Records that could not be written, by object and status code',
    labelNames: ['object', 'code'],
    registers,
  });
  const seconds = new Histogram({
    name: 'fairlead_batch_seconds',
    help: 'Time from taking a batch in hand to its last write',
    buckets: [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
    registers,
  });
  const changesIn = new Counter({ name: 'fairlead_changes_total', help: 'Changes taken in', registers });
  const lag = new Histogram({
    name: 'fairlead_intake_lag_seconds',
    help: 'Age of the oldest change of a batch when it was taken in',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120, 600, 3600],
    registers,
  });
  asked(registers, 'fairlead_jobs', 'Deals and registrations waiting or in hand', gauges.depth);
  asked(registers, 'fairlead_dead_letters', 'Items that cannot be handled as they are', gauges.deadLetters);
  asked(registers, 'fairlead_ready', '1 when the service can do its work', async () => (gauges.ready() ? 1 : 0));
  asked(
    registers,
    'fairlead_last_change_timestamp_seconds',
    'When the newest change taken in was committed',
    async () => {
      const at = gauges.lastChangeAt();
      return at === null ? Number.NaN : at / 1000;
    },
  );
  new Gauge({
    name: 'fairlead_api_calls',
    help: 'Calls made to the org since the start, by kind',
    labelNames: ['kind'],
    registers,
    collect() {
      for (const [kind, count] of Object.entries(gauges.apiCalls())) this.set({ kind }, count);
    },
  });
  return {
    registry,
    reviewed({ outcomes, written, milliseconds }) {
      for (const { item, kind } of outcomes) reviews.inc({ kind: item.kind, outcome: kind });
      records.inc(written.written);
      calls.inc(written.calls);
      for (const { object, code } of written.failures) failures.inc({ object, code });
      seconds.observe(milliseconds / 1000);
    },
    takenIn(changes, lagMilliseconds) {
      changesIn.inc(changes);
      lag.observe(Math.max(0, lagMilliseconds) / 1000);
    },
  };
}

function asked(registers: Registry[], name: string, help: string, value: () => Promise<number>): void {
  new Gauge({
    name,
    help,
    registers,
    async collect() {
      this.set(await value());
    },
  });
}
