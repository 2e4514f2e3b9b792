/** Whether a claim and an opportunity of the same customer are too unlike to be one deal. */
import type { Registration } from '../deal.ts';
import type { Doubt } from '../engagement/reasons.ts';
import type { Policy } from '../rules.ts';
import { daysBetween, type CalendarDate } from '../time.ts';

/**
 * What is far apart: close dates by the policy's days, amounts by its factor. What is not known speaks neither way.
 * @param amount of the opportunity; not a number where it has none
 */
export function farApart(
  { expectedCloseDate, amount: claimedAmount }: Registration,
  { closeDate, amount }: { closeDate: CalendarDate; amount: number },
  { settings: { closeDatesApartDays, amountsApartFactor } }: Policy,
): Doubt[] {
  const doubts: Doubt[] = [];
  if (expectedCloseDate !== null) {
    const days = Math.abs(daysBetween(expectedCloseDate, closeDate));
    if (days >= closeDatesApartDays) doubts.push({ code: 'close dates apart', args: { days } });
  }
  const claimed = claimedAmount?.toNumber() ?? Number.NaN;
  if (amount > 0 && claimed > 0 && Math.max(amount / claimed, claimed / amount) >= amountsApartFactor) {
    doubts.push({ code: 'amounts apart', args: { factor: amountsApartFactor } });
  }
  return doubts;
}
