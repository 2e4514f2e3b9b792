/** Every page, as everybody who has it, in two languages and two widths. */
import { expect, it } from '@jest/globals';
import { everyPage } from './browser.ts';
import { barriers, describeInBrowser, overflow, type Tab } from './harness.ts';

const pages = everyPage().flatMap(({ path, as }) => as.map((person) => [path, person] as const));

describeInBrowser('a page', (given) => {
  let tab: Tab | undefined;

  it.each(pages)(
    '%s for %s: no complaint, no barrier, nothing out of sight',
    async (path, as) => {
      for (const language of ['en', 'fr'] as const) {
        tab = await given().open({ as, path, language }, tab);
        const { page, complaints } = tab;
        for (const width of [1280, 390]) {
          await page.setViewportSize({ width, height: 900 });
          const found = { complaints, barriers: await barriers(page), overflow: await overflow(page) };
          expect({ language, width, ...found }).toEqual({ language, width, complaints: [], barriers: [], overflow: 0 });
        }
      }
    },
    180_000,
  );
});
