/** How soon each page shows something useful, and how soon the margin beside a registration answers a key. */
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { Run } from '../../scripts/bench.ts';
import { everyPage, launch, openPage } from '../browser/browser.ts';
import type { Preview } from '../preview/server.ts';
import { startWorld } from '../preview/world.ts';

const visits = 7;
const keys = 100;

export const run: Run = async (print) => {
  const world = await startWorld({ opportunities: 600, seed: 'fairlead' });
  await world.preview.warmUp();
  const browser = await launch();
  await browser.addInitScript({ path: join(import.meta.dirname, 'pages-in-page.js') });
  for (const { path, as } of everyPage())
    print({
      figure: 'first useful paint',
      page: path,
      as: as[0]!,
      visits,
      ...(await paints(browser, world.preview, path, as[0]!)),
    });
  const form = await openPage(browser, world.preview, { as: 'partner-1', path: '/partner/register-a-deal' });
  print({ figure: 'what-if: from a key to the new margin on the page', keys, ...(await whatIfs(form)) });
  await browser.browser()!.close();
  await world.close();
};

/** The first visit, by which the vendor bundle comes into the browser's cache, does not count. */
async function paints(browser: BrowserContext, preview: Preview, path: string, as: string) {
  const page = await openPage(browser, preview, { as, path });
  const milliseconds: number[] = [];
  for (let i = 0; i < visits; i++) {
    await page.reload({ waitUntil: 'networkidle' });
    await page.waitForFunction('globalThis.useful');
    milliseconds.push(await page.evaluate<number>('useful'));
  }
  await page.close();
  return spread(milliseconds);
}

async function whatIfs(form: Page) {
  await form.locator('[data-name="families"] label').first().click();
  await form.locator('[data-name="amount"] input').fill('50000');
  await form.locator('c-partner-margin [data-id="margin"]').waitFor();
  const milliseconds: number[] = [];
  for (let i = 0; i < keys; i++) milliseconds.push(await form.evaluate<number>(`whatIf(${51_000 + i * 1_000})`));
  return spread(milliseconds);
}

function spread(milliseconds: number[]) {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)]! * 10) / 10;
  return { 'median ms': at(0.5), 'longest ms': at(1) };
}
