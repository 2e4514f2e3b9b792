/** Which record stands for the customer that a partner typed. */
import type { Customer, Registration } from '../deal.ts';
import { sameCustomer } from './same-customer.ts';
import type { Company, Knowledge } from './score.ts';

/**
 * Below this a record is not taken for the customer of a claim: nobody is turned away because of work on a customer who
 * may be another.
 */
export const SURE_FROM = 0.85;

export interface CustomerMatch {
  id: string;
  match: number;
  why: string;
}

/**
 * The record that is the same customer with the highest probability (equal: the lower id), or null where none is. Two
 * records that fit about equally and are not each other's double leave it open: a person decides, not the alphabet.
 */
export function matchTyped(typed: Company, customers: readonly Customer[], knowledge: Knowledge): CustomerMatch | null {
  const matches = customers
    .map((customer) => ({ customer, verdict: sameCustomer(typed, customer, knowledge) }))
    .filter(({ verdict }) => verdict.verdict === 'same' && verdict.probability >= SURE_FROM)
    .sort((a, b) => b.verdict.probability - a.verdict.probability || (a.customer.id < b.customer.id ? -1 : 1));
  const [best, next] = matches;
  if (best === undefined) return null;
  const close = next !== undefined && best.verdict.probability - next.verdict.probability < 0.05;
  if (close && sameCustomer(best.customer, next.customer, knowledge).verdict !== 'same') return null;
  return { id: best.customer.id, match: best.verdict.probability, why: best.verdict.reasons.join(', ') };
}

/** What a registration says of its customer: the record it was resolved to, else what the partner typed. */
export function companyOf(registration: Registration, customers: ReadonlyMap<string, Customer>): Company {
  const resolved = registration.customerId === null ? undefined : customers.get(registration.customerId);
  return resolved ?? registration.customer;
}
