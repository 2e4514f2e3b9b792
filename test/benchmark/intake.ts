/** How fast change events come in: the service's own Pub/Sub client against the stand-in's event bus, on one machine. */
import type { Run } from '../../scripts/bench.ts';
import { openBusOrg, opportunity, until } from '../integration/events/bus-org.ts';
import { startReading } from '../integration/intake/reading.ts';

const backlog = 20_000;
const singles = 500;

export const run: Run = async (print) => {
  const org = await openBusOrg({ keepaliveSeconds: 0.2 });
  try {
    const { intake, store } = await startReading(org);
    await until(() => store.places.size > 0);
    await intake.stop();
    const before = store.changes().length;
    for (let n = 0; n < backlog; n += 200) {
      org.insert(
        'Opportunity',
        Array.from({ length: 200 }, (_, index) => opportunity(`Deal ${n + index}`)),
      );
    }
    const started = performance.now();
    let received = before;
    const reading = await startReading(org, {
      store,
      before: async ({ changes }) => void (received += changes.length),
    });
    await until(() => received === backlog);
    const seconds = (performance.now() - started) / 1000;
    print({ figure: 'events caught up a second', value: Math.round(backlog / seconds), events: backlog });
    await reading.intake.stop();
    print(await latency());
  } finally {
    await org.close();
  }
};

/** From the commit of one change to the sink. */
async function latency(): Promise<Record<string, string | number>> {
  const org = await openBusOrg({ keepaliveSeconds: 60 });
  const waits: number[] = [];
  let committed = 0;
  const { intake } = await startReading(org, {
    before: async ({ changes }) => void (changes.length > 0 && waits.push(performance.now() - committed)),
  });
  await until(() => org.bus.credit() > 0);
  for (let n = 0; n < singles; n++) {
    committed = performance.now();
    org.insert('Opportunity', [opportunity(`Deal ${n}`)]);
    while (waits.length <= n) await new Promise((resolve) => setImmediate(resolve));
  }
  await intake.stop();
  await org.close();
  waits.sort((a, b) => a - b);
  const at = (share: number) => Math.round((waits[Math.floor(waits.length * share)] ?? 0) * 100) / 100;
  return { figure: 'milliseconds from save to sink', median: at(0.5), p99: at(0.99), changes: singles };
}
