/** An audit of an export: what it tells of partners gone around, and what it can't tell. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Id } from '../domain/deal.ts';
import { startOf, type CalendarDate, type Instant } from '../domain/time.ts';
import { idleRulesOf, policyOf, type AuditPolicy } from './audit-policy.ts';
import { taught } from './decided-cases.ts';
import { openExport, type ExportFiles, type Watching } from './files.ts';
import { gather, type Gathered } from './gather.ts';
import type { Reading } from './group-facts.ts';
import { received, type AuditFinding } from './judge.ts';
import type { Mapping } from './mapping.ts';
import { namesOf } from './names-only.ts';
import { notCheckedIn, unjudgedInWords, unknownIn } from './not-checked.ts';
import {
  instantsOf,
  merge,
  noClaimWork,
  partnersTold,
  type PartnerFinding,
  type PartnersTold,
} from './partner-findings.ts';
import { at, tableNames } from './tables.ts';
import type { Outcome, Task } from './tasks.ts';
import { performAll } from './threads.ts';

export interface AuditOptions {
  folder: string;
  mapping: Mapping;
  policy: AuditPolicy;
  /** Days; findings whose first evidence lies outside are left out. `to` is the last day that counts. */
  from: CalendarDate | null;
  to: CalendarDate | null;
  /** In how many threads; as many as the machine and the size of the export are worth where it is not told. */
  threads?: number;
}

export interface Audit {
  /** Those at or above the policy's bar, and those below it, gravest first. */
  raised: AuditFinding[];
  below: AuditFinding[];
  /** Partners' own games, oldest first. */
  partnerFindings: PartnerFinding[];
  counts: Gathered['counts'];
  /** Rows that could not be read. */
  misread: number;
  /** The day of the export, and from which day on changes are known. */
  now: Instant;
  historyFrom: Instant | null;
  timeZone: string;
  /** What could not be checked, and for lack of what. */
  notChecked: string[];
  /** What decided cases taught. */
  learned: string[];
  /** Names of the people who may be named. */
  people: Map<Id, string>;
}

export interface AuditWatching extends Watching {
  /** The part of the judging that is done, 0 to 1. */
  judged(part: number): void;
}

/** Below this many bytes threads cost more than they bring. */
const worthThreads = 64 * 1024 * 1024;
const mostThreads = 4;

/** In how many threads an export is audited: by its size and the machine. */
export function threadsFor(folder: string, mapping: Mapping): number {
  const files = openExport(folder, mapping, { misread() {}, doubtful() {}, progress() {} });
  const isLarge = tableNames.reduce((sum, table) => sum + files.size(table), 0) >= worthThreads;
  return isLarge ? Math.min(mostThreads, availableParallelism()) : 1;
}

/**
 * Audits a folder. Memory holds the claims, the ids of the deals near them and one parcel a thread at a time.
 * @throws ExportError where there is nothing to audit
 */
export async function audit(options: AuditOptions, watching: AuditWatching): Promise<Audit> {
  let misread = 0;
  const tell = (problem: string) => {
    misread += 1;
    watching.misread(problem);
  };
  const doubts: string[] = [];
  const doubtful = (path: string, problem: string) => {
    doubts.push(`${basename(path)}${problem}`);
    watching.doubtful(path, problem);
  };
  const { folder: exported, mapping } = options;
  const { progress } = watching;
  const files = openExport(exported, mapping, { misread: tell, doubtful, progress });
  for (const { path, problem } of files.unusable) doubtful(path, problem);
  const threads = options.threads ?? threadsFor(exported, mapping);
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-audit-'));
  let [judged, parcels] = [0, 1];
  const found: AuditFinding[] = [];
  const perform = async (tasks: readonly Task[]): Promise<Outcome[]> =>
    performAll(tasks, threads, {
      misread: tell,
      doubtful,
      progress,
      judged(findings) {
        for (const finding of findings) found.push(received(finding));
        judged += 1;
        watching.judged(judged / parcels);
      },
    });
  try {
    const fields = {
      partnerField: mapping['Opportunity']?.fields['Engaged_Partner__c'] ?? 'Engaged_Partner__c',
      namedAccountField: mapping['Account']?.fields['Named_Account__c'] ?? 'Named_Account__c',
    };
    const statuses = mapping['Deal_Registration__c']?.statuses ?? {};
    const from = { folder: exported, mapping };
    const gathered = await gather({ from, files, folder, statuses, ...fields, threads, misread: tell, perform });
    const { cases, customers } = gathered.decided;
    const { policy, learned } = taught(policyOf(files, options.policy, gathered), cases, customers);
    const { partners, now, historyFrom, bulk, tellsMergers, parts } = gathered;
    const asked = instantsOf(options.from, options.to, policy.calendar.timeZone);
    const reading: Reading = {
      ...{ partners, policy, now, historyFrom, bulk, statuses, ...fields },
      hasExemptions: files.has('Exemption_Request__c'),
      tellsMergers,
      names: { partners: namesOf(partners.values()), people: namesOf(peopleNamed(files)) },
      currency: options.policy.currency ?? gathered.currency ?? 'EUR',
      unknown: unknownIn(files),
      idleRules: idleRulesOf(options.policy),
      ...{ decidedFrom: asked.from, decidedUntil: asked.until },
    };
    parcels = gathered.parcels;
    const numbers = Array.from({ length: parcels }, (_, index) => index);
    const outcomes = await perform(
      Array.from({ length: threads }, (_, index): Task => {
        const share = numbers.filter((number) => number % threads === index);
        return { kind: 'judge', parcels: { folder, numbers: share, parts }, reading };
      }),
    );
    const claims = noClaimWork();
    const unjudged: Id[] = [];
    for (const outcome of outcomes) {
      if (outcome.kind !== 'judge') continue;
      merge(claims, outcome.claims);
      unjudged.push(...outcome.unjudged);
    }
    const told = partnersTold(claims, reading, asked);
    doubts.push(...unjudgedInWords(unjudged));
    return reported(
      found,
      { options, files, gathered, told, learned, doubts, timeZone: policy.calendar.timeZone },
      misread,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Audited {
  options: AuditOptions;
  files: ExportFiles;
  gathered: Gathered;
  told: PartnersTold;
  learned: string[];
  /** What was told of files. */
  doubts: readonly string[];
  timeZone: string;
}

function reported(
  found: AuditFinding[],
  { options, files, gathered, told, learned, doubts, timeZone }: Audited,
  misread: number,
): Audit {
  const { from, to } = options;
  const wanted = found.filter(({ finding: { firstEvidenceAt: first } }) => {
    const since = from === null || first >= startOf(from, timeZone);
    return since && (to === null || first < startOf(dayAfter(to), timeZone));
  });
  wanted.sort(byGravity);
  const raised = wanted.filter(({ finding }) => finding.raised);
  const { counts, now, historyFrom } = gathered;
  return {
    raised,
    below: wanted.filter(({ finding }) => !finding.raised),
    ...{ counts, misread, now, historyFrom, timeZone },
    ...{ partnerFindings: told.findings, learned },
    notChecked: [...doubts, ...notCheckedIn(files, gathered), ...told.notChecked],
    people: peopleIn(files, raised),
  };
}

function peopleNamed(files: ExportFiles): { id: Id; name: string }[] {
  const [id, name] = [at('User', 'Id'), at('User', 'Name')];
  const people: { id: Id; name: string }[] = [];
  files.read('User', (row) => people.push({ id: row.text(id), name: row.text(name) }));
  return people;
}

const severities = ['Critical', 'High', 'Medium', 'Low'];

function byGravity({ finding: a }: AuditFinding, { finding: b }: AuditFinding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    b.confidence - a.confidence ||
    a.firstEvidenceAt - b.firstEvidenceAt ||
    (a.dealId < b.dealId ? -1 : a.dealId > b.dealId ? 1 : a.registrationId < b.registrationId ? -1 : 1)
  );
}

function dayAfter(date: CalendarDate): CalendarDate {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}

function peopleIn(files: ExportFiles, raised: readonly AuditFinding[]): Map<Id, string> {
  const wanted = new Set(
    raised.flatMap(({ finding }) => [finding.personId, ...finding.evidence.map(({ byId }) => byId)]),
  );
  const names = new Map<Id, string>();
  const [id, name] = [at('User', 'Id'), at('User', 'Name')];
  files.read('User', (row) => {
    if (wanted.has(row.text(id))) names.set(row.text(id), row.text(name));
  });
  return names;
}
