/** Honest deals beside an engaged one: each looks like a way around the partner, and is none. */
import { day } from '../calendar.ts';
import type { Scene } from '../scene.ts';
import { engagedDeal, registered, type Registered, type Story } from './story.ts';

/** A second deal without the partner, opened days after the first. */
function second(
  scene: Scene,
  { play, clock }: Registered,
  given: { family: string; accountId?: string; name?: string; type?: string; from?: number },
): void {
  const { random } = scene;
  const { family, from, ...rest } = given;
  const openedAt = from ?? scene.after(clock, 6, 40);
  scene
    .open(family, openedAt, { owner: scene.otherSalesperson(play.owner), ...rest })
    .course(scene.after(openedAt, 1), random.whole(30, 90), random.chance(0.4), random)
    .finish();
}

/** The same customer buys something else that no claim covers. */
export const otherFamily: Story = (scene) => {
  const deal = engagedDeal(scene, scene.random.whole(40, 300));
  const { families } = scene.vendor;
  const others = families.filter((each) => each !== deal.family && each !== scene.otherOf(deal.family));
  second(scene, deal, { family: scene.random.pick(others) });
};

/** Another firm that is called alike, in another trade, buys the same product. */
export const similarName: Story = (scene) => {
  const { random, company } = scene;
  const deal = engagedDeal(scene, random.whole(40, 300));
  const trade = random.pick(['Holidays', 'Fitness', 'Jewellery', 'Nurseries']);
  const name = `${company.root} ${trade} ${random.pick(['GmbH', 'Ltd', 'SARL'])}`;
  const site = name.normalize('NFKD').replace(/[^\w]/g, '').toLowerCase();
  const accountId = scene.tables.add('Account', {
    Name: name,
    Website: `https://${site}.example`,
    BillingCountry: company.country,
    Type: 'Prospect',
    Named_Account__c: false,
    OwnerId: deal.play.owner.id,
  });
  second(scene, deal, { family: deal.family, accountId, name });
};

/** What the customer has is renewed by the vendor, as every year. */
export const renewal: Story = (scene) => {
  const deal = engagedDeal(scene, scene.random.whole(40, 300));
  const name = `${scene.company.root} – renewal`;
  second(scene, deal, { family: deal.family, type: 'Existing Customer - Renewal', name });
};

/** Protection ran out; much later the customer buys without the partner. */
export const afterTheWindow: Story = (scene) => {
  const deal = engagedDeal(scene, scene.random.whole(230, 330), 40);
  second(scene, deal, { family: deal.family, from: scene.after(deal.claim.until, 50, 90) });
};

/** A daughter company abroad buys for itself; the claim is for the country it names. */
export const otherCountry: Story = (scene) => {
  const { company, random } = scene;
  const deal = engagedDeal(scene, random.whole(40, 300));
  const country = company.country === 'ES' ? 'IT' : 'ES';
  const name = `${company.root} ${country === 'ES' ? 'Iberia' : 'Italia'}`;
  const accountId = scene.tables.add('Account', {
    Name: name,
    ParentId: scene.accountId,
    Website: `https://www.${company.website.split('.')[1]}.${country.toLowerCase()}`,
    BillingCountry: country,
    Type: 'Prospect',
    Named_Account__c: false,
    OwnerId: deal.play.owner.id,
  });
  second(scene, deal, { family: deal.family, accountId, name });
};

/** The vendor had a deal of his own for the same thing and was talking to the customer before the partner came. */
export const olderAndWorked: Story = (scene) => {
  const { random } = scene;
  const deal = engagedDeal(scene, random.whole(60, 300));
  const openedAt = scene.ago(
    Math.round((scene.vendor.asOf - deal.claim.submittedAt) / 86_400_000) + random.whole(15, 40),
  );
  const older = scene.open(deal.family, openedAt, { owner: scene.otherSalesperson(deal.play.owner) });
  older.contact(scene.after(openedAt, 1, 6), 'First meeting').stage('Qualification', scene.after(openedAt, 7, 9));
  older.course(scene.after(deal.clock, 5), random.whole(30, 60), random.chance(0.4), random, 2).finish();
};

/** Lost late in the window; the customer comes back after it, and the partner is on the new deal from the start. */
export const backWithHim: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock, family } = registered(scene, random.whole(150, 330));
  const at = scene.after(clock, 0.5, 4);
  const lost = vendor.calendar.inOffice(claim.until - random.whole(4, 26) * day, random);
  play
    .partner(claim.partner, at)
    .stage('Qualification', scene.after(at, 2, 6))
    .stage('Closed Lost', lost)
    .finish();
  const openedAt = scene.after(claim.until, 3, 30);
  const again = scene.open(family, openedAt, { owner: play.owner });
  const entered = scene.after(openedAt, 0.3, 1);
  again.partner(claim.partner, entered);
  again.course(scene.after(entered, 2), random.whole(30, 60), random.chance(0.5), random).finish();
};

/** The price falls in talks, and each offer is the partner's own. */
export const offeredCheaperToHim: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(60, 330));
  const at = scene.after(clock, 0.5, 4);
  const first = scene.after(at, 4, 10);
  play
    .fixPrice()
    .partner(claim.partner, at)
    .quote(0.05, first)
    .quote(0.15, scene.after(first, 5, 20));
  play.course(scene.after(at, 2), random.whole(40, 90), random.chance(0.5), random).finish();
};
