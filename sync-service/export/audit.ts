/** An audit of an export: what it tells of partners gone around, and what it can't tell. */
import type { Finding } from '../domain/assessment.ts';
import type { Deal, Id, Registration } from '../domain/deal.ts';
import { reviewGroup } from '../domain/review-group.ts';
import { startOf, type CalendarDate, type Instant } from '../domain/time.ts';
import { policyOf, type AuditPolicy } from './audit-policy.ts';
import { openExport, type ExportFiles, type Watching } from './files.ts';
import { gather, type Gathered } from './gather.ts';
import { groupsOf, type Reading } from './group-facts.ts';
import type { Mapping } from './mapping.ts';
import { readParcel } from './parcels.ts';
import { tables, type TableName } from './tables.ts';

export interface AuditOptions {
  folder: string;
  mapping: Mapping;
  policy: AuditPolicy;
  /** Days; findings whose first evidence lies outside are left out. `to` is the last day that counts. */
  from: CalendarDate | null;
  to: CalendarDate | null;
}

/** A finding with what a reader needs to recognise it. */
export interface AuditFinding {
  finding: Finding;
  deal: Pick<Deal, 'name' | 'currency' | 'isClosed' | 'isWon' | 'stage'>;
  registration: Pick<Registration, 'name'>;
  partner: string | null;
  customer: string | null;
  country: string | null;
}

export interface Audit {
  /** Those at or above the policy's bar, and those below it, gravest first. */
  raised: AuditFinding[];
  below: AuditFinding[];
  counts: Gathered['counts'];
  /** Rows that could not be read. */
  misread: number;
  /** The day of the export, and from which day on changes are known. */
  now: Instant;
  historyFrom: Instant | null;
  timeZone: string;
  /** What could not be checked, and for lack of what. */
  notChecked: string[];
  /** Names of the people who may be named. */
  people: Map<Id, string>;
}

export interface AuditWatching extends Watching {
  /** The part of the judging that is done, 0 to 1. */
  judged(part: number): void;
}

/**
 * Audits a folder. Memory holds the claims, the ids of the deals near them and one parcel at a time.
 * @throws ExportError where there is nothing to audit
 */
export function audit(options: AuditOptions, watching: AuditWatching): Audit {
  let misread = 0;
  const files = openExport(options.folder, options.mapping, {
    misread(problem) {
      misread += 1;
      watching.misread(problem);
    },
    progress: watching.progress,
  });
  const gathered = gather(files, options.mapping['Deal_Registration__c']?.statuses ?? {}, (problem) => {
    misread += 1;
    watching.misread(problem);
  });
  try {
    const policy = policyOf(files, options.policy, gathered);
    const found = judge(gathered, readingOf(gathered, policy, options), watching);
    const { timeZone } = policy.calendar;
    const wanted = found.filter(({ finding: { firstEvidenceAt: first } }) => {
      const since = options.from === null || first >= startOf(options.from, timeZone);
      return since && (options.to === null || first < startOf(dayAfter(options.to), timeZone));
    });
    wanted.sort(byGravity);
    const raised = wanted.filter(({ finding }) => finding.raised);
    return {
      raised,
      below: wanted.filter(({ finding }) => !finding.raised),
      counts: gathered.counts,
      misread,
      now: gathered.now,
      historyFrom: gathered.historyFrom,
      timeZone,
      notChecked: notCheckedIn(files, gathered.historyFrom),
      people: peopleIn(files, raised),
    };
  } finally {
    gathered.parcels.remove();
  }
}

function readingOf(gathered: Gathered, policy: Reading['policy'], { mapping, policy: given }: AuditOptions): Reading {
  return {
    partners: gathered.partners,
    policy,
    now: gathered.now,
    historyFrom: gathered.historyFrom,
    partnerField: mapping['Opportunity']?.fields['Engaged_Partner__c'] ?? 'Engaged_Partner__c',
    namedAccountField: mapping['Account']?.fields['Named_Account__c'] ?? 'Named_Account__c',
    statuses: mapping['Deal_Registration__c']?.statuses ?? {},
    currency: given.currency ?? gathered.currency ?? 'EUR',
  };
}

function judge({ parcels }: Gathered, reading: Reading, watching: AuditWatching): AuditFinding[] {
  const found: AuditFinding[] = [];
  for (let parcel = 0; parcel < parcels.count; parcel += 1) {
    for (const group of groupsOf(readParcel(parcels.folder, parcel), reading)) {
      const deals = new Map(group.deals.map((deal) => [deal.id, deal]));
      const registrations = new Map(group.registrations.map((each) => [each.id, each]));
      const customers = new Map(group.customers.map((each) => [each.id, each]));
      const partners = new Map(group.partners.map((each) => [each.id, each]));
      for (const finding of reviewGroup(group, reading.policy, reading.now)) {
        const deal = deals.get(finding.dealId);
        const registration = registrations.get(finding.registrationId);
        if (deal === undefined || registration === undefined) continue;
        const customer = finding.customerId === null ? undefined : customers.get(finding.customerId);
        const { name, currency, isClosed, isWon, stage } = deal;
        found.push({
          finding,
          deal: { name, currency, isClosed, isWon, stage },
          registration: { name: registration.name },
          partner: partners.get(finding.partnerId)?.name ?? null,
          customer: customer?.name ?? registration.customer.name,
          country: customer?.country ?? registration.customer.country,
        });
      }
    }
    watching.judged((parcel + 1) / parcels.count);
  }
  return found;
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

/** What each file would have told. */
const without: readonly (readonly [TableName | readonly TableName[], string])[] = [
  [
    'OpportunityFieldHistory',
    'no changes of partner, stage and owner: who entered or removed a partner, and whether he stood there in time',
  ],
  ['OpportunityHistory', 'no states of opportunities: when a stage was reached before field history begins'],
  ['OpportunityLineItem', 'no products: only opportunities that a registration names are compared with it'],
  ['Product2', 'no product families: only opportunities that a registration names are compared with it'],
  ['AccountHistory', 'no changes of accounts: customers tagged as named accounts after a registration came in'],
  [['Task', 'Event'], "no activities: the vendor's work before a registration, and contact without the partner"],
  ['Contact', 'no contacts: whether people of the partner took part in a contact'],
  [['Quote'], 'no quotes: prices below those of the partner'],
  [
    ['OpportunityPartner', 'Partner'],
    'no partner rows: partners who stand on an opportunity otherwise than by its lookup',
  ],
  ['Exemption_Request__c', 'no exemptions: partners who declined, letters of customers'],
  ['User', 'no users: people are told by their ids'],
];

/** Columns of files that are there, without which a question stays open. */
const missing: readonly (readonly [TableName, string, string])[] = [
  ['Opportunity', 'Engaged_Partner__c', 'partners are known by partner rows only'],
  ['Account', 'Named_Account__c', 'customers tagged as named accounts'],
  ['Account', 'BillingCountry', 'customers of another country are not told apart'],
  ['Account', 'Website', 'customers are compared by their names'],
  ['Account', 'ParentId', 'companies of one group are known by their names only'],
  [
    'Deal_Registration__c',
    'Opportunity__c',
    'registrations are brought to their opportunities by customer and product',
  ],
  ['Deal_Registration__c', 'Product_Families__c', 'registrations are compared with the opportunity they name only'],
  ['Deal_Registration__c', 'Protected_Until__c', "the end of protection is worked out by the policy's days"],
];

function notCheckedIn(files: ExportFiles, historyFrom: Instant | null): string[] {
  const absent = without.flatMap(([names, told]) => {
    const list = typeof names === 'string' ? [names] : names;
    return list.some((name) => files.has(name)) ? [] : [`${list.join(' and ')}: ${told}`];
  });
  const columns = missing.flatMap(([table, column, told]) =>
    files.has(table) && files.lacks(table).includes(column) ? [`${table}.${column}: ${told}`] : [],
  );
  const history =
    historyFrom === null
      ? files.has('OpportunityFieldHistory')
        ? ['OpportunityFieldHistory: it has no rows, so nothing is known of earlier partners, stages and owners']
        : []
      : [
          `before ${new Date(historyFrom).toISOString().slice(0, 10)}: no changes of fields are known; nothing is held against anyone`,
        ];
  return [...absent, ...columns, ...history];
}

function peopleIn(files: ExportFiles, raised: readonly AuditFinding[]): Map<Id, string> {
  const wanted = new Set(
    raised.flatMap(({ finding }) => [finding.personId, ...finding.evidence.map(({ byId }) => byId)]),
  );
  const names = new Map<Id, string>();
  const columns = tables.User.columns.map(({ name }) => name as string);
  const [id, name] = [columns.indexOf('Id'), columns.indexOf('Name')];
  files.read('User', (values) => {
    if (wanted.has(values[id] ?? '')) names.set(values[id] ?? '', values[name] ?? '');
  });
  return names;
}
