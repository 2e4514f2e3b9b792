/**
 * The panels in a browser, for those who work on them: a stand-in org with a small made-up vendor, the service and the
 * preview, without the figures of `npm start`. Components are built anew when their files change; reload the page.
 *
 *   npm run preview                      at http://127.0.0.1:4747
 *   npm run preview -- --port N --opportunities N --seed TEXT
 */
import { parseArgs } from 'node:util';
import { startWorld } from '../test/preview/world.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4747' },
    opportunities: { type: 'string', default: '300' },
    seed: { type: 'string', default: 'fairlead' },
  },
});
const world = await startWorld({
  port: Number(values.port),
  opportunities: Number(values.opportunities),
  seed: values.seed,
});
const { url, people } = world.preview;
for (const { key, kind, name, firm, dealId } of people) {
  const page = kind === 'partner' ? '/partner' : dealId === null ? '/' : `/lightning/r/Opportunity/${dealId}/view`;
  console.log(`${kind.padEnd(16)} ${name.padEnd(24)} ${url}${page}?as=${key}${firm === null ? '' : `  (${firm})`}`);
}
console.log(`any component    ${url}/component/engagementPanel?recordId=${people[0]?.dealId ?? ''}`);
world.preview.warmUp().then(
  () => console.log('components are built; Ctrl-C ends'),
  (error: unknown) => console.error(error instanceof Error ? error.message : error),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void world.close().then(() => process.exit(0)));
