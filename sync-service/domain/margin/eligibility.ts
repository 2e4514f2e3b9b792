/** Whether an incentive is open to a deal, apart from what depends on amounts still to be worked out. */
import type { Partner, PartnerRole } from '../deal.ts';
import { competenciesInForce } from '../programme/levels.ts';
import type { Level } from '../programme/schema.ts';
import { familyKey } from '../product-family.ts';
import { businessDaysBetween, addMonths, daysBetween } from '../time.ts';
import type { Circumstances, PricedDeal, PricedLine } from './priced-deal.ts';
import { reason, type Reason } from './reasons.ts';
import type { Term, Terms } from './terms.ts';

/** A deal with what is worked out of it once for all incentives. */
export interface OpenDeal {
  deal: PricedDeal;
  known: Circumstances;
  partner: Recipient;
  distributor: Recipient | null;
  families: readonly (string | null)[];
}

export interface Recipient {
  level: Level | null;
  roles: readonly PartnerRole[];
  competencies: ReadonlySet<string>;
}

export function openDeal(deal: PricedDeal, known: Circumstances, terms: Terms): OpenDeal {
  return {
    deal,
    known,
    partner: recipient(deal.partner, deal.role, terms),
    distributor: known.distributor === null ? null : recipient(known.distributor.partner, 'Distributor', terms),
    families: deal.lines.map((line) => (line.family === null ? null : familyKey(line.family))),
  };
}

function recipient(partner: PricedDeal['partner'], role: PartnerRole | null, terms: Terms): Recipient {
  return {
    level: partner.level === null ? null : (terms.levels.get(partner.level) ?? null),
    roles: role === null ? partner.roles : [role],
    competencies: competenciesInForce(partner as Pick<Partner, 'competencies'>, terms.on),
  };
}

/** Why an incentive is not open to this deal; null where it is. */
export function ineligible(term: Term, open: OpenDeal, terms: Terms): Reason | null {
  const { incentive } = term;
  const to = incentive.paidTo === 'distributor' ? open.distributor : open.partner;
  if (to === null) return reason('role', { roles: ['Distributor'] });
  return (
    term.closed ??
    closedTo(term, to) ??
    closedToRegistration(term, open, terms) ??
    closedToDeal(term, open) ??
    usedUp(term, open.known)
  );
}

/** Why the incentive is not for this partner; null where it is. */
export function closedTo({ incentive: { requires } }: Term, { level, roles, competencies }: Recipient): Reason | null {
  if (requires.levels.length > 0 && (level === null || !requires.levels.includes(level.key))) {
    return reason('level', { levels: requires.levels, level: level?.key ?? null });
  }
  if (requires.roles.length > 0 && !roles.some((held) => requires.roles.includes(held))) {
    return reason('role', { roles: requires.roles });
  }
  if (!requires.competencies.every((key) => competencies.has(key))) {
    const missing = requires.competencies.filter((key) => !competencies.has(key));
    return reason('competency', { missing: missing.join(' and ') });
  }
  if (requires.anyCompetency.length > 0 && !requires.anyCompetency.some((key) => competencies.has(key))) {
    return reason('any competency', { competencies: requires.anyCompetency });
  }
  return null;
}

function closedToRegistration({ incentive }: Term, { deal, known }: OpenDeal, terms: Terms): Reason | null {
  const { requires, laterClaims } = incentive;
  const on = known.closesOn ?? terms.on;
  if (requires.registration && !deal.registered) return reason('registration');
  if (requires.registration && known.claimOrder > 1 && laterClaims[known.claimOrder - 2] === undefined) {
    return reason('not the first claim', { order: known.claimOrder });
  }
  const months = requires.withinMonthsOfRegistration;
  if (months !== null) {
    if (known.registeredOn === null) return reason('registration date unknown');
    if (on >= addMonths(known.registeredOn, months)) {
      return reason('registered too long ago', { months, since: known.registeredOn });
    }
  }
  const days = requires.registeredBusinessDaysBeforeClose;
  if (days !== null) {
    if (known.registeredOn === null || known.closesOn === null) return reason('registration date unknown');
    if (businessDaysBetween(known.registeredOn, known.closesOn) < days) {
      return reason('registered too late', { days, close: known.closesOn });
    }
  }
  const stages = requires.registeredAtStages;
  if (stages.length > 0 && (known.registeredAtStage === null || !stages.includes(known.registeredAtStage))) {
    return reason('registered at stage', { stages, stage: known.registeredAtStage });
  }
  return null;
}

function closedToDeal(term: Term, open: OpenDeal): Reason | null {
  const { requires } = term.incentive;
  const { deal, known } = open;
  if (requires.newCustomer && deal.newCustomer !== true) {
    return reason(deal.newCustomer === null ? 'new customer unknown' : 'new customer');
  }
  if (requires.origin !== null && known.origin !== requires.origin) {
    return known.origin === null ? reason('origin unknown') : reason('origin', { origin: requires.origin });
  }
  if (requires.noTender && known.tender !== false) return reason(known.tender === null ? 'tender unknown' : 'tender');
  if (requires.incumbent !== null && known.incumbent !== requires.incumbent) {
    if (known.incumbent === null) return reason('incumbent unknown');
    return reason(requires.incumbent ? 'incumbent' : 'not incumbent');
  }
  if (requires.customerConfirmed && !known.customerConfirmed) return reason('customer confirmation');
  if (requires.noSpecialPrice && known.specialPrice !== null) return reason('no special price');
  return closedByLists(term, open) ?? closedToLines(term, open);
}

function closedByLists({ incentive: { requires } }: Term, { known }: OpenDeal): Reason | null {
  const { customerLists: lists, countries } = requires;
  if (lists.length > 0 && !lists.some((list) => known.customerLists.includes(list))) {
    return reason('customer list', { lists });
  }
  if (countries.length > 0 && (known.customerCountry === null || !countries.includes(known.customerCountry))) {
    return reason('country', { countries });
  }
  if (!requires.papers.every((paper) => known.papers.includes(paper))) {
    return reason('papers', {
      missing: requires.papers.filter((paper) => !known.papers.includes(paper)).join(' and '),
    });
  }
  return null;
}

function closedToLines(term: Term, open: OpenDeal): Reason | null {
  const { requires } = term.incentive;
  if (!term.isByLine || open.deal.lines.some((_, i) => countsLine(term, open, i))) return null;
  if (term.families !== null && !open.families.some((family) => family !== null && term.families?.has(family))) {
    return reason('families', { families: requires.families });
  }
  if (term.exceptFamilies !== null && open.families.every((one) => one !== null && term.exceptFamilies?.has(one))) {
    return reason('excepted families', { families: requires.exceptFamilies });
  }
  if (requires.minTermMonths !== null) return reason('term', { months: requires.minTermMonths });
  if (requires.maxTermMonths !== null) return reason('term at most', { months: requires.maxTermMonths });
  return reason('delivery', { days: requires.deliveredWithinDays });
}

function usedUp({ incentive }: Term, known: Circumstances): Reason | null {
  if (incentive.oncePerOpportunity && known.grantedToOthers.includes(incentive.id))
    return reason('once an opportunity');
  const { uses, months } = incentive.cap;
  return uses !== null && usesOf(incentive.id, known) >= uses ? reason('uses', { uses, months }) : null;
}

/** How often an incentive was used before, within its counted months. */
export function usesOf(incentive: string, known: Circumstances): number {
  return known.earlier.find((each) => each.incentive === incentive)?.uses ?? 0;
}

/** Whether a line counts for an incentive: its family takes part, its term fits, and it is delivered in time. */
export function countsLine(term: Term, { deal, families, known }: OpenDeal, i: number): boolean {
  if (!term.isByLine) return true;
  const line = deal.lines[i] as PricedLine;
  const family = families[i] ?? null;
  if (term.families !== null && (family === null || !term.families.has(family))) return false;
  if (term.exceptFamilies !== null && family !== null && term.exceptFamilies.has(family)) return false;
  const { minTermMonths, maxTermMonths, deliveredWithinDays } = term.incentive.requires;
  if (minTermMonths !== null && (line.termMonths ?? 0) < minTermMonths) return false;
  if (maxTermMonths !== null && (line.termMonths === null || line.termMonths > maxTermMonths)) return false;
  if (deliveredWithinDays === null) return true;
  if (line.deliveredOn == null || known.closesOn === null) return false;
  return daysBetween(known.closesOn, line.deliveredOn) <= deliveredWithinDays;
}
