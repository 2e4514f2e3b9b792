/** Double games: ways in which salespeople go around the partner who registered the deal. */
import { day, hour } from '../calendar.ts';
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
  play.partner(claim.partner, at).stage('Qualification', moved).stage('Closed Lost', lost).finish();
  shadowOf(scene, { claim, play, family }, scene.after(lost, 2, 20), scene.accountId);
};

function second(scene: Scene, accountAt: (at: number) => string): void {
  const { random } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(50, 300));
  const at = scene.after(clock, 0.5, 4);
  play.partner(claim.partner, at);
  play.course(scene.after(at, 10), random.whole(60, 110), false, random).finish();
  const openedAt = scene.after(clock, 8, 40);
  shadowOf(scene, { claim, play, family }, openedAt, accountAt(openedAt - hour));
}

/** The same products again, mostly, a little cheaper, without the partner. */
function shadowOf(
  scene: Scene,
  { claim, play, family }: Pick<ReturnType<typeof registered>, 'claim' | 'play' | 'family'>,
  openedAt: number,
  accountId: string,
): void {
  const { random } = scene;
  const colleague = scene.otherSalesperson(play.openedBy, play.owner);
  const products = play.lines.map((line) => ({ ...line, discount: random.pick([0.1, 0.15, 0.2]) }));
  const name = `${scene.company.root} – ${family}${random.chance(0.5) ? ' direct' : ''}`;
  const shadow = scene.open(family, openedAt, { accountId, owner: colleague, name, products });
  scene.bypass({ opportunityId: shadow.id, pattern: 'shadow', personId: colleague.id, since: openedAt }, claim);
  shadow.course(scene.after(openedAt, 1), random.whole(30, 70), random.chance(0.8), random).finish();
}
