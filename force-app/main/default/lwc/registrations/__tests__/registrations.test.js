import { daysLeft, fromNode, isProtected, pricedOf, shareLeft, stepsFor, unpricedBecause } from 'c/registrations';

const now = Date.parse('2026-03-02T09:00:00Z');
const approved = {
  status: 'Approved',
  protectedFrom: '2026-02-20T09:00:00Z',
  protectedUntil: '2026-03-12T09:00:00Z'
};

describe('a registration', () => {
  it('is read with its products one by one', () => {
    const read = fromNode({
      Id: 'a01',
      Customer_Name__c: { value: 'Hammer' },
      Product_Families__c: { value: 'Storage; Network;' },
      Status__c: { value: 'Approved', displayValue: 'Approuvé' }
    });
    expect(read).toMatchObject({ id: 'a01', customer: 'Hammer', families: ['Storage', 'Network'] });
    expect(read).toMatchObject({ status: 'Approved', statusLabel: 'Approuvé' });
  });

  it('counts its days until the end, the last one too, and none after it', () => {
    expect(daysLeft(approved, now)).toBe(10);
    expect(daysLeft(approved, now + 9 * 86_400_000 + 1)).toBe(1);
    expect(daysLeft(approved, Date.parse('2026-03-12T09:00:00Z'))).toBe(0);
    expect(shareLeft(approved, now)).toBe(0.5);
  });

  it('protects until its end, not at it', () => {
    expect(isProtected(approved, Date.parse('2026-03-12T08:59:59Z'))).toBe(true);
    expect(isProtected(approved, Date.parse('2026-03-12T09:00:00Z'))).toBe(false);
    expect(isProtected({ ...approved, status: 'Withdrawn' }, now)).toBe(false);
    // An extension that was asked for and not answered: its end counts once the one before is over.
    const asked = { ...approved, extensionUntil: '2026-06-10T09:00:00Z' };
    const [dayBefore, dayAfter] = ['2026-03-11T09:00:00Z', '2026-03-13T09:00:00Z'].map(Date.parse);
    expect([daysLeft(asked, dayBefore), daysLeft(asked, dayAfter)]).toEqual([1, 89]);
    expect(isProtected(asked, dayAfter)).toBe(true);
    expect(isProtected(asked, Date.parse('2026-06-10T09:00:00Z'))).toBe(false);
  });

  it.each([
    ['Draft', ['submit', 'correct', 'withdraw']],
    ['Submitted', ['correct', 'withdraw']],
    ['Queued', ['correct', 'withdraw']],
    ['Rejected', ['correct']],
    ['Approved', ['correct', 'withdraw', 'extend', 'confirm']],
    ['Expired', []],
    ['Lapsed', []],
    ['Converted', []],
    ['Withdrawn', []]
  ])('that is %s can be taken further by %j', (status, steps) => {
    const possible = stepsFor({ ...approved, status }, now);
    expect(Object.keys(possible).filter((step) => possible[step])).toEqual(steps);
  });

  it('is extended once and confirmed once', () => {
    const asked = { ...approved, extensionRequestedAt: '2026-03-01T09:00:00Z', confirmedAt: '2026-03-01T09:00:00Z' };
    expect(stepsFor(asked, now)).toMatchObject({ extend: false, confirm: false });
  });

  it('tells what was priced, or why nothing was', () => {
    expect(pricedOf({ waterfall: '{"priced":{"on":"2026-03-02"}}' })).toEqual({ on: '2026-03-02' });
    expect(unpricedBecause({ waterfall: '{"unknown":{"code":"no products"}}' })).toEqual({ code: 'no products' });
    expect(pricedOf({ waterfall: 'half of it' })).toBeUndefined();
    expect(pricedOf(undefined)).toBeUndefined();
  });
});
