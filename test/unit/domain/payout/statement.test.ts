import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { postings } from '../../../../sync-service/domain/payout/accrue.ts';
import { becomePayable } from '../../../../sync-service/domain/payout/payable.ts';
import { parsePeriod, type FiscalPeriod } from '../../../../sync-service/domain/payout/period.ts';
import { statementPage } from '../../../../sync-service/domain/payout/statement-page.ts';
import { guarded, scriptOf, statementRows, unguarded } from '../../../../sync-service/domain/payout/statement-text.ts';
import { languages, words } from '../../../../sync-service/domain/payout/statement-words.ts';
import { statementOf, type Statement } from '../../../../sync-service/domain/payout/statement.ts';
import type { LedgerEntry } from '../../../../sync-service/domain/payout/ledger.ts';
import { earns, entry, money, on } from './entries.ts';

const third = parsePeriod('2026-Q3', 1) as FiscalPeriod;
const programme = {
  name: 'Partner Programme 2026',
  fiscalYearStart: 1,
  incentives: [
    { id: 'base-rebate', version: 1, name: 'Base rebate' },
    { id: 'volume', version: 1, name: 'Volume rebate' },
  ],
};

const statement = (entries: LedgerEntry[], over: Partial<Parameters<typeof statementOf>[0]> = {}): Statement =>
  statementOf(
    {
      programme,
      partner: { partnerId: 'corvus', name: 'Corvus GmbH' },
      period: third,
      currency: 'EUR',
      issuedOn: '2026-10-15',
      dealNames: new Map([['deal-1', 'Rollout Nord']]),
      ...over,
    },
    entries,
  );

const earlier = entry({
  key: 'q2',
  dealId: 'deal-0',
  period: '2026-Q2',
  amount: money('30'),
  payableFrom: '2026-07-15',
});
const settlement = entry({
  ...{
    key: 's',
    dealId: null,
    lineId: null,
    incentive: 'volume@1',
    kind: 'settlement',
    cause: 'period end, 2026-10-15',
  },
  ...{ amount: money('4000'), base: money('80000'), postedAt: on('2026-10-15'), payableFrom: '2026-10-31' },
  explanation: { code: 'tier', args: { edge: 'from 50000 below 100000', level: 'gold' } },
});
const payment = entry({
  ...{ key: 'p', dealId: null, lineId: null, kind: 'payment', cause: 'transfer 12', amount: money('-30') },
  ...{ base: null, rate: null, payableFrom: '2026-07-20', explanation: { code: 'payment', args: {} } },
});
/** Accrued 50, of which 30 invoiced; a credit note takes back 10, from what is provisional. */
const story = () => {
  const invoice = {
    dealId: 'deal-1',
    lineId: 'line-1',
    part: money('0.6'),
    on: '2026-08-01',
    document: 'invoice 4711',
  };
  const invoiced = [entry(), ...becomePayable([entry()], invoice, () => 30, on('2026-08-01'))];
  const credited = [...invoiced, ...postings([earns('40')], invoiced, 'credit note 7', on('2026-09-01'))];
  return [earlier, ...credited, settlement, payment];
};

describe('a statement', () => {
  const made = statement(story());
  it('goes from the opening balance over what happened to the closing balance', () => {
    const { opening, totals, closing, provisional, payable } = made;
    expect([opening, totals.accrued, totals.reversed, totals.settled, totals.paid, closing].map(String)).toEqual([
      ...['30', '50', '-10', '4000', '-30'],
      '4040',
    ]);
    // 20 of the accrual never were invoiced; the credit note took from the 30 that were, the latest.
    expect([provisional, payable].map(String)).toEqual(['20', '4020']);
  });
  it('traces each line to a deal, a rule and its version, and says how it stands', () => {
    const lines = made.sections.flatMap(({ lines }) => lines);
    expect(
      lines.map(
        (line) =>
          `${line.movement} ${line.amount} ${line.base} ${line.dealName} ${line.rule} ${line.state} ${line.cause}`,
      ),
    ).toEqual([
      'accrued 20 400 Rollout Nord base-rebate@1 provisional won 1',
      'accrued 30 600 Rollout Nord base-rebate@1 payable invoice 4711',
      'reversed -10 -200 Rollout Nord base-rebate@1 payable credit note 7',
      'settled 4000 80000 null volume@1 payable period end, 2026-10-15',
    ]);
  });
  it('has a subtotal for each incentive, by name', () => {
    expect(made.sections.map(({ name, total }) => `${name} ${total}`)).toEqual([
      'Base rebate 40',
      'Volume rebate 4000',
    ]);
  });
  it('counts a line as paid once payments cover all that is left of it, the earliest payable first', () => {
    const paidUpTo = (amount: string) =>
      statement([...story(), { ...payment, key: 'p2', amount: money(amount) }])
        .sections.flatMap(({ lines }) => lines)
        .map(({ state }) => state);
    // 20 of the invoiced line are left, then 4,000 of the settlement.
    expect(paidUpTo('-19.99')).toEqual(['provisional', 'payable', 'payable', 'payable']);
    expect(paidUpTo('-20')).toEqual(['provisional', 'paid', 'payable', 'payable']);
    expect(paidUpTo('-4019.99')).toEqual(['provisional', 'paid', 'payable', 'payable']);
    expect(paidUpTo('-4020')).toEqual(['provisional', 'paid', 'payable', 'paid']);
  });
  it('leaves other currencies and later periods out, and carries months into their quarter', () => {
    const others = [
      entry({ key: 'a', currency: 'USD' }),
      entry({ key: 'b', period: '2026-Q4' }),
      entry({ key: 'c', period: '2026' }),
      entry({ key: 'd', period: '2026-M09', amount: money('7') }),
      entry({ key: 'e', period: '2026-M06', amount: money('3') }),
    ];
    const { opening, closing } = statement(others);
    expect([opening, closing].map(String)).toEqual(['3', '10']);
  });
  it('is empty for a partner without entries', () => {
    const { sections, closing } = statement([]);
    expect([sections, closing.toString()]).toEqual([[], '0']);
  });
  it('always agrees with itself: lines with subtotals, subtotals with movements, movements with balances', () => {
    const cents = fc.integer({ min: -100_000, max: 100_000 }).map((n) => new Decimal(n).div(100));
    const any = fc.record({
      amount: cents,
      kind: fc.constantFrom('accrual', 'adjustment', 'reversal', 'settlement', 'payment' as const),
      incentive: fc.constantFrom('base-rebate@1', 'volume@1', 'volume@2'),
      period: fc.constantFrom('2026-Q2', '2026-M08', '2026-Q3'),
      dealId: fc.constantFrom(null, 'deal-1'),
      payableFrom: fc.constantFrom(null, '2026-10-01'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (drafts) => {
        const entries = drafts.map((draft, i) => entry({ ...draft, key: String(i) } as Partial<LedgerEntry>));
        const { opening, totals, closing, sections, payments, provisional, payable } = statement(entries);
        for (const { lines, total } of sections) {
          expect(Decimal.sum(0, ...lines.map(({ amount }) => amount)).eq(total)).toBe(true);
        }
        const earned = Decimal.sum(0, ...sections.map(({ total }) => total));
        expect(earned.eq(totals.accrued.plus(totals.reversed).plus(totals.settled))).toBe(true);
        expect(Decimal.sum(0, ...payments.map(({ amount }) => amount)).eq(totals.paid)).toBe(true);
        expect(closing.eq(opening.plus(earned).plus(totals.paid))).toBe(true);
        expect(closing.eq(provisional.plus(payable))).toBe(true);
        expect(closing.eq(Decimal.sum(0, ...entries.map(({ amount }) => amount)))).toBe(true);
      }),
    );
  });
});

describe('the rows of a statement', () => {
  const rows = statementRows(statement(story()), scriptOf('de', 'EUR'));
  it('have the balance, each line, the subtotals and the sums, in words of the language and plain figures', () => {
    expect(rows.map((row) => [row[0], row[2], row[13], row[15]].join(' | '))).toEqual([
      'Zeilenart | Vergütung | Betrag | Stand',
      'Anfangssaldo |  | 30.00 | ',
      'Posten | Base rebate | 20.00 | Vorläufig',
      'Posten | Base rebate | 30.00 | Zahlbar',
      'Posten | Base rebate | -10.00 | Zahlbar',
      'Zwischensumme | Base rebate | 40.00 | ',
      'Posten | Volume rebate | 4000.00 | Zahlbar',
      'Zwischensumme | Volume rebate | 4000.00 | ',
      'Posten | Base rebate | -30.00 | Ausgezahlt',
      'Vorgemerkt |  | 50.00 | ',
      'Zurückgenommen |  | -10.00 | ',
      'Zum Periodenende abgerechnet |  | 4000.00 | ',
      'Ausgezahlt |  | -30.00 | ',
      'Endsaldo |  | 4040.00 | ',
      'davon vorläufig |  | 20.00 | ',
      'davon zahlbar |  | 4020.00 | ',
    ]);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([17]));
  });
  it('guard text that a spreadsheet would take for a formula, and leave figures below zero alone', () => {
    const harmful = entry({ cause: '=HYPERLINK("http://x")', amount: money('-5'), dealId: '@deal', lineId: '+1' });
    const [, , line] = statementRows(statement([harmful]), scriptOf('en', 'EUR'));
    expect([line?.[5], line?.[6], line?.[8], line?.[13]]).toEqual([
      "'@deal",
      "'+1",
      '\'=HYPERLINK("http://x")',
      '-5.00',
    ]);
  });
  it('find back exactly what was guarded', () => {
    expect(['=1', '+1', '-1', '@a', '\t=1', ' =1', "'=1", 'a=1', "'a", ''].map(guarded)).toEqual([
      ...["'=1", "'+1", "'-1", "'@a", "'\t=1", "' =1", "''=1"],
      ...['a=1', "'a", ''],
    ]);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', ' ', '\t', 'a', '1') }), (text) => {
        expect(unguarded(guarded(text))).toBe(text);
      }),
    );
  });
});

describe('languages', () => {
  const spaces = (text: string) => text.replace(/\s/gu, ' ');
  it('write amounts, rates and days each in their own way', () => {
    const write = (locale: string) => {
      const { money: inMoney, percent, day } = scriptOf(locale, 'EUR');
      return [inMoney(money('-1234567.5')), percent(money('0.0725')), day('2026-10-15')].map(spaces);
    };
    expect(write('en')).toEqual(['-€1,234,567.50', '7.25%', 'Oct 15, 2026']);
    expect(write('de')).toEqual(['-1.234.567,50 €', '7,25 %', '15.10.2026']);
    expect(write('fr')).toEqual(['-1 234 567,50 €', '7,25 %', '15 oct. 2026']);
    expect(write('es')).toEqual(['-1.234.567,50 €', '7,25 %', '15 oct 2026']);
    expect(spaces(scriptOf('de-CH', 'CHF').money(money('1234.5')))).toMatch(/^CHF 1['’]234\.50$/);
  });
  it('have as many places as the currency, and every digit of the amount', () => {
    expect(scriptOf('en', 'JPY').number(money('1234'))).toBe('1,234');
    expect(scriptOf('en', 'KWD').number(money('1.5'))).toBe('1.500');
    expect(scriptOf('en', 'EUR').number(money('12345678901234567.89'))).toBe('12,345,678,901,234,567.89');
  });
  it('say why a line stands', () => {
    const say = (locale: string, code: string, args: object) =>
      spaces(scriptOf(locale, 'EUR').explain({ code, args: args as Record<string, string> }));
    expect(say('en', 'tier', { edge: 'from 50000 below 100000', level: 'gold' })).toBe(
      'Band reached: from €50,000.00 below €100,000.00 gold',
    );
    expect(say('de', 'tier', { edge: 'above 15 %', level: null })).toBe('Erreichte Stufe: über 15 %');
    expect(say('en', 'difference', { target: money('70'), posted: '50' })).toBe(
      'Brings what was posted, €50.00, to €70.00',
    );
    expect(say('fr', 'reversal', { of: 'accrual', cause: 'won 1' })).toBe(
      'Reprise sur la provision « won 1 » aux conditions d’origine',
    );
    expect(say('en', 'unheard of', { figure: 3 })).toBe('unheard of · 3');
  });
  it('name the causes of the service in words, and documents as they are', () => {
    const { cause } = scriptOf('de', 'EUR');
    expect(
      [
        'won 2026-08-02T09:12:00Z',
        'no longer won 2026-08-03T09:12:00Z',
        'period end, 2026-10-15',
        'won 1',
        'INV 2026-10-15',
      ].map(cause),
    ).toEqual([
      'Gewonnen am 02.08.2026',
      'Nicht mehr gewonnen seit 03.08.2026',
      'Periodenende, abgerechnet am 15.10.2026',
      ...['won 1', 'INV 2026-10-15'],
    ]);
  });
  it('use the same placeholders everywhere', () => {
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();
    for (const language of languages) {
      for (const [word, text] of Object.entries(words[language])) {
        expect([language, word, holes(text)]).toEqual([language, word, holes(words.en[word as keyof typeof words.en])]);
      }
    }
  });
  it('are four, and no others', () => {
    expect(() => scriptOf('it', 'EUR')).toThrow('expected one of the languages en, fr, de, es, not it');
  });
});

describe('the page of a statement', () => {
  const page = (entries: LedgerEntry[], locale = 'en') => statementPage(statement(entries), scriptOf(locale, 'EUR'));
  it('is whole in itself: no script, nothing fetched, A4 in print', () => {
    const html = page(story());
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).not.toMatch(/<script|https?:|url\(|@import|src=/);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('@page { size: A4;');
    expect(html).toContain('@media print');
  });
  it('names deal, rule, base, rate, amount, state and reason of each line', () => {
    const html = page(story());
    for (const text of ['Rollout Nord', 'base-rebate@1', '80,000.00', '5%', '4,000.00', 'Payable', 'Band reached']) {
      expect(html).toContain(text);
    }
    expect(page(story(), 'es')).toContain('Extracto del socio');
  });
  it('escapes every value', () => {
    const evil = '<img src=x onerror="alert(1)">&\'';
    const html = statementPage(
      statementOf(
        {
          programme: { name: evil, fiscalYearStart: 1, incentives: [{ id: 'base-rebate', version: 1, name: evil }] },
          partner: { partnerId: evil, name: evil },
          period: third,
          currency: 'EUR',
          issuedOn: '2026-10-15',
          dealNames: new Map([[evil, evil]]),
        },
        [entry({ dealId: evil, lineId: evil, cause: evil, explanation: { code: 'noted', args: { text: evil } } })],
      ),
      scriptOf('en', 'EUR'),
    );
    expect(html).not.toContain('<img');
    expect(html.split('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;')).toHaveLength(10);
  });
  it('says so where nothing was earned', () => {
    expect(page([])).toContain('Nothing was earned in this period.');
  });
});
