/** `fairlead programme check` and `price`: a programme file and a deal file, no org. */
import type { Decimal } from 'decimal.js';
import pc from 'picocolors';
import type { ConditionalLine, IncentiveDecision, Waterfall, WaterfallLine } from '../domain/assessment.ts';
import { dealSchema, pricedDealOf, type DealFile } from '../domain/margin/deal-file.ts';
import { inWords } from '../domain/margin/reasons.ts';
import { raiseJson, waterfallJson } from '../domain/margin/waterfall-json.ts';
import { waterfall } from '../domain/margin/waterfall.ts';
import { whatWouldRaise, type Raise } from '../domain/margin/what-if.ts';
import { minorUnits } from '../domain/money.ts';
import { pathText } from '../domain/programme/problems.ts';
import { checkProgramme } from '../domain/programme/check.ts';
import { programmeSchema, type Programme } from '../domain/programme/schema.ts';
import { parseFile, readFile } from './read-file.ts';

/**
 * Reads a programme file.
 * @throws FileError with every problem at once
 */
export function readProgramme(path: string): Programme {
  return parseFile(readFile(path), programmeSchema);
}

/**
 * Reads a deal file. Its levels and incentives must be those of the programme.
 * @throws FileError with every problem at once
 */
export function readDeal(path: string, programme: Programme): DealFile {
  const levels = programme.levels.map(({ key }) => key);
  const ids = programme.incentives.map(({ id }) => id);
  const known = dealSchema.superRefine((deal, context) => {
    const expect = (
      value: string | null | undefined,
      names: readonly string[],
      what: string,
      path: (string | number)[],
    ) => {
      if (value == null || names.includes(value)) return;
      const all = [...new Set(names)].join(', ') || 'it has none';
      context.addIssue({ code: 'custom', message: `expected ${what} of the programme (${all})`, path });
    };
    expect(deal.partner.level, levels, 'a level', ['partner', 'level']);
    expect(deal.distributor?.level, levels, 'a level', ['distributor', 'level']);
    deal.earlier.forEach(({ incentive }, i) => expect(incentive, ids, 'an incentive', ['earlier', i, 'incentive']));
  });
  const file = readFile(path, { verbatim: ['byFamily'], aliases: { term: 'termMonths', closesOn: 'closeDate' } });
  return parseFile(file, known);
}

/** Prints what makes a programme unpredictable. Gives the exit code: 0 where nothing does, 1 for warnings and errors. */
export function check(path: string, asJson: boolean): number {
  const file = readFile(path);
  const programme = parseFile(file, programmeSchema);
  const findings = checkProgramme(programme).map((finding) => ({ ...finding, ...file.placeOf(finding.path) }));
  if (asJson) {
    const rows = findings.map((finding) => ({ file: path, ...finding, path: pathText(finding.path) }));
    console.log(JSON.stringify({ file: path, incentives: programme.incentives.length, findings: rows }, null, 2));
    return findings.length === 0 ? 0 : 1;
  }
  for (const { kind, severity, path: at, message, line, column } of findings) {
    const word = severity === 'error' ? pc.red('error  ') : pc.yellow('warning');
    console.log(`${path}:${line}:${column}  ${word}  ${pathText(at)}: ${message} ${pc.dim(`(${kind})`)}`);
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  console.log(
    findings.length === 0
      ? `${path}: ${counted(programme.incentives.length, 'incentive')}, nothing found`
      : `\n${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')} in ${counted(programme.incentives.length, 'incentive')}`,
  );
  return findings.length === 0 ? 0 : 1;
}

/** Prints what a deal earns by a programme. */
export function price(programmePath: string, dealPath: string, asJson: boolean, today: string): void {
  const programme = readProgramme(programmePath);
  const file = readDeal(dealPath, programme);
  const { deal, on } = pricedDealOf(file, programme.currency, today);
  const result = waterfall(deal, programme, on);
  const closing = file.closeDate !== null && file.closeDate > on ? file.closeDate : on;
  const raises = whatWouldRaise(deal, programme, closing, on);
  if (asJson) {
    const raise = raises.map((each) => raiseJson(each, deal.currency));
    console.log(JSON.stringify({ programme: programme.name, on, ...waterfallJson(result), raise }, null, 2));
    return;
  }
  console.log(`${pc.bold(programme.name)}, terms of ${on}, amounts in ${deal.currency}\n`);
  printLines(result);
  printConditional(result.conditional, programme.currency);
  printOthers(result.decisions, programme);
  printRaises(raises, deal.currency);
}

function printLines(result: Waterfall): void {
  const rows = result.lines.map((line) => ({
    label: line.rule === null ? line.label : `  ${line.label}`,
    amount: line.amount === null ? 'not known' : grouped(line.amount, result.currency),
    note: noteOn(line, result),
    isSum: line.rule === null,
  }));
  const [labels, amounts] = [width(rows.map((row) => row.label)), width(rows.map((row) => row.amount))];
  for (const { label, amount, note, isSum } of rows) {
    const text = `${label.padEnd(labels)}  ${amount.padStart(amounts)}`;
    console.log(`${isSum ? pc.bold(text) : text}  ${pc.dim(note)}`);
  }
  if (result.total === null) {
    const percent = result.partnerMarginPercent.toFixed(2);
    console.log(
      `\nAgainst list the partner keeps ${grouped(result.partnerMargin, result.currency)}, ${percent} % of list.`,
    );
  }
  const { salesperson, exchange } = result;
  if (salesperson !== null) {
    const money = (amount: Decimal) => grouped(amount, result.currency);
    console.log(
      `\nThe vendor's salesperson: quota credit ${money(salesperson.quotaCredit)}, commissionable ${money(salesperson.commissionable)}, commission ${money(salesperson.commission)}`,
    );
  }
  if (exchange !== null)
    console.log(
      `\nOne ${exchange.from} is ${exchange.rate.toString()} ${result.currency}, by the rate of ${exchange.on}`,
    );
}

function noteOn(line: WaterfallLine, result: Waterfall): string {
  if (line.kind === 'total' && result.totalPercent !== null)
    return `${result.totalPercent.toFixed(2)} % of the customer price`;
  if (line.rule === null) return inWords(line.why);
  const rate =
    line.rate === null
      ? ''
      : `${line.rate.times(100).toString()} % of ${grouped(line.base as Decimal, result.currency)}; `;
  return `${rate}${inWords(line.why)}  [${line.rule}]`;
}

function printConditional(lines: readonly ConditionalLine[], currency: string): void {
  if (lines.length === 0) return;
  console.log('\nOf periods not yet over, no part of the above');
  for (const line of lines) {
    const rate = line.rate === null ? '' : ` at ${line.rate.times(100).toString()} %`;
    console.log(
      `  ${line.label}: if ${line.period} ends with purchases of ${grouped(line.purchases, currency)}, it pays ${grouped(line.with, currency)}${rate}, ${grouped(line.due, currency)} of it for this deal  ${pc.dim(`[${line.rule}]`)}`,
    );
  }
}

function printOthers(decisions: readonly IncentiveDecision[], programme: Programme): void {
  const others = decisions.filter(({ outcome }) => outcome !== 'applied');
  if (others.length === 0) return;
  console.log('\nNot applied in full');
  const names = new Map(programme.incentives.map((each) => [`${each.id}@${each.version}`, each.name]));
  const labels = width(others.map(({ incentive }) => names.get(incentive) ?? ''));
  for (const decision of others) {
    console.log(
      `  ${(names.get(decision.incentive) ?? '').padEnd(labels)}  ${outcomeText(decision)}  ${pc.dim(`[${decision.incentive}]`)}`,
    );
  }
}

function outcomeText(decision: IncentiveDecision): string {
  const why = inWords(decision.why);
  switch (decision.outcome) {
    case 'applied':
      return why;
    case 'capped':
      return `capped at ${decision.cap.toString()}`;
    case 'beaten':
      return `beaten by ${decision.by}: ${why}`;
    case 'if reached':
      return `if reached: ${why}`;
    case 'not eligible':
      return `not eligible: ${why}`;
  }
}

function printRaises(raises: readonly Raise[], currency: string): void {
  if (raises.length === 0) return;
  console.log('\nWhat would raise it, each by itself');
  for (const { change, amount } of raises) console.log(`  + ${grouped(amount, currency)}  ${changeText(change)}`);
}

function changeText(change: Raise['change']): string {
  switch (change.kind) {
    case 'registration':
      return 'an approved registration';
    case 'level':
      return `level ${change.name}`;
    case 'competency':
      return `the competency ${change.name}`;
    case 'earlier close':
      return `a close on ${change.by} at the latest`;
  }
}

/** An amount with its currency's decimals, thousands apart: 1 234 567.80. */
function grouped(amount: Decimal, currency: string): string {
  const [whole = '', part] = amount.abs().toFixed(minorUnits(currency)).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return `${amount.isNegative() && !amount.isZero() ? '-' : ''}${text}${part === undefined ? '' : `.${part}`}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function width(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
