import { describe, expect, it } from '@jest/globals';
import {
  addBusinessDays,
  contains,
  dateOf,
  daysBetween,
  inForce,
  meet,
  startOf,
} from '../../../sync-service/domain/time.ts';
import { at } from './story.ts';

const utc = { timeZone: 'UTC', holidays: new Set<string>() };
const berlin = { timeZone: 'Europe/Berlin', holidays: new Set(['2026-04-03', '2026-04-06']) };

describe('windows', () => {
  const window = { from: 100, until: 200 };
  it('contain their first moment and not their last', () => {
    expect([99, 100, 199, 200].map((moment) => contains(window, moment))).toEqual([false, true, true, false]);
  });
  it('do not meet where one ends as the other begins', () => {
    expect(meet(window, { from: 200, until: 300 })).toBe(false);
    expect(meet(window, { from: 199, until: 300 })).toBe(true);
  });
  it('that are empty meet nothing', () => {
    expect(meet(window, { from: 150, until: 150 })).toBe(false);
  });
  it('of rules hold from the first date up to, not including, the last', () => {
    const rule = { effectiveFrom: '2026-01-01', effectiveUntil: '2026-07-01' };
    const days = ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'];
    expect(days.map((day) => inForce(rule, day))).toEqual([false, true, true, false]);
  });
});

describe('calendar dates', () => {
  it('follow the time zone, not UTC', () => {
    const lateEvening = at('2026-03-04 23:30');
    expect(dateOf(lateEvening, 'UTC')).toBe('2026-03-04');
    expect(dateOf(lateEvening, 'Europe/Berlin')).toBe('2026-03-05');
    expect(dateOf(lateEvening, 'America/New_York')).toBe('2026-03-04');
  });
  it('begin at local midnight, in winter and in summer', () => {
    expect(startOf('2026-01-15', 'Europe/Berlin')).toBe(at('2026-01-14 23:00'));
    expect(startOf('2026-07-15', 'Europe/Berlin')).toBe(at('2026-07-14 22:00'));
    expect(startOf('2026-07-15', 'America/New_York')).toBe(at('2026-07-15 04:00'));
  });
  it('lie whole days apart even where a clock change makes one short', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2);
  });
});

describe('business days', () => {
  it('keep the time of day and pass over the weekend', () => {
    expect(addBusinessDays(at('2026-03-05 15:30'), 1, utc)).toBe(at('2026-03-06 15:30'));
    expect(addBusinessDays(at('2026-03-06 15:30'), 1, utc)).toBe(at('2026-03-09 15:30'));
    expect(addBusinessDays(at('2026-03-04 10:00'), 10, utc)).toBe(at('2026-03-18 10:00'));
  });
  it('of something that begins on a weekend count from Monday', () => {
    expect(addBusinessDays(at('2026-03-07 12:00'), 1, utc)).toBe(at('2026-03-09 12:00'));
    expect(addBusinessDays(at('2026-03-08 12:00'), 1, utc)).toBe(at('2026-03-09 12:00'));
  });
  it('pass over holidays: Thursday before Easter plus one is Tuesday', () => {
    expect(addBusinessDays(at('2026-04-02 08:00'), 1, berlin)).toBe(at('2026-04-07 08:00'));
  });
  it('keep the local time of day across the clock change of 29 March', () => {
    // 10:00 in Berlin is 09:00 UTC before the change and 08:00 UTC after it.
    expect(addBusinessDays(at('2026-03-27 09:00'), 1, berlin)).toBe(at('2026-03-30 08:00'));
  });
  it('count by the local calendar: Friday 23:30 UTC is Saturday in Berlin', () => {
    expect(addBusinessDays(at('2026-03-06 23:30'), 1, berlin)).toBe(at('2026-03-08 23:30'));
    expect(addBusinessDays(at('2026-03-06 23:30'), 1, utc)).toBe(at('2026-03-09 23:30'));
  });
  it('none leave the moment as it is', () => {
    expect(addBusinessDays(at('2026-03-07 12:00'), 0, utc)).toBe(at('2026-03-07 12:00'));
  });
  it('move a local time that the clock skips to the first one after it', () => {
    // Cairo skips from 00:00 to 01:00 on Friday 24 April 2026; midnight there does not exist that day.
    const cairo = { timeZone: 'Africa/Cairo', holidays: new Set<string>() };
    expect(addBusinessDays(at('2026-04-22 22:00'), 1, cairo)).toBe(at('2026-04-23 22:00'));
  });
});
