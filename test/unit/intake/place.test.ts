import { describe, expect, it } from '@jest/globals';
import { waitAfter } from '../../../sync-service/intake/backoff.ts';
import { placeOf, positionOf } from '../../../sync-service/intake/place.ts';
import { topicOf } from '../../../sync-service/intake/pubsub.ts';

describe('a place in a topic', () => {
  // 2^53 + 1, the first number that JavaScript can't tell from its neighbour.
  const replayId = Buffer.from('00200000000000010000', 'hex');

  it('is kept as bytes, with the instant up to which everything was seen', () => {
    expect(positionOf({ replayId, at: Date.UTC(2026, 10, 23) })).toBe('ACAAAAAAAAEAAA==@2026-11-23T00:00:00.000Z');
    expect(placeOf('ACAAAAAAAAEAAA==@2026-11-23T00:00:00.000Z')).toEqual({ replayId, at: Date.UTC(2026, 10, 23) });
  });

  it('may do without the instant', () => {
    expect(positionOf({ replayId, at: null })).toBe('ACAAAAAAAAEAAA==');
    expect(placeOf('ACAAAAAAAAEAAA==')).toEqual({ replayId, at: null });
    expect(placeOf('ACAAAAAAAAEAAA==@yesterday')).toEqual({ replayId, at: null });
  });

  it.each(['', '?', '@2026-11-23'])('is none in "%s"', (position) => {
    expect(placeOf(position)).toBeNull();
  });
});

describe('the wait after failures', () => {
  const backoff = { firstMs: 100, longestMs: 1000 };

  it('doubles up to the longest', () => {
    expect([1, 2, 3, 4, 5, 50].map((failures) => waitAfter(failures, backoff, () => 1))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
  });

  it('varies between half and the whole', () => {
    expect(waitAfter(1, backoff, () => 0)).toBe(50);
    expect(waitAfter(1, backoff, () => 0.5)).toBe(75);
  });
});

describe('the topic of an entity', () => {
  it.each([
    ['Opportunity', '', '/data/OpportunityChangeEvent'],
    ['Deal_Registration__c', '', '/data/Deal_Registration__ChangeEvent'],
    ['Deal_Registration__c', 'flead', '/data/flead__Deal_Registration__ChangeEvent'],
    ['Opportunity', 'flead', '/data/OpportunityChangeEvent'],
  ])('%s with namespace "%s" is %s', (entity, namespace, topic) => {
    expect(topicOf(entity, namespace)).toBe(topic);
  });
});
