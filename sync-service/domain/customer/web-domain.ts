/** The web domain a firm owns, as far as an address shows it. */
import { parse } from 'tldts';

/** Where many firms have a mailbox or a page: sharing one says nothing. Hosts of the public suffix list are known by it. */
const SHARED: ReadonlySet<string> = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com hotmail.fr hotmail.de hotmail.co.uk hotmail.it live.com live.fr msn.com yahoo.com yahoo.fr yahoo.de ' +
    'yahoo.co.uk yahoo.co.jp yahoo.it yahoo.es ymail.com icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de ' +
    'freenet.de arcor.de posteo.de mailbox.org online.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr bbox.fr neuf.fr numericable.fr proton.me ' +
    'protonmail.com pm.me tutanota.com fastmail.com zoho.com mail.com hey.com yandex.ru yandex.com ya.ru mail.ru bk.ru list.ru inbox.ru rambler.ru ' +
    'qq.com 163.com 126.com sina.com foxmail.com naver.com daum.net hanmail.net rediffmail.com libero.it virgilio.it tiscali.it alice.it tin.it ' +
    'pec.it aruba.it terra.es telefonica.net ono.com uol.com.br bol.com.br terra.com.br bluewin.ch hispeed.ch swissonline.ch telenet.be skynet.be ' +
    'proximus.be ziggo.nl kpnmail.nl xs4all.nl home.nl planet.nl wp.pl o2.pl onet.pl interia.pl gazeta.pl seznam.cz centrum.cz email.cz abv.bg ' +
    'btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com blueyonder.co.uk comcast.net verizon.net att.net sbcglobal.net cox.net ' +
    'charter.net bellsouth.net shaw.ca rogers.com sympatico.ca bigpond.com optusnet.com.au xtra.co.nz telia.com online.no ' +
    'wordpress.com wixsite.com wix.com weebly.com squarespace.com jimdofree.com jimdosite.com site123.me godaddysites.com strikingly.com tumblr.com ' +
    'medium.com linktr.ee sharepoint.com google.com facebook.com linkedin.com instagram.com twitter.com x.com youtube.com tiktok.com xing.com ' +
    'amazon.com ebay.com etsy.com bit.ly'
  ).split(' '),
);

/** `https://shop.acme.co.uk/x` gives `acme.co.uk`; null for nothing, for no registrable domain and for shared hosts. */
export function webDomain(address: string | null): string | null {
  if (address === null || address.trim() === '') return null;
  const { domain, domainWithoutSuffix, isIp } = parse(address.trim().replace(/^.*@/, ''), {
    allowPrivateDomains: true,
  });
  // The host's own site, where each customer has a name below it.
  const isHost = domainWithoutSuffix === 'www';
  return domain === null || isIp === true || isHost || SHARED.has(domain) ? null : domain;
}

/** Whether two addresses are on one site, or one of them on a part of the other's: `de.acme.com` is on `acme.com`. */
export function isOneSite(a: string | null, b: string | null): boolean {
  const [one, other] = [hostOf(a), hostOf(b)];
  if (one === null || other === null) return false;
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}

function hostOf(address: string | null): string | null {
  if (address === null || webDomain(address) === null) return null;
  return parse(address.trim().replace(/^.*@/, '')).hostname?.replace(/^www\./, '') ?? null;
}

/** What comes before the public suffix: `acme` of `acme.co.uk`. */
export function domainLabel(domain: string): string {
  return parse(domain, { allowPrivateDomains: true }).domainWithoutSuffix ?? domain;
}

/** Top domains of countries that are sold to anyone, like .com. */
const OPEN_TO_ALL = new Set('io co ai me tv cc eu biz info'.split(' '));

/** ISO 3166-1 alpha-2 of the country whose top domain it is; null for .com, and for those that are sold to anyone. */
export function countryOfDomain(domain: string | null): string | null {
  const top = domain?.slice(domain.lastIndexOf('.') + 1) ?? '';
  if (top.length !== 2 || OPEN_TO_ALL.has(top)) return null;
  return top === 'uk' ? 'GB' : top.toUpperCase();
}

export type DomainAgreement = 'same' | 'same label' | 'same label, other country' | 'other';

/** Two domains of the same label: `acme.de` and `acme.com` are often one firm's in Germany, `acme.de` and `acme.fr` two of a group. */
export function compareDomains(a: string, b: string): DomainAgreement {
  if (a === b) return 'same';
  if (domainLabel(a) !== domainLabel(b)) return 'other';
  const [one, other] = [countryOfDomain(a), countryOfDomain(b)];
  return one !== null && other !== null && one !== other ? 'same label, other country' : 'same label';
}
