import { describe, expect, it } from '@jest/globals';
import {
  blockingKeys,
  matchTyped,
  sameCustomer,
  USUAL_KNOWLEDGE,
  type Company,
} from '../../../sync-service/domain/customer/index.ts';
import { customer } from './story.ts';

const company = (name: string, more: Partial<Company> = {}): Company => ({
  name,
  website: null,
  country: null,
  taxId: null,
  ...more,
});
const verdict = (a: Company, b: Company) => sameCustomer(a, b).verdict;
const names = (a: string, b: string) => verdict(company(a, { country: 'DE' }), company(b, { country: 'DE' }));

describe('names of one firm', () => {
  it.each([
    ['Nordwind Logistics GmbH', 'NORDWIND LOGISTICS'],
    ["L'Oréal S.A.", 'Loreal'],
    ['Société Générale', 'SOCIETE GENERALE SA'],
    ['H&M Hennes', 'H & M Hennes AB'],
    ['Kaufmann, Peter', 'Peter Kaufmann e.K.'],
    ['S.A.R.L. Lambert', 'Lambert SARL'],
    ['Data Soft Aachen', 'Datasoft Aachen'],
    ['Nordwind Logistics', 'Nordwnid Logistics'],
    ['Hartmann Intl', 'Hartmann International Inc.'],
    ['Østergaard & Søn A/S', 'Ostergaard Son'],
  ])('%s is %s', (a, b) => expect(names(a, b)).toBe('same'));

  it.each([
    ['Deutsche Bank', 'Deutsche Post'],
    ['Nordwind Logistics', 'Nordwind Energy'],
    ['Studio 54', 'Studio 55'],
    ['Hartmann', 'Lehmann'],
    ['Bosch', 'Busch Metall'],
  ])('%s is not %s', (a, b) => expect(names(a, b)).toBe('different'));

  it('that differ by a country are of one group', () => {
    expect(names('Nordwind France', 'Nordwind')).toBe('group');
  });
  it('that add the country both are in are the same firm', () => {
    const [a, b] = [company('Nordwind France', { country: 'FR' }), company('Nordwind', { country: 'FR' })];
    expect(verdict(a, b)).toBe('same');
  });
  it('made of common words alone do not make a customer', () => {
    expect(names('Software Solutions GmbH', 'Software Solutions')).toBe('different');
  });
});

describe('beyond names', () => {
  it('a web domain outweighs a different name', () => {
    const a = company('Nordwind Logistics', { website: 'https://www.nordwind.example/de' });
    const b = company('NWL Spedition', { website: 'shop.nordwind.example' });
    expect(verdict(a, b)).toBe('same');
  });
  it('a shared mail provider says nothing', () => {
    const a = company('Bäckerei Huber', { website: 'gmail.com' });
    expect(verdict(a, company('Schreinerei Vogt', { website: 'gmail.com' }))).toBe('different');
  });
  it('an equal tax number makes different names one customer', () => {
    const a = company('Nordwind Logistics', { taxId: 'DE 123 456 788' });
    expect(sameCustomer(a, company('NWL', { taxId: '123456788' })).verdict).toBe('same');
  });
  it('contradicting numbers keep equal names apart', () => {
    const a = company('Nordwind Logistics', { taxId: 'DE123456788', country: 'DE' });
    const b = company('Nordwind Logistics', { taxId: 'DE987654321', country: 'DE' });
    expect(verdict(a, b)).not.toBe('same');
  });
  it('a slip in one digit contradicts nothing', () => {
    const a = company('Nordwind Logistics', { taxId: 'DE123456788', country: 'DE' });
    expect(verdict(a, company('Nordwind Logistics', { taxId: 'DE123456789', country: 'DE' }))).toBe('same');
  });
  it('numbers of different forms contradict nothing', () => {
    const a = company('Nordwind Logistics', { taxId: 'DE123456788' });
    expect(verdict(a, company('Nordwind Logistics', { taxId: 'HRB 55210' }))).toBe('same');
  });
  it('the same name in another country is a company of the group', () => {
    expect(verdict(company('Nordwind', { country: 'DE' }), company('Nordwind', { country: 'FR' }))).toBe('group');
  });
  it('the hierarchy makes a group, told from the first one', () => {
    const parent = customer('001p', 'Aurora Holding');
    const child = customer('001c', 'Nordwind Logistics', { parentId: '001p' });
    const sister = customer('001s', 'Südwind Air', { parentId: '001p' });
    expect(sameCustomer(child, parent)).toMatchObject({ verdict: 'group', relation: 'subsidiary' });
    expect(sameCustomer(parent, child)).toMatchObject({ verdict: 'group', relation: 'parent' });
    expect(sameCustomer(child, sister)).toMatchObject({ verdict: 'group', relation: 'sibling' });
  });
  it('the verdict does not depend on which record comes first, and has reasons', () => {
    const [a, b] = [company('Nordwind Logistics', { country: 'DE' }), company('Nordwind Logistik', { country: 'DE' })];
    expect(sameCustomer(a, b).probability).toBe(sameCustomer(b, a).probability);
    expect(sameCustomer(a, b).reasons).toContain('the same country');
  });
  it('a record is itself with certainty', () => {
    const one = customer('001x', 'Nordwind');
    expect(sameCustomer(one, { ...one })).toMatchObject({ verdict: 'same', probability: 1 });
  });
});

describe('keys for the index', () => {
  const share = (a: Company, b: Company) => blockingKeys(a).some((key) => blockingKeys(b).includes(key));
  it.each([
    ['a slip at the end', 'Nordwind Logistics', 'Nordwimd Logistics'],
    ['a slip at the start', 'Kettenbach', 'Lettenbach'],
    ['a vowel in a short word', 'Bosch', 'Basch'],
    ['word order', 'Peter Kaufmann', 'Kaufmann, Peter'],
    ['a blank', 'Data Soft Aachen', 'Datasoft Aachen'],
  ])('survive %s', (_, a, b) => expect(share(company(a), company(b))).toBe(true));
  it('are shared through the domain alone', () => {
    expect(
      share(company('A', { website: 'nordwind.example' }), company('B', { website: 'www.nordwind.example' })),
    ).toBe(true);
  });
  it('are not shared through a mail provider or a common word', () => {
    expect(share(company('Huber Systems', { website: 'gmx.de' }), company('Vogt Systems', { website: 'gmx.de' }))).toBe(
      false,
    );
  });
  it('hold a hierarchy together', () => {
    expect(share(customer('001p', 'Aurora'), customer('001c', 'Nordwind', { parentId: '001p' }))).toBe(true);
  });
});

describe('the customer a partner typed', () => {
  const typed = company('Nordwind Logistik GmbH', { website: 'nordwind.example', country: 'DE' });
  it('is the surest record', () => {
    const customers = [
      customer('001b', 'Nordwind Logistics', { website: 'nordwind.example' }),
      customer('001a', 'Nordwind Logistics'),
    ];
    expect(matchTyped(typed, customers, USUAL_KNOWLEDGE)?.id).toBe('001b');
  });
  it('is nobody where the names are only similar', () => {
    const similar = customer('001a', 'Nordwind Logistics Systems', { country: 'DE' });
    const nameOnly = company('Nordwind Logistics', { country: 'DE' });
    expect(sameCustomer(nameOnly, similar).verdict).toBe('different');
    expect(matchTyped(nameOnly, [similar], USUAL_KNOWLEDGE)).toBeNull();
  });
  it('is nobody where no record is sure enough', () => {
    expect(matchTyped(typed, [customer('001a', 'Vogt')], USUAL_KNOWLEDGE)).toBeNull();
  });
  it('is left open between two that fit alike and are not each other', () => {
    const plain = company('Nordwind');
    const a = customer('001a', 'Nordwind', { website: 'nordwind.example' });
    const b = customer('001b', 'Nordwind', { website: 'nw-group.test', taxId: 'DE123456788' });
    expect(matchTyped(plain, [a, { ...b, country: 'FR' }], USUAL_KNOWLEDGE)).toBeNull();
  });
  it('is the lower id of two records of one customer', () => {
    const customers = [customer('001b', 'Nordwind'), customer('001a', 'Nordwind')];
    expect(matchTyped(company('Nordwind'), customers, USUAL_KNOWLEDGE)?.id).toBe('001a');
  });
});
