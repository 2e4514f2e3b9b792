import { describe, expect, it } from '@jest/globals';
import { canonicalId, checksum, counterOf, recordId } from '../../local-org/records/ids.ts';

describe('record ids', () => {
  it('guard the case of each block of five characters by one of the suffix', () => {
    // Blocks 001A0 · 00000 · 6Vm9r: capitals at place 3 (8 → I), none (0 → A), at place 1 (2 → C).
    expect(checksum('001A0000006Vm9r')).toBe('IAC');
  });

  it('count in base 62 behind the key prefix', () => {
    expect(recordId('006', 1)).toBe('0065g0000000001AAA');
    // 61 is the last digit z, 62 the first number of two digits.
    expect(recordId('006', 61)).toBe('0065g000000000zAAA');
    expect(recordId('006', 62)).toBe('0065g0000000010AAA');
    // 10 is A, a capital at the last place of the third block: 16 → Q.
    expect(recordId('006', 10)).toBe('0065g000000000AAAQ');
  });

  it('give their counter back, unless they come from another instance', () => {
    expect(counterOf(recordId('a01', 123456))).toBe(123456);
    expect(counterOf('001A0000006Vm9rIAC')).toBeNull();
  });

  it('are read with 15 or 18 characters, the suffix in any case', () => {
    expect(canonicalId('001A0000006Vm9r')).toBe('001A0000006Vm9rIAC');
    expect(canonicalId('001A0000006Vm9rIAC')).toBe('001A0000006Vm9rIAC');
    expect(canonicalId('001A0000006Vm9riac')).toBe('001A0000006Vm9rIAC');
  });

  it('are refused where the length, a character or the suffix is wrong', () => {
    expect(canonicalId('001A0000006Vm9')).toBeNull();
    expect(canonicalId('001A0000006Vm9rI')).toBeNull();
    expect(canonicalId('001A0000006Vm-r')).toBeNull();
    expect(canonicalId('001A0000006vm9rIAC')).toBeNull();
  });
});
