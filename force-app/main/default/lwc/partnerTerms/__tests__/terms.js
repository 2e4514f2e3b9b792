/** A small programme and a partner's standing in it, as the service writes them. */
const nothingAsked = {
  registration: false,
  withinMonthsOfRegistration: null,
  registeredBusinessDaysBeforeClose: null,
  registeredAtStages: [],
  newCustomer: false,
  levels: [],
  roles: [],
  competencies: [],
  anyCompetency: [],
  families: [],
  exceptFamilies: [],
  dealSize: [],
  minTermMonths: null,
  maxTermMonths: null,
  deliveredWithinDays: null,
  origin: null,
  noTender: false,
  incumbent: null,
  customerConfirmed: false,
  customerLists: [],
  countries: [],
  papers: [],
  noSpecialPrice: false,
  purchases: null,
  growth: null
};

export const incentive = (id, rate, { requires = {}, ...more } = {}) => ({
  id,
  version: 1,
  name: `${id} of the guide`,
  sequence: 10,
  kind: 'discount',
  base: 'list',
  combine: 'add',
  bestOf: null,
  rate,
  amount: null,
  tiers: [],
  tiersBy: null,
  bands: 'whole',
  firstMonths: null,
  cap: { perDeal: null, percent: null, perPeriod: null, uses: null, months: null },
  replaces: [],
  excludes: [],
  oncePerOpportunity: false,
  laterClaims: [],
  paidTo: 'partner',
  requires: { ...nothingAsked, ...requires },
  period: null,
  target: null,
  accelerators: [],
  leavesOut: [],
  payableAfterDays: 0,
  effectiveFrom: null,
  effectiveUntil: null,
  publishedOn: null,
  source: null,
  ...more
});

/** A tenth for everybody, 7 % for a registered deal, 3 % for security by who holds the competency. */
export const rules = (more = {}) => ({
  format: 1,
  name: 'Test',
  currency: 'EUR',
  rounding: 'half up',
  discounts: 'add',
  fiscalYearStart: 1,
  levels: [],
  competencies: [{ key: 'security', name: 'Security', kind: 'technology', description: null, people: 2 }],
  registration: null,
  incentives: [
    incentive('base', '0.1'),
    incentive('registration', '0.07', { requires: { registration: true } }),
    incentive('security', '0.03', { kind: 'rebate', requires: { competencies: ['security'], families: ['Security'] } })
  ],
  limits: [],
  exchangeRates: [],
  commission: null,
  families: ['Network', 'Security'],
  ...more
});

export const standing = (more = {}) => ({
  version: 1,
  currency: 'EUR',
  roles: ['Reseller'],
  level: { reached: null, onRecord: { kind: 'known', key: 'silver', name: 'Silver', rank: 1 } },
  levels: [],
  competencies: [],
  periods: [],
  rebates: [],
  leftOut: [],
  unpriced: 0,
  unreadable: 0,
  ...more
});

export const termsNode = ({ rules: given = rules(), standing: stands = standing() } = {}) => ({
  Id: 'a0P000000000001AAA',
  Partner__c: { value: '001000000000009AAA' },
  Programme__c: { value: given === null ? null : JSON.stringify(given) },
  Standing__c: { value: JSON.stringify(stands) }
});
