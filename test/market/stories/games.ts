/** Double games: ways in which salespeople go around the partner who registered the deal. */
import { dateOf, day, hour } from '../calendar.ts';
import type { Scene } from '../scene.ts';
import { registered, type Story } from './story.ts';

/** The deal is moved past the gate inside the window and nobody has entered the partner. */
export const pastTheGate: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(20, 330));
  const mover = random.chance(0.3) ? scene.otherSalesperson(play.owner) : play.owner;
  const needs = scene.after(clock, 0.3, 1);
  const crossing = scene.after(needs, 1, 5);
  play
    .stage('Needs Analysis', needs)
    .stage('Value Proposition', crossing, mover)
    .contact(crossing + hour, 'Direct offer');
  scene.bypass({ opportunityId: play.id, pattern: 'not-engaged', personId: mover.id, since: crossing }, claim);
  play.course(crossing + 10 * day, random.whole(30, 70), random.chance(0.6), random, 4);
  scene.duty(claim, play, 'Overdue');
  play.finish();
};

/** Opened and won within days, before anybody would ask for the partner. */
export const wonAtOnce: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(20, 330));
  const won = scene.after(clock, 2, 6);
  play.contact(scene.after(clock, 0.3, 1), 'Call').stage('Closed Won', won);
  scene.bypass({ opportunityId: play.id, pattern: 'not-engaged', personId: play.owner.id, since: won }, claim);
  play.finish();
};

/** The due date passes; the deal creeps on before the gate and the partner hears nothing. */
export const fellDue: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(35, 330));
  const due = vendor.calendar.workdaysLater(clock, 10);
  play.stage('Qualification', scene.after(clock, 1, 4));
  scene.bypass({ opportunityId: play.id, pattern: 'not-engaged', personId: play.owner.id, since: due }, claim);
  play.course(due + 5 * day, random.whole(40, 80), random.chance(0.6), random, 2);
  scene.duty(claim, play, 'Overdue');
  play.finish();
};

/** Engaged, then another partner is put in his place to press the price. */
export const otherPartnerInstead: Story = (scene) => takenAway(scene, (by) => scene.otherPartner(by));

/** Engaged, then taken off: the vendor goes direct. */
export const takenOff: Story = (scene) => takenAway(scene, () => null);

function takenAway(
  scene: Scene,
  successorOf: (partner: ReturnType<Scene['otherPartner']>) => ReturnType<Scene['otherPartner']> | null,
): void {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(55, 330));
  const at = scene.after(clock, 0.5, 4);
  const first = scene.after(at, 1, 3);
  const then = scene.after(first, 2, 4);
  const off = scene.after(then, 4, 28);
  const by = random.chance(0.3) ? scene.otherSalesperson(play.owner) : play.owner;
  play.partner(claim.partner, at).stage('Qualification', first).stage('Needs Analysis', then);
  play.partner(successorOf(claim.partner), off, by);
  scene.bypass({ opportunityId: play.id, pattern: 'replaced', personId: by.id, since: off }, claim);
  play.course(scene.after(off, 3), random.whole(20, 60), random.chance(0.7), random, 3).finish();
}

/** Beside the engaged deal a colleague opens a second one for the same customer and product, without the partner. */
export const secondDeal: Story = (scene) => second(scene, () => scene.accountId);

/** The second deal stands on a new account of the same company, spelled in another way. */
export const secondDealRespelled: Story = (scene) =>
  second(scene, (at) => scene.account({ name: scene.respelledName(), bare: scene.random.chance(0.3), at }));

/** The second deal stands on a daughter company of the customer. */
export const secondDealBelow: Story = (scene) =>
  second(scene, (at) => {
    const name = `${scene.company.root} ${scene.random.pick(['Digital', 'Systems', 'Nord'])} ${scene.company.field}`;
    return scene.account({ name, parentId: scene.accountId, at });
  });

/** The partner's deal is given up as lost, and a colleague opens the same deal anew inside the window. */
export const reopenedWithoutHim: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock, family } = registered(scene, random.whole(60, 300));
  const at = scene.after(clock, 0.5, 4);
  const moved = scene.after(at, 2, 4);
  const lost = scene.after(moved, 3, 15);
  play.fixPrice().partner(claim.partner, at).stage('Qualification', moved).stage('Closed Lost', lost).finish();
  shadowOf(scene, { claim, play, family }, scene.after(lost, 2, 20), scene.accountId);
};

function second(scene: Scene, accountAt: (at: number) => string): void {
  const { random } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(50, 300));
  const at = scene.after(clock, 0.5, 4);
  play.fixPrice().partner(claim.partner, at);
  play.course(scene.after(at, 10), random.whole(60, 110), false, random).finish();
  const openedAt = scene.after(clock, 8, 40);
  shadowOf(scene, { claim, play, family }, openedAt, accountAt(openedAt - hour));
}

/** The same products again at the same price, without the partner. */
function shadowOf(
  scene: Scene,
  { claim, play, family }: Pick<ReturnType<typeof registered>, 'claim' | 'play' | 'family'>,
  openedAt: number,
  accountId: string,
): void {
  const { random } = scene;
  const colleague = scene.otherSalesperson(play.openedBy, play.owner);
  const shadow = secondOf(scene, { play, family }, { at: openedAt, accountId, owner: colleague });
  scene.bypass({ opportunityId: shadow.id, pattern: 'shadow', personId: colleague.id, since: openedAt }, claim);
  shadow.course(scene.after(openedAt, 1), random.whole(30, 70), random.chance(0.8), random).finish();
}

function secondOf(
  scene: Scene,
  { play, family }: Pick<ReturnType<typeof registered>, 'play' | 'family'>,
  given: { at: number; accountId: string; owner: ReturnType<Scene['otherSalesperson']> },
) {
  const name = `${scene.company.root} – ${family}${scene.random.chance(0.5) ? ' direct' : ''}`;
  const { at, ...rest } = given;
  return scene.open(family, at, { ...rest, name, products: [...play.lines] }).fixPrice();
}

/** The partner has his offer; a colleague opens a second deal and quotes the same products cheaper. */
export const quotedCheaper: Story = (scene) => {
  const { random } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(95, 320));
  const at = scene.after(clock, 0.5, 4);
  const his = random.pick([0.05, 0.1, 0.15]);
  const offered = scene.after(at, 4, 10);
  play.fixPrice().partner(claim.partner, at).quote(his, offered);
  play.course(scene.after(at, 10), random.whole(60, 110), false, random).finish();
  const colleague = scene.otherSalesperson(play.openedBy, play.owner);
  const openedAt = scene.after(offered, 2, 20);
  const second = secondOf(scene, { play, family }, { at: openedAt, accountId: scene.accountId, owner: colleague });
  const since = scene.after(openedAt, 3, 12);
  const aspects = ['shadow' as const];
  second.quote(his + random.pick([0.03, 0.06, 0.12]), since, colleague);
  scene.bypass({ opportunityId: second.id, pattern: 'undercut', personId: colleague.id, since, aspects }, claim);
  second.course(scene.after(openedAt, 1), random.whole(30, 70), random.chance(0.8), random).finish();
};

/** Given up as lost in the last weeks of the protection, and opened anew soon after its end, without the partner. */
export const waitedOut: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(150, 330));
  const at = scene.after(clock, 0.5, 4);
  const moved = scene.after(at, 5, 20);
  const parked = vendor.calendar.inOffice(claim.until - random.whole(4, 26) * day, random);
  const by = random.chance(0.3) ? scene.otherSalesperson(play.owner) : play.owner;
  play.fixPrice().partner(claim.partner, at).stage('Qualification', moved).stage('Closed Lost', parked, by).finish();
  const again = scene.after(claim.until, 2, 38);
  const owner = random.chance(0.5) ? play.owner : scene.otherSalesperson(play.owner);
  const revived = secondOf(scene, { play, family }, { at: again, accountId: scene.accountId, owner });
  scene.bypass({ opportunityId: revived.id, pattern: 'waiting-out', personId: by.id, since: again }, claim);
  revived.course(scene.after(again, 1), random.whole(30, 70), random.chance(0.8), random).finish();
};

/** Pushed beyond the end; after it the partner is taken off and the deal goes on. */
export const pushedBeyondTheEnd: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(150, 330));
  const at = scene.after(clock, 0.5, 4);
  const moved = scene.after(at, 5, 20);
  const before = dateOf(claim.until - random.whole(2, 8) * day);
  const parked = vendor.calendar.inOffice(claim.until - random.whole(10, 26) * day, random);
  play
    .partner(claim.partner, at)
    .stage('Qualification', moved)
    .push(before, moved + hour);
  play.push(dateOf(claim.until + random.whole(20, 60) * day), parked);
  const off = scene.after(claim.until, 2, 10);
  const again = scene.after(off, 2, 20);
  play.partner(null, off).stage('Needs Analysis', again);
  scene.bypass({ opportunityId: play.id, pattern: 'waiting-out', personId: play.owner.id, since: again }, claim);
  play.course(scene.after(again, 2), random.whole(20, 50), random.chance(0.8), random, 3).finish();
};

/** The claim came in, a salesperson had the customer made a named account, and for that it was rejected. */
export const taggedAfterwards: Story = (scene) => {
  const { random, vendor } = scene;
  const last = vendor.families.at(-1);
  const family = random.pick(vendor.families.filter((each) => each !== last));
  const submittedAt = scene.ago(random.whole(40, 320));
  const openedAt = scene.after(submittedAt, 0.3, 2);
  const play = scene.open(family, openedAt);
  const by = random.chance(0.5) ? play.owner : vendor.managerOf(play.owner);
  const reason = random.pick(['the customer is a named account', 'house account', 'named account, handled direct']);
  const partner = random.pick(vendor.partners);
  const amount = Math.round(play.amount * random.between(0.8, 1.4));
  const claim = scene.claim({ partner, family, submittedAt, status: 'Rejected', reason, amount });
  const since = Math.floor((submittedAt + (claim.approvedAt - submittedAt) / 2) / 1000) * 1000;
  scene.nameAccount(since, by);
  scene.bypass({ opportunityId: play.id, pattern: 'named-account', personId: by.id, since }, claim);
  const from = Math.max(openedAt, claim.approvedAt);
  play.course(scene.after(from, 1), random.whole(30, 90), random.chance(0.7), random).finish();
};

/** The vendor does the work alone; the partner is entered in the last days, for the look of it. */
export const enteredForTheLook: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(100, 330));
  const needs = scene.after(clock, 0.3, 1);
  const crossing = scene.after(needs, 1, 5);
  play.contact(scene.after(clock, 0.2, 0.4), 'First meeting').stage('Needs Analysis', needs);
  play.stage('Value Proposition', crossing).contact(crossing + hour, 'Workshop');
  const negotiated = scene.after(crossing, 18, 35);
  const won = scene.after(negotiated, 14, 22);
  play.stage('Proposal/Price Quote', negotiated).contact(negotiated + hour, 'Negotiation');
  play.partner(claim.partner, won - random.whole(1, 5) * day).stage('Closed Won', won);
  const aspects = ['not-engaged' as const];
  const since = won - hour;
  scene.bypass({ opportunityId: play.id, pattern: 'late-on-paper', personId: play.owner.id, since, aspects }, claim);
  play.finish();
};
