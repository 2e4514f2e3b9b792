/** What is asked for is answered: each before his own screen, and who asked reads the answer and its reason. */
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { labels, type Language } from '../preview/build/sources.ts';
import { barriers, choose, describeInBrowser, overflow, shown, type InBrowser } from './harness.ts';

type Verdict = 'Grant' | 'Refuse';
const reasons = {
  en: { of: 'The tender was published on Monday.', why: 'Two meetings with the customer are on record.' },
  fr: { of: 'L’appel d’offres a été publié lundi.', why: 'Deux réunions avec le client sont enregistrées.' },
};

describeInBrowser('a request', (given) => {
  it.each<[keyof typeof reasons, number, Verdict]>([
    ['fr', 390, 'Refuse'],
    ['en', 1280, 'Grant'],
  ])(
    'is asked, answered and read, in %s at %i pixels: %s',
    async (language, width, verdict) => {
      const world = given();
      const see = (as: string, path: string) => world.open({ as, path, language, width });
      const salesperson = await see('salesperson-1', '/');
      await askForExemption(salesperson.page, reasons[language].of);
      const partner = await see('partner-1', '/partner/my-deals');
      const customer = await askForExtension(partner.page);

      const desk = await see('channel-manager', '/lightning/n/Fairlead_Conflict_Desk');
      const rows = desk.page.locator('c-request-desk .request');
      for (const row of [rows.filter({ hasText: reasons[language].of }), rows.filter({ hasText: customer })]) {
        await row.locator('lightning-button button').first().click();
        const form = desk.page.locator('c-request-answer');
        await form.getByText(word(language, `Request_${verdict}`), { exact: true }).click();
        await form.locator('textarea').fill(reasons[language].why);
        // Typed last, and left only by the press of the button.
        if (verdict === 'Grant')
          await form
            .locator('lightning-input input')
            .fill(inFiveMonths({ year: 'numeric', month: 'numeric', day: 'numeric' }));
        expect(await barriers(desk.page)).toEqual([]);
        await form.locator('[data-id="save"] button').click();
        await form.waitFor({ state: 'detached' });
      }
      expect(await shown(desk.page.locator('c-request-desk [data-id="done"]'))).toContain(
        world.person('partner-1').firm,
      );
      expect([await overflow(desk.page), desk.complaints]).toEqual([0, []]);

      await reads(world, salesperson.page, 'c-engagement-panel [data-id="answer"]', reasons[language].why);
      await reads(world, partner.page, 'c-registration-verdict [data-id="extension-reason"]', reasons[language].why);
      const protectedUntil = partner.page.locator('c-registration-verdict', {
        hasText: inFiveMonths({ dateStyle: 'long' }),
      });
      expect(await protectedUntil.count()).toBe(verdict === 'Grant' ? 1 : 0);
      for (const { page, complaints } of [salesperson, partner]) {
        expect([await barriers(page), await overflow(page), complaints]).toEqual([[], 0, []]);
        await page.close();
      }
      await desk.page.close();
    },
    300_000,
  );
});

const inFiveMonths = (style: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en', { ...style, timeZone: 'UTC' }).format(Date.now() + 150 * 86_400_000);
const word = (language: Language, name: string) => labels(language)[`Fairlead_${name}`]!;

async function askForExemption(page: Page, why: string): Promise<void> {
  await page.locator('c-engagement-panel [data-id="ask"] button').click();
  const form = page.locator('c-exemption-form');
  await choose(form.locator('lightning-combobox'));
  await form.locator('textarea').fill(why);
  await form.locator('[data-id="send"] button').click();
  await page.locator('c-engagement-panel [data-id="request"]').waitFor();
}

/** For the first claim that has none yet; gives the customer. */
async function askForExtension(page: Page): Promise<string> {
  const cards = page.locator('c-registration-card');
  for (let index = 0; index < (await cards.count()); index++) {
    const card = cards.nth(index);
    await card.locator('.toggle').click();
    await card.locator('c-registration-verdict').waitFor();
    const extend = card.locator('[data-id="extend"] button');
    if ((await extend.count()) > 0) {
      await extend.click();
      await card.locator('[data-id="extend-yes"] button').click();
      await card.locator('[data-id="extension"]').waitFor();
      return card.locator('.toggle').innerText();
    }
    await card.locator('.toggle').click();
  }
  throw new Error('no claim can be extended');
}

/** Nobody reloads: the page looks by itself. */
async function reads(world: InBrowser, page: Page, place: string, why: string): Promise<void> {
  await world.service.idle();
  await page.locator(place, { hasText: why }).waitFor();
}
