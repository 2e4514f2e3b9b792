/** Honest deals around claims that protect nothing: rejected, withdrawn, queued, undecided, never sent. */
import { dateOf, day } from '../calendar.ts';
import { engagedDeal, type Story } from './story.ts';

/** The salesperson's own deal; no partner has registered it. Now and then nobody has put products on it. */
export const unregistered: Story = (scene) => {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families);
  const at = scene.ago(random.whole(5, 360));
  const play = scene.open(family, at, random.chance(0.06) ? { products: [] } : {});
  play.course(scene.after(at, 1), random.whole(30, 150), random.chance(0.35), random).finish();
};

/** The vendor was in talks before the partner came: the claim was rejected for it, and the deal goes on direct. */
export const vendorAtWork: Story = (scene) => {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families);
  const at = scene.ago(random.whole(60, 330));
  const play = scene.open(family, at).contact(scene.after(at, 1, 3), 'First meeting');
  const submittedAt = scene.after(at, 7, 20);
  const reason = 'the vendor was in contact with the customer before';
  scene.claim({ partner: random.pick(vendor.partners), family, submittedAt, status: 'Rejected', reason });
  play.course(scene.after(submittedAt, 3), random.whole(30, 80), random.chance(0.4), random).finish();
};

/** A named account since before the claim, which was rejected for it. */
export const namedBefore: Story = (scene) => {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families);
  const submittedAt = scene.ago(random.whole(40, 300));
  scene.nameAccount(scene.ago(random.whole(340, 365)));
  const reason = 'the customer was a named account before';
  scene.claim({ partner: random.pick(vendor.partners), family, submittedAt, status: 'Rejected', reason });
  const openedAt = scene.after(submittedAt, 3, 20);
  scene
    .open(family, openedAt)
    .course(scene.after(openedAt, 1), random.whole(30, 90), random.chance(0.5), random)
    .finish();
};

/** Made a named account while the claim waited, which was rejected because the vendor had been at work before. */
export const namedMeanwhile: Story = (scene) => {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families);
  const at = scene.ago(random.whole(60, 330));
  const play = scene.open(family, at).contact(scene.after(at, 1, 3), 'First meeting');
  const submittedAt = scene.after(at, 7, 20);
  const reason = 'the vendor was in contact with the customer before';
  const claim = scene.claim({ partner: random.pick(vendor.partners), family, submittedAt, status: 'Rejected', reason });
  scene.nameAccount(Math.floor((submittedAt + (claim.approvedAt - submittedAt) / 2) / 1000) * 1000);
  play.course(scene.after(submittedAt, 3), random.whole(30, 80), random.chance(0.4), random).finish();
};

/** A tender published before the claim: all bidders are alike, nobody is protected. */
export const tenderBefore: Story = (scene) => {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families);
  const submittedAt = scene.ago(random.whole(40, 300));
  const tenderPublishedOn = dateOf(submittedAt - random.whole(3, 20) * day);
  const reason = 'the tender was published before';
  const partner = random.pick(vendor.partners);
  scene.claim({ partner, family, submittedAt, status: 'Rejected', reason, tenderPublishedOn });
  const openedAt = scene.after(submittedAt, 3, 20);
  const play = scene.open(family, openedAt, { name: `${scene.company.root} – tender` });
  play.course(scene.after(openedAt, 1), random.whole(30, 90), random.chance(0.3), random).finish();
};

/** The partner withdrew his claim before anything fell due. */
export const withdrawn: Story = (scene) => {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families);
  const submittedAt = scene.ago(random.whole(40, 330));
  const openedAt = scene.after(submittedAt, 0.5, 2);
  const play = scene.open(family, openedAt);
  const endedAt = vendor.calendar.workdaysLater(Math.max(openedAt, submittedAt + 2 * day), random.whole(2, 5));
  const partner = random.pick(vendor.partners);
  const claim = scene.claim({ partner, family, submittedAt, dealId: play.id, status: 'Withdrawn', endedAt });
  scene.protects(claim, play.id);
  play.course(scene.after(endedAt, 2), random.whole(30, 90), random.chance(0.4), random).finish();
};

/** The partner let his claim lapse without any work; the customer comes back long after. */
export const lapsed: Story = (scene) => {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families);
  const submittedAt = scene.ago(random.whole(150, 330));
  const endedAt = scene.after(submittedAt, 49, 60);
  const reason = 'no activity of the partner for 45 days after the approval, warned in between';
  scene.claim({ partner: random.pick(vendor.partners), family, submittedAt, status: 'Lapsed', endedAt, reason });
  const openedAt = scene.after(endedAt, 40, 80);
  scene
    .open(family, openedAt)
    .course(scene.after(openedAt, 1), random.whole(30, 90), random.chance(0.4), random)
    .finish();
};

/** A second partner came later: his claim waits behind the first, who is engaged. */
export const queued: Story = (scene) => {
  const { random } = scene;
  const { claim, family } = engagedDeal(scene, random.whole(25, 80), random.whole(70, 120));
  const partner = scene.otherPartner(claim.partner);
  const submittedAt = scene.after(claim.approvedAt, 2, 10);
  const reason = 'an earlier claim on the same deal came first';
  scene.claim({ partner, family, submittedAt, status: 'Queued', queuePosition: 1, reason });
};

/** Submitted hours ago and not decided yet. */
export const undecided: Story = (scene) => {
  const { random, vendor } = scene;
  const submittedAt = vendor.asOf - Math.floor(random.between(1, 20) * 3600) * 1000;
  const family = random.pick(vendor.families);
  scene.claim({ partner: random.pick(vendor.partners), family, submittedAt, status: 'Submitted' });
};

/** Begun and never sent: it claims nothing, whatever the vendor does. */
export const draft: Story = (scene) => {
  const { random, vendor } = scene;
  const family = random.pick(vendor.families);
  const submittedAt = scene.ago(random.whole(20, 200));
  scene.claim({ partner: random.pick(vendor.partners), family, submittedAt, status: 'Draft' });
  const openedAt = scene.after(submittedAt, 2, 10);
  scene
    .open(family, openedAt)
    .course(scene.after(openedAt, 1), random.whole(30, 90), random.chance(0.4), random)
    .finish();
};
