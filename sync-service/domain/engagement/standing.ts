/** From when to when a partner stood on an opportunity, by the lookup or by a partner row, which count as one. */
import type { Deal, DealEvent, Id } from '../deal.ts';
import { isKnownSince, type History } from '../history.ts';
import { addBusinessDays, type BusinessCalendar, type Instant } from '../time.ts';

export interface Standing {
  /** Null where he stood before history began. */
  from: Instant | null;
  /** Null while he stands, or where his leaving left no event. */
  until: Instant | null;
  entered: DealEvent | null;
  left: DealEvent | null;
}

export interface PartnerStanding {
  standsNow: boolean;
  /** In order, without overlap. */
  intervals: Standing[];
  /** The first dated entry; null where he never stood or only since before history began. */
  firstEnteredAt: Instant | null;
  ever: boolean;
}

/** How long a gap may be to be an undo. */
export interface Undo {
  businessDays: number;
  calendar: BusinessCalendar;
}

/**
 * Reads a partner's standing from the events. A gap of up to `undoBusinessDays` is an undo, not a leaving; so is a move
 * between the lookup and a partner row.
 */
export function standingOf(partnerId: Id, deal: Deal, history: History, undo: Undo): PartnerStanding {
  return standingOfFirm([partnerId], deal, history, undo);
}

/** As `standingOf`, of a partner and his other entities as one: from one to another of them nobody left. */
export function standingOfFirm(firm: readonly Id[], deal: Deal, history: History, undo: Undo): PartnerStanding {
  const intervals = united(
    firm.flatMap((partnerId) => spellsOf(partnerId, deal, history)),
    undo,
  );
  return {
    standsNow: firm.some((partnerId) => standsOn(partnerId, deal)),
    intervals,
    firstEnteredAt: intervals[0]?.from ?? null,
    ever: intervals.length > 0,
  };
}

function standsOn(partnerId: Id, deal: Deal): boolean {
  return deal.partners.some((partner) => partner.partnerId === partnerId);
}

/** His spells by the lookup and by partner rows, as recorded. */
function spellsOf(partnerId: Id, deal: Deal, history: History): Standing[] {
  const events = history
    .ofDeal(deal.id)
    .filter((event) => event.kind === 'Partner Entered' || event.kind === 'Partner Left');
  const own = events.filter((event) => event.partnerId === partnerId);
  const raw = [...lookupSpells(partnerId, events.filter(isLookup)), ...spells(own.filter((event) => !isLookup(event)))];
  if (standsOn(partnerId, deal) && !raw.some((spell) => spell.until === null)) {
    raw.push({ from: sinceCreation(deal, history, own), until: null, entered: null, left: null });
  }
  return raw;
}

/** Whether he stood there at an instant, as far as history shows. */
export function stoodAt(standing: PartnerStanding, at: Instant): boolean {
  return standing.intervals.some(
    (spell) =>
      (spell.from === null || spell.from <= at) &&
      (spell.until === null ? standing.standsNow || spell.entered !== null : at < spell.until),
  );
}

/** Whether it is a change of the lookup on the opportunity, not of a partner row. */
export function isLookup(event: DealEvent): boolean {
  return event.record.object === 'Opportunity';
}

function sinceCreation(deal: Deal, history: History, events: readonly DealEvent[]): Instant | null {
  return events.length === 0 && isKnownSince(history, deal.createdAt) ? deal.createdAt : null;
}

/**
 * The lookup holds one partner: another's entry ends his, and a departure that names nobody is that of whoever was there.
 */
function lookupSpells(partnerId: Id, events: readonly DealEvent[]): Standing[] {
  const own: DealEvent[] = [];
  let isThere = false;
  for (const event of events) {
    const isEntry = event.kind === 'Partner Entered';
    const isHis = event.partnerId === partnerId;
    if (isHis) isThere = isEntry;
    else if (isThere && (isEntry || event.partnerId === null)) isThere = false;
    else continue;
    own.push(event);
  }
  return spells(own, partnerId);
}

function spells(events: readonly DealEvent[], partnerId: Id | null = null): Standing[] {
  const found: Standing[] = [];
  let entered: DealEvent | null = null;
  for (const event of events) {
    if (event.kind === 'Partner Entered' && (partnerId === null || event.partnerId === partnerId)) {
      entered ??= event;
      continue;
    }
    found.push({ from: entered?.at ?? null, until: event.at, entered, left: event });
    entered = null;
  }
  if (entered !== null) found.push({ from: entered.at, until: null, entered, left: null });
  return found;
}

function united(raw: readonly Standing[], undo: Undo): Standing[] {
  const sorted = raw.toSorted((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity));
  const found: Standing[] = [];
  for (const spell of sorted) {
    const last = found.at(-1);
    const bridged =
      last !== undefined &&
      (last.until === null ||
        (spell.from ?? -Infinity) <= addBusinessDays(last.until, undo.businessDays, undo.calendar));
    if (!bridged) found.push({ ...spell });
    else if (last.until !== null && (spell.until === null || spell.until > last.until)) {
      last.until = spell.until;
      last.left = spell.left;
    }
  }
  return found;
}
