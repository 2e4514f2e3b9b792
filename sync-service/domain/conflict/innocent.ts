/** What else could explain an act. Each is looked for in every case and reported as found or not. */
import type { Evidence, InnocentExplanation } from '../assessment.ts';
import type { EventSource, Exemption } from '../deal.ts';
import { companyOf } from '../customer/index.ts';
import { otherCountry } from '../customer/country.ts';
import { commonFamilies, familiesOf } from '../product-family.ts';
import { olderAndWorked } from '../protection/coverage.ts';
import { doubtInWords } from '../engagement/reasons.ts';
import { contains, dateOf, type Instant } from '../time.ts';
import { isCoveredDeal, type Scene } from './case.ts';

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
    otherFirm(match),
    otherProject(scene),
    otherPlace(scene),
    exempted(scene, act.at),
    registrationOver(scene, act.at),
    tender(scene, act.at),
    renewal(scene),
    no('accounts merged', 'no merge is on record'),
    no('long after the end', `done on ${dateOf(act.at, scene.file.policy.calendar.timeZone)}, inside the window`),
    dataLoad(scene, act),
    ...more,
  ];
}

export function isExcused(innocent: readonly InnocentExplanation[]): boolean {
  return innocent.some((explanation) => explanation.found === 'sufficient');
}

/** What the doubtful explanations leave of the confidence. */
export function doubtFactor(innocent: readonly InnocentExplanation[]): number {
  const doubtful = innocent.filter(({ found, what }) => found === 'doubtful' && !IN_THE_MATCH.has(what));
  return DOUBT ** doubtful.length;
}

/** Whether nobody can be named for an act: a load did it, or it was seen only by comparing snapshots. */
export function namesNobody(scene: Scene, act: Evidence): boolean {
  return dataLoad(scene, act).found !== 'no' || sourceOf(scene, act) === 'Snapshot';
}

function sourceOf({ file }: Scene, act: Evidence): EventSource | null {
  return file.facts.events.find((known) => known.key === act.key)?.source ?? null;
}

function no(what: string, detail: string): InnocentExplanation {
  return { what, found: 'no', detail };
}

function olderDeal(scene: Scene): InnocentExplanation {
  const what = 'an older opportunity already worked on';
  const { deal, placement, file } = scene;
  const { registration, window } = placement.coverage;
  if (deal.createdAt >= window.inside.from) return no(what, 'opened after the registration was submitted');
  if (isCoveredDeal(scene)) return no(what, 'older, but the registration covers it');
  return olderAndWorked(registration, deal, file.policy)
    ? { what, found: 'sufficient', detail: 'opened earlier, with customer contact of the vendor before the submission' }
    : { what, found: 'doubtful', detail: 'opened earlier, without customer contact before the submission' };
}

function otherProduct({ deal, placement }: Scene): InnocentExplanation {
  const common = commonFamilies(familiesOf(deal), placement.coverage.registration.productFamilies);
  const detail =
    common.length > 0 ? `in common: ${common.join(', ')}` : 'named by the approval; no families to compare';
  return no('another product', detail);
}

function otherFirm(match: number): InnocentExplanation {
  const what = 'another firm with a similar name';
  const detail = `the customer matches with ${Math.round(match * 100)} %`;
  return match >= 0.9 ? no(what, detail) : { what, found: 'doubtful', detail };
}

function otherProject({ placement }: Scene): InnocentExplanation {
  const { doubts } = placement.coverage;
  if (doubts.length === 0) return no('another project', 'amount and close date fit');
  return { what: 'another project', found: 'doubtful', detail: doubts.map(doubtInWords).join('; ') };
}

function otherPlace({ deal, placement, file }: Scene): InnocentExplanation {
  const what = 'another country';
  const { registration, linked } = placement.coverage;
  const buyer = deal.customerId === null ? undefined : file.customers.get(deal.customerId);
  const registered = companyOf(registration, file.customers).country ?? registration.customer.country;
  const apart = otherCountry(buyer?.country ?? null, registered);
  if (!apart) return no(what, 'no other country is on record');
  if (linked && placement.deal.id === deal.id) return no(what, 'another country, but named by the approval');
  return { what, found: 'sufficient', detail: `${buyer?.country} is not ${registered}` };
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['Customer Letter', 'a letter of the customer naming another partner'],
  ['Partner Declined', 'the partner declined'],
  ['Partner Silent', 'the partner did not answer'],
]);

function exempted({ deal, file }: Scene, at: Instant): InnocentExplanation {
  const what = "an exemption, the partner's consent or the customer's letter";
  const own = file.facts.exemptions.filter((exemption) => exemption.dealId === deal.id);
  const inForce = own.find(({ status, decidedAt, validUntil }) => {
    return (
      status === 'Granted' && decidedAt !== null && contains({ from: decidedAt, until: validUntil ?? Infinity }, at)
    );
  });
  if (inForce !== undefined) return { what, found: 'sufficient', detail: `in force at the time: ${reasonOf(inForce)}` };
  const later = own.find(({ status, decidedAt }) => status === 'Granted' && decidedAt !== null && decidedAt > at);
  if (later !== undefined) return { what, found: 'doubtful', detail: `granted only afterwards: ${reasonOf(later)}` };
  const asked = own.find(({ status, requestedAt }) => status === 'Requested' && requestedAt <= at);
  if (asked !== undefined) return { what, found: 'doubtful', detail: `asked for and not answered: ${reasonOf(asked)}` };
  return no(what, own.length > 0 ? 'refused or over at the time' : 'none is on record');
}

function reasonOf(exemption: Exemption): string {
  return LETTERS.get(exemption.reasonCode) ?? exemption.reasonCode;
}

function registrationOver({ placement }: Scene, at: Instant): InnocentExplanation {
  const what = 'registration withdrawn, lapsed or rejected';
  const { registration, window } = placement.coverage;
  const ended = registration.status !== 'Approved' && registration.status !== 'Converted';
  return no(what, ended && at < window.protected.until ? 'it ended only afterwards' : 'in force at the time');
}

function tender(scene: Scene, at: Instant): InnocentExplanation {
  const { placement, file } = scene;
  const published = placement.coverage.registration.tenderPublishedOn;
  if (published === null || published > dateOf(at, file.policy.calendar.timeZone))
    return no('a tender', 'none is on record');
  const found = isCoveredDeal(scene) ? 'doubtful' : 'sufficient';
  return { what: 'a tender', found, detail: `published on ${published}; all bidders are treated alike` };
}

function renewal(scene: Scene): InnocentExplanation {
  const what = "the incumbent's renewal";
  if (!scene.deal.isRenewal) return no(what, 'not a renewal');
  if (isCoveredDeal(scene)) return no(what, 'a renewal, but named by the approval');
  return { what, found: 'sufficient', detail: 'a renewal, which the approval does not name' };
}

/** Several opportunities changed by one person in the same second. */
function dataLoad({ file }: Scene, act: Evidence): InnocentExplanation {
  const what = 'a data load or an administrator acting for someone';
  const alongside = file.facts.events.filter((other) => other.byId === act.byId && Math.abs(other.at - act.at) < 1000);
  const deals = new Set(alongside.map((other) => other.dealId ?? other.customerId));
  if (act.byId !== null && deals.size >= 3) {
    return { what, found: 'doubtful', detail: `${deals.size} records changed in the same second` };
  }
  return no(what, 'a single change');
}
