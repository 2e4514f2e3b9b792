/**
 * Reads change events until it is killed. Each batch becomes one line of a file together with its place, so that both
 * are kept or neither. Arguments: endpoint, organisation id, file.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cursor } from '../../../sync-service/intake/intake.ts';
import { PubSubIntake } from '../../../sync-service/intake/pubsub.ts';
import { instanceUrl } from '../events/bus-org.ts';
import { channel } from './reading.ts';

const [endpoint = '', tenantId = '', file = ''] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
const cursors = lines.map((line) => (JSON.parse(line) as { cursor: Cursor }).cursor);
const intake = new PubSubIntake({
  endpoint,
  tls: false,
  token: async () => ({ accessToken: 'admin', instanceUrl, tenantId }),
  channel,
  entities: [],
  now: Date.now,
  backoff: { firstMs: 10, longestMs: 50 },
});
await intake.start(
  async ({ changes, cursor }) => {
    await pause(Math.random() * 8);
    if (cursor.length === 0) return;
    appendFileSync(file, `${JSON.stringify({ names: changes.map(({ fields }) => fields?.['Name']), cursor })}\n`);
  },
  cursors.at(-1) ?? null,
);
