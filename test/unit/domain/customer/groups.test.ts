import { describe, expect, it } from '@jest/globals';
import { sameCustomer } from '../../../../sync-service/domain/customer/index.ts';
import { known } from './known.ts';

const parent = known('Aurora Holding', { id: '001p' });
const child = known('Nordwind Logistics', { id: '001c', parentId: '001p' });
const sibling = known('Südwind Air', { id: '001s', parentId: '001p' });

describe('companies of one group', () => {
  it('are parent and subsidiary, whichever comes first, and say so', () => {
    expect(sameCustomer(child, parent)).toMatchObject({ verdict: 'group', relation: 'subsidiary' });
    expect(sameCustomer(child, parent).reasons[0]).toBe("subsidiary by the record's parent");
    expect(sameCustomer(parent, child).reasons[0]).toBe("parent by the record's parent");
  });
  it('are siblings below one parent, though name and web domain are one', () => {
    const [a, b] = [child, { ...child, id: '001d', name: 'Nordwind Logistics GmbH' }];
    const website = 'nordwind.example';
    expect(sameCustomer({ ...a, website }, { ...b, website })).toMatchObject({ verdict: 'group', relation: 'sibling' });
  });
  it('are one customer where their number is one', () => {
    const [a, b] = [child, { ...sibling, name: 'Nordwind' }].map((one) => ({ ...one, taxId: 'DE136695976' }));
    expect(sameCustomer(a!, b!).verdict).toBe('same');
  });
  it('are not the two of one name in two towns, each with its town in it', () => {
    const bern = known('Garage du Lac Bern', { country: 'CH', city: 'Bern' });
    const basel = known('Garage du Lac Basel', { country: 'CH', city: 'Basel' });
    expect(sameCustomer(bern, basel).verdict).toBe('different');
  });
  it('are not two that have sites under other names', () => {
    const works = known('Kettenbach Werke AG', { website: 'kettenbach-werke.example' });
    const other = known('Kettenbach Werke Basel GmbH', { website: 'kwb.example' });
    expect(sameCustomer(works, other).verdict).toBe('different');
  });
  it('are not those of two parents, nor those of none', () => {
    expect(sameCustomer(child, { ...sibling, parentId: '001q' }).verdict).toBe('different');
    expect(sameCustomer({ ...child, parentId: null }, { ...sibling, parentId: null }).verdict).toBe('different');
  });
  it('are known by sites of one name under .com and a country, unless both are in that country', () => {
    const [com, de, fr] = ['.com', '.de', '.fr'].map((top) =>
      known('Nordwind Logistics', { website: `https://nordwind-logistics${top}` }),
    );
    expect(sameCustomer(com!, de!)).toMatchObject({ verdict: 'group', relation: 'alike' });
    expect(sameCustomer(de!, fr!).verdict).toBe('group');
    expect(sameCustomer({ ...com!, country: 'DE' }, { ...de!, country: 'DE' }).verdict).toBe('same');
    expect(sameCustomer(com!, { ...com!, website: 'nordwind-logistics.net' }).verdict).toBe('same');
  });
  it('are, at the nearest, two of one name in two towns, with nothing else in common', () => {
    const kiel = known('Hotel Adler', { country: 'DE', city: 'Kiel', postalCode: '24103', phone: '+49 431 5550101' });
    const passau = known('Hotel Adler', { country: 'DE', city: 'Passau', postalCode: '94032' });
    expect(sameCustomer(kiel, passau)).toMatchObject({ verdict: 'group', relation: 'alike' });
    expect(sameCustomer(kiel, { ...passau, city: 'KIEL' }).verdict).toBe('same');
    expect(sameCustomer(kiel, { ...passau, city: null, postalCode: null }).verdict).toBe('same');
    expect(sameCustomer(kiel, { ...passau, phone: '0431 5550101' }).verdict).toBe('same');
    const website = 'hotel-adler.example';
    expect(sameCustomer({ ...kiel, website }, { ...passau, website }).verdict).toBe('same');
  });
  it('are known by a place more in the name, with no relation told', () => {
    expect(sameCustomer(known('Nordwind Logistics Iberia'), known('Nordwind Logistics'))).toMatchObject({
      ...{ verdict: 'group', relation: 'alike' },
      reasons: expect.arrayContaining(['the same name but for a place (iberia)']),
    });
  });
});
