/** Honest deals: the registered partner is engaged, sooner or later, in one way or another. */
import { day, hour } from '../calendar.ts';
import { registered, type Story } from './story.ts';

/** The partner is entered in the lookup within days, long before the gate, and says so himself more often than not. */
export const engagedInTime: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(6, 330));
  const at = scene.after(clock, 0.2, 5);
  play.partner(claim.partner, at).contact(at + hour, 'Joint call', claim.partner);
  if (random.chance(0.6)) scene.confirm(claim, scene.after(at, 0.5, 3));
  play.course(scene.after(at, 2), random.whole(30, 120), random.chance(0.5), random);
  if (random.chance(0.8)) scene.convert(claim, play);
  scene.duty(claim, play, at < vendor.asOf ? 'Engaged' : 'Pending');
  play.finish();
};

/** The partner is entered as a partner row, as teams do that were there before the lookup. */
export const engagedByRow: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(6, 330));
  const at = scene.after(clock, 0.2, 4);
  play.partnerRow(claim.partner, at).meeting(scene.after(at, 0.5, 2), 'Joint meeting', claim.partner);
  play.course(scene.after(at, 2), random.whole(30, 120), random.chance(0.5), random);
  scene.duty(claim, play, at < vendor.asOf ? 'Engaged' : 'Pending');
  play.finish();
};

/** Forgotten, then done on the last day before it was due. */
export const engagedAtTheLastMoment: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(25, 330));
  const at = vendor.calendar.workdaysLater(clock, 9) + hour;
  play.stage('Qualification', scene.after(clock, 1, 4)).partner(claim.partner, at);
  play.course(scene.after(at, 2), random.whole(30, 90), random.chance(0.5), random, 2);
  scene.duty(claim, play, 'Engaged');
  play.finish();
};

/** Entered after the due date, but with weeks left to work on the deal, and he confirms it: late, and cleared. */
export const engagedLate: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(60, 330));
  const at = vendor.calendar.workdaysLater(clock, random.whole(12, 16)) + hour;
  play.partner(claim.partner, at);
  scene.confirm(claim, scene.after(at, 0.5, 2));
  play.course(scene.after(at, 2), random.whole(30, 90), random.chance(0.5), random);
  scene.duty(claim, play, 'Engaged Late');
  play.finish();
};

/** The partner declined and the channel manager agreed before anything fell due. */
export const exempted: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(30, 330));
  const reason = random.pick(['Partner Declined', 'Partner Silent', 'Customer Letter']);
  scene.exempt(play.id, reason, scene.after(clock, 0.5, 4), play.owner);
  play.course(clock + 12 * day, random.whole(30, 90), random.chance(0.5), random);
  scene.duty(claim, play, 'Exempt');
  play.finish();
};

/** Somebody took the partner off by mistake and put him back within the hour. */
export const swapUndone: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(40, 330));
  const at = scene.after(clock, 0.5, 4);
  const moved = scene.after(at, 1, 3);
  const slip = scene.after(moved, 3, 15);
  const wrong = random.chance(0.5) ? scene.otherPartner(claim.partner) : null;
  play.partner(claim.partner, at).stage('Qualification', moved);
  play.partner(wrong, slip).partner(claim.partner, slip + random.whole(5, 55) * 60_000);
  play.course(scene.after(slip, 2), random.whole(30, 90), random.chance(0.5), random, 2);
  scene.duty(claim, play, 'Engaged');
  play.finish();
};

/** The partner moves from the lookup to a partner row, and the distributor who delivers takes the lookup. */
export const distributorBeside: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(40, 330));
  const at = scene.after(clock, 0.5, 4);
  const swap = scene.after(at, 5, 20);
  if (random.chance(0.5)) play.partner(claim.partner, at).partnerRow(claim.partner, swap - hour);
  else play.partnerRow(claim.partner, at);
  play.partner(random.pick(vendor.distributors), swap);
  play.course(scene.after(swap, 2), random.whole(30, 80), random.chance(0.5), random);
  scene.duty(claim, play, 'Engaged');
  play.finish();
};

/** The deal changes hands before the partner is entered; the new owner engages him in his first days. */
export const handedOver: Story = (scene) => {
  const { random, vendor } = scene;
  const { claim, play, clock } = registered(scene, random.whole(30, 330));
  const successor = scene.otherSalesperson(play.owner);
  const at = scene.after(clock, 1, 3);
  play.handTo(successor, at, vendor.managerOf(play.owner));
  const entered = scene.after(at, 1, 3);
  play.partner(claim.partner, entered);
  play.course(scene.after(entered, 2), random.whole(30, 90), random.chance(0.5), random);
  scene.duty(claim, play, 'Engaged');
  play.finish();
};

/** The vendor granted a second term with evidence of work; the partner is engaged throughout. */
export const extended: Story = (scene) => {
  const { random } = scene;
  const { claim, play, clock } = registered(scene, random.whole(110, 330), { extended: true });
  const at = scene.after(clock, 0.5, 4);
  play.partner(claim.partner, at);
  play.course(scene.after(at, 2), random.whole(110, 160), random.chance(0.6), random);
  scene.duty(claim, play, 'Engaged');
  play.finish();
};

/** Registered days ago; there is still time to engage. */
export const stillInTime: Story = (scene) => {
  const { claim, play } = registered(scene, scene.random.whole(6, 9));
  scene.duty(claim, play, 'Pending');
  play.finish();
};

/** Lost within days, before anybody had to do anything. */
export const lostEarly: Story = (scene) => {
  const { play, clock } = registered(scene, scene.random.whole(30, 330));
  play.stage('Closed Lost', scene.after(clock, 1, 6)).finish();
};
