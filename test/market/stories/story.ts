/** What a story is, and how nearly all of them begin. */
import { hour } from '../calendar.ts';
import type { Claim } from '../claim.ts';
import type { DealPlay } from '../play.ts';
import type { Scene } from '../scene.ts';

/** Plays one customer's year, or a part of it, and tells the truth about it. */
export type Story = (scene: Scene) => void;

export interface Registered {
  claim: Claim;
  play: DealPlay;
  family: string;
  /** When the duty to engage began: at the approval, or when the deal was opened if that came later. */
  clock: number;
}

/** A claim and the deal that a salesperson opened for it, named by the approval more often than not. */
export function registered(
  scene: Scene,
  daysAgo: number,
  { extended = false, linked = scene.random.chance(0.7) }: { extended?: boolean; linked?: boolean } = {},
): Registered {
  const { random, vendor } = scene;
  const last = vendor.families.at(-1);
  const family = random.pick(vendor.families.filter((each) => each !== last));
  const submittedAt = scene.ago(daysAgo);
  const partner = random.pick(vendor.partners);
  // A claim of the last days has its deal by now at the latest.
  const openedAt = Math.min(scene.after(submittedAt, 0.3, 2.5), vendor.asOf - hour);
  const play = scene.open(family, openedAt);
  const amount = Math.round(play.amount * random.between(0.8, 1.4));
  const claim = scene.claim({ partner, family, submittedAt, dealId: linked ? play.id : null, amount, extended });
  scene.protects(claim, play.id);
  return { claim, play, family, clock: Math.max(openedAt, claim.approvedAt) };
}

/** The partner is entered within days, and the deal takes its course with him. */
export function engagedDeal(scene: Scene, daysAgo: number, days = scene.random.whole(40, 100)): Registered {
  const { random } = scene;
  const deal = registered(scene, daysAgo);
  const at = scene.after(deal.clock, 0.5, 4);
  deal.play.partner(deal.claim.partner, at);
  deal.play.course(scene.after(at, 2), days, random.chance(0.5), random).finish();
  return deal;
}
