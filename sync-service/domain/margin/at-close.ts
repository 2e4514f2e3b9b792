/** What an open deal is likely to come to: the chance to win it, and its margin over the range of likely prices. */
import { Decimal } from 'decimal.js';
import type { AtClose } from '../assessment.ts';
import type { Deal, Id } from '../deal.ts';
import { forecastOf, isTooLittle, type ForecastModel } from '../forecast/model.ts';
import type { DealInSight } from '../forecast/past-deals.ts';
import { addCalendarDays, dateOf, startOf, type CalendarDate, type Instant } from '../time.ts';
import type { PricedLine } from './priced-deal.ts';

/** An open deal as the forecast sees it. */
export interface Outlook {
  deal: Deal;
  lines: readonly PricedLine[];
  partnerId: Id;
  /** ISO code of the customer's country. */
  country: string | null;
  /** Of the amounts that the forecast learned from. */
  currency: string;
  timeZone: string;
}

/**
 * The forecast of a deal, told as of the last Monday: within a week time alone changes nothing on the records.
 * @param marginAt the partner's margin if the deal closed at this share of its list value
 */
export function atClose(
  outlook: Outlook,
  model: ForecastModel,
  now: Instant,
  marginAt: (share: Decimal) => Decimal,
): AtClose {
  const on = mondayBefore(dateOf(now, outlook.timeZone));
  const { version, chanceToWin, price } = forecastOf(model, inSight(outlook), on);
  const share = (value: number) => new Decimal(value.toFixed(3));
  return {
    version,
    asOf: on,
    // Told to five points: it is not known better.
    chanceToWin: isTooLittle(chanceToWin) ? null : Math.round(chanceToWin * 20) / 20,
    price: isTooLittle(price)
      ? null
      : { expected: share(price.expected), low: share(price.low), high: share(price.high) },
    margin: isTooLittle(price) ? null : { low: marginAt(share(price.low)), high: marginAt(share(price.high)) },
    tooLittle: [chanceToWin, price].filter(isTooLittle),
  };
}

/** When the forecast is told anew. */
export function nextForecastAt(now: Instant, timeZone: string): Instant {
  return startOf(addCalendarDays(mondayBefore(dateOf(now, timeZone)), 7), timeZone);
}

function inSight({ deal, lines, partnerId, country, currency, timeZone }: Outlook): DealInSight {
  const value = ({ listPrice, quantity }: PricedLine) => listPrice.times(quantity);
  const largest = lines.toSorted(
    (a, b) => value(b).comparedTo(value(a)) || ((a.family ?? '') < (b.family ?? '') ? -1 : 1),
  )[0];
  const openedOn = dateOf(deal.createdAt, timeZone);
  return {
    openedOn,
    list: deal.currency === currency ? Decimal.sum(0, ...lines.map(value)).toNumber() : null,
    product: largest?.family ?? null,
    region: country,
    salesperson: deal.ownerId,
    partner: partnerId,
    customer: deal.customerId,
    stages: [{ on: openedOn, stage: deal.stage }],
  };
}

/** The day itself where it is a Monday. */
function mondayBefore(day: CalendarDate): CalendarDate {
  const daysSince = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addCalendarDays(day, -daysSince);
}
