import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { percentOf, roundMoney, sum } from '../../../sync-service/domain/money.ts';

const rounded = (amount: string, currency: string) => roundMoney(new Decimal(amount), currency).toString();

describe('money', () => {
  it('is rounded half away from zero, gains and losses alike', () => {
    expect([rounded('0.125', 'EUR'), rounded('0.1249', 'EUR'), rounded('-0.125', 'EUR')]).toEqual([
      '0.13',
      '0.12',
      '-0.13',
    ]);
  });
  it('has as many places as its currency: yen none, euro two, dinar three', () => {
    expect([rounded('1.5555', 'JPY'), rounded('1.5555', 'EUR'), rounded('1.5555', 'KWD')]).toEqual([
      '2',
      '1.56',
      '1.556',
    ]);
  });
  it('loses nothing in a sum of cents', () => {
    expect(sum([new Decimal('0.1'), new Decimal('0.2')]).toString()).toBe('0.3');
    expect(sum([]).toString()).toBe('0');
  });
  it('keeps every digit of the largest amount times the finest rate', () => {
    expect(new Decimal('99999999999999.99').times('0.123456').toString()).toBe('12345599999999.99876544');
  });
  it('has no percentage of nothing', () => {
    expect(percentOf(new Decimal(1), new Decimal(3))?.toString()).toBe('33.33');
    expect(percentOf(new Decimal(1), new Decimal(0))).toBeNull();
  });
});
