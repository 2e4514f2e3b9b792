/** Why a line of the waterfall is what it is: a code with its figures, so that every language can say it. */
import type { Decimal } from 'decimal.js';

export type ReasonValue = string | number | Decimal | readonly string[] | null;

export interface Reason {
  code: ReasonCode;
  args: Readonly<Record<string, ReasonValue>>;
}

type Say = (args: Record<string, string>) => string;

/** Each code in English. Placeholders carry the names of the arguments. */
const words = {
  'sum of list': () => 'quantity times list price, line by line',
  'list less discounts': () => 'list price less upfront discounts',
  'as given': () => 'as given',
  'quote of the distributor': () => "the distributor's quote",
  indicative: () => "indicative: the distributor's quote is not known",
  'customer less partner price': () => 'price to the end customer less partner price',
  'customer price unknown': () => 'not known without a price to the end customer',
  'front plus back': () => 'front margin plus rebates and bonuses',
  'reseller less distributor price': () => 'reseller price less distributor price',
  'own rate': () => 'its rate',
  'own amount': () => 'its amount',
  tier: ({ edge, level }) =>
    [level && `the rate of level ${level}`, edge && `${level ? '' : 'the band '}${edge}`].filter(Boolean).join(' ') ||
    'its tier',
  slices: ({ slices }) => `${slices} bands, each at its own rate`,
  'special price': () => 'special price',
  'special price on top': () => 'special price, on top of the programme',
  'in force from': ({ date }) => `in force only from ${date}`,
  'ended on': ({ date }) => `ended on ${date}`,
  'published on': ({ date }) => `made known only on ${date}`,
  superseded: ({ version }) => `superseded by version ${version}`,
  level: ({ levels, level }) => `for level ${levels}; the partner's is ${level || 'none'}`,
  role: ({ roles }) => `for ${roles} only`,
  competency: ({ missing }) => `needs the competency ${missing}`,
  'any competency': ({ competencies }) => `needs one of the competencies ${competencies}`,
  registration: () => 'needs a registered deal',
  'not the first claim': ({ order }) => `goes to the first registrant; this claim is number ${order}`,
  'registered too long ago': ({ months, since }) => `within ${months} months of the registration, which is of ${since}`,
  'registered too late': ({ days, close }) =>
    `needs a registration at least ${days} business days before the close on ${close}`,
  'registered at stage': ({ stages, stage }) =>
    `for deals registered at ${stages}; this one at ${stage || 'an unknown stage'}`,
  'registration date unknown': () => 'not known when the deal was registered, or when it closes',
  'new customer': () => 'for new customers only',
  'new customer unknown': () => 'not known whether the customer is new',
  origin: ({ origin }) => `for deals that the ${origin} found`,
  'origin unknown': () => 'not known who found the deal',
  tender: () => 'not for deals with a tender before the registration',
  'tender unknown': () => 'not known whether there was a tender',
  incumbent: () => 'for the partner of the running contract only',
  'not incumbent': () => 'not for the partner of the running contract',
  'incumbent unknown': () => 'not known whether the partner holds the running contract',
  'customer confirmation': () => "needs the customer's confirmation",
  'customer list': ({ lists }) => `for customers on the list ${lists}`,
  country: ({ countries }) => `for customers in ${countries}`,
  papers: ({ missing }) => `needs ${missing}`,
  'no special price': () => 'not for deals at a special price',
  families: ({ families }) => `for ${families} only`,
  'excepted families': ({ families }) => `not for ${families}`,
  term: ({ months }) => `needs a term of ${months} months or more`,
  'term at most': ({ months }) => `for terms of up to ${months} months`,
  delivery: ({ days }) => `for what is delivered within ${days} days`,
  size: ({ of, band, size }) => `${band} (${of}); this deal has ${size}`,
  'size unknown': ({ of }) => `the ${of} is not known`,
  'no exchange rate': ({ from, to }) =>
    `its amounts are in ${from}, the deal is in ${to}, and no exchange rate is known`,
  'once an opportunity': () => 'once an opportunity, and another partner has it already',
  uses: ({ uses, months }) => `up to ${uses} times${months ? ` in ${months} months` : ''}, which are used up`,
  'used up': ({ cap }) => `the ${cap} of the period are used up`,
  'no rate for level': ({ level }) => `no rate for level ${level || 'none'}`,
  'no tier': ({ of, value, lowest }) =>
    lowest ? `${lowest}; here it is ${value} (${of})` : `in none of its bands: ${value} (${of})`,
  'period unknown': ({ period }) => `depends on the partner's purchases in the ${period || 'period'}`,
  period: ({ period, purchases }) => `if ${period} ends with purchases of ${purchases}`,
  purchases: ({ band, purchases }) => `needs purchases ${band}; there are ${purchases}`,
  growth: ({ band, growth }) => `needs growth ${band}; it is ${growth}`,
  'growth unknown': () => 'growth is not known without the purchases of the period before',
  'growth from zero': () => 'growth from zero is undefined',
  'no growth': () => 'purchases have not grown',
  'target unknown': () => 'the target is not known',
  'customer price needed': () => 'the price to the end customer is not known',
  replaced: ({ name }) => `${name} takes its place`,
  'best of group': ({ name }) => `${name} is worth more or as much`,
  excluded: ({ name }) => `cannot stand beside ${name}`,
  'special price instead': () => 'the special price takes the place of upfront discounts',
  'no partner': () => 'no partner is registered for this deal or stands on it',
  'claim without opportunity': () => 'no opportunity with products belongs to this registration yet',
  'partner not on record': () => 'the partner is not on record as a partner',
  'no products': () => 'the opportunity has no products',
  'no list price': ({ products }) => `no list price for ${products}`,
  'nothing to price': () => 'the list value is nothing',
} satisfies Record<string, Say>;

export type ReasonCode = keyof typeof words;

export const reasonCodes = Object.keys(words) as ReasonCode[];

export function reason(code: ReasonCode, args: Reason['args'] = none): Reason {
  return { code, args };
}

const none = {};

/** A reason in English. */
export function inWords({ code, args }: Reason): string {
  const texts = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, textOf(value)]));
  return (words[code] as Say)(texts);
}

function textOf(value: ReasonValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) ? value.join(' or ') : (value as Decimal).toString();
}
