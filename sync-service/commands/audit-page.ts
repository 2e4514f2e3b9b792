/** The report of an audit as one self-contained page, to be read on a screen, sent on or printed. */
import type { Finding } from '../domain/assessment.ts';
import { answerInWords } from '../domain/conflict/answers.ts';
import { factInWords } from '../domain/conflict/facts.ts';
import { storyInWords } from '../domain/conflict/stories.ts';
import type { ConflictPattern } from '../domain/deal.ts';
import { dateOf } from '../domain/time.ts';
import type { Audit } from '../export/audit.ts';
import type { AuditFinding } from '../export/judge.ts';

const names: Record<ConflictPattern, string> = {
  'named-account': 'Named-account tagging',
  'waiting-out': 'Waiting out',
  undercut: 'Undercut',
  shadow: 'Shadow opportunity',
  replaced: 'Partner replaced',
  'late-on-paper': 'Late on paper',
  'not-engaged': 'Partner not engaged',
};
const meanings: Record<ConflictPattern, string> = {
  'named-account': 'The customer was tagged as a named account after the registration came in.',
  'waiting-out': 'The deal was parked until the protection had ended, then went on without the partner.',
  undercut: 'The customer was offered a lower price on a path without the partner.',
  shadow: "A second opportunity was opened beside the partner's.",
  replaced: 'The registered partner was removed, or another took his place.',
  'late-on-paper': 'The partner was entered at the very end, after work without him.',
  'not-engaged': 'The deal went past its gate or its due date without the registered partner.',
};
const severities: readonly Finding['severity'][] = ['Critical', 'High', 'Medium', 'Low'];
/** Cases written out; the others are in the files. */
const mostCases = 200;

/** The page as HTML. Every value is escaped; nothing is fetched from anywhere. */
export function auditPage(audit: Audit): string {
  const { raised, now, timeZone } = audit;
  const asOf = dateOf(now, timeZone);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Channel audit as of ${escaped(asOf)}</title>
<style>${style}</style>
</head>
<body>
<main>
${heading(audit, asOf)}
${raised.length === 0 ? '<p class="lead">No finding reaches the bar.</p>' : charts(audit)}
${raised.length === 0 ? '' : cases(audit)}
${forReview(audit)}
${claimsWithoutWork(audit)}
${limits(audit)}
</main>
</body>
</html>
`;
}

function heading({ raised, below, counts }: Audit, asOf: string): string {
  const { opportunities, registrations, audited } = counts;
  const grave = raised.filter(({ finding: { severity } }) => severity === 'Critical' || severity === 'High').length;
  const partners = new Set(raised.map(({ finding }) => finding.partnerId)).size;
  const tile = (value: string, label: string) => `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd></div>`;
  return `<header>
<p class="kicker">Channel audit · data as of ${escaped(asOf)}</p>
<h1>${raised.length === 0 ? 'Nobody went around a partner, as far as the data tells' : `${number(raised.length)} ${raised.length === 1 ? 'deal that seems' : 'deals that seem'} to have gone around a partner`}</h1>
<p class="lead">${number(opportunities)} opportunities and ${number(registrations)} registrations were read; ${number(audited)} opportunities of customers with a registration were judged. A finding is a reason to ask, not a verdict: each comes with dated evidence and with the innocent explanations that were looked for.</p>
<dl class="tiles">
${tile(number(grave), 'high or critical')}
${tile(number(partners), 'partners concerned')}
${stakes(raised)
  .map(([currency, amount]) => tile(`${short(amount)} ${currency}`, 'at stake'))
  .join('\n')}
${tile(number(below.length), 'kept for review, below the bar')}
</dl>
</header>`;
}

/** Sums by currency, the largest first; there is no exchange rate at hand. */
function stakes(raised: readonly AuditFinding[]): [string, number][] {
  const byDeal = new Map(raised.map((each) => [each.finding.dealId, each]));
  const sums = new Map<string, number>();
  for (const { finding, deal } of byDeal.values()) {
    sums.set(deal.currency, (sums.get(deal.currency) ?? 0) + (finding.amountAtStake?.toNumber() ?? 0));
  }
  return [...sums].sort((a, b) => b[1] - a[1]).slice(0, 3);
}

function charts({ raised, timeZone }: Audit): string {
  const patterns = counted(raised.map(({ finding }) => finding.pattern));
  const partners = counted(raised.map(({ finding, partner }) => partner ?? finding.partnerId)).slice(0, 10);
  const months = counted(raised.map(({ finding }) => dateOf(finding.firstEvidenceAt, timeZone).slice(0, 7)));
  const bySeverity = severities.map((severity): [string, number] => [
    severity,
    raised.filter(({ finding }) => finding.severity === severity).length,
  ]);
  return `<section class="charts">
<figure><figcaption>How</figcaption>${bars(patterns.map(([pattern, count]) => [names[pattern as ConflictPattern], count, meanings[pattern as ConflictPattern]]))}</figure>
<figure><figcaption>How grave</figcaption>${bars(bySeverity.filter(([, count]) => count > 0).map(([severity, count]) => [severity, count, '']))}</figure>
<figure><figcaption>Which partners${partners.length === 10 ? ', the ten most concerned' : ''}</figcaption>${bars(partners.map(([partner, count]) => [partner, count, '']))}</figure>
<figure><figcaption>When, by first evidence</figcaption>${columns(months)}</figure>
</section>`;
}

function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function bars(rows: readonly (readonly [label: string, count: number, meaning: string])[]): string {
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return `<ol class="bars">${rows
    .map(
      ([label, count, meaning]) =>
        `<li${meaning === '' ? '' : ` title="${escaped(meaning)}"`}><span class="label">${escaped(label)}</span><span class="track"><i style="width:${((count / most) * 100).toFixed(1)}%"></i></span><span class="figure">${number(count)}</span></li>`,
    )
    .join('')}</ol>`;
}

/** A column for each month from the first to the last, empty ones too; of long spans the last 24. */
function columns(months: readonly [string, number][]): string {
  const counts = new Map(months);
  const sorted = [...counts.keys()].sort();
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  const span: string[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) span.push(month);
  const shown = span.slice(-24);
  const most = Math.max(1, ...shown.map((month) => counts.get(month) ?? 0));
  const [width, height] = [20, 110];
  const rects = shown.map((month, i) => {
    const count = counts.get(month) ?? 0;
    const tall = (count / most) * (height - 18);
    return `<g><title>${month}: ${count}</title><rect x="${i * width + 3}" y="${(height - tall).toFixed(1)}" width="${width - 6}" height="${tall.toFixed(1)}" rx="1.5"/>${count > 0 ? `<text x="${i * width + width / 2}" y="${(height - tall - 4).toFixed(1)}">${count}</text>` : ''}</g>`;
  });
  const ends = shown.length > 1 ? `<span>${shown[0]}</span><span>${shown.at(-1)}</span>` : `<span>${shown[0]}</span>`;
  return `<svg viewBox="0 0 ${Math.max(6, shown.length) * width} ${height}" role="img" aria-label="Findings by month">${rects.join('')}</svg><p class="ends">${ends}</p>`;
}

function nextMonth(month: string): string {
  const [year = 0, number_ = 0] = month.split('-').map(Number);
  return number_ === 12 ? `${year + 1}-01` : `${year}-${String(number_ + 1).padStart(2, '0')}`;
}

function cases(audit: Audit): string {
  const { raised } = audit;
  const more = raised.length - mostCases;
  return `<section>
<h2>Cases, gravest first</h2>
${raised
  .slice(0, mostCases)
  .map((each) => oneCase(each, audit))
  .join('\n')}
${more > 0 ? `<p class="note">${number(more)} more are in findings.csv.</p>` : ''}
</section>`;
}

function oneCase(
  { finding, deal, registration, partner, customer }: AuditFinding,
  { people, timeZone }: Audit,
): string {
  const who = finding.personId === null ? null : (people.get(finding.personId) ?? finding.personId);
  const amount =
    finding.amountAtStake === null ? '' : `${amountText(finding.amountAtStake.toNumber())} ${deal.currency}`;
  const aspects = finding.aspects.map((aspect) => names[aspect].toLowerCase()).join(', ');
  const rows = finding.evidence.map(
    ({ at, what, from, to, byId }) =>
      `<tr><td>${dateOf(at, timeZone)}</td><td>${escaped(factInWords(what))}</td><td>${escaped([from, to].filter((value) => value !== null).join(' → '))}</td><td>${escaped(byId === null ? '' : (people.get(byId) ?? byId))}</td></tr>`,
  );
  const looked = finding.innocent.map(
    ({ what, found, detail }) => `<li class="${found}"><b>${escaped(what)}</b> ${escaped(answerInWords(detail))}</li>`,
  );
  return `<details class="case">
<summary><span class="severity ${finding.severity.toLowerCase()}">${finding.severity}</span><span class="title">${escaped(deal.name)}<small>${escaped([customer, partner].filter((value) => value !== null).join(' · '))}</small></span><span class="pattern">${names[finding.pattern]}${aspects === '' ? '' : `<small>also ${escaped(aspects)}</small>`}</span><span class="amount">${escaped(amount)}<small>${Math.round(finding.confidence * 100)} % sure</small></span></summary>
<p>${escaped(storyInWords(finding.story))}</p>
${who === null ? '' : `<p>Done by ${escaped(who)}.</p>`}
<div class="scroll"><table><thead><tr><th>Date</th><th>Evidence</th><th>Change</th><th>By</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>
<h3>Innocent explanations looked for</h3>
<ul class="innocent">${looked.join('')}</ul>
<p class="note">${escaped(finding.dealId)} · ${escaped(registration.name)} (${escaped(finding.registrationId)})</p>
</details>`;
}

/** What the rules leave to a person: nobody is held to it. */
function forReview({ below, timeZone }: Audit): string {
  const left = below.filter(({ finding }) => finding.reviewOnly);
  if (left.length === 0) return '';
  const more = left.length - mostCases;
  const rows = left
    .slice(0, mostCases)
    .map(
      ({ finding, deal, partner }) =>
        `<tr><td>${escaped(dateOf(finding.firstEvidenceAt, timeZone))}</td><td>${escaped(deal.name)}</td><td>${escaped(partner ?? finding.partnerId)}</td><td>${escaped(storyInWords(finding.story))}<br><small>${escaped(finding.dealId)}, ${escaped(finding.registrationId)}</small></td></tr>`,
    );
  return `<section>
<h2>For review only</h2>
<p class="lead">Opportunities that were there before a registration, on which the vendor was already at work, and which its approval does not name. Whether the partner should have been brought in is for a person to say; they are no findings.</p>
<div class="scroll"><table><thead><tr><th>Date</th><th>Opportunity</th><th>Partner</th><th>What</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>
${more > 0 ? `<p class="note">${number(more)} more are in findings.json.</p>` : ''}
</section>`;
}

function claimsWithoutWork({ partnerFindings, timeZone }: Audit): string {
  if (partnerFindings.length === 0) return '';
  const more = partnerFindings.length - mostCases;
  const rows = partnerFindings
    .slice(0, mostCases)
    .map(
      ({ kind, since, partner, partnerId, explanation, registrationIds }) =>
        `<tr><td>${escaped(dateOf(since, timeZone))}</td><td>${escaped(partner ?? partnerId)}</td><td>${kind === 'idle-claim' ? 'Idle claim' : 'Registers everything'}</td><td>${escaped(explanation)}<br><small>${escaped(registrationIds.join(', '))}</small></td></tr>`,
    );
  return `<section>
<h2>Claims without work</h2>
<p class="lead">Registrations on which no work of the partner is on record while they held up another partner, and partners who register far more than they work on.</p>
<div class="scroll"><table><thead><tr><th>Since</th><th>Partner</th><th>What</th><th>Why</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>
${more > 0 ? `<p class="note">${number(more)} more are in findings.json.</p>` : ''}
</section>`;
}

function limits({ learned, notChecked, misread, historyFrom, timeZone }: Audit): string {
  const lines = [
    ...notChecked,
    ...(misread > 0
      ? [
          `${number(misread)} ${misread === 1 ? 'row that could not be read was' : 'rows that could not be read were'} passed over`,
        ]
      : []),
  ];
  const since = historyFrom === null ? '' : `<p>Changes are known from ${dateOf(historyFrom, timeZone)} on.</p>`;
  const taught =
    learned.length === 0
      ? ''
      : `<section><h2>What decided cases taught</h2><ul>${learned.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul></section>`;
  return `${taught}<section><h2>What this audit can't tell</h2>${since}${
    lines.length === 0
      ? '<p>Every file that bears on it was there.</p>'
      : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`
  }<p class="note">Persons are named only where the policy turns that on. Amounts are those of the opportunities, each counted once, by currency.</p></section>`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function amountText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

function short(value: number): string {
  return value.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const style = `
:root{color-scheme:light dark;--ink:#16202e;--soft:#5a6676;--line:#dde2e9;--paper:#fff;--ground:#f4f6f9;--bar:#1f5fbf;--critical:#a3121f;--high:#c2500a;--medium:#8a6a00;--low:#4d5b6b}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf4;--soft:#9aa7b8;--line:#2c3746;--paper:#17202c;--ground:#0f1620;--bar:#6ea3f2;--critical:#ff8087;--high:#ffa564;--medium:#e5c04c;--low:#a5b3c4}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1060px;margin:0 auto;padding:40px 20px 64px}
.kicker{margin:0;color:var(--soft);font-size:14px}
h1{margin:4px 0 12px;font-size:34px;line-height:1.15;letter-spacing:-.015em}
h2{margin:44px 0 12px;font-size:21px}
h3{margin:18px 0 6px;font-size:14px}
.lead{max-width:70ch;margin:0 0 24px;color:var(--soft)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:0}
.tiles div,figure,.case{background:var(--paper);border:1px solid var(--line);border-radius:10px}
.tiles div{display:flex;flex-direction:column-reverse;padding:14px 16px}
.tiles dt{color:var(--soft);font-size:13px}
.tiles dd{margin:0;font-size:24px;font-weight:600;font-variant-numeric:tabular-nums}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:12px;margin-top:12px}
figure{margin:0;padding:16px}
figcaption{margin-bottom:10px;font-weight:600}
.bars{list-style:none;margin:0;padding:0}
.bars li{display:grid;grid-template-columns:minmax(110px,38%) 1fr 48px;gap:10px;align-items:center;padding:3px 0;font-size:14px}
.label{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.track i{display:block;height:12px;min-width:2px;border-radius:2px;background:var(--bar)}
.figure,.amount{text-align:right;font-variant-numeric:tabular-nums}
svg{display:block;width:100%;height:auto;max-height:190px}
svg rect{fill:var(--bar)}
svg text{fill:var(--soft);font-size:8px;text-anchor:middle}
.ends{display:flex;justify-content:space-between;margin:4px 0 0;color:var(--soft);font-size:13px}
.case{margin:8px 0;padding:0 16px}
.case[open]{padding-bottom:12px}
summary{display:grid;grid-template-columns:18px 74px minmax(0,1fr) 190px 130px;gap:12px;align-items:center;padding:12px 0;cursor:pointer;list-style:none}
summary::before{content:'';width:7px;height:7px;margin-left:3px;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(-45deg)}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover .title{text-decoration:underline}
summary::-webkit-details-marker{display:none}
summary small{display:block;color:var(--soft);font-size:13px;font-weight:400}
.title{font-weight:600;overflow-wrap:anywhere}
.severity{font-size:12px;font-weight:700}
.severity.critical{color:var(--critical)}.severity.high{color:var(--high)}.severity.medium{color:var(--medium)}.severity.low{color:var(--low)}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:14px}
th{color:var(--soft);font-size:12px;font-weight:600;text-align:left}
th,td{padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
td:first-child{white-space:nowrap;font-variant-numeric:tabular-nums}
.innocent{columns:2;column-gap:24px;margin:0;padding:0;list-style:none;font-size:13px;color:var(--soft)}
.innocent li{break-inside:avoid;padding:2px 0}
.innocent b{display:block;color:var(--ink);font-weight:500}
.innocent .doubtful b{color:var(--high)}
.note{color:var(--soft);font-size:13px}
@media (max-width:700px){main{padding:24px 14px 48px}h1{font-size:27px}summary{grid-template-columns:18px 1fr auto}.title{grid-column:2/-1;grid-row:2}.pattern{grid-column:2/-1}.amount{grid-row:1;grid-column:3}.innocent{columns:1}}
@media print{body{background:#fff}.case{break-inside:avoid}details::details-content{content-visibility:visible;block-size:auto}summary::before{display:none}summary{grid-template-columns:74px minmax(0,1fr) 190px 130px}}
`;
