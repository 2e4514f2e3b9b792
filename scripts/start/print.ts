/** What a person sees while `npm start` works, and after. Everything goes to one stream, so that JSON stays alone. */
import pc from 'picocolors';
import type { Preview } from '../../test/preview/server.ts';
import type { scoreAgainstTruth } from '../../test/market/score.ts';
import type { Candidates, CaseInFull, Figures } from './figures.ts';

export type Score = ReturnType<typeof scoreAgainstTruth>;

const number = new Intl.NumberFormat('en');
const out = (line = '') => console.error(line);

/** Prints steps with the time each took. On a terminal the running step is shown and overwritten. */
export function steps() {
  const live = process.stderr.isTTY;
  return async function step<T>(
    name: string,
    work: (progress: (text: string) => void) => Promise<T>,
    done: (result: T) => string,
  ): Promise<T> {
    const started = performance.now();
    const progress = (text: string) => {
      if (live) process.stderr.write(`\r\x1b[K  ${pc.dim('…')} ${name.padEnd(10)} ${text}`);
    };
    progress('');
    const result = await work(progress);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (live) process.stderr.write('\r\x1b[K');
    out(`  ${pc.green('✓')} ${name.padEnd(10)} ${done(result)} ${pc.dim(`${seconds} s`)}`);
    return result;
  };
}

export function printFigures(figures: Figures, score: Score | null): void {
  out(`\n${pc.bold('What it found')}`);
  const line = (name: string, value: number, more = '') =>
    out(`  ${name.padEnd(22)} ${number.format(value).padStart(7)}  ${pc.dim(more)}`);
  line('deals protected', figures.protected, 'by a registration in force');
  line('engagements due', figures.engagementsDue, `${figures.overdue} of them overdue`);
  line('margins predicted', figures.marginsWritten);
  line('conflicts', sum(figures.conflicts), 'cases that wait for a decision');
  if (score === null) {
    for (const [pattern, count] of Object.entries(figures.conflicts)) line(`  ${pattern}`, count);
    return;
  }
  out(`\n${pc.bold('Against the truth')}  ${pc.dim('the generator knows who went around whom')}`);
  out(
    pc.dim(
      `  ${'pattern'.padEnd(22)} ${'planted'.padStart(7)} ${'found'.padStart(7)} ${'right'.padStart(7)}   precision  recall`,
    ),
  );
  const row = (name: string, s: Score['byPattern'][string]) =>
    out(
      `  ${name.padEnd(22)} ${String(s.planted).padStart(7)} ${String(s.found).padStart(7)} ${String(s.correct).padStart(7)}   ${s.precision.toFixed(2).padStart(9)} ${s.recall.toFixed(2).padStart(7)}`,
    );
  for (const [pattern, s] of Object.entries(score.byPattern)) row(pattern, s);
  row('all', score);
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

export function printCase(found: CaseInFull): void {
  const amount = found.amount === null ? 'unknown' : number.format(found.amount);
  out(`\n${pc.bold('One case in full')}  ${found.name}`);
  out(
    `  ${pc.bold(found.pattern)}, confidence ${found.confidence.toFixed(2)}, severity ${found.severity.toLowerCase()}, at stake ${amount}`,
  );
  out(`  deal ${found.deal} (${found.dealId}), registered partner ${found.partner}`);
  out(`  ${found.salesperson === null ? 'no person is named' : `done by ${found.salesperson}`}`);
  out(`  ${found.explanation}`);
  out(pc.dim('  evidence'));
  for (const e of found.evidence) {
    const change = e.from === null && e.to === null ? '' : `: ${e.from ?? 'nothing'} → ${e.to ?? 'nothing'}`;
    out(`    ${e.at}  ${e.what}${change}${e.by === null ? '' : `, by ${e.by}`}`);
  }
  out(pc.dim('  innocent explanations looked for'));
  const width = Math.max(0, ...found.innocent.map(({ what }) => what.length));
  for (const { what, found: answer, detail } of found.innocent)
    out(`    ${what.padEnd(width)}  ${answer.padEnd(10)} ${detail}`);
}

export function printUnusable(unusable: Record<string, number>, read: number): void {
  const total = sum(unusable);
  out(`\n${pc.bold('What could not be used')}  ${number.format(total)} of ${number.format(read)} rows`);
  for (const [reason, count] of Object.entries(unusable)) out(`  ${number.format(count).padStart(7)}  ${reason}`);
}

export interface Invitation {
  /** The panels in a browser, and whom one can be there; null where they can't be shown. */
  preview: Pick<Preview, 'url' | 'people'> | null;
  url: string;
  servicePort: number;
  apiToken: string;
  candidates: Candidates;
  tokenFor(userId: string): string;
}

/** Commands that a person can copy, and what to expect of them. */
export function printInvitation({ preview, url, servicePort, apiToken, candidates, tokenFor }: Invitation): void {
  if (preview !== null) printPreview(preview);
  out(`\n${pc.bold('Try it')}  ${pc.dim('in another terminal; what changes is shown here')}`);
  const patch = (id: string, ownerId: string, body: object) =>
    `curl -X PATCH ${url}/services/data/v65.0/sobjects/Opportunity/${id} -H 'Authorization: Bearer ${tokenFor(ownerId)}' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
  const { guarded, engaged } = candidates;
  if (guarded !== null) {
    out(
      `\n  As the salesperson of ${pc.bold(guarded.name)}, move it past the gate without ${guarded.partner}. The org refuses:`,
    );
    out(`    ${patch(guarded.id, guarded.ownerId, { StageName: 'Negotiation/Review' })}`);
  }
  if (engaged !== null) {
    out(
      `\n  On ${pc.bold(engaged.name)}, put ${engaged.rival} in the place of ${engaged.partner}. A case is opened within a second:`,
    );
    out(`    ${patch(engaged.id, engaged.ownerId, { Engaged_Partner__c: engaged.rivalId })}`);
    out(`\n  Ask why any deal stands as it does:`);
    out(`    curl -H 'Authorization: Bearer ${apiToken}' http://127.0.0.1:${servicePort}/deals/${engaged.id}`);
  }
  out(`\n  The service: http://127.0.0.1:${servicePort}/ready and /metrics. Ctrl-C ends everything.\n`);
}

function printPreview({ url, people }: Pick<Preview, 'url' | 'people'>): void {
  out(`\n${pc.bold('Look at it')}  ${pc.dim('in a browser, as one of them; the first page may take half a minute')}`);
  for (const { key, kind, name, firm } of people) {
    const who = firm === null ? `${name}, ${kind}` : `${name} of ${firm}`;
    out(`  ${`${url}${kind === 'partner' ? '/partner' : '/'}?as=${key}`.padEnd(50)} ${who}`);
  }
}

/** Says why the panels can't be shown; everything else goes on. */
export function printNoPreview(error: unknown): void {
  out(`  ${pc.yellow('the panels are not shown:')} ${error instanceof Error ? error.message : String(error)}`);
}

export function printChange(
  deal: { name: string; state: string; gateOpen: boolean; conflicts: string[] },
  milliseconds: number,
): void {
  const gate = deal.gateOpen ? 'gate open' : pc.yellow('gate shut');
  const cases = deal.conflicts.length === 0 ? 'no open conflict' : pc.red(`open: ${deal.conflicts.join(', ')}`);
  out(
    `  ${new Date().toISOString().slice(11, 19)}  ${deal.name}: ${deal.state}, ${gate}, ${cases} ${pc.dim(`written in ${milliseconds} ms`)}`,
  );
}
