/** The files of an audit: findings and evidence as tables, and everything as JSON. */
import { stringify } from 'csv-stringify/sync';
import type { Audit } from '../export/audit.ts';
import type { AuditFinding } from '../export/judge.ts';
import { answerInWords } from '../domain/conflict/answers.ts';
import { factInWords } from '../domain/conflict/facts.ts';
import { storyInWords } from '../domain/conflict/stories.ts';
import type { Evidence } from '../domain/assessment.ts';

const findingColumns = [
  'OpportunityId',
  'DealRegistrationId',
  'SalespersonId',
  'Pattern',
  'Aspects',
  'Confidence',
  'Severity',
  'AmountAtStake',
  'FirstEvidenceAt',
  'Explanation',
];

/** The findings at or above the bar, gravest first. */
export function findingsCsv({ raised }: Audit): string {
  return table(
    findingColumns,
    raised.map(({ finding }) => [
      finding.dealId,
      finding.registrationId,
      finding.personId ?? '',
      finding.pattern,
      finding.aspects.join(';'),
      finding.confidence.toFixed(3),
      finding.severity,
      finding.amountAtStake?.toFixed() ?? '',
      instant(finding.firstEvidenceAt),
      storyInWords(finding.story),
    ]),
  );
}

const evidenceColumns = [
  'OpportunityId',
  'DealRegistrationId',
  'Sequence',
  'At',
  'What',
  'From',
  'To',
  'ById',
  'Object',
  'RecordId',
  'Field',
];

/** What shows each of them, oldest first. */
export function evidenceCsv({ raised }: Audit): string {
  return table(
    evidenceColumns,
    raised.flatMap(({ finding }) =>
      finding.evidence.map((each, index) => [
        finding.dealId,
        finding.registrationId,
        String(index + 1),
        instant(each.at),
        factInWords(each.what),
        each.from ?? '',
        each.to ?? '',
        each.byId ?? '',
        each.record.object,
        each.record.id,
        each.record.field ?? '',
      ]),
    ),
  );
}

/** A cell that a spreadsheet would take for a formula is text to it. */
function table(columns: string[], rows: string[][]): string {
  return stringify([columns, ...rows], { escape_formulas: true });
}

/** What an audit went through, and what it could not check. */
export function aboutAudit(audit: Audit) {
  return {
    version: 1,
    asOf: instant(audit.now),
    historyFrom: audit.historyFrom === null ? null : instant(audit.historyFrom),
    counts: { ...audit.counts, misreadRows: audit.misread, raised: audit.raised.length, below: audit.below.length },
    learned: audit.learned,
    notChecked: audit.notChecked,
  };
}

/** Everything, also what lies below the bar, as JSON with a line for each finding; in pieces, as it may be large. */
export function* findingsJson(audit: Audit): Generator<string> {
  yield `${JSON.stringify(aboutAudit(audit)).slice(0, -1)},\n`;
  yield* listed('findings', audit.raised, (each) => findingJson(each, audit));
  yield ',\n';
  yield* listed('belowTheBar', audit.below, (each) => findingJson(each, audit));
  yield ',\n';
  yield* listed('partnerFindings', audit.partnerFindings, (each) => ({
    ...each,
    since: instant(each.since),
    evidence: each.evidence.map(({ at, ...shown }) => ({ at: instant(at), ...shown })),
  }));
  yield '}\n';
}

function* listed<T>(name: string, all: readonly T[], json: (each: T) => object): Generator<string> {
  yield `${JSON.stringify(name)}: [`;
  for (const [index, each] of all.entries()) yield `${index === 0 ? '\n' : ',\n'}${JSON.stringify(json(each))}`;
  yield ']';
}

function findingJson({ finding, deal, registration, partner, customer, country }: AuditFinding, { people }: Audit) {
  return {
    opportunityId: finding.dealId,
    opportunity: deal.name,
    dealRegistrationId: finding.registrationId,
    dealRegistration: registration.name,
    partnerId: finding.partnerId,
    partner,
    customer,
    country,
    salespersonId: finding.personId,
    salesperson: finding.personId === null ? null : (people.get(finding.personId) ?? null),
    pattern: finding.pattern,
    aspects: finding.aspects,
    reviewOnly: finding.reviewOnly,
    confidence: finding.confidence,
    severity: finding.severity,
    amountAtStake: finding.amountAtStake?.toFixed() ?? null,
    currency: deal.currency,
    firstEvidenceAt: instant(finding.firstEvidenceAt),
    explanation: storyInWords(finding.story),
    evidence: finding.evidence.map((each) => evidenceJson(each, people)),
    innocentExplanations: finding.innocent.map((each) => ({ ...each, detail: answerInWords(each.detail) })),
  };
}

function evidenceJson({ at, what, from, to, byId, record }: Evidence, people: Audit['people']) {
  const by = byId === null ? null : (people.get(byId) ?? null);
  return { at: instant(at), what: factInWords(what), from, to, byId, by, ...record };
}

export function instant(at: number): string {
  return new Date(at).toISOString();
}
