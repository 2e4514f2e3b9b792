import { describe, expect, it } from '@jest/globals';
import { fullId } from '../../../sync-service/export/record-id.ts';

describe('A record id of 15 characters', () => {
  it('is brought to 18, each of the three telling which of five letters are capitals', () => {
    expect(fullId('0015g00000AbCdE')).toBe('0015g00000AbCdEAAV');
    expect(fullId('aAAAAZzzzz00000')).toBe('aAAAAZzzzz000004BA');
  });

  it('is told from an id of 18 and from other text, which stay as they are', () => {
    expect(fullId('0015g00000AbCdEAAV')).toBe('0015g00000AbCdEAAV');
    expect(fullId('Closed Lost 123')).toBe('Closed Lost 123');
    expect(fullId('')).toBe('');
  });
});
