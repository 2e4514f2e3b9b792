import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { holidayDates } from '../../../sync-service/salesforce/holidays.ts';
import { countryCode } from '../../../sync-service/domain/customer/country.ts';
import { audienceOf } from '../../../sync-service/salesforce/login.ts';
import { date, decimal, id, instant, list, parseRows, roles } from '../../../sync-service/salesforce/parse.ts';

describe('a row', () => {
  const shape = {
    object: 'Thing',
    schema: z.object({ Id: id, Amount: decimal, Day: date, At: instant, Kind: z.enum(['A', 'B']) }),
  };
  const good = {
    Id: '001000000000001AAA',
    Amount: 0.1,
    Day: '2026-03-01',
    At: '2026-03-01T09:00:00.000+0000',
    Kind: 'A',
  };

  it('becomes what it should be; a tenth stays a tenth', () => {
    const [row] = parseRows([good], shape).read;
    expect(row?.Amount.plus('0.2').toString()).toBe('0.3');
    expect(row?.At).toBe(Date.UTC(2026, 2, 1, 9));
  });

  it('that is something else is named with field and expectation, without what stands in it', () => {
    const bad = { ...good, Amount: 'lots of money', Day: '1.3.2026', Kind: 'Secret' };
    const { read, misread } = parseRows([bad, good], shape);
    expect(read).toHaveLength(1);
    expect(misread).toHaveLength(1);
    expect(misread[0]?.reason).toBe(
      'Thing 001000000000001AAA: Amount: expected number; Day: expected a date; Kind: expected one of "A"|"B"',
    );
    expect(misread[0]?.reason).not.toMatch(/money|1\.3|Secret/);
  });

  it('with an impossible instant is refused', () => {
    expect(parseRows([{ ...good, At: 'soon' }], shape).misread[0]?.reason).toBe(
      'Thing 001000000000001AAA: At: expected a date and time',
    );
  });
});

describe('lists in a text', () => {
  it('are parted at semicolons, blanks and empty parts dropped', () => {
    expect(list.parse(' Servers ; Storage;;')).toEqual(['Servers', 'Storage']);
    expect(list.parse(null)).toEqual([]);
  });

  it('of roles pass over what is no role', () => {
    expect(roles.parse('Reseller;Friend;ISV')).toEqual(['Reseller', 'ISV']);
  });
});

describe('a country', () => {
  it.each([
    ['France', 'FR'],
    ['frankreich', 'FR'],
    ['Deutschland', 'DE'],
    ['Germany', 'DE'],
    ['de', 'DE'],
    ['UK', 'GB'],
    ['United Kingdom', 'GB'],
    ['USA', 'US'],
    ['Pays-Bas', 'NL'],
    ['Serbia', 'RS'],
  ])('%s is %s', (typed, code) => {
    expect(countryCode(typed)).toBe(code);
  });

  it('that is none stays, in capitals, and nothing stays nothing', () => {
    expect(countryCode(' Atlantis ')).toBe('ATLANTIS');
    expect(countryCode('  ')).toBeNull();
    expect(countryCode(null)).toBeNull();
  });
});

describe('the audience of a signed login', () => {
  it.each([
    ['https://login.salesforce.com', 'https://login.salesforce.com'],
    ['https://acme.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://test.salesforce.com', 'https://test.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
  ])('of %s is %s', (loginUrl, audience) => {
    expect(audienceOf(loginUrl)).toBe(audience);
  });
});

describe('holidays', () => {
  const single = {
    ActivityDate: '2026-05-01',
    IsAllDay: true,
    IsRecurrence: false,
    RecurrenceStartDate: null,
    RecurrenceEndDateOnly: null,
    RecurrenceType: null,
    RecurrenceInterval: null,
    RecurrenceDayOfWeekMask: null,
    RecurrenceDayOfMonth: null,
    RecurrenceInstance: null,
    RecurrenceMonthOfYear: null,
  };
  const recurring = { ...single, IsRecurrence: true, RecurrenceStartDate: '2025-01-01', ActivityDate: '2025-01-01' };
  const dates = (row: Parameters<typeof holidayDates>[0][number]) => [
    ...holidayDates([row], '2026-01-01', '2028-01-01'),
  ];

  it('fall on their day; a morning off is a business day', () => {
    expect(dates(single)).toEqual(['2026-05-01']);
    expect(dates({ ...single, IsAllDay: false })).toEqual([]);
  });

  it('of every year come back every year until they end', () => {
    const christmas = {
      ...recurring,
      RecurrenceType: 'RecursYearly' as const,
      RecurrenceDayOfMonth: 25,
      RecurrenceMonthOfYear: 'December',
    };
    expect(dates(christmas)).toEqual(['2026-12-25', '2027-12-25']);
    expect(dates({ ...christmas, RecurrenceEndDateOnly: '2026-12-25' })).toEqual(['2026-12-25']);
    expect(dates({ ...christmas, RecurrenceEndDateOnly: '2026-12-24' })).toEqual([]);
  });

  it('on the fourth Thursday of November and on the last Monday of May are found', () => {
    const nth = { ...recurring, RecurrenceType: 'RecursYearlyNth' as const };
    // Thursday is bit 4, Monday bit 1.
    expect(
      dates({ ...nth, RecurrenceDayOfWeekMask: 16, RecurrenceInstance: 'Fourth', RecurrenceMonthOfYear: 'November' }),
    ).toEqual(['2026-11-26', '2027-11-25']);
    expect(
      dates({ ...nth, RecurrenceDayOfWeekMask: 2, RecurrenceInstance: 'Last', RecurrenceMonthOfYear: 'May' }),
    ).toEqual(['2026-05-25', '2027-05-31']);
  });

  it('of every second month on the 15th skip the months between', () => {
    const monthly = {
      ...recurring,
      RecurrenceType: 'RecursMonthly' as const,
      RecurrenceDayOfMonth: 15,
      RecurrenceInterval: 2,
    };
    expect(dates({ ...monthly, RecurrenceEndDateOnly: '2026-06-30' })).toEqual([
      '2026-01-15',
      '2026-03-15',
      '2026-05-15',
    ]);
  });
});
