/** A tender: all bidders are treated alike, so who works with another of them goes around nobody. */
import type { InnocentExplanation } from '../assessment.ts';
import { dateOf, type Instant } from '../time.ts';
import { found } from './answers.ts';
import { isCoveredDeal, type Scene } from './case.ts';

const what = 'a tender';

/** The reason of an exemption, as its picklist has it. */
const TENDER = 'Tender';

/** As salespeople name such opportunities, in the languages of the markets. */
const named =
  /(?<!\p{L})(tender|rfp|ausschreibung|vergabe|appel d.offres|march[ée] public|licitaci[óo]n|concurso p[úu]blico|gara d.appalto|bando di gara|aanbesteding|przetarg|upphandling)(?!\p{L})/iu;

/** By the registration's own date of publication; of a second opportunity also by its exemption or its name. */
export function tender(scene: Scene, at: Instant): InnocentExplanation {
  const { placement, file, deal } = scene;
  const published = placement.coverage.registration.tenderPublishedOn;
  const isCovered = isCoveredDeal(scene);
  if (published !== null && published <= dateOf(at, file.policy.calendar.timeZone)) {
    return found(what, isCovered ? 'doubtful' : 'sufficient', 'published', { date: published });
  }
  if (isCovered) return found(what, 'no', 'none on record');
  const [granted] = file.facts.exemptions.filter(
    ({ dealId, reasonCode, status }) => dealId === deal.id && reasonCode === TENDER && status === 'Granted',
  );
  if (granted !== undefined) return found(what, 'sufficient', 'granted as a tender');
  // A name is soon given: with another bidder on it, it leaves a doubt.
  const isNamed = named.test(deal.name) && deal.partners.length > 0;
  return isNamed ? found(what, 'doubtful', 'named a tender') : found(what, 'no', 'none on record');
}
