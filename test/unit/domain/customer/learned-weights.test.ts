/** What decided cases teach about telling customers apart. */
import { expect, it } from '@jest/globals';
import {
  sameCustomer,
  USUAL_KNOWLEDGE,
  learnedWeights,
  type Company,
} from '../../../../sync-service/domain/customer/index.ts';
import type { DecidedCustomers } from '../../../../sync-service/domain/customer/learned-weights.ts';

const company = (name: string, more: Partial<Company> = {}): Company => ({
  ...{ name, website: null, country: null, taxId: null },
  ...more,
});
/** Two that share nothing but a slip away from one name, in one country. */
const nearby = (same: boolean): DecidedCustomers => ({
  registered: company('Halden Lager', { country: 'NO' }),
  buyer: company('Holden Lager', { country: 'NO' }),
  same,
});
const times = (count: number, one: DecidedCustomers) => Array.from({ length: count }, () => one);

it('is nothing below fifty pairs', () => {
  const { knowledge, pairs, why } = learnedWeights(times(49, nearby(false)));
  expect(knowledge).toBe(USUAL_KNOWLEDGE);
  expect([pairs, why]).toEqual([49, 'the usual weights: 49 decided pairs of the 50 that are needed']);
});

it('is what fifty pairs say, and tells how many of them are one customer', () => {
  const { knowledge, why } = learnedWeights([...times(30, nearby(true)), ...times(20, nearby(false))]);
  expect(why).toBe('learned from 50 decided pairs, 30 of them one customer');
  expect(knowledge.weights).not.toEqual(USUAL_KNOWLEDGE.weights);
});

it('makes pairs less probable that were always dismissed as two, and more probable that were always confirmed', () => {
  const { registered, buyer } = nearby(true);
  const probability = (decided: DecidedCustomers[]) => {
    const { verdict, probability: sure } = sameCustomer(registered, buyer, learnedWeights(decided).knowledge);
    return verdict === 'same' ? sure : 1 - sure;
  };
  const usual = probability([]);
  expect(probability(times(400, nearby(false)))).toBeLessThan(usual);
  expect(probability(times(400, nearby(true)))).toBeGreaterThan(usual);
});

it('learns nothing of a confirmed case at a company of the group', () => {
  const registered = company('Halden Lager', { id: '001parent' });
  const buyer = company('Halden Lager Bergen', { id: '001child', parentId: '001parent' });
  expect(learnedWeights(times(60, { registered, buyer, same: true })).pairs).toBe(0);
});

it('does not depend on the order of the decisions', () => {
  const decided = [...times(40, nearby(true)), ...times(20, nearby(false))];
  expect(learnedWeights(decided.toReversed())).toEqual(learnedWeights(decided));
});
