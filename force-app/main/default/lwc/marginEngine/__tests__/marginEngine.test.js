import { inWords, priceDeal, readProgramme, reasonCodes } from 'c/marginEngine';

const rule = {
  id: 'registration',
  version: 1,
  name: 'Registration discount',
  sequence: 10,
  kind: 'discount',
  base: 'list',
  combine: 'add',
  bestOf: null,
  rate: '0.1',
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
  requires: {
    registration: true,
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
  },
  period: null,
  target: null,
  accelerators: [],
  leavesOut: [],
  payableAfterDays: 0,
  effectiveFrom: null,
  effectiveUntil: null,
  publishedOn: null,
  source: null
};

const programme = readProgramme({
  format: 1,
  name: 'Test',
  currency: 'EUR',
  rounding: 'half up',
  discounts: 'add',
  fiscalYearStart: 1,
  levels: [],
  competencies: [],
  registration: null,
  incentives: [rule],
  limits: [],
  exchangeRates: [],
  commission: null
});

const deal = {
  currency: 'EUR',
  lines: [{ family: null, quantity: '3', listPrice: '33.35', termMonths: null }],
  customerPrice: null,
  partner: { level: null, roles: [], competencies: [] },
  role: null,
  registered: false,
  newCustomer: null
};

describe('c-margin-engine', () => {
  it('prices a deal as the service does, to the cent', () => {
    // 3 × 33.35 = 100.05; a tenth is 10.005, rounded 10.01.
    const result = priceDeal(programme, { ...deal, registered: true }, '2026-03-02');
    expect(result.partnerPrice).toBe('90.04');
    expect(result.lines.map(({ kind, amount }) => [kind, amount])).toContainEqual(['discount', '-10.01']);
  });

  it('says what would raise it', () => {
    expect(priceDeal(programme, deal, '2026-03-02').raise).toEqual([
      { kind: 'registration', amount: '10.01', partnerMargin: '10.01' }
    ]);
  });

  it('has words for every reason', () => {
    expect(reasonCodes.length).toBeGreaterThan(40);
    for (const code of reasonCodes) expect(inWords({ code, args: {} })).not.toBe('');
  });
});
