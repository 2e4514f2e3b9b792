/**
 * One story that the domain's tests vary. Brightwave registered Nordwind's storage deal: submitted on Monday 2 March
 * 2026, approved on 3 March, protected until 1 June, all at 09:00 UTC. The opportunity was opened on Wednesday 4 March
 * at 10:00, so Brightwave must be entered by Wednesday 18 March, 10:00.
 */
import { Decimal } from 'decimal.js';
import type {
  Activity,
  Customer,
  Deal,
  DealEvent,
  DealFacts,
  DealLine,
  Exemption,
  Partner,
  Registration,
} from '../../../sync-service/domain/deal.ts';
import { USUAL_KNOWLEDGE } from '../../../sync-service/domain/customer/index.ts';
import { defaultSettings } from '../../../sync-service/domain/policy.ts';
import { programmeSchema } from '../../../sync-service/domain/programme/schema.ts';
import type { EngagementPolicy, Policy, Stage } from '../../../sync-service/domain/rules.ts';

/** `2026-03-18` is midnight, `2026-03-18 10:00` a time of day; UTC. */
export function at(text: string): number {
  const [date, time = '00:00'] = text.split(' ');
  return Date.parse(`${date}T${time}Z`);
}

export const rep = '005rep';
export const otherRep = '005other';

export function stage(name: string, probability: number, order: number): Stage {
  const isClosed = name.startsWith('Closed');
  return { name, probability, order, isClosed, isWon: name === 'Closed Won' };
}

export const stages = [
  stage('Prospecting', 10, 1),
  stage('Qualification', 20, 2),
  stage('Proposal', 50, 3),
  stage('Negotiation', 80, 4),
  stage('Closed Won', 100, 5),
  stage('Closed Lost', 0, 6),
];

export const engagementPolicy: EngagementPolicy = {
  key: 'emea',
  priority: 1,
  effectiveFrom: null,
  effectiveUntil: null,
  countries: [],
  segments: [],
  productFamilies: [],
  requiredOf: 'Registered Partner',
  gateProbability: 50,
  businessDays: 10,
  protectionDays: 90,
  mode: 'Block',
  namePersons: true,
  goLive: null,
};

export function policy(rule: Partial<EngagementPolicy> = {}, more: Partial<Policy> = {}): Policy {
  return {
    policies: [{ ...engagementPolicy, ...rule }],
    calendar: { timeZone: 'UTC', holidays: new Set() },
    stages,
    settings: defaultSettings,
    knowledge: USUAL_KNOWLEDGE,
    ...more,
  };
}

export const noProgramme = programmeSchema.parse({ name: 'None', currency: 'EUR' });

export const nordwind: Customer = {
  id: '001nordwind',
  name: 'Nordwind Logistics GmbH',
  website: 'https://www.nordwind.example',
  country: 'DE',
  taxId: null,
  companyNumber: null,
  parentId: null,
  segment: null,
  namedAccount: false,
  ownerId: null,
};

export function customer(id: string, name: string, more: Partial<Customer> = {}): Customer {
  return { ...nordwind, id, name, website: null, country: null, ...more };
}

export function partner(id: string, name: string, more: Partial<Partner> = {}): Partner {
  return { id, name, level: null, roles: ['Reseller'], competencies: [], ...more };
}

export const brightwave = partner('001brightwave', 'Brightwave Computing');
export const corvus = partner('001corvus', 'Corvus Datentechnik');

export function line(family: string | null = 'Storage', more: Partial<DealLine> = {}): DealLine {
  return {
    id: '00kline',
    productId: '01t1',
    product: 'Array 10',
    family,
    quantity: new Decimal(2),
    listPrice: new Decimal(30_000),
    salesPrice: null,
    termMonths: null,
    ...more,
  };
}

export function deal(more: Partial<Deal> = {}): Deal {
  const name = more.stage ?? 'Qualification';
  const known = stages.find((one) => one.name === name);
  return {
    id: '006deal',
    name: 'Nordwind storage',
    customerId: nordwind.id,
    ownerId: rep,
    createdById: rep,
    createdAt: at('2026-03-04 10:00'),
    type: 'New Business',
    isRenewal: false,
    stage: name,
    stageProbability: known?.probability ?? 0,
    isClosed: known?.isClosed ?? false,
    isWon: known?.isWon ?? false,
    closeDate: '2026-05-29',
    amount: new Decimal(60_000),
    currency: 'EUR',
    lines: [line()],
    partners: [],
    activities: [],
    quotes: [],
    ...more,
  };
}

export function registration(more: Partial<Registration> = {}): Registration {
  return {
    id: 'a01reg',
    name: 'DR-000001',
    partnerId: brightwave.id,
    partnerRole: 'Reseller',
    customer: { name: 'Nordwind Logistics', website: 'nordwind.example', country: 'DE', taxId: null },
    customerId: nordwind.id,
    productFamilies: ['Storage'],
    amount: new Decimal(60_000),
    expectedCloseDate: '2026-05-29',
    tenderPublishedOn: null,
    status: 'Approved',
    submittedAt: at('2026-03-02 09:00'),
    decidedAt: at('2026-03-03 09:00'),
    decisionReason: null,
    protectedFrom: at('2026-03-03 09:00'),
    protectedUntil: at('2026-06-01 09:00'),
    queuePosition: null,
    extensionRequestedAt: null,
    extensionDecidedAt: null,
    endedAt: null,
    dealId: null,
    partnerConfirmedAt: null,
    ...more,
  };
}

/** A claim as it comes in: submitted, undecided, its customer not yet resolved. */
export function submitted(when: string, more: Partial<Registration> = {}): Registration {
  return registration({
    status: 'Submitted',
    customerId: null,
    submittedAt: at(when),
    decidedAt: null,
    protectedFrom: null,
    protectedUntil: null,
    ...more,
  });
}

export const onDeal = (partnerId: string, role: string | null = null) => ({
  partnerId,
  role,
  via: role === null ? ('lookup' as const) : ('partner row' as const),
});

export function contact(when: string, more: Partial<Activity> = {}): Activity {
  return {
    id: `00T${when}`,
    at: at(when),
    recordedAt: at(when),
    completed: true,
    byId: rep,
    partnerIds: [],
    ...more,
  };
}

export function event(kind: DealEvent['kind'], when: string, more: Partial<DealEvent> = {}): DealEvent {
  const dealId = more.dealId === undefined ? '006deal' : more.dealId;
  return {
    key: `${dealId}:${kind}:${when}:${more.partnerId ?? more.to ?? ''}:${more.record?.object ?? ''}`,
    kind,
    dealId,
    registrationId: null,
    customerId: null,
    partnerId: null,
    from: null,
    to: null,
    at: at(when),
    byId: rep,
    source: 'Change Event',
    record: { object: 'Opportunity', id: dealId ?? '', field: null },
    ...more,
  };
}

export const entered = (partnerId: string, when: string, more: Partial<DealEvent> = {}) =>
  event('Partner Entered', when, { partnerId, ...more });
export const left = (partnerId: string, when: string, more: Partial<DealEvent> = {}) =>
  event('Partner Left', when, { partnerId, ...more });
export const moved = (from: string, to: string, when: string, more: Partial<DealEvent> = {}) =>
  event('Stage Changed', when, { from, to, ...more });
export const asRow = { object: 'Partner', id: '00Irow', field: null };

export function exemption(more: Partial<Exemption> = {}): Exemption {
  return {
    id: 'a02ex',
    dealId: '006deal',
    reasonCode: 'Partner Declined',
    status: 'Granted',
    requestedAt: at('2026-03-05 09:00'),
    requestedById: rep,
    decidedAt: at('2026-03-06 09:00'),
    validUntil: null,
    ...more,
  };
}

export function facts(more: Partial<DealFacts> = {}): DealFacts {
  return {
    deal: deal(),
    relatedDeals: [],
    registrations: [registration()],
    customers: [nordwind],
    partners: [brightwave, corvus],
    exemptions: [],
    events: [],
    cases: [],
    historyFrom: at('2026-01-01'),
    ...more,
  };
}
