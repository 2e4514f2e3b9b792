/** Deals of Nordwind for which there is no margin to tell. */
import { Decimal } from 'decimal.js';
import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../sync-service/domain/assess.ts';
import { inWords } from '../../../sync-service/domain/margin/reasons.ts';
import type { Deal } from '../../../sync-service/domain/deal.ts';
import { at, brightwave, deal, facts, line, onDeal, policy } from './story.ts';
import { programmeOf } from './programme-of.ts';

const whyNot = (more: Partial<Deal>) => {
  const { margin } = assess(
    facts({ deal: deal(more), registrations: [] }),
    programmeOf([]),
    policy(),
    at('2026-03-02 12:00'),
    null,
  );
  return margin.kind === 'unknown' ? [margin.why.code, inWords(margin.why)] : margin.kind;
};
const partners = [onDeal(brightwave.id)];

describe('a deal without a margin', () => {
  it.each<[string, Partial<Deal>, string[]]>([
    ['has no partner', { partners: [] }, ['no partner', 'no partner is registered for this deal or stands on it']],
    [
      'has a partner nobody knows',
      { partners: [onDeal('001000000000999AAA')] },
      ['partner not on record', 'the partner is not on record as a partner'],
    ],
    ['has no products', { partners, lines: [] }, ['no products', 'the opportunity has no products']],
    [
      'has a product without a list price',
      { partners, lines: [line('Storage', { product: 'NW-1', listPrice: null })] },
      ['no list price', 'no list price for NW-1'],
    ],
    [
      'has a list price of nothing',
      { partners, lines: [line('Storage', { listPrice: new Decimal(0) })] },
      ['nothing to price', 'the list value is nothing'],
    ],
  ])('%s', (_, more, expected) => {
    expect(whyNot(more)).toEqual(expected);
  });
});
