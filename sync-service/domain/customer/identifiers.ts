/** Web domains and register numbers as typed by people, brought to one form. */

const sharedHosts = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com yahoo.fr icloud.com aol.com gmx.de gmx.net gmx.com ' +
    'web.de t-online.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it proton.me protonmail.com mail.ru qq.com ' +
    '163.com linkedin.com facebook.com wordpress.com wixsite.com github.io business.site'
  ).split(' '),
);
const secondLevel = /^(co|com|org|net|ac|gov|edu|gob|gouv|or|ne)$/;

/** The domain a company registered, from a website or mail address; null for none and for shared providers. */
export function ownDomain(website: string | null): string | null {
  if (website === null) return null;
  const host = website
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^.*@/, '')
    .split(/[/?#:]/)[0]!;
  const labels = host.split('.').filter((label) => label !== '');
  if (labels.length < 2) return null;
  const keep = labels.length > 2 && labels.at(-1)!.length === 2 && secondLevel.test(labels.at(-2)!) ? 3 : 2;
  const domain = labels.slice(-keep).join('.');
  return sharedHosts.has(domain) || sharedHosts.has(host) ? null : domain;
}

/** A tax or company number without spaces, dots and dashes, in capitals; null where too short to tell anything. */
export function plainNumber(number: string | null): string | null {
  const plain = (number ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
  return plain.length >= 6 ? plain : null;
}
