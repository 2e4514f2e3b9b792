/** Whether an incentive is open to a deal, apart from what depends on amounts still to be worked out. */
import type { PartnerRole } from '../deal.ts';
import type { Decimal } from 'decimal.js';
import type { Incentive, Programme } from '../rules.ts';
import { competenciesInForce, levelInForce } from '../programme/levels.ts';
import { familyKey } from '../product-family.ts';
import { inForce, type CalendarDate } from '../time.ts';
import type { Partner } from '../deal.ts';

/** One deal as the engine sees it. Prices of lines are known. */
export interface WaterfallInput {
  currency: string;
  lines: PricedLine[];
  /** What the end customer pays for everything; null where it is not known. */
  customerPrice: Decimal | null;
  partner: Pick<Partner, 'level' | 'roles' | 'competencies'>;
  /** His role on this deal; null where only his roles in general are known. */
  role: PartnerRole | null;
  registered: boolean;
  /** Null where it can't be told. */
  newCustomer: boolean | null;
}

export interface PricedLine {
  family: string | null;
  quantity: Decimal;
  listPrice: Decimal;
  termMonths: number | null;
}

export function ruleName(incentive: Incentive): string {
  return `${incentive.id}@${incentive.version}`;
}

/** Order of the programme: sequence, then id, then version. The file's own order says nothing. */
export function inOrder(incentives: readonly Incentive[]): Incentive[] {
  return incentives.toSorted((a, b) => a.sequence - b.sequence || compare(a.id, b.id) || a.version - b.version);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Why an incentive is not open to this deal; null where it is. */
export function ineligible(
  incentive: Incentive,
  input: WaterfallInput,
  programme: Programme,
  on: CalendarDate,
): string | null {
  return (
    outOfForce(incentive, programme, on) ??
    closedToPartner(incentive, input, programme, on) ??
    closedToDeal(incentive, input, programme)
  );
}

function outOfForce(incentive: Incentive, programme: Programme, on: CalendarDate): string | null {
  if (!inForce(incentive, on)) {
    return incentive.effectiveFrom !== null && on < incentive.effectiveFrom
      ? `in force only from ${incentive.effectiveFrom}`
      : `ended on ${incentive.effectiveUntil}`;
  }
  const newer = programme.incentives
    .filter((other) => other.id === incentive.id && other.version > incentive.version && inForce(other, on))
    .map((other) => other.version);
  return newer.length > 0 ? `superseded by version ${Math.max(...newer)}` : null;
}

function closedToPartner(
  incentive: Incentive,
  { partner, role }: WaterfallInput,
  programme: Programme,
  on: CalendarDate,
): string | null {
  const level = levelInForce(partner.level, programme, on);
  if (incentive.levels.length > 0 && (level === null || !incentive.levels.includes(level.key))) {
    return `for level ${incentive.levels.join(' or ')}; the partner's is ${level?.key ?? 'none'}`;
  }
  const roles = role === null ? partner.roles : [role];
  if (incentive.roles.length > 0 && !roles.some((held) => incentive.roles.includes(held))) {
    return `for ${incentive.roles.join(' or ')} only`;
  }
  const held = competenciesInForce(partner, on);
  const missing = incentive.competencies.filter((key) => !held.has(key));
  return missing.length > 0 ? `needs the competency ${missing.join(' and ')}` : null;
}

function closedToDeal(incentive: Incentive, input: WaterfallInput, programme: Programme): string | null {
  if (incentive.requiresRegistration && !input.registered) return 'needs a registered deal';
  if (incentive.requiresNewCustomer && input.newCustomer !== true) {
    return input.newCustomer === null ? 'not known whether the customer is new' : 'for new customers only';
  }
  if (programme.currency !== input.currency && countsMoney(incentive)) {
    return `its amounts are in ${programme.currency}, the deal is in ${input.currency}, and no exchange rate is known`;
  }
  const lines = input.lines.filter((line) => isFor(incentive, line));
  if (incentive.productFamilies.length > 0 && !input.lines.some((line) => isOfFamily(incentive, line))) {
    return `for ${incentive.productFamilies.join(' or ')} only`;
  }
  return lines.length === 0 ? `needs a term of ${incentive.minTermMonths ?? 0} months or more` : null;
}

function countsMoney(incentive: Incentive): boolean {
  const tiers = incentive.tiers.some(
    (tier) => tier.amount !== null || (tier.from !== null && incentive.base !== 'Quantity'),
  );
  return incentive.amount !== null || incentive.capAmount !== null || incentive.minDealAmount !== null || tiers;
}

/** Whether a line counts for an incentive: its family takes part, and its term is long enough. */
export function isFor(incentive: Incentive, line: PricedLine): boolean {
  const longEnough = incentive.minTermMonths === null || (line.termMonths ?? 0) >= incentive.minTermMonths;
  return isOfFamily(incentive, line) && longEnough;
}

function isOfFamily(incentive: Incentive, line: PricedLine): boolean {
  if (incentive.productFamilies.length === 0) return true;
  return line.family !== null && incentive.productFamilies.map(familyKey).includes(familyKey(line.family));
}
