/** Takes a picture of every page of the preview into docs/screenshots, for docs/screens.md: `npm run screenshots`. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { everyPage, launch, openPage, personNamed } from '../test/browser/browser.ts';
import type { SaveOperation } from '../test/local-org/types.ts';
import type { Person } from '../test/preview/people.ts';
import { startWorld, type World } from '../test/preview/world.ts';

const folder = join(import.meta.dirname, '../docs/screenshots');
/** Pixels; what goes further down is left out. */
const tallest = { desktop: 1_500, phone: 1_400 };

/** What one does on a page before it shows what it is for. */
const steps: Record<string, (page: Page) => Promise<void>> = {
  'conflict-desk': async (page) => {
    await page.locator('c-conflict-list button').first().click();
    await page.locator('c-conflict-decision').waitFor();
  },
  'register-a-deal': async (page) => {
    await page.locator('c-suggest-input input').click();
    await page.locator('c-suggest-input [role="option"]').first().click();
    await page.locator('[data-name="families"] label').first().click();
    await page.locator('[data-name="amount"] input').fill('54000');
    await page.keyboard.press('Tab');
    await page.locator('c-partner-margin').waitFor();
  },
};
/** What people ask for before a page shows it. */
const before: Record<string, (world: World) => void> = {
  'conflict-desk': (world) => {
    const [salesperson, partner] = ['salesperson-1', 'partner-1'].map((key) => personNamed(world.preview, key));
    const reason = { Reason_Code__c: 'Tender', Reason__c: 'The tender was published before the registration came in.' };
    save(world, salesperson!, {
      ...{ kind: 'insert', object: 'Exemption_Request__c', values: { Opportunity__c: salesperson!.dealId, ...reason } },
    });
    const claim = world.org.records.database
      .prepare(
        `SELECT r."Id" AS id FROM "Deal_Registration__c" r JOIN "Account" a ON a."Id" = r."Partner__c"
         WHERE a."Name" = ? AND r."Status__c" = 'Approved' AND r."Extension_Requested_At__c" IS NULL
         ORDER BY r."Protected_Until__c"`,
      )
      .get(partner!.firm);
    const values = { Extension_Requested_At__c: new Date().toISOString() };
    save(world, partner!, { kind: 'update', object: 'Deal_Registration__c', id: String(claim?.['id']), values });
  },
};
/** Those of which there is a picture on a phone as well, in French. */
const onPhone = ['opportunity', 'my-deals'];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const world = await startWorld({ opportunities: 600, seed: 'fairlead' });
await world.preview.warmUp();
const browser = await launch();
for (const { path, as } of everyPage()) {
  const name = nameOf(path);
  before[name]?.(world);
  await take(name, as[0]!, path);
  if (onPhone.includes(name)) await take(name, as[0]!, path, true);
}
await take('question', 'salesperson-2', '/');
await browser.browser()!.close();
await world.close();

async function take(name: string, as: string, path: string, isPhone = false): Promise<void> {
  const given = isPhone ? ({ language: 'fr', width: 390 } as const) : ({ language: 'en', width: 1280 } as const);
  const page = await openPage(browser, world.preview, { as, path, ...given });
  await steps[name]?.(page);
  await page.waitForLoadState('networkidle');
  // A page is at least as tall as its window.
  await page.setViewportSize({ width: given.width, height: 300 });
  const long = await page.evaluate<number>('document.documentElement.scrollHeight');
  const height = Math.min(long, isPhone ? tallest.phone : tallest.desktop);
  await page.setViewportSize({ width: given.width, height });
  await page.evaluate('scrollTo(0, 0)');
  await page.waitForTimeout(300);
  const file = join(folder, isPhone ? `${name}-phone.png` : `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  await page.close();
  console.log(file);
}

function save({ org }: World, { userId }: Person, operation: SaveOperation): void {
  const [saved] = org.records.save({ userId, clientId: 'page' }, [operation], { allOrNone: true });
  if (saved?.success !== true) throw new Error(JSON.stringify(saved));
}

/** `/lightning/n/Fairlead_Conflict_Desk` is `conflict-desk`; where a salesperson begins is his opportunity. */
function nameOf(path: string): string {
  if (path === '/') return 'opportunity';
  if (path.endsWith('/list')) return 'opportunities';
  const last = path
    .split('/')
    .at(-1)!
    .replace(/^Fairlead_/, '');
  return last.replaceAll('_', '-').toLowerCase();
}
