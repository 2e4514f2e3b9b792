/** The story that the product is about, told by the people in it, each before his own screen. */
import { expect, it } from '@jest/globals';
import { labels } from '../preview/build/sources.ts';
import { wordsOf } from '../preview/words.ts';
import { handOver, openDeal, type NewDeal } from './deal.ts';
import { barriers, choose, describeInBrowser, overflow, shown, type InBrowser, type Tab } from './harness.ts';

const told = {
  en: {
    customer: { name: 'Halvard Fisheries Inc', website: 'https://www.halvardfisheries.example', country: 'US' },
    margin: '€18,230.40',
    protectedDays: /89 days left|90 days left/,
    refused: /^A partner must be engaged before this deal moves on\./,
    engaged: 'Engaged',
    reason: 'Replaced while he was protected, and nobody told him.',
  },
  fr: {
    customer: { name: 'Chantiers Solvik SA', website: 'https://www.chantierssolvik.example', country: 'FR' },
    margin: '18 230,40 €',
    protectedDays: /89 jours|90 jours/,
    refused: /^Un partenaire doit être engagé avant que cette affaire n’avance\./,
    engaged: 'Engagé',
    reason: 'Remplacé pendant sa protection, sans que personne ne le lui dise.',
  },
};
type Told = keyof typeof told;
const stage = 'Negotiation/Review';

describeInBrowser('the story', (given) => {
  it.each<[Told, number]>([
    ['en', 1280],
    ['fr', 390],
  ])(
    'runs from the registration to the decision, in %s at %i pixels',
    async (language, width) => {
      const world = given();
      const story = storyOf(world, language, width, openDeal(world, 'salesperson-1', told[language].customer));
      await story.partnerRegisters();
      await story.salespersonIsRefusedEngagesAndPasses();
      await story.partnerConfirms();
      await story.anotherBringsSecondPartnerAndManagerDecides();
      await story.partnerSeesClockAndConfirmation();
    },
    300_000,
  );
});

function storyOf(world: InBrowser, language: Told, width: number, deal: NewDeal) {
  const label = (name: string) => labels(language)[`Fairlead_${name}`]!;
  const words = wordsOf[language];
  const says = told[language];
  const dealPage = `/lightning/r/Opportunity/${deal.id}/view`;
  const firm = (key: string) => world.person(key).firm!;
  const see = (as: string, path: string) => world.open({ as, path, language, width });
  const leave = async ({ page, complaints }: Tab, expected: string[] = []) => {
    expect(await barriers(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    expect(complaints).toEqual(expected);
    await page.close();
  };

  return {
    async partnerRegisters() {
      const opened = await see('partner-1', '/partner/register-a-deal');
      const form = opened.page.locator('c-registration-form');
      await form.getByRole('combobox', { name: label('Register_Customer'), exact: true }).fill(deal.customer);
      await form.getByLabel(label('Register_Website')).fill(deal.website);
      await form.getByText(deal.family, { exact: true }).click();
      await form.getByLabel(label('Register_Amount')).fill('54000');
      await form.getByLabel(label('Register_Closes_On')).fill(inSixtyDays(language, width));
      await opened.page.keyboard.press('Tab');
      await choose(form.locator('lightning-combobox', { hasText: label('Register_Role') }));
      // Before anything is sent.
      expect(await shown(form.locator('c-partner-margin [data-id="margin"]'))).toContain(says.margin);
      await form.getByRole('button', { name: label('Register_Submit'), exact: true }).click();
      const verdict = opened.page.locator('c-registration-verdict');
      await verdict.locator('[data-status="Approved"]').waitFor();
      expect(await shown(verdict.locator('[data-id="clock"]'))).toMatch(says.protectedDays);
      await leave(opened);
    },

    async salespersonIsRefusedEngagesAndPasses() {
      const opened = await see('salesperson-1', dealPage);
      const panel = opened.page.locator('c-engagement-panel');
      const path = opened.page.locator('preview-path');
      const pass = async () => {
        await path.getByRole('button', { name: stage }).click();
        await path.getByRole('button', { name: words.markStage }).click();
      };
      await panel.locator('[data-id="gate"]', { hasText: firm('partner-1') }).waitFor();
      await pass();
      expect(await shown(path.locator('[data-id="problem"]'))).toMatch(says.refused);
      expect(await barriers(opened.page)).toEqual([]);
      const engage = label('Engagement_Engage').replace('{0}', firm('partner-1'));
      await panel.getByRole('button', { name: engage }).click();
      await panel.locator('[data-id="state"]').getByText(says.engaged, { exact: true }).waitFor();
      await pass();
      await path.locator('[aria-current="step"]', { hasText: stage }).waitFor();
      await leave(opened, ['Failed to load resource: the server responded with a status of 400 (Bad Request)']);
    },

    async partnerConfirms() {
      const opened = await see('partner-1', '/partner/my-deals');
      const card = opened.page.locator('c-registration-card', { hasText: deal.customer });
      await card.getByRole('button', { name: label('Deals_Confirm') }).click();
      await card.locator('[data-id="confirmation"]').waitFor();
      await leave(opened);
    },

    async anotherBringsSecondPartnerAndManagerDecides() {
      handOver(world, deal, 'salesperson-2');
      const sale = await see('salesperson-2', dealPage);
      const desk = await see('channel-manager', '/lightning/n/Fairlead_Conflict_Desk');
      const form = sale.page.locator('preview-edit-form');
      await choose(form.locator('lightning-combobox', { hasText: words.engagedPartner }), firm('partner-2'));
      await form.getByRole('button', { name: words.save }).click();
      await form.getByText(words.saved).waitFor();
      await leave(sale);

      // Nobody reloads the desk: it looks by itself.
      await desk.page.locator('[data-id="newest"]').click();
      await desk.page.locator('c-conflict-list button', { hasText: deal.customer }).click();
      const evidence = desk.page.locator('c-conflict-timeline[data-id="evidence"]');
      for (const name of [firm('partner-1'), firm('partner-2'), world.person('salesperson-2').name])
        await evidence.getByText(name).first().waitFor();
      expect(await barriers(desk.page)).toEqual([]);
      const decision = desk.page.locator('c-conflict-decision');
      await decision.getByText(label('Desk_Confirm'), { exact: true }).click();
      await decision.getByLabel(label('Desk_Reason')).fill(says.reason);
      await decision.getByRole('button', { name: label('Desk_Decide'), exact: true }).click();
      await decision.locator('[data-id="done"]').getByText(label('Desk_Saved')).waitFor();
      await leave(desk);
    },

    async partnerSeesClockAndConfirmation() {
      const opened = await see('partner-1', '/partner/my-deals');
      const card = opened.page.locator('c-registration-card', { hasText: deal.customer });
      expect(await shown(card.locator('[data-id="clock"]'))).toMatch(says.protectedDays);
      expect(await shown(card.locator('[data-id="confirmation"]'))).toMatch(/\d/);
      expect(await opened.page.locator('main').innerHTML()).not.toContain(firm('partner-2'));
      await leave(opened);
    },
  };
}

/** As the date field is typed into: natively on a phone, in the locale's short form elsewhere. */
function inSixtyDays(language: Told, width: number): string {
  const date = new Date(Date.now() + 60 * 86_400_000);
  if (width < 768) return date.toISOString().slice(0, 10);
  const short = { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language, short).format(date);
}
