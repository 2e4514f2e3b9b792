/** What happens on most deals: nobody goes around anybody, though it may look like it for a moment. */
import { day, hour } from '../calendar.ts';
import type { DealPlay } from '../play.ts';
import type { Claim, Scene } from '../scene.ts';

export type Story = (scene: Scene) => void;

/** The salesperson's own deal; no partner has registered it. */
export const unregistered: Story = (scene) => {
  const { random } = scene;
  const family = random.pick(scene.vendor.families);
  const at = scene.ago(random.whole(5, 360));
  const play = scene.open(family, at);
  play.course(at + day, random.whole(30, 150), random.chance(0.35), random).finish();
};

/** A claim and the deal that the salesperson opened for it, linked by the approval more often than not. */
export function registered(
  scene: Scene,
  daysAgo: number,
  linked = scene.random.chance(0.7),
): { claim: Claim; play: DealPlay; family: string; clock: number } {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families.filter((each) => each !== 'Services'));
  const submittedAt = scene.ago(daysAgo);
  const partner = random.pick(vendor.partners);
  const openedAt = scene.after(submittedAt, 0.3, 2.5);
  const play = scene.open(family, openedAt);
  const claim = scene.claim({
    partner,
    family,
    submittedAt,
    dealId: linked ? play.id : null,
    amount: Math.round(play.amount * random.between(0.8, 1.4)),
  });
  scene.protects(claim, play.id);
  return { claim, play, family, clock: Math.max(openedAt, claim.approvedAt) };
}

/** The partner is entered in the lookup within days, long before the gate. */
export const engagedInTime: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(3, 330));
  const at = scene.after(clock, 0.2, 6);
  play.partner(claim.partner, at).contact(at + hour, 'Joint call', claim.partner);
  play.course(at + 2 * day, random.whole(30, 120), random.chance(0.5), random).finish();
};

/** The partner is entered as a partner row, as teams do that were there before the lookup. */
export const engagedByRow: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(3, 330));
  const at = scene.after(clock, 0.2, 5);
  play
    .partnerRow(claim.partner, at)
    .course(at + 2 * day, random.whole(30, 120), random.chance(0.5), random)
    .finish();
};

/** Forgotten, then done on the last days before it was due. */
export const engagedAtTheLastMoment: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(25, 330));
  const at = vendor.calendar.workdaysLater(clock, 9) + hour;
  play.stage('Qualification', scene.after(clock, 1, 4)).partner(claim.partner, at);
  play.course(at + 2 * day, random.whole(30, 90), random.chance(0.5), random, 2).finish();
};

/** Entered after the due date, but with weeks left to work on the deal: late, and cleared. */
export const engagedLate: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(60, 330));
  const at = vendor.calendar.workdaysLater(clock, random.whole(12, 16)) + hour;
  play
    .partner(claim.partner, at)
    .course(at + 2 * day, random.whole(30, 90), random.chance(0.5), random)
    .finish();
};

/** The partner declined and the channel manager agreed before anything fell due. */
export const exempted: Story = (scene) => {
  const { random } = scene;
  const { play, clock } = registered(scene, random.whole(30, 330));
  scene.exempt(play.id, 'Partner Declined', scene.after(clock, 0.5, 4), play.owner);
  play.course(clock + 12 * day, random.whole(30, 90), random.chance(0.5), random).finish();
};

/** Beside the engaged deal the same customer buys something else that no claim covers. */
export const otherFamily: Story = (scene) => {
  const { random } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(40, 300));
  const at = scene.after(clock, 0.5, 5);
  play
    .partner(claim.partner, at)
    .course(at + 2 * day, random.whole(40, 100), random.chance(0.5), random)
    .finish();
  const other = random.pick(scene.vendor.families.filter((each) => each !== family && each !== scene.otherOf(family)));
  const openedAt = scene.after(clock, 6, 40);
  scene
    .open(other, openedAt, { owner: scene.otherSalesperson(play.owner) })
    .course(openedAt + day, random.whole(40, 90), random.chance(0.4), random)
    .finish();
};

/** Another firm that is called alike, in the same trade, buys the same product. */
export const similarName: Story = (scene) => {
  const { random, company } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(40, 300));
  const at = scene.after(clock, 0.5, 5);
  play
    .partner(claim.partner, at)
    .course(at + 2 * day, random.whole(40, 100), random.chance(0.5), random)
    .finish();
  const name = `${company.root} ${random.pick(['Holidays', 'Fitness', 'Jewellery', 'Nurseries'])} ${random.pick(['GmbH', 'Ltd', 'SARL'])}`;
  const accountId = scene.tables.add('Account', {
    Name: name,
    Website: `https://${name.normalize('NFKD').replace(/[^\w]/g, '').toLowerCase()}.example`,
    BillingCountry: company.country,
    Type: 'Prospect',
    Named_Account__c: false,
    OwnerId: play.owner.id,
  });
  const openedAt = scene.after(clock, 6, 40);
  scene
    .open(family, openedAt, { accountId, name, owner: scene.otherSalesperson(play.owner) })
    .course(openedAt + day, random.whole(40, 90), random.chance(0.4), random)
    .finish();
};

/** The vendor was in talks before the partner came: the claim was rejected for it, and the deal goes on direct. */
export const vendorAtWork: Story = (scene) => {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families);
  const at = scene.ago(random.whole(60, 330));
  const play = scene.open(family, at).contact(scene.after(at, 1, 3), 'First meeting');
  const submittedAt = scene.after(at, 6, 20);
  scene.claim({
    partner: random.pick(vendor.partners),
    family,
    submittedAt,
    status: 'Rejected',
    reason: 'the vendor was in contact with the customer before',
  });
  play.course(at + 25 * day, random.whole(30, 80), random.chance(0.4), random).finish();
};

/** The partner withdrew his claim before anything fell due. */
export const withdrawn: Story = (scene) => {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families);
  const submittedAt = scene.ago(random.whole(40, 330));
  const openedAt = scene.after(submittedAt, 0.5, 2);
  const play = scene.open(family, openedAt);
  const endedAt = vendor.calendar.workdaysLater(Math.max(openedAt, submittedAt + 2 * day), random.whole(2, 5));
  const claim = scene.claim({
    partner: random.pick(vendor.partners),
    family,
    submittedAt,
    dealId: play.id,
    status: 'Withdrawn',
    endedAt,
  });
  scene.protects(claim, play.id);
  play.course(endedAt + 2 * day, random.whole(30, 90), random.chance(0.4), random).finish();
};

/** Somebody took the partner off by mistake and put him back the same day. */
export const swapUndone: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(40, 330));
  const at = scene.after(clock, 0.5, 4);
  const slip = scene.after(at, 5, 20);
  play.partner(claim.partner, at).stage('Qualification', scene.after(at, 1, 3));
  play
    .partner(random.chance(0.5) ? scene.otherPartner(claim.partner) : null, slip)
    .partner(claim.partner, slip + random.whole(5, 55) * 60_000);
  play.course(slip + 2 * day, random.whole(30, 90), random.chance(0.5), random, 2).finish();
};

/** The distributor who delivers is entered in the lookup; the partner stays on the deal as a partner row. */
export const distributorBeside: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(40, 330));
  const at = scene.after(clock, 0.5, 4);
  play.partnerRow(claim.partner, at).partner(random.pick(vendor.distributors), scene.after(at, 5, 20));
  play.course(at + 25 * day, random.whole(30, 80), random.chance(0.5), random).finish();
};

/** What the customer has is renewed by the vendor, as every year. */
export const renewal: Story = (scene) => {
  const { random } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(40, 300));
  const at = scene.after(clock, 0.5, 5);
  play
    .partner(claim.partner, at)
    .course(at + 2 * day, random.whole(40, 100), random.chance(0.5), random)
    .finish();
  const openedAt = scene.after(clock, 6, 40);
  scene
    .open(family, openedAt, { type: 'Existing Customer - Renewal', name: `${scene.company.root} – renewal` })
    .course(openedAt + day, random.whole(20, 50), true, random)
    .finish();
};

/** Protection ran out; a month and more later the customer buys without the partner. */
export const afterTheWindow: Story = (scene) => {
  const { random } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(210, 330));
  const at = scene.after(clock, 0.5, 5);
  play
    .partner(claim.partner, at)
    .course(at + 2 * day, 60, false, random)
    .finish();
  const openedAt = scene.after(claim.until, 35, 80);
  scene
    .open(family, openedAt, { owner: scene.otherSalesperson(play.owner) })
    .course(openedAt + day, random.whole(30, 90), random.chance(0.4), random)
    .finish();
};

/** A daughter company abroad buys for itself; the claim is for the country it names. */
export const otherCountry: Story = (scene) => {
  const { random, company } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(40, 300));
  const at = scene.after(clock, 0.5, 5);
  play
    .partner(claim.partner, at)
    .course(at + 2 * day, random.whole(40, 100), random.chance(0.5), random)
    .finish();
  const country = company.country === 'ES' ? 'IT' : 'ES';
  const accountId = scene.account({ name: `${company.root} Iberia`, parentId: scene.accountId, country });
  const openedAt = scene.after(clock, 6, 40);
  scene
    .open(family, openedAt, { accountId, owner: scene.otherSalesperson(play.owner) })
    .course(openedAt + day, random.whole(30, 90), random.chance(0.4), random)
    .finish();
};

/** A second partner came later: his claim waits behind the first, who is engaged. */
export const queued: Story = (scene) => {
  const { random } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(20, 80));
  scene.claim({
    partner: scene.otherPartner(claim.partner),
    family,
    submittedAt: scene.after(claim.approvedAt, 2, 10),
    status: 'Queued',
    queuePosition: 1,
    reason: 'an earlier claim on the same deal came first',
  });
  const at = scene.after(clock, 0.5, 4);
  play
    .partner(claim.partner, at)
    .course(at + 12 * day, random.whole(60, 120), true, random)
    .finish();
};

/** Registered days ago; there is still time to engage. */
export const stillInTime: Story = (scene) => {
  const { random } = scene;
  const { play } = registered(scene, random.whole(3, 8));
  play.finish();
};

/** Submitted yesterday and not decided yet. */
export const undecided: Story = (scene) => {
  const { random, vendor } = scene;
  const submittedAt = vendor.asOf - Math.floor(random.between(1, 20) * 3600) * 1000;
  scene.claim({
    partner: random.pick(vendor.partners),
    family: random.pick(vendor.families),
    submittedAt,
    status: 'Submitted',
  });
};

/** Lost within days, before anybody had to do anything. */
export const lostEarly: Story = (scene) => {
  const { random } = scene;
  const { play, clock } = registered(scene, random.whole(30, 330));
  play.stage('Closed Lost', scene.after(clock, 1, 6)).finish();
};
