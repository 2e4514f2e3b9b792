/** A browser before the preview: pages as the people in it. */
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { languages, type Language } from '../preview/build/sources.ts';
import { portalPages, readApp } from '../preview/pages.ts';
import type { Person } from '../preview/people.ts';
import type { Preview } from '../preview/server.ts';
import { findChromium, howToInstall } from './chromium.ts';

export interface OpenOptions {
  /** Key of the person: `salesperson-1`, `channel-manager`, `partner-2`. */
  as: string;
  /** Path within the preview; default: where that person begins. */
  path?: string;
  language?: Language;
  width?: number;
}

/**
 * A browser with one cache for all its pages. Throws where there is no Chromium on this
 * machine.
 */
export async function launch(): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`no Chromium: ${howToInstall}`);
  // Chromium's sandbox does not work for root, and its shared memory not in every container.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const context = await browser.newContext();
  // A machine that does much else at once answers late.
  context.setDefaultTimeout(90_000);
  return context;
}

/** Opens a page of the preview in a tab of its own and waits until nothing is loading. */
export async function openPage(browser: BrowserContext, preview: Preview, options: OpenOptions): Promise<Page> {
  const page = await browser.newPage();
  await goTo(page, preview, options);
  return page;
}

/** The same in a tab that is there, which is several times as quick. */
export async function goTo(
  page: Page,
  preview: Preview,
  { as, path, language = languages[0], width = 1280 }: OpenOptions,
): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.goto(addressOf(preview, { as, path, language }), { waitUntil: 'networkidle' });
  await page.locator('lightning-spinner').first().waitFor({ state: 'detached' });
}

export function addressOf(
  preview: Preview,
  { as, path, language }: { as: string; path: string | undefined; language: Language },
): string {
  const start = personNamed(preview, as).kind === 'partner' ? '/partner' : '/';
  const url = new URL(path ?? start, preview.url);
  url.searchParams.set('as', as);
  url.searchParams.set('language', language);
  return url.href;
}

/** Throws where the preview has nobody of that key. */
export function personNamed({ people }: Preview, key: string): Person {
  const person = people.find((each) => each.key === key);
  if (person === undefined) throw new Error(`the preview has no ${key}; it has ${people.map((p) => p.key).join(', ')}`);
  return person;
}

/** Every page there is, and who has it. */
export function everyPage(): { path: string; as: string[] }[] {
  const salespeople = ['salesperson-1', 'salesperson-2', 'salesperson-3'];
  const tabs = [
    ...tabsWith('Fairlead_Salesperson').map((path) => ({ path, as: salespeople })),
    ...tabsWith('Fairlead_Channel_Manager').map((path) => ({ path, as: ['channel-manager'] })),
  ];
  return [
    { path: '/', as: salespeople },
    ...[...Map.groupBy(tabs, ({ path }) => path)].map(([path, those]) => ({ path, as: those.flatMap(({ as }) => as) })),
    ...portalPages('en').map(({ address }) => ({ path: address, as: ['partner-1', 'partner-2'] })),
  ];
}

const tabsWith = (permissionSet: string) => readApp('en', [permissionSet]).tabs.map(({ address }) => address);
