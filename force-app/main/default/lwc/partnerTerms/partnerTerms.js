/**
 * What a partner may read of his programme, and the margin that follows from it. The engine is the one that the service
 * uses, bundled, so that nothing is asked of a server while he types.
 */
import CURRENCY from '@salesforce/i18n/currency';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { priceDeal, readProgramme } from 'c/marginEngine';

export { TERMS } from './query';

const STANDING_VERSION = 1;

/**
 * Reads a record `Partner_Programme__c` as GraphQL gives it.
 * @returns `{kind: 'none'}` without a record, `{kind: 'unreadable'}`, or `{kind: 'terms', partnerId, standing, families,
 * programme, currency, incentives, known}`; `programme` is null where the rules were too long for the record. Where the programme
 * knows no exchange rate, the org has one currency, and the programme's is it.
 */
export function readTerms(node) {
  if (!node?.Partner__c?.value) return { kind: 'none' };
  try {
    const standing = JSON.parse(node.Standing__c.value);
    if (standing.version !== STANDING_VERSION) return { kind: 'unreadable' };
    const rules = node.Programme__c.value ? JSON.parse(node.Programme__c.value) : null;
    return {
      kind: 'terms',
      partnerId: node.Partner__c.value,
      standing,
      families: rules?.families ?? [],
      programme: rules && readProgramme(rules),
      currency: rules?.exchangeRates.length > 0 ? CURRENCY : (rules?.currency ?? CURRENCY),
      incentives: new Map((rules?.incentives ?? []).map(({ id, version, name }) => [`${id}@${version}`, name])),
      known: { ...namesOf(standing), currency: rules?.currency }
    };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** Names of levels and competencies by key, and the currency of the programme, for the reasons of the engine. */
export function namesOf({ levels = [], competencies = [], currency }) {
  const named = (all) => new Map(all.map(({ key, name }) => [key, name]));
  return { levels: named(levels), competencies: named(competencies), currency };
}

/** Today in the time zone of the user, as a calendar date. */
export function today(now = Date.now()) {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: TIME_ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit'
  }).formatToParts(now);
  const part = (type) => parts.find((each) => each.type === type).value;
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/**
 * What a deal that is only described so far would leave him, were it registered: the amount is taken as list price, in
 * equal parts for each family.
 * @param deal `{amount, families, role, closesOn, country, hasTender, customerPrice}`; the last stays in the browser
 * @returns JSON of the engine, or null where amount, families or rules are lacking
 */
export function estimate(terms, deal, registered = true) {
  const { amount, families, role, closesOn, country, hasTender, customerPrice } = deal;
  if (!terms.programme || !(amount > 0) || !families.length) return null;
  const on = today();
  const priced = {
    currency: terms.currency,
    lines: inEqualParts(amount, families.length).map((listPrice, index) => ({
      family: families[index],
      quantity: '1',
      listPrice,
      termMonths: null
    })),
    partner: partnerOf(terms.standing),
    role: role ?? null,
    registered,
    newCustomer: null,
    circumstances: {
      registeredOn: registered ? on : null,
      closesOn: closesOn || null,
      tender: Boolean(hasTender),
      customerCountry: country || null
    }
  };
  return price(terms, priced, on, closesOn, customerPrice);
}

/**
 * A deal that the service priced, priced again by the same rules.
 * @param priced `{deal, on}` as the service wrote it
 */
export function reprice(terms, { deal, on }, closesOn, customerPrice) {
  return terms.programme ? price(terms, deal, on, closesOn, customerPrice) : null;
}

function price({ programme }, deal, on, closesOn, customerPrice) {
  const withPrice = { ...deal, customerPrice: customerPrice > 0 ? String(customerPrice) : null };
  return priceDeal(programme, withPrice, on, closesOn > on ? closesOn : on);
}

/** As the level on record prices it. What is held counts until it ends, at the latest on its last day. */
function partnerOf({ level, roles, competencies }) {
  return {
    level: level.onRecord.kind === 'known' ? level.onRecord.key : null,
    roles,
    competencies: competencies
      .filter(({ state }) => state === 'held' || state === 'expiring')
      .map(({ key, validUntil }) => ({ key, validFrom: null, validUntil }))
  };
}

/** An amount in equal parts, to the cent; the last part has what is left over. */
function inEqualParts(amount, count) {
  const cents = Math.round(amount * 100);
  const each = Math.floor(cents / count);
  const inUnits = (value) => (value / 100).toFixed(2);
  return Array.from({ length: count }, (_, i) => inUnits(i < count - 1 ? each : cents - each * (count - 1)));
}
