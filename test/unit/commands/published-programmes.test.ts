/** Published programmes, as files, and what their own rules say a deal comes to. */
import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { z } from 'zod';
import { readProgramme } from '../../../sync-service/commands/programme.ts';
import type { Waterfall } from '../../../sync-service/domain/assessment.ts';
import { dealSchema, pricedDealOf } from '../../../sync-service/domain/margin/deal-file.ts';
import { inWords } from '../../../sync-service/domain/margin/reasons.ts';
import { waterfall } from '../../../sync-service/domain/margin/waterfall.ts';

type DealInput = z.input<typeof dealSchema>;

function priced(name: string, deal: DealInput): Waterfall {
  const programme = readProgramme(join(import.meta.dirname, `../../programmes/${name}.yaml`));
  const { deal: question, on } = pricedDealOf(dealSchema.parse(deal), programme.currency, '2026-03-02');
  return waterfall(question, programme, on);
}

const back = (name: string, deal: DealInput) => priced(name, deal).backMargin.toFixed(2);
const off = (name: string, deal: DealInput) => {
  const { list, partnerPrice } = priced(name, deal);
  return list.minus(partnerPrice).toFixed(2);
};
const outcome = (name: string, id: string, deal: DealInput) =>
  priced(name, deal).decisions.find(({ incentive }) => incentive.startsWith(`${id}@`));
/** What a period pays as it stands, all incentives together. */
const pays = (
  name: string,
  purchases: NonNullable<DealInput['partner']>['purchases'],
  more: Partial<DealInput> = {},
) => {
  const { partner, ...rest } = more;
  const { conditional } = priced(name, { lines: [], ...rest, partner: { ...partner, purchases } });
  return conditional.reduce((sum, line) => sum + line.with.toNumber(), 0);
};
const list = (listPrice: number | string, more: object = {}) => [{ listPrice, ...more }];
const approved = { state: 'approved' as const };

describe('Nutanix EMEA 2019', () => {
  const sold = (level: string, family: string, strategic = false, isNew = true) =>
    back('nutanix-emea-2019', {
      lines: list(100_000, { family }),
      partner: { level },
      customer: { new: isNew, lists: strategic ? ['strategic'] : [] },
    });
  it('pays 2, 4 or 7 % on new customers by level', () => {
    expect(['pioneer', 'scaler', 'master'].map((level) => sold(level, 'NX'))).toEqual([
      '2000.00',
      '4000.00',
      '7000.00',
    ]);
    expect(sold('master', 'NX', false, false)).toBe('0.00');
  });
  it('pays a Master 7 + 10 = 17 % on a strategic customer', () => {
    expect(sold('master', 'NX', true)).toBe('17000.00');
  });
  it('pays 10 instead of 7 and 6 instead of 4 % on HPE DX, and leaves a Pioneer his 2 %', () => {
    expect(['pioneer', 'scaler', 'master'].map((level) => sold(level, 'HPE DX'))).toEqual([
      '2000.00',
      '6000.00',
      '10000.00',
    ]);
  });
  it('takes the other rate for the DX lines alone', () => {
    const lines = [
      { family: 'NX', listPrice: 60_000 },
      { family: 'HPE DX', listPrice: 40_000 },
    ];
    // 7 % of 60,000 and 10 % of 40,000.
    expect(back('nutanix-emea-2019', { lines, partner: { level: 'master' }, customer: { new: true } })).toBe('8200.00');
  });
});

describe('Nutanix migration promotion', () => {
  const deal = (listPrice: number | string, termMonths: number, more: Partial<DealInput> = {}): DealInput => ({
    date: '2024-03-04',
    closeDate: '2024-03-04',
    lines: list(listPrice, { family: 'NCI', termMonths }),
    registration: approved,
    customer: { new: true },
    ...more,
  });
  const free = (...args: Parameters<typeof deal>) => off('nutanix-migration-2023', deal(...args));
  it('gives a year of 720,000 over 36 months, 240,000, capped at 200,000', () => {
    expect(free(720_000, 36)).toBe('200000.00');
    expect(outcome('nutanix-migration-2023', 'free-year', deal(720_000, 36))).toMatchObject({ outcome: 'capped' });
  });
  it('gives a third of three years below the cap', () => expect(free(360_000, 36)).toBe('120000.00'));
  it('begins at 100,000 and at 36 months', () => {
    expect([free('99999.99', 36), free(100_000, 36), free(100_000, 35)]).toEqual(['0.00', '33333.33', '0.00']);
  });
  it('needs an approved registration and a new customer, and ends with 2025', () => {
    expect(free(720_000, 36, { registration: { state: 'submitted' } })).toBe('0.00');
    expect(free(720_000, 36, { customer: { new: false } })).toBe('0.00');
    expect([free(720_000, 36, { date: '2025-12-31' }), free(720_000, 36, { date: '2026-01-01' })]).toEqual([
      '200000.00',
      '0.00',
    ]);
  });
  it('pays services up to 15,000 where they are delivered within 270 days', () => {
    const services = (deliveredOn: string, price: number) =>
      back(
        'nutanix-migration-2023',
        deal(720_000, 36, {
          lines: [
            { family: 'NCI', listPrice: 720_000, termMonths: 36 },
            { family: 'Services', listPrice: price, deliveredOn },
          ],
        }),
      );
    // 2024-03-04 and 270 days is 2024-11-29.
    expect([services('2024-11-29', 20_000), services('2024-11-30', 20_000), services('2024-11-29', 9_000)]).toEqual([
      '15000.00',
      '0.00',
      '9000.00',
    ]);
  });
});

describe('Dell UK 2012', () => {
  const first = (amount: number | string, previous: number) =>
    pays('dell-uk-2012', { amount, previous }, { date: '2012-07-31' });
  const later = (amount: number | string, previous: number) =>
    pays('dell-uk-2012', { amount, previous }, { date: '2012-08-01' });
  it('paid 5 % from 100,000 a quarter, and 2 % more from growth of 60 %', () => {
    expect([first('99999.99', 200_000), first(100_000, 200_000)]).toEqual([0, 5000]);
    expect([first(160_000, 100_000), first('159999.99', 100_000)]).toEqual([11_200, 8000]);
  });
  it('later paid 3 % of 120,000 against 100,000: 3,600', () => expect(later(120_000, 100_000)).toBe(3600));
  it('pays 2 % at exactly +15 %, 3 % above it', () => {
    expect([later(115_000, 100_000), later('115000.01', 100_000)]).toEqual([2300, 3450]);
  });
  it('adds 1, 3 or 5 % above 15, 30 and 45 %', () => {
    expect([130_000, 131_000, 145_000, 146_000].map((amount) => later(amount, 100_000))).toEqual([
      3900, 6550, 7250, 10_220,
    ]);
  });
  it('knows no growth from zero', () => expect(later(50_000, 0)).toBe(1000));
});

describe('Dell GCC FY15', () => {
  const paid = (
    level: string | null,
    amount: number | string,
    lines: DealInput['lines'] = [],
    more: Partial<DealInput> = {},
  ) => pays('dell-gcc-fy15', { amount }, { ...more, lines, partner: { level } });
  it('pays all or nothing at the threshold, with 2 % from 50,000 to fall back to', () => {
    expect([paid('class-a', '49999.99'), paid('class-a', 50_000)]).toEqual([0, 1000]);
    expect([paid('class-a', '249999.99'), paid('class-a', 250_000)]).toEqual([5000, 10_000]);
  });
  it('does not count registered low-price deals', () => {
    const low = { registration: approved, specialPrice: { discount: '40%' } };
    expect(paid('class-b', 95_000, list(10_000))).toBe(3150);
    expect(paid('class-b', 95_000, list(10_000), low)).toBe(1900);
  });
});

describe('Cisco OIP and TIP 2015', () => {
  const deal = (listPrice: number | string, more: Partial<DealInput> = {}): DealInput => ({
    lines: list(listPrice, { family: 'Hardware' }),
    date: '2015-05-04',
    closeDate: '2015-05-04',
    registration: { state: 'approved', approvedOn: '2015-01-05' },
    origin: 'partner',
    tender: false,
    ...more,
  });
  const discount = (...args: Parameters<typeof deal>) => off('cisco-2015', deal(...args));
  it('gives a hunter 14 % from 10,000, on hardware only', () => {
    expect([discount('9999.99'), discount(10_000)]).toEqual(['0.00', '1400.00']);
    expect(discount(10_000, { lines: list(10_000, { family: 'Software' }) })).toBe('0.00');
  });
  it('gives a partner of a deal that the vendor found 14 % from 50,000', () => {
    expect([discount('49999.99', { origin: 'vendor' }), discount(50_000, { origin: 'vendor' })]).toEqual([
      '0.00',
      '7000.00',
    ]);
  });
  it('is lost to a prior tender, and after six months', () => {
    expect(discount(10_000, { tender: true })).toBe('0.00');
    expect([discount(10_000, { closeDate: '2015-07-04' }), discount(10_000, { closeDate: '2015-07-05' })]).toEqual([
      '1400.00',
      '0.00',
    ]);
  });
});

describe('Broadcom DACH 2024', () => {
  const decided = (id: string, listPrice: number | string, termMonths: number) =>
    outcome('broadcom-dach-2024', id, {
      lines: list(listPrice, { termMonths }),
      registration: approved,
      incumbent: true,
    })?.outcome;
  it('passes 30,000 over three years as 10,000 a year', () => {
    expect([decided('incumbency', 30_000, 36), decided('incumbency', '29999.99', 36)]).toEqual([
      'applied',
      'not eligible',
    ]);
  });
  it('adds thirds of a year up to a whole', () => {
    const lines = [10_000, 10_000, 10_000].map((listPrice) => ({ listPrice, termMonths: 36 }));
    expect(outcome('broadcom-dach-2024', 'incumbency', { lines, incumbent: true })?.outcome).toBe('applied');
  });
  it('registers from 25,000 list', () => {
    expect([decided('registration', '24999.99', 12), decided('registration', 25_000, 12)]).toEqual([
      'not eligible',
      'applied',
    ]);
  });
});

describe('Veeam incumbency 2024', () => {
  const discount = (incumbent: boolean | null, confirmed: boolean) =>
    off('veeam-2024', { lines: list(10_000), registration: approved, incumbent, customer: { confirmed } });
  it('gives a non-incumbent 1 % and no extra margin', () => expect(discount(false, true)).toBe('100.00'));
  it('asks the incumbent for the confirmation of his customer', () => {
    expect([discount(true, true), discount(true, false), discount(null, true)]).toEqual(['1500.00', '0.00', '0.00']);
  });
});

describe('GitLab FY21', () => {
  const deal = (more: Partial<DealInput> = {}): DealInput => ({
    lines: list(100_000),
    registration: approved,
    ...more,
  });
  const salesperson = (discount: string) => {
    const result = priced('gitlab-fy21', deal({ specialPrice: { discount, onTop: true } })).salesperson;
    return result === null ? null : Object.values(result).map((amount) => amount.toNumber());
  };
  it('credits 75,000 to the quota, pays 8 % of 95,000: 7,600', () => {
    expect(salesperson('5%')).toEqual([75_000, 95_000, 7_600]);
  });
  it('with a salesperson discount of 2.5 %: 77,500, 97,500 and 7,800', () => {
    expect(salesperson('2.5%')).toEqual([77_500, 97_500, 7_800]);
  });
  it('gives one registration discount an opportunity, and others the fulfilment rate', () => {
    expect([off('gitlab-fy21', deal()), off('gitlab-fy21', deal({ grantedToOthers: ['registration'] }))]).toEqual([
      '20000.00',
      '5000.00',
    ]);
  });
  it('pays services three times in twelve months, from 7,500, then 10,000', () => {
    const service = (partnerPrice: number, uses: number) =>
      back('gitlab-fy21', deal({ lines: list(partnerPrice / 0.8), earlier: [{ incentive: 'services', uses }] }));
    expect([service(7_499, 0), service(7_500, 0)]).toEqual(['0.00', '187.50']);
    expect([service(9_999, 1), service(10_000, 1), service(10_000, 2), service(10_000, 3)]).toEqual([
      '0.00',
      '250.00',
      '250.00',
      '0.00',
    ]);
  });
});

describe('NetApp 2016', () => {
  const bonus = (listPrice: number | string) =>
    back('netapp-2016', { lines: list(listPrice), customer: { new: true } });
  it('pays by size', () => {
    expect(['49999.99', 50_000, '99999.99', 100_000, 299_999, 300_000, '499999.99', '500000.01'].map(bonus)).toEqual([
      '0.00',
      '2500.00',
      '2500.00',
      '6000.00',
      '6000.00',
      '22000.00',
      '22000.00',
      '60000.00',
    ]);
  });
  it('has no band for exactly 500,000, and says so', () => {
    expect(bonus(500_000)).toBe('0.00');
    const decision = outcome('netapp-2016', 'net-new', { lines: list(500_000), customer: { new: true } });
    expect(decision === undefined ? '' : inWords(decision.why)).toBe('in none of its bands: 500000 (list)');
  });
});

describe('Lenovo Elevate', () => {
  const quarter = (amount: number | string, quarters: number[], month: number | null, servers = 0) =>
    pays('lenovo-elevate', { amount, quarters, acceptedInMonth: month, byFamily: { Servers: servers } });
  const twenty = [20_000, 18_000, 22_000, 20_000];
  it('asks for the mean of four quarters and a tenth more, and pays nothing below it', () => {
    // The mean of 20,000 and a tenth: 22,000.
    expect([quarter('21999.99', twenty, 1), quarter(22_000, twenty, 1)]).toEqual([0, 660]);
  });
  it('asks for no less than 5,000 and no more than 30,000', () => {
    const [low, high] = [Array<number>(4).fill(1000), Array<number>(4).fill(90_000)];
    expect([quarter('4999.99', low, 1), quarter(5_000, low, 1)]).toEqual([0, 150]);
    expect([quarter('29999.99', high, 1), quarter(30_000, high, 1)]).toEqual([0, 900]);
  });
  it('pays the entry rate where the target was accepted in the second month, nothing in the third', () => {
    expect([quarter(22_000, twenty, 2), quarter(22_000, twenty, 3), quarter(22_000, twenty, null)]).toEqual([
      220, 0, 0,
    ]);
  });
  it('doubles what counts to the target, not the rate', () => {
    expect([quarter(11_000, twenty, 1, 11_000), quarter(11_000, twenty, 1, 10_999)]).toEqual([330, 0]);
  });
});

describe('HubSpot', () => {
  const share = (level: string, papers: string[]) =>
    back('hubspot', { lines: list(60_000, { termMonths: 60 }), partner: { level }, registration: approved, papers });
  it('pays 20 % of 36 months, a provider of 12', () => {
    expect([share('partner', ['agreement']), share('provider', ['agreement'])]).toEqual(['7200.00', '2400.00']);
  });
  it('forfeits where papers are missing', () => expect(share('partner', [])).toBe('0.00'));
});

describe('Extreme SPIFF 2023', () => {
  it('pays by net size and leaves out what lies between its bands', () => {
    const spiff = (net: number | string) => back('extreme-spiff-2023', { lines: list(net) });
    expect([1_000, '1000.01', 10_000, '10000.50', 10_001, 25_000, '25000.01'].map(spiff)).toEqual([
      '0.00',
      '100.00',
      '100.00',
      '0.00',
      '250.00',
      '250.00',
      '0.00',
    ]);
  });
});

describe('Gumdrop', () => {
  const discount = (quantity: number, order: number, tender: boolean | null = false) =>
    off('gumdrop', { lines: list(100, { quantity }), registration: { state: 'approved', order }, tender });
  it('counts from 100 units', () => expect([discount(99, 1), discount(100, 1)]).toEqual(['0.00', '1000.00']));
  it('gives the second registrant half, the third nothing', () => {
    expect([discount(100, 2), discount(100, 3)]).toEqual(['500.00', '0.00']);
  });
  it('takes no tenders, and does not guess', () => {
    expect([discount(100, 1, true), discount(100, 1, null)]).toEqual(['0.00', '0.00']);
  });
});

describe('Encore', () => {
  const discount = (listPrice: number | string, closeDate: string, more: Partial<DealInput> = {}) =>
    off('encore', {
      lines: list(listPrice),
      // A Monday.
      registration: { state: 'approved', submittedOn: '2026-03-02' },
      closeDate,
      papers: ['proof'],
      ...more,
    });
  it('counts from 10,000 and ten business days before the close', () => {
    expect([discount('9999.99', '2026-03-16'), discount(10_000, '2026-03-16'), discount(10_000, '2026-03-15')]).toEqual(
      ['0.00', '500.00', '500.00'],
    );
    expect(discount(10_000, '2026-03-13')).toBe('0.00');
  });
  it('needs written proof, and no special price', () => {
    expect(discount(10_000, '2026-03-16', { papers: [] })).toBe('0.00');
    expect(discount(10_000, '2026-03-16', { specialPrice: { discount: '30%' } })).toBe('3000.00');
  });
});

describe('NeuVector', () => {
  it('holds for six months', () => {
    const discount = (closeDate: string) =>
      off('neuvector', {
        lines: list(10_000),
        registration: { state: 'approved', approvedOn: '2026-01-31' },
        closeDate,
      });
    expect([discount('2026-07-30'), discount('2026-07-31')]).toEqual(['1000.00', '0.00']);
  });
});
