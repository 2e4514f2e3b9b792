/** What a deal earns his partner once it is won, line by line: what the ledger should come to. */
import type { Earnings } from '../assessment.ts';
import type { DealLine, Id } from '../deal.ts';
import { closedAt } from '../history.ts';
import type { MarginReview } from '../margin/predict.ts';
import type { Programme } from '../programme/schema.ts';
import type { CaseFile } from '../protection/coverage.ts';
import type { Policy } from '../rules.ts';
import { dateOf, type CalendarDate, type Instant } from '../time.ts';
import type { EarnedLine } from './accrue.ts';
import { periodOf } from './period.ts';

/** Where a rule names no period, what it pays counts in this one. */
const usualPeriod = 'quarter';

/**
 * The earnings of a deal: rebates and bonuses of its waterfall while it is won, nothing after it was reopened or lost.
 * Null for a deal that was never closed, or closed before the ledger began.
 */
export function earningsOf(file: CaseFile, margin: MarginReview, programme: Programme): Earnings | null {
  const { deal } = file.facts;
  const closed = closedAt(deal, file.history, file.policy);
  const { timeZone } = file.policy.calendar;
  if (deal.isWon && closed !== null) {
    const closedOn = dateOf(closed.at, timeZone);
    const begins = ledgerBegins(file.policy);
    // What can't be worked out now takes nothing back: a missing price is no return of goods.
    if (begins === null || closedOn < begins || margin.prediction.kind === 'unknown') return null;
    return { lines: earnedLines(margin, deal, closedOn, programme), cause: `won ${moment(closed.at)}` };
  }
  const left = file.history
    .ofDeal(deal.id)
    .findLast((event) => event.kind === 'Stage Changed' && wasWon(event.from, file));
  return left === undefined ? null : { lines: [], cause: `no longer won ${moment(left.at)}` };
}

/** Deals closed, and periods begun, before this day were paid by whatever there was before; null: no ledger is kept yet. */
export function ledgerBegins({ settings, policies }: Policy): CalendarDate | null {
  if (settings.ledgerFrom !== null) return settings.ledgerFrom;
  return policies.flatMap(({ goLive }) => goLive ?? []).sort()[0] ?? null;
}

function wasWon(stage: string | null, { policy }: CaseFile): boolean {
  return policy.stages.some((known) => known.name === stage && known.isWon);
}

function moment(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function earnedLines(
  { prediction, partnerId }: MarginReview,
  deal: { id: Id; lines: readonly DealLine[] },
  closedOn: CalendarDate,
  programme: Programme,
): EarnedLine[] {
  if (prediction.kind === 'unknown' || partnerId === null) return [];
  const { waterfall } = prediction;
  const rules = new Map(programme.incentives.map((each) => [`${each.id}@${each.version}`, each]));
  return waterfall.lines.flatMap((line) => {
    const incentive = line.rule === null ? undefined : rules.get(line.rule);
    if (incentive === undefined || incentive.kind === 'discount' || line.paidTo === 'distributor') return [];
    const period = periodOf(closedOn, incentive.period ?? usualPeriod, programme.fiscalYearStart).label;
    return (line.byLine?.amounts ?? []).flatMap((amount, i): EarnedLine[] => {
      if (amount.isZero()) return [];
      const base = line.byLine?.bases[i] ?? null;
      return [
        {
          ...{ partnerId, dealId: deal.id, lineId: deal.lines[i]?.id ?? null, period, amount, base, rate: line.rate },
          ...{ incentive: incentive.id, version: incentive.version },
          // The deal's own currency; the programme's amounts were exchanged by the rate of the rule's date.
          ...{ currency: waterfall.currency, exchangeRate: null, payableFrom: null },
        },
      ];
    });
  });
}
