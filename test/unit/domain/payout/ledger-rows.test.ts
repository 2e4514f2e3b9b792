import { describe, expect, it } from '@jest/globals';
import {
  entryRow,
  ledgerColumns,
  rowReader,
  type LedgerColumn,
} from '../../../../sync-service/domain/payout/ledger-rows.ts';
import { entry, money, on } from './entries.ts';

type Row = Partial<Record<LedgerColumn, string>>;
const read = (row: Row) => rowReader('EUR', 1)((column) => row[column] ?? '', 7);
const bought: Row = { type: 'purchase', partner: 'corvus', date: '2026-08-15', amount: '100.50', currency: 'EUR' };
const posted: Row = {
  ...{ type: 'accrual', partner: 'corvus', incentive: 'base-rebate@1', period: '2026-Q3', cause: 'won 1' },
  ...{ amount: '50', currency: 'EUR', posted_at: '2026-07-10T12:00:00Z' },
};

describe('a row of a ledger', () => {
  it('says who a partner is', () => {
    const row = {
      ...{ type: 'partner', partner: 'corvus', partner_name: "'=Corvus" },
      roles: 'Reseller; ISV',
      level: 'gold',
    };
    expect(read({ ...row, accepted_on: '2026-07-31' })).toEqual({
      ...{ kind: 'partner', partnerId: 'corvus', position: 7 },
      partner: {
        ...{ partnerId: 'corvus', name: '=Corvus', level: 'gold', roles: ['Reseller', 'ISV'], competencies: [] },
        acceptedOn: '2026-07-31',
      },
    });
  });
  it('says what he bought, known on the day of the invoice unless another day is given', () => {
    expect(read(bought)).toEqual({
      ...{ kind: 'purchase', partnerId: 'corvus', position: 7 },
      purchase: {
        ...{ amount: money('100.5'), date: '2026-08-15', recordedOn: '2026-08-15', family: null },
        ...{ registered: false, specialPrice: false },
      },
    });
    const later = read({
      ...bought,
      recorded_on: '2026-11-02',
      family: 'Storage',
      registered: 'true',
      special_price: 'false',
    });
    expect(later).toMatchObject({
      purchase: { recordedOn: '2026-11-02', family: 'Storage', registered: true, specialPrice: false },
    });
  });
  it('exchanges purchases by their own rate, rounded line by line', () => {
    const dollars = read({ ...bought, currency: 'USD', exchange_rate: '0.9' });
    expect(dollars.kind === 'purchase' && dollars.purchase.amount.toString()).toBe('90.45');
  });
  it('is given back by what was written', () => {
    const written = entry({
      ...{ cause: '=won', payableFrom: '2026-08-31', exchangeRate: money('0.9'), reverses: '-key', dealId: '@deal' },
      explanation: { code: 'tier', args: { edge: 'from 50000', level: null } },
    });
    const row = Object.fromEntries(ledgerColumns.map((column, i) => [column, entryRow(written)[i]]));
    expect(row['cause']).toBe("'=won");
    expect(read(row)).toEqual({ kind: 'entry', partnerId: 'corvus', position: 7, entry: written, dealName: null });
  });
  it('is an entry of its own key and reason where it has none', () => {
    const line = read(posted);
    expect(line.kind === 'entry' && line.entry).toEqual(
      entry({
        ...{ key: 'corvus|||base-rebate@1|2026-Q3|accrual|won 1', dealId: null, lineId: null, base: null, rate: null },
        postedAt: on('2026-07-10'),
      }),
    );
    const noted = read({ ...posted, explanation: 'agreed by phone' });
    expect(noted).toMatchObject({ entry: { explanation: { code: 'noted', args: { text: 'agreed by phone' } } } });
  });
});

describe('a row that cannot be read', () => {
  const refused = (row: Row) => {
    try {
      return read(row);
    } catch (error) {
      const { column, message } = error as { column: string; message: string };
      return `${column}: ${message}`;
    }
  };
  it('names the column, what was expected and what was found', () => {
    expect([
      refused({ ...bought, type: 'sale' }),
      refused({ ...bought, partner: ' ' }),
      refused({ ...bought, amount: '1,000.00' }),
      refused({ ...bought, amount: '' }),
      refused({ ...bought, currency: 'eur' }),
      refused({ ...bought, currency: 'USD' }),
      refused({ ...bought, registered: 'yes' }),
      refused({ ...posted, incentive: 'base-rebate' }),
      refused({ ...posted, period: '2026-Q5' }),
      refused({ ...posted, posted_at: '2026-07-10' }),
    ]).toEqual([
      'type: expected one of partner, purchase, accrual, adjustment, reversal, settlement, payment, found "sale"',
      'partner: expected a name, found " "',
      'amount: expected a number such as -1200.50, found "1,000.00"',
      'amount: expected a number such as -1200.50, found nothing',
      'currency: expected an ISO 4217 code such as EUR, found "eur"',
      'exchange_rate: expected how many EUR one USD is worth, found nothing',
      'registered: expected true or false, found "yes"',
      'incentive: expected a rule and its version such as growth@2, found "base-rebate"',
      'period: expected a period such as 2026-M07, 2026-Q3, 2026-H2 or 2026, found "2026-Q5"',
      'posted_at: expected a moment such as 2026-10-15T08:00:00Z, found "2026-07-10"',
    ]);
  });
  it('has a day that does not exist', () => {
    const dated = (date: string) => refused({ ...bought, date });
    expect(dated('2026-02-29')).toBe('date: expected a date such as 2026-08-31, found "2026-02-29"');
    expect(dated('2028-02-29')).toMatchObject({ kind: 'purchase' });
    for (const date of ['2026-13-01', '2026-00-10', '2026-06-31', '2026-06-00', '15.08.2026', '2026-8-15']) {
      expect(dated(date)).toContain('expected a date');
    }
  });
});
