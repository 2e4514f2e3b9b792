import { sum } from '../money.ts';
import type { Incentive } from '../rules.ts';
import type { MarginInput } from './waterfall.ts';

/** Why an incentive does not apply to a deal, naming what it would take; null where it does apply. */
export function ineligible(rule: Incentive, input: MarginInput): string | null {
  const { partner } = input;
  if (rule.levels.length > 0 && (partner.level === null || !rule.levels.includes(partner.level))) {
    return `for the levels ${rule.levels.join(', ')}; the partner is ${partner.level ?? 'without a level'}`;
  }
  if (rule.roles.length > 0 && !rule.roles.some((role) => partner.roles.includes(role))) {
    return `for partners who take part as ${rule.roles.join(', ')}`;
  }
  const missing = rule.competencies.filter((competency) => !partner.competencies.includes(competency));
  if (missing.length > 0) return `takes the competency ${missing.join(', ')}`;
  if (rule.requiresRegistration && !input.registered) return 'takes an approved registration';
  if (rule.requiresNewCustomer && !input.newCustomer) return 'takes a customer new to the vendor';
  const lines = input.lines.filter(
    (line) => rule.productFamilies.length === 0 || (line.family !== null && rule.productFamilies.includes(line.family)),
  );
  if (lines.length === 0) return `for the product families ${rule.productFamilies.join(', ')}`;
  const list = sum(lines.map((line) => line.list));
  if (rule.minDealAmount !== null && list.lt(rule.minDealAmount)) {
    return `from a list value of ${rule.minDealAmount.toFixed()}; this deal has ${list.toFixed()}`;
  }
  const { minTermMonths: term } = rule;
  if (term !== null && !lines.every((line) => line.termMonths !== null && line.termMonths >= term)) {
    return `from a term of ${term} months`;
  }
  return outOfReach(rule, input);
}

/** A rule that pays by level or band and has none for this partner pays nothing. */
function outOfReach(rule: Incentive, { partner }: MarginInput): string | null {
  if (rule.tiers.length === 0 || rule.rate !== null || rule.amount !== null) return null;
  if (rule.tiers.some((tier) => tier.level === null || tier.level === partner.level)) return null;
  return `has no rate for ${partner.level === null ? 'a partner without a level' : `the level ${partner.level}`}`;
}
