/** A statement's figures, days and reasons as text of one language, and its rows for a spreadsheet. */
import { Decimal } from 'decimal.js';
import { minorUnits } from '../money.ts';
import { dateOf, type CalendarDate } from '../time.ts';
import type { Explanation, ExplanationValue } from './ledger.ts';
import { movements, type Statement, type StatementLine } from './statement.ts';
import { languages, words, type Language, type Word } from './statement-words.ts';

/** How one language writes words, amounts, rates and days. */
export interface Script {
  locale: string;
  say(word: Word, values?: Record<string, string>): string;
  /** With the currency. */
  money(amount: Decimal): string;
  /** Without it. */
  number(amount: Decimal): string;
  percent(rate: Decimal): string;
  day(date: CalendarDate): string;
  /** The causes that the service itself names, in words; documents as they are. */
  cause(cause: string): string;
  explain(explanation: Explanation): string;
}

/**
 * The script of a locale such as `de`, `de-CH` or `es-MX`.
 * @throws RangeError where the language is not one of en, fr, de, es
 */
export function scriptOf(locale: string, currency: string): Script {
  const language = locale.toLowerCase().split(/[-_]/)[0] as Language;
  if (!languages.includes(language)) {
    throw new RangeError(`expected one of the languages ${languages.join(', ')}, not ${locale}`);
  }
  const tag = locale.replace('_', '-');
  const places = { minimumFractionDigits: minorUnits(currency), maximumFractionDigits: minorUnits(currency) };
  const withCurrency = new Intl.NumberFormat(tag, { style: 'currency', currency, ...places });
  const plain = new Intl.NumberFormat(tag, places);
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 4 });
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  const table = words[language];
  // As text, since a double has not the digits of every amount.
  const exactly = (amount: Decimal) => amount.toFixed() as `${number}`;
  const script: Script = {
    locale: tag,
    say: (word, values = {}) => table[word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '').trim(),
    money: (amount) => withCurrency.format(exactly(amount)),
    number: (amount) => plain.format(exactly(amount)),
    percent: (rate) => percent.format(exactly(rate)),
    day: (date) => days.format(Date.parse(`${date}T00:00:00Z`)),
    cause: (cause) => {
      const [, what = '', date = ''] = /^(won|no longer won|period end),? (\d{4}-\d{2}-\d{2})\S*$/.exec(cause) ?? [];
      const word = `cause ${what}`;
      return isWord(table, word) ? script.say(word, { date: script.day(date) }) : cause;
    },
    explain: ({ code, args }) => {
      const word = `says ${code}`;
      const texts = Object.fromEntries(
        Object.entries(args).map(([name, value]) => [name, argument(script, name, value)]),
      );
      if (isWord(table, word)) return script.say(word, texts);
      return [code, ...Object.values(texts)].filter((text) => text !== '').join(' · ');
    },
  };
  return script;
}

function isWord(table: Record<Word, string>, word: string): word is Word {
  return Object.hasOwn(table, word);
}

function argument(script: Script, name: string, value: ExplanationValue): string {
  if (value === null) return '';
  if (Decimal.isDecimal(value)) return script.money(value);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return value.join(', ');
  // In a ledger read back from a file every figure is text.
  if (name === 'target' || name === 'posted') return script.money(new Decimal(value));
  if (name === 'cause') return script.cause(value);
  if (name === 'of') return script.say(`kind ${value}` as Word);
  return name === 'edge' ? band(script, value) : value;
}

/** The engine names bands as `from 100000 below 300000` or, of growth, `from 15 %`. */
function band(script: Script, text: string): string {
  return text.replace(
    /(from|above|up to|below) (-?[\d.]+)( %)?/g,
    (_, edge: Word, figure: string, percent?: string) => {
      const value = new Decimal(figure);
      return script.say(edge, { value: percent === undefined ? script.money(value) : script.percent(value.div(100)) });
    },
  );
}

/**
 * The rows of a statement, its heading first: opening balance, lines and subtotal of each incentive, payments, the sum
 * of each movement, closing balance. Amounts are plain decimals and days ISO dates, as other programs read them.
 */
export function statementRows(statement: Statement, script: Script, timeZone = 'UTC'): string[][] {
  const { say } = script;
  const { currency, opening, closing, sections, payments, totals } = statement;
  const only = (row: Word, amount: Decimal, incentive = '') => [
    ...[say(row), '', guarded(incentive), '', '', '', '', '', '', '', '', '', ''],
    ...[plainMoney(amount, currency), currency, '', ''],
  ];
  const line = (each: StatementLine) => lineRow(each, statement, script, timeZone);
  return [
    headings.map((word) => say(word)),
    only('opening', opening),
    ...sections.flatMap(({ name, lines, total }) => [...lines.map(line), only('subtotal', total, name)]),
    ...payments.map(line),
    ...movements.map((movement) => only(movement, totals[movement])),
    only('closing', closing),
    only('ofWhichProvisional', statement.provisional),
    only('ofWhichPayable', statement.payable),
  ];
}

const headings: Word[] = [
  ...(['row', 'date', 'incentive', 'rule', 'deal', 'dealId', 'dealLine', 'movement', 'reference'] as const),
  ...(['explanation', 'base', 'rate', 'exchangeRate', 'amount', 'currency', 'state', 'payableFrom'] as const),
];

function lineRow(line: StatementLine, { currency }: Statement, script: Script, timeZone: string): string[] {
  const { say, explain } = script;
  return [
    say('line'),
    dateOf(line.postedAt, timeZone),
    ...[line.ruleName, line.rule, line.dealName ?? '', line.dealId ?? '', line.lineId ?? ''].map(guarded),
    say(line.movement),
    ...[line.cause, explain(line.explanation)].map(guarded),
    ...[line.base, line.rate, line.exchangeRate].map((figure) => figure?.toFixed() ?? ''),
    plainMoney(line.amount, currency),
    currency,
    say(`state ${line.state}`),
    line.payableFrom ?? '',
  ];
}

/** As other programs read it: a point, as many places as the currency has, nothing between thousands. */
export function plainMoney(amount: Decimal, currency: string): string {
  return amount.toFixed(Math.max(minorUnits(currency), amount.decimalPlaces()));
}

/**
 * Text that a spreadsheet would take for a formula is given a leading apostrophe; one that begins with apostrophes
 * before such a sign is given one more, so that `unguarded` finds back what was there.
 */
export function guarded(text: string): string {
  return /^'*\s*[=+\-@]/.test(text) || /^'*[\t\r]/.test(text) ? `'${text}` : text;
}

/** The text that was guarded. */
export function unguarded(text: string): string {
  return text.startsWith("'") && guarded(text.slice(1)) === text ? text.slice(1) : text;
}
