import { describe, expect, it } from '@jest/globals';
import { isNews, liveFrom, noticesDue } from '../../../sync-service/domain/conflict/notices.ts';
import { engagementPolicy, policy } from './story.ts';

const hour = 3_600_000;
const day = 24 * hour;
const noon = Date.UTC(2026, 2, 2, 12);

describe('a case that opens', () => {
  it('is news for seven days after the last act that shows it', () => {
    expect(isNews([noon - 60 * day, noon - 7 * day + 1], noon, -Infinity)).toBe(true);
    expect(isNews([noon - 60 * day, noon - 7 * day], noon, -Infinity)).toBe(false);
  });

  it('is no news before the vendor goes live', () => {
    expect(isNews([noon], noon, noon + 1)).toBe(false);
    expect(isNews([noon], noon, noon)).toBe(true);
  });
});

describe('a case on record', () => {
  const waiting = { openedAt: noon, dueAt: noon + 48 * hour, openedToldAt: null, overdueToldAt: null };
  const told = { ...waiting, openedToldAt: noon };

  it('is told once that it opened, and put down as told when that is past being news', () => {
    expect(noticesDue(waiting, noon + 1)).toEqual({ told: 'opened', putDown: ['opened'] });
    expect(noticesDue(told, noon + 1)).toEqual({ told: null, putDown: [] });
  });

  it('is told once that its time is over, at the instant and not before', () => {
    expect(noticesDue(told, noon + 48 * hour - 1)).toEqual({ told: null, putDown: [] });
    expect(noticesDue(told, noon + 48 * hour)).toEqual({ told: 'overdue', putDown: ['overdue'] });
    expect(noticesDue({ ...told, overdueToldAt: noon + 49 * hour }, noon + 50 * hour).putDown).toEqual([]);
  });

  it('is told of the later alone where both are due', () => {
    expect(noticesDue(waiting, noon + 50 * hour)).toEqual({ told: 'overdue', putDown: ['opened', 'overdue'] });
  });

  it('is put down as told without a word a week after its time was over', () => {
    const overdueFor = (past: number) => noticesDue(waiting, noon + 48 * hour + past);
    expect(overdueFor(7 * day - 1).told).toBe('overdue');
    expect(overdueFor(7 * day)).toEqual({ told: null, putDown: ['opened', 'overdue'] });
  });
});

it('cases are told from the earliest go-live of any policy on', () => {
  const told = (...days: (string | null)[]) =>
    liveFrom(policy({}, { policies: days.map((goLive) => ({ ...engagementPolicy, goLive })) }));
  expect(told('2026-03-02', '2026-02-01')).toBe(Date.parse('2026-02-01T00:00:00Z'));
  expect(told('2026-03-02', null)).toBe(-Infinity);
  expect(told()).toBe(-Infinity);
});
