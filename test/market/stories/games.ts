/** Double games: ways in which salespeople go around the partner who registered the deal. */
import { day, hour } from '../calendar.ts';
import type { Scene } from '../scene.ts';
import { registered, type Story } from './honest.ts';

/** The deal is moved past the gate inside the window and nobody has entered the partner. */
export const pastTheGate: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(20, 330));
  const mover = random.chance(0.3) ? scene.otherSalesperson(play.owner) : play.owner;
  const crossing = scene.after(clock, 2, 7);
  const due = vendor.calendar.workdaysLater(clock, 10);
  if (crossing >= due) throw new Error('the gate is passed before the due date in this story');
  play
    .stage('Needs Analysis', scene.after(clock, 0.3, 1))
    .stage('Value Proposition', crossing, mover)
    .contact(crossing + hour, 'Direct offer');
  scene.bypass({ opportunityId: play.id, pattern: 'not-engaged', personId: mover.id, since: crossing }, claim);
  play.course(crossing + 10 * day, random.whole(30, 70), random.chance(0.6), random, 4).finish();
};

/** The due date passes; the deal creeps on before the gate and the partner hears nothing. */
export const fellDue: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(35, 330));
  const due = vendor.calendar.workdaysLater(clock, 10);
  play.stage('Qualification', scene.after(clock, 1, 4));
  scene.bypass({ opportunityId: play.id, pattern: 'not-engaged', personId: play.owner.id, since: due }, claim);
  play.course(due + 5 * day, random.whole(40, 80), random.chance(0.6), random, 2).finish();
};

/** Engaged, then another partner is put in his place to press the price. */
export const otherPartnerInstead: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(45, 330));
  const at = scene.after(clock, 0.5, 4);
  const swap = scene.after(at, 8, 35);
  const by = random.chance(0.3) ? scene.otherSalesperson(play.owner) : play.owner;
  play
    .partner(claim.partner, at)
    .stage('Qualification', scene.after(at, 1, 3))
    .stage('Needs Analysis', scene.after(at, 4, 6));
  play.partner(scene.otherPartner(claim.partner), swap, by);
  scene.bypass({ opportunityId: play.id, pattern: 'replaced', personId: by.id, since: swap }, claim);
  play.course(swap + 3 * day, random.whole(20, 60), random.chance(0.7), random, 3).finish();
};

/** Engaged, then taken off: the vendor goes direct. */
export const takenOff: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(45, 330));
  const at = scene.after(clock, 0.5, 4);
  const off = scene.after(at, 8, 35);
  play
    .partner(claim.partner, at)
    .stage('Qualification', scene.after(at, 1, 3))
    .partner(null, off);
  scene.bypass({ opportunityId: play.id, pattern: 'replaced', personId: play.owner.id, since: off }, claim);
  play.course(off + 3 * day, random.whole(20, 60), random.chance(0.7), random, 2).finish();
};

/** Beside the engaged deal a colleague opens a second one for the same customer and product, without the partner. */
export const secondDeal: Story = (scene) => second(scene, scene.accountId);

/** The second deal stands on a new account of the same company, spelled in another way. */
export const secondDealRespelled: Story = (scene) =>
  second(scene, (at) => scene.account({ name: scene.respelledName(), bare: scene.random.chance(0.3), at }));

/** The second deal stands on a daughter company of the customer. */
export const secondDealBelow: Story = (scene) =>
  second(scene, (at) =>
    scene.account({
      name: `${scene.company.root} ${scene.random.pick(['Digital', 'Systems', 'Nord'])} ${scene.company.field}`,
      parentId: scene.accountId,
      at,
    }),
  );

function second(scene: Scene, account: string | ((at: number) => string)): void {
  const { random } = scene;
  const { claim, play, family, clock } = registered(scene, random.whole(50, 300));
  const at = scene.after(clock, 0.5, 4);
  play
    .partner(claim.partner, at)
    .course(at + 10 * day, random.whole(60, 110), false, random)
    .finish();
  const openedAt = scene.after(clock, 8, 40);
  const colleague = scene.otherSalesperson(play.owner);
  const accountId = typeof account === 'string' ? account : account(openedAt - hour);
  const shadow = scene.open(family, openedAt, {
    accountId,
    owner: colleague,
    name: `${scene.company.root} – ${family} direct`,
  });
  scene.bypass({ opportunityId: shadow.id, pattern: 'shadow', personId: colleague.id, since: openedAt }, claim);
  shadow.course(openedAt + day, random.whole(30, 70), random.chance(0.8), random).finish();
}
