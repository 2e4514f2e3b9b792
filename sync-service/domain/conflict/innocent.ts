/** What else could explain an act. Each is looked for in every case and reported as found or not. */
import type { Evidence, InnocentExplanation } from '../assessment.ts';
import type { EventSource } from '../deal.ts';
import { otherCountry } from '../customer/country.ts';
import { commonFamilies, familiesOf } from '../product-family.ts';
import { olderAndWorked } from '../protection/coverage.ts';
import { vendorActivityBefore } from '../protection/vendor-work.ts';
import { dateOf, type Instant } from '../time.ts';
import { found } from './answers.ts';
import { isCoveredDeal, type Scene } from './case.ts';
import { exempted } from './exempted.ts';
import { mergedAccounts } from './merged-accounts.ts';
import { layStill } from './second-deal.ts';
import { registeredCustomer } from './registered-customer.ts';
import { tender } from './tender.ts';

/** What a doubtful explanation leaves of the confidence: too little to raise a finding, enough to keep it for review. */
const DOUBT = 0.5;

/** The questions whose doubt is already in the customer match. */
const IN_THE_MATCH: ReadonlySet<string> = new Set(['another firm with a similar name', 'another project']);

/** Asks every question of an act; `more` answers those that only one pattern knows to ask. */
export function innocentExplanations(
  scene: Scene,
  act: Evidence,
  match: number,
  more: readonly InnocentExplanation[] = [],
): InnocentExplanation[] {
  return [
    olderDeal(scene),
    otherProduct(scene),
    otherFirm(isCoveredDeal(scene) ? scene.placement.coverage.customerMatch : match),
    otherProject(scene),
    otherPlace(scene),
    exempted(scene, act.at),
    registrationOver(scene, act.at),
    tender(scene, act.at),
    renewal(scene),
    mergedAccounts(scene, act.at),
    found('long after the end', 'no', 'inside the window', {
      date: dateOf(act.at, scene.file.policy.calendar.timeZone),
    }),
    dataLoad(scene, act),
    ...more,
  ];
}

export function isExcused(innocent: readonly InnocentExplanation[]): boolean {
  return innocent.some((explanation) => explanation.found === 'sufficient');
}

/** What the doubtful explanations leave of the confidence. */
export function doubtFactor(innocent: readonly InnocentExplanation[]): number {
  const doubtful = innocent.filter((each) => each.found === 'doubtful' && !IN_THE_MATCH.has(each.what));
  return DOUBT ** doubtful.length;
}

/** Whether nobody can be named for an act: a load did it, it was seen only by comparing snapshots, or nobody is held to it. */
export function namesNobody(scene: Scene, act: Evidence): boolean {
  if (scene.placement.coverage.reviewOnly) return true;
  return dataLoad(scene, act).found !== 'no' || sourceOf(scene, act) === 'Snapshot';
}

function sourceOf({ file }: Scene, act: Evidence): EventSource | null {
  return file.facts.events.find((known) => known.key === act.key)?.source ?? null;
}

function olderDeal(scene: Scene): InnocentExplanation {
  const what = 'an older opportunity already worked on';
  const { deal, placement, file } = scene;
  const { registration, window } = placement.coverage;
  if (deal.createdAt >= window.inside.from) return found(what, 'no', 'opened after');
  if (placement.coverage.reviewOnly) return found(what, 'doubtful', 'older and worked');
  if (isCoveredDeal(scene)) return found(what, 'no', 'older but covered');
  if (olderAndWorked(registration, deal, file.policy)) return found(what, 'sufficient', 'older and worked');
  const how = layStill(scene) ? 'no' : 'doubtful';
  const submitted = registration.submittedAt ?? window.inside.from;
  const last = vendorActivityBefore(deal, registration.partnerId, submitted, Infinity);
  if (last === null) return found(what, how, 'older and not worked');
  return found(what, how, 'older and dormant', { date: dateOf(last.at, file.policy.calendar.timeZone) });
}

function otherProduct({ deal, placement }: Scene): InnocentExplanation {
  const common = commonFamilies(familiesOf(deal), placement.coverage.registration.productFamilies);
  return common.length > 0
    ? found('another product', 'no', 'families in common', { families: common.join(', ') })
    : found('another product', 'no', 'no families');
}

function otherFirm(match: number): InnocentExplanation {
  const share = String(Math.round(match * 1000) / 1000);
  return found('another firm with a similar name', match >= 0.9 ? 'no' : 'doubtful', 'customer matches', { share });
}

function otherProject({ placement }: Scene): InnocentExplanation {
  const { doubts } = placement.coverage;
  const args = Object.fromEntries(
    doubts.flatMap((doubt) => Object.entries(doubt.args).map(([key, value]) => [key, String(value)])),
  );
  if (doubts.length === 0) return found('another project', 'no', 'amount and date fit');
  if (doubts.length > 1) return found('another project', 'doubtful', 'dates and amounts apart', args);
  return found(
    'another project',
    'doubtful',
    doubts[0]?.code === 'amounts apart' ? 'amounts apart' : 'dates apart',
    args,
  );
}

function otherPlace(scene: Scene): InnocentExplanation {
  const { deal, placement, file } = scene;
  const what = 'another country';
  const { registration, linked } = placement.coverage;
  const buyer = deal.customerId === null ? undefined : file.customers.get(deal.customerId);
  const registered = registeredCustomer(scene)[0]?.country ?? registration.customer.country;
  const apart = otherCountry(buyer?.country ?? null, registered);
  if (!apart) return found(what, 'no', 'no other country');
  if (linked && placement.deal.id === deal.id) return found(what, 'no', 'other country approved');
  return found(what, 'sufficient', 'other country', { buyer: buyer?.country ?? '', registered: registered ?? '' });
}

function registrationOver({ placement }: Scene, at: Instant): InnocentExplanation {
  const what = 'registration withdrawn, lapsed or rejected';
  const { registration, window } = placement.coverage;
  const ended = registration.status !== 'Approved' && registration.status !== 'Converted';
  return found(what, 'no', ended && at < window.protected.until ? 'ended afterwards' : 'in force');
}

function renewal(scene: Scene): InnocentExplanation {
  const what = "the incumbent's renewal";
  if (!scene.deal.isRenewal) return found(what, 'no', 'no renewal');
  if (isCoveredDeal(scene)) return found(what, 'no', 'renewal approved');
  return found(what, 'sufficient', 'renewal');
}

/**
 * Several records changed by one person in the same second. Where only the history near a deal is read, only its own
 * customer's are counted.
 */
function dataLoad({ file }: Scene, act: Evidence): InnocentExplanation {
  const what = 'a data load or an administrator acting for someone';
  const alongside = file.facts.events.filter((other) => other.byId === act.byId && Math.abs(other.at - act.at) < 1000);
  const deals = new Set(alongside.map((other) => other.dealId ?? other.customerId));
  if (act.byId !== null && deals.size >= 3) {
    return found(what, 'doubtful', 'same second', { records: String(deals.size) });
  }
  const isBulk = file.facts.events.some(({ key, inBulk }) => key === act.key && inBulk === true);
  return isBulk ? found(what, 'doubtful', 'bulk change') : found(what, 'no', 'single change');
}
