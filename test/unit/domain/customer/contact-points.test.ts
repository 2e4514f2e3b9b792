import { describe, expect, it } from '@jest/globals';
import { comparePhones, phoneNumber } from '../../../../sync-service/domain/customer/contact-points.ts';
import { sameCustomer } from '../../../../sync-service/domain/customer/index.ts';
import { webDomain } from '../../../../sync-service/domain/customer/web-domain.ts';
import { known, verdictOf } from './known.ts';

describe('the domain of an address', () => {
  it.each([
    ['https://shop.acme.co.uk/cart?x=1', 'acme.co.uk'],
    ['ACME.CO.UK', 'acme.co.uk'],
    ['sales@mail.acme.com', 'acme.com'],
    ['acme.com:8080', 'acme.com'],
    ['https://müller.example/', 'müller.example'],
    ['acme.wixsite.com/home', 'acme.wixsite.com'],
    ['www.wixsite.com', null],
    ['someone@gmail.com', null],
    ['co.uk', null],
    ['192.168.0.1', null],
    ['', null],
  ])('%s is %s', (address, domain) => expect(webDomain(address)).toBe(domain));
});

describe('a shared domain', () => {
  const at = (name: string, website: string, mail: string[] = []) => known(name, { website, mail, country: 'FR' });

  it.each(['gmail.com', 'orange.fr', 'web.de', 'https://www.wixsite.com'])('says nothing where it is %s', (host) => {
    expect(verdictOf(at('Boulangerie Huber', host), at('Menuiserie Vogt', host))).toBe('different');
    expect(sameCustomer(at('Boulangerie Huber', host), at('Menuiserie Vogt', host)).reasons.join()).not.toMatch(
      /domain/,
    );
  });
  it.each(['gmail.com', 'orange.fr', 'web.de'])('says nothing where it is that of mail at %s', (host) => {
    const [a, b] = [at('Boulangerie Huber', '', [`huber@${host}`]), at('Menuiserie Vogt', '', [`vogt@${host}`])];
    expect(sameCustomer(a, b).reasons.join()).not.toMatch(/domain/);
  });
  it.each([
    ['github.io', 'huber.github.io', 'vogt.github.io'],
    ['wixsite.com', 'huber.wixsite.com/site', 'vogt.wixsite.com/site'],
    ['myshopify.com', 'huber.myshopify.com', 'vogt.myshopify.com'],
  ])('is none between two customers of %s', (_, a, b) => {
    expect(verdictOf(at('Boulangerie Huber', a), at('Menuiserie Vogt', b))).toBe('different');
  });
  it('is one between a page at github.io and itself', () => {
    expect(verdictOf(at('Nordwind', 'nordwind.github.io'), at('NW Logistique', 'http://nordwind.github.io/fr'))).toBe(
      'same',
    );
  });
  it('outweighs names where it is a firm’s own, in the address or in its mail', () => {
    const site = at('Nordwind Logistique', 'nordwind.fr');
    expect(verdictOf(site, at('NWL Affrètement', 'https://shop.nordwind.fr/x'))).toBe('same');
    expect(verdictOf(site, at('NWL Affrètement', '', ['info@nordwind.fr']))).toBe('same');
  });
});

describe('two domains', () => {
  const at = (website: string, country: string | null = null) => known('Acme', { website, country });
  it('of one label under .co.uk and .com differ in their ending only', () => {
    expect(sameCustomer(at('acme.co.uk'), at('acme.com')).reasons).toContain(
      'web domains that differ in the ending only (acme.co.uk, acme.com)',
    );
  });
  it('under .co.uk have nothing in common by it', () => {
    const [a, b] = [known('Huber', { website: 'huber.co.uk' }), known('Vogt', { website: 'vogt.co.uk' })];
    expect(verdictOf(a, b)).toBe('different');
    expect(sameCustomer(a, b).reasons).toContain('different web domains (huber.co.uk, vogt.co.uk)');
  });
  it('of one label in two countries are two companies of a group', () => {
    const [a, b] = [known('Nordwind', { website: 'nordwind.de' }), known('Nordwind', { website: 'nordwind.fr' })];
    expect(verdictOf(a, b)).toBe('group');
  });
  it('of one label in two countries are one firm’s where both records are in one country', () => {
    const [a, b] = ['nordwind.be', 'nordwind.nl'].map((website) => known('Nordwind', { website, country: 'BE' }));
    expect(verdictOf(a!, b!)).toBe('same');
  });
});

describe('a phone number', () => {
  it.each([
    ['+49 (0)40 1234-5678', 'DE'],
    ['0049 40 12345678', 'DE'],
    ['040 / 12345678', 'Deutschland'],
    ['+494012345678', null],
  ])('%s is 494012345678', (typed, country) => expect(phoneNumber(typed, country)).toBe('494012345678'));

  it.each([
    ['unknown', 'DE'],
    ['12', 'DE'],
    ['040 12345678', null],
    [null, 'DE'],
  ])('is not %s', (typed, country) => expect(phoneNumber(typed, country)).toBeNull());

  it.each([
    ['494012345678', '494012345678', 'same'],
    ['4940123450', '4940123451', 'same switchboard'],
    ['494012345000', '494012345999', 'same switchboard'],
    ['494012345000', '494012346000', 'other'],
    ['494012345000', null, 'silent'],
  ])('%s against %s: %s', (a, b, agreement) => {
    expect(comparePhones(a, b)).toBe(agreement);
    expect(comparePhones(b, a)).toBe(agreement);
  });
  it('that is the same in another notation is a reason', () => {
    const a = known('Nordwind', { phone: '+49 40 1234 5678', country: 'DE' });
    expect(sameCustomer(a, known('Nordwind Nord', { phone: '040-12345678', country: 'DE' })).reasons).toContain(
      'the same phone number',
    );
  });
});
