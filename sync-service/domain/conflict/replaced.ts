/**
 * The registered partner was removed, or another stands in his place, inside the window or within thirty days after it
 * where his entry was ended in it.
 */
import type { DealEvent, Id } from '../deal.ts';
import { addBusinessDays, contains, day } from '../time.ts';
import {
  checked,
  claimEvidence,
  commonExplanations,
  evidenceOf,
  unlessExcused,
  type Question,
  type Sighting,
} from './pattern.ts';

export function replaced(question: Question): Sighting | null {
  const { deal, registration, coverage, context } = question;
  const { partnerId } = registration;
  if (context.stands(deal, partnerId)) return null;
  const removal = removalOf(question);
  if (coverage === null && removal === null) return null;
  const rival = rivalEntry(question, removal);
  const act = removal ?? rival;
  if (act === null) return null;
  return unlessExcused({
    pattern: 'replaced',
    at: act.at,
    personId: act.byId,
    evidence: [
      claimEvidence(registration, question.window),
      ...(removal === null ? [] : [evidenceOf(removal, 'the registered partner was taken off the deal')]),
      ...(rival === null ? [] : [evidenceOf(rival, 'another partner was entered in his place')]),
    ],
    innocent: [...commonExplanations(question, act.at), ...consent(question, act), undone(question, act)],
    clarity: removal !== null && rival !== null ? 0.97 : 0.9,
    what:
      rival === null
        ? 'the registered partner was removed'
        : 'another partner was put in the place of the registered one',
  });
}

/** The last time he was truly gone: not moved between the lookup and a partner row, and inside the window. */
function removalOf({ deal, registration, window, context }: Question): DealEvent | null {
  const left = context.events(deal.id, 'Partner Left').filter((event) => event.partnerId === registration.partnerId);
  return (
    left.findLast((event) => contains(window, event.at) && !context.stoodAt(deal, registration.partnerId, event.at)) ??
    null
  );
}

/** The first entry of a rival in his place: inside the window, or in the days of grace after it if he was removed in it. */
function rivalEntry({ deal, registration, window, context }: Question, removal: DealEvent | null): DealEvent | null {
  const grace = removal === null ? 0 : context.policy.settings.replacedGraceDays * day;
  const from = removal === null ? window.from : removal.at;
  return (
    context
      .events(deal.id, 'Partner Entered')
      .find(
        (event) =>
          event.partnerId !== null &&
          from <= event.at &&
          event.at < window.until + grace &&
          context.stands(deal, event.partnerId) &&
          takesHisPlace(event.partnerId, registration.partnerId, { deal, context }),
      ) ?? null
  );
}

/** A rival in the same role; not a distributor, a subcontractor or the partner's other entity. */
function takesHisPlace(rivalId: Id, partnerId: Id, { deal, context }: Pick<Question, 'deal' | 'context'>): boolean {
  if (rivalId === partnerId) return false;
  const onDeal = deal.partners.find((partner) => partner.partnerId === rivalId);
  if (/distribut|sub-?contract/i.test(onDeal?.role ?? '')) return false;
  const rival = context.partner(rivalId);
  if (rival !== null && rival.roles.length > 0 && rival.roles.every((role) => role === 'Distributor')) return false;
  const [a, b] = [context.customer(rivalId), context.customer(partnerId)];
  const related =
    a !== null &&
    b !== null &&
    (a.parentId === b.id || b.parentId === a.id || (a.parentId !== null && a.parentId === b.parentId));
  return !related;
}

function consent({ deal, context }: Question, act: DealEvent) {
  const asked = context.known.exemptions.find(
    (e) => e.dealId === deal.id && e.status === 'Granted' && e.reasonCode === 'Partner Declined',
  );
  if (asked === undefined) return [checked('partner declined', 'no', 'no record of it')];
  const before = asked.requestedAt <= act.at;
  return [checked('partner declined', before ? 'sufficient' : 'doubtful', 'a granted exemption says that he declined')];
}

function undone({ deal, registration, context }: Question, act: DealEvent) {
  const { settings, calendar } = context.policy;
  const until = addBusinessDays(act.at, settings.undoBusinessDays, calendar);
  const back = context
    .events(deal.id, 'Partner Entered')
    .find((event) => event.partnerId === registration.partnerId && act.at < event.at && event.at <= until);
  return back === undefined
    ? checked('undone at once', 'no', 'he was not entered again within a business day')
    : checked('undone at once', 'doubtful', 'he was entered again within a business day, and is gone once more');
}
