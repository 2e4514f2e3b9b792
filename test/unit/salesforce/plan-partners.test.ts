/** What the record of Corvus, a reseller, lacks on 15 August 2026. */
import { describe, expect, it } from '@jest/globals';
import type { PartnerFacts } from '../../../sync-service/domain/programme/standing-facts.ts';
import type { Programme } from '../../../sync-service/domain/programme/schema.ts';
import { standingOf } from '../../../sync-service/domain/programme/standing.ts';
import { planPartners, type PartnersOnRecord } from '../../../sync-service/salesforce/plan-partners.ts';
import { entry, money } from '../domain/payout/entries.ts';
import { programmeOf } from '../domain/programme-of.ts';

const today = '2026-08-15';
const corvus = '001000000000009AAA';
const adler = '001000000000005AAA';
const programme = programmeOf([
  { id: 'volume', kind: 'rebate', base: 'period purchases', period: 'quarter', rate: '2%', source: 'p. 3' },
]);
const nothing: PartnersOnRecord = new Map();

const standing = (own: Partial<PartnerFacts> = {}, by: Programme = programme, id = corvus) =>
  standingOf(
    {
      partner: { id, name: 'Corvus', level: 'silver', roles: ['Reseller'] },
      ...{ competencies: [], won: [], wonFrom: '2024-01-01', open: [], unpriced: 0, unreadable: 0 },
      ...{ ledger: [], acceptedOn: null },
      ...own,
    },
    by,
    today,
  );
const won = (amount: string, family: string | null = 'Storage'): PartnerFacts['won'][number] => ({
  ...{ id: '006000000000001AAA', customerId: null, currency: 'EUR', wonOn: '2026-08-01' },
  ...{ registered: false, specialPrice: false, lines: [{ family, amount: money(amount) }] },
});
const planned = (of = [standing()], onRecord = nothing, by = programme, settled: ReturnType<typeof entry>[] = []) =>
  planPartners(of, by, { onRecord, settled, families: ['Storage', 'Network'] }, today).steps;
/** What the record says once the plan is carried out. */
const written = (steps = planned()): PartnersOnRecord =>
  new Map(steps[0]?.rows.map(({ on, fields }) => [on, fields as Record<string, unknown>]));
const text = (field: string, steps = planned()) => String(written(steps).get(corvus)?.[field]);

describe('The record of a partner', () => {
  it('is written by his id, where there is none', () => {
    const [step] = planned();
    expect(step).toMatchObject({
      object: 'Partner_Programme__c',
      externalId: 'Partner_Key__c',
      rows: [{ on: corvus, fields: { Partner_Key__c: corvus, Partner__c: corvus } }],
    });
    expect(text('Version__c')).toMatch(/^Test [0-9a-f]{12}$/);
  });

  it('says what can be registered, and in which roles he does', () => {
    expect(JSON.parse(text('Programme__c'))).toMatchObject({ families: ['Storage', 'Network'] });
    expect(JSON.parse(text('Standing__c'))).toMatchObject({ roles: ['Reseller'] });
  });

  it('is left alone while it says the same, however the org keeps line ends', () => {
    const fields = written().get(corvus) ?? {};
    expect(planned([standing()], written())).toEqual([]);
    const kept = { ...fields, Standing__c: `${String(fields['Standing__c'])}\r\n` };
    expect(planned([standing()], new Map([[corvus, kept]]))).toEqual([]);
  });

  it('is written again when a deal is won, when the rules change, and when somebody wrote into it', () => {
    expect(planned([standing({ won: [won('0.01')] })], written())).toHaveLength(1);
    const dearer = programmeOf([
      { id: 'volume', kind: 'rebate', base: 'period purchases', period: 'quarter', rate: '3%' },
    ]);
    expect(planned([standing({}, dearer)], written(), dearer)).toHaveLength(1);
    const scribbled = { ...written().get(corvus), Version__c: 'mine' };
    expect(planned([standing()], new Map([[corvus, scribbled]]))).toHaveLength(1);
  });

  it('is one row of each partner who differs, and of no other', () => {
    const steps = planned([standing(), standing({}, programme, adler)], written());
    expect(steps.map(({ rows }) => rows.map(({ on }) => on))).toEqual([[adler]]);
  });
});

describe('Entries of periods that ended', () => {
  it('are posted by their key, on behalf of the partner, after his record', () => {
    const settled = entry({ partnerId: corvus, dealId: null, lineId: null, kind: 'settlement', key: 'k' });
    const [record, ledger] = planned([standing()], nothing, programme, [settled]);
    expect(record?.object).toBe('Partner_Programme__c');
    expect(ledger).toMatchObject({
      object: 'Rebate_Entry__c',
      externalId: 'Entry_Key__c',
      rows: [{ on: corvus, fields: { Entry_Key__c: 'k', Kind__c: 'Settlement', Amount__c: 50 } }],
    });
    expect(ledger?.rows[0]?.fields).not.toHaveProperty('Opportunity__c');
  });

  it('are posted although the record says the same', () => {
    const settled = entry({ partnerId: corvus, dealId: null, kind: 'settlement' });
    expect(planned([standing()], written(), programme, [settled]).map(({ object }) => object)).toEqual([
      'Rebate_Entry__c',
    ]);
  });
});

describe('What does not fit its field', () => {
  /** Rules whose sources take this many characters, shared among a hundred. */
  const sourced = (length: number) =>
    programmeOf(
      Array.from({ length: 100 }, (_, i) => ({
        ...{ id: `rule-${i}`, kind: 'discount' as const, rate: '1%' },
        source: 's'.repeat(length / 100),
      })),
    );
  const rules = (by: Programme) => {
    const steps = planned([standing({}, by)], nothing, by);
    return { ...written(steps).get(corvus) } as { Programme__c: string | null; Version__c: string };
  };

  it('loses the sources of its rules first', () => {
    expect(JSON.parse(rules(sourced(100)).Programme__c ?? '')).toMatchObject({ incentives: { 0: { source: 's' } } });
    const shortened = rules(sourced(140_000)).Programme__c ?? '';
    expect(shortened.length).toBeLessThanOrEqual(131_072);
    const { incentives } = JSON.parse(shortened) as { incentives: { source: string | null }[] };
    expect(incentives.map(({ source }) => source)).toEqual(Array.from({ length: 100 }, () => null));
  });

  it('is no half of a programme: the version says by how much it is too long', () => {
    const many = programmeOf(
      Array.from({ length: 40 }, (_, i) => ({
        ...{ id: `rule-${i}`, kind: 'discount' as const, rate: '1%' },
        name: 'n'.repeat(80),
        requires: { families: Array.from({ length: 50 }, (__, j) => `${j}`.padEnd(80, 'l')) },
      })),
    );
    const { Programme__c: none, Version__c: version } = rules(many);
    expect(none).toBeNull();
    expect(version).toMatch(/^Test too long: \d{6} characters$/);
  });

  it('keeps the figures of a standing and loses what explains them', () => {
    const busy = programmeOf(
      Array.from({ length: 130 }, (_, i) => ({
        ...{ id: `volume-${i}`, kind: 'rebate' as const, base: 'period purchases' as const },
        ...{ period: 'quarter' as const, rate: '2%' },
      })),
    );
    const steps = planned([standing({ won: [won('1000')] }, busy)], nothing, busy);
    const kept = text('Standing__c', steps);
    expect(kept.length).toBeLessThanOrEqual(32_768);
    const { periods } = JSON.parse(kept) as { periods: Record<string, unknown>[] };
    expect(periods).toHaveLength(130);
    expect(periods[0]).toMatchObject({ incentive: 'volume-0@1', purchases: '1000.00', pays: '20.00' });
    expect(periods.some((period) => 'why' in period)).toBe(false);
  });
});
