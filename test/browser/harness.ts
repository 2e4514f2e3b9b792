/** Tests in a browser, before the whole product: stand-in org, small vendor, service and preview. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Person } from '../preview/people.ts';
import { startWorld, type World } from '../preview/world.ts';
import { goTo, launch, personNamed, type OpenOptions } from './browser.ts';
import { findChromium, howToInstall } from './chromium.ts';

/** A tab of the browser. */
export interface Tab {
  page: Page;
  /** What the console and the page complained of since something was opened in it. */
  complaints: string[];
}

export interface InBrowser extends World {
  /** Opens a page, in a new tab or in the one that is given, and waits until nothing is loading. */
  open(options: OpenOptions, tab?: Tab): Promise<Tab>;
  person(key: string): Person;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What stands in Salesforce's own base components, by rule and element: not ours to mend. */
const ofBaseComponents: [rule: string, html: RegExp][] = [
  [
    'target-size',
    /^<button [^>]*class="slds-button slds-button_icon slds-button_icon-bare"[^>]*part="button button-icon"/,
  ],
];

/**
 * Without a Chromium the tests are skipped, in so many words.
 * @param tests is handed what stands there as soon as they run
 */
export function describeInBrowser(name: string, tests: (given: () => InBrowser) => void): void {
  if (findChromium() === null) {
    console.warn(`"${name}" is SKIPPED: no Chromium on this machine; ${howToInstall}`);
    describe.skip(`${name} (no Chromium on this machine)`, () => tests(() => undefined as never));
    return;
  }
  describe(name, () => {
    let browser: BrowserContext;
    let world: World;
    beforeAll(async () => {
      world = await startWorld({ opportunities: 150, seed: 'browser' });
      await world.preview.warmUp();
      browser = await launch();
    }, 300_000);
    afterAll(async () => {
      await browser?.browser()?.close();
      await world?.close();
    });
    tests(() => ({
      ...world,
      async open(options, tab) {
        const { page, complaints } = tab ?? (await newTab(browser));
        complaints.length = 0;
        await goTo(page, world.preview, options);
        return { page, complaints };
      },
      person: (key) => personNamed(world.preview, key),
    }));
  });
}

async function newTab(browser: BrowserContext): Promise<Tab> {
  const [page, complaints]: [Page, string[]] = [await browser.newPage(), []];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints };
}

/** What axe finds wrong for people who see, hear or move otherwise, a line each. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found =
    (await page.evaluate(`axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(rules)} }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html])))`)) as [id: string, html: string][];
  return found
    .filter(([id, html]) => !ofBaseComponents.some(([rule, element]) => rule === id && element.test(html)))
    .map(([id, html]) => `${id}: ${html.slice(0, 160)}`);
}

/** Pixels by which the page is wider than the window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - window.innerWidth');

/** Chooses an option of a combobox, by default the first. */
export async function choose(combobox: Locator, option?: string): Promise<void> {
  await combobox.getByRole('combobox').click();
  const options = combobox.getByRole('option', option === undefined ? {} : { name: option });
  await options.first().click();
}

/** The words in there, as soon as there are any, with plain spaces. */
export async function shown(place: Locator): Promise<string> {
  await place.getByText(/\S/).first().waitFor();
  return (await place.innerText()).replace(/\s+/g, ' ');
}
