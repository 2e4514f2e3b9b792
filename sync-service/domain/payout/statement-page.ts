/** A statement as one self-contained page, to be read on a screen, printed on A4 or kept as PDF. */
import type { Decimal } from 'decimal.js';
import { dateOf } from '../time.ts';
import { daysAfter } from './period.ts';
import { movements, type Statement, type StatementLine, type StatementSection } from './statement.ts';
import type { Script } from './statement-text.ts';
import type { Word } from './statement-words.ts';

/** The page as HTML. Every value is escaped; nothing is fetched from anywhere. */
export function statementPage(statement: Statement, script: Script, timeZone = 'UTC'): string {
  const { say } = script;
  const view: View = { statement, script, timeZone };
  const { sections, payments } = statement;
  return `<!doctype html>
<html lang="${escaped(script.locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`${say('title')} ${statement.period.label} – ${statement.partnerName}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
${heading(view)}
${summary(view)}
${sections.length === 0 ? `<p class="empty">${escaped(say('nothing'))}</p>` : ''}
${sections.map((section) => table(section, view)).join('\n')}
${payments.length === 0 ? '' : table({ incentiveId: '', name: say('payments'), lines: payments, total: statement.totals.paid }, view)}
<p class="notes">${escaped(say('notes'))}</p>
</main>
</body>
</html>
`;
}

interface View {
  statement: Statement;
  script: Script;
  timeZone: string;
}

function heading({ statement, script: { say, day } }: View): string {
  const { programme, partnerName, partnerId, period, currency, issuedOn } = statement;
  const facts: [Word, string, string][] = [
    ['partner', partnerName, partnerName === partnerId ? '' : partnerId],
    ['period', period.label, `${day(period.from)} ${say('until')} ${day(daysAfter(period.until, -1))}`],
    ['currency', currency, ''],
    ['issuedOn', day(issuedOn), ''],
  ];
  const fact = ([word, text, below]: (typeof facts)[number]) =>
    `<dt>${escaped(say(word))}</dt><dd>${escaped(text)}${small(below)}</dd>`;
  return `<header>
<p class="programme">${escaped(programme)}</p>
<h1>${escaped(say('title'))}</h1>
<dl>${facts.map(fact).join('')}</dl>
</header>`;
}

function summary({ statement, script: { say, money } }: View): string {
  const row = (word: Word, amount: Decimal, kind = '') =>
    `<tr${kind === '' ? '' : ` class="${kind}"`}><th scope="row">${escaped(say(word))}</th><td class="figure">${escaped(money(amount))}</td></tr>`;
  return `<table class="summary"><tbody>
${row('opening', statement.opening)}
${movements.map((movement) => row(movement, statement.totals[movement])).join('\n')}
${row('closing', statement.closing, 'total')}
${row('ofWhichProvisional', statement.provisional, 'part')}
${row('ofWhichPayable', statement.payable, 'part')}
</tbody></table>`;
}

const columns = ['date', 'deal', 'reference', 'base', 'rate', 'amount', 'state'] as const;
const figures: readonly Word[] = ['base', 'rate', 'amount'];

function table({ incentiveId, name, lines, total }: StatementSection, view: View): string {
  const { say, number } = view.script;
  const head = columns.map(
    (word) => `<th scope="col"${figures.includes(word) ? ' class="figure"' : ''}>${escaped(say(word))}</th>`,
  );
  const id = incentiveId === '' || incentiveId === name ? '' : ` <small>${escaped(incentiveId)}</small>`;
  return `<section>
<h2>${escaped(name)}${id}</h2>
<table class="lines">
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${lines.map((line) => lineOf(line, view)).join('\n')}
</tbody>
<tfoot><tr><th scope="row" colspan="5">${escaped(say('subtotal'))}</th><td class="figure">${escaped(number(total))}</td><td></td></tr></tfoot>
</table>
</section>`;
}

function lineOf(line: StatementLine, { statement, script, timeZone }: View): string {
  const { say, number, percent, day, explain } = script;
  const deal = line.dealId === null ? say('wholePeriod') : (line.dealName ?? line.dealId);
  const ids = line.dealId === null ? '' : [line.dealId, line.lineId].filter((id) => id !== null).join(' · ');
  const payable = line.state === 'payable' && line.payableFrom !== null ? day(line.payableFrom) : '';
  const exchange = line.exchangeRate === null ? '' : `× ${line.exchangeRate.toFixed()} ${statement.currency}`;
  const words = `${explain(line.explanation)} · ${line.rule}`;
  return `<tr><td>${escaped(day(dateOf(line.postedAt, timeZone)))}</td>${cell(deal, ids)}${cell(script.cause(line.cause), words)}${cell(
    line.base === null ? '' : number(line.base),
    exchange,
    'figure',
  )}<td class="figure">${line.rate === null ? '' : escaped(percent(line.rate))}</td><td class="figure">${escaped(
    number(line.amount),
  )}</td>${cell(say(`state ${line.state}`), payable)}</tr>`;
}

/** A value with what explains it below, in small. */
function cell(text: string, below: string, kind = ''): string {
  return `<td${kind === '' ? '' : ` class="${kind}"`}>${escaped(text)}${small(below)}</td>`;
}

function small(text: string): string {
  return text === '' ? '' : `<small>${escaped(text)}</small>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] as string);
}

const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #eef0f2; color: #1b1f24; font: 14px/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 210mm; margin: 24px auto; padding: 16mm 14mm; background: #fff; box-shadow: 0 1px 4px rgb(0 0 0 / .15); }
header { border-bottom: 2px solid #1b1f24; padding-bottom: 12px; }
h1 { margin: 0 0 12px; font-size: 24px; font-weight: 600; }
h2 { margin: 28px 0 6px; font-size: 15px; font-weight: 600; break-after: avoid; }
.programme { margin: 0; color: #555d66; }
dl { display: grid; grid-template-columns: max-content 3fr max-content 2fr; gap: 6px 16px; margin: 0; }
dt { color: #555d66; }
dd { margin: 0; overflow-wrap: anywhere; }
small { color: #555d66; font-size: 11px; font-weight: 400; }
td small, dd small { display: block; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 5px 6px; text-align: left; vertical-align: top; border-bottom: 1px solid #d9dde1; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.summary { width: auto; min-width: 60%; margin-top: 18px; }
.summary th { font-weight: 400; }
.summary .figure { padding-left: 40px; }
.summary .total > * { font-weight: 700; border-top: 2px solid #1b1f24; border-bottom: 0; }
.summary .part > * { color: #555d66; border: 0; padding-top: 1px; padding-bottom: 1px; }
.lines { font-size: 12px; }
.lines small { font-size: 10px; }
.lines th:nth-child(2) { width: 30%; }
.lines th:nth-child(3) { width: 26%; }
.lines thead th { font-size: 11px; color: #555d66; font-weight: 600; border-bottom: 1px solid #1b1f24; }
.lines td:first-child, .lines td:last-child { white-space: nowrap; }
.lines tfoot > tr > * { font-weight: 700; border-bottom: 2px solid #1b1f24; }
.notes, .empty { margin-top: 28px; color: #555d66; font-size: 12px; }
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; color: #555d66; } }
@media print {
  body { background: none; font-size: 10pt; }
  main { max-width: none; margin: 0; padding: 0; box-shadow: none; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  tr, .summary { break-inside: avoid; }
}
`;
