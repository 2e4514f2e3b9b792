/** The web domain a firm owns, as far as an address shows it. */

/** Where many firms have a mailbox or a page: sharing one says nothing. */
const SHARED: ReadonlySet<string> = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.fr yahoo.co.uk icloud.com me.com ' +
    'aol.com gmx.de gmx.net gmx.com web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr ' +
    'proton.me protonmail.com mail.ru yandex.ru qq.com 163.com libero.it hotmail.fr btinternet.com comcast.net ' +
    'wordpress.com blogspot.com wixsite.com weebly.com squarespace.com jimdofree.com github.io herokuapp.com ' +
    'azurewebsites.net netlify.app vercel.app myshopify.com sharepoint.com business.site sites.google.com google.com ' +
    'facebook.com linkedin.com instagram.com twitter.com x.com youtube.com'
  ).split(' '),
);

const SECOND_LEVEL: ReadonlySet<string> = new Set('co com net org gov gouv ac edu ne or gob go'.split(' '));

/** `https://shop.acme.co.uk/x` gives `acme.co.uk`; null for nothing, for an address without a dot and for shared hosts. */
export function webDomain(website: string | null): string | null {
  const host = (website ?? '')
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^[^/?#]*@/, '')
    .replace(/[/?#:].*$/, '')
    .replace(/\.$/, '');
  const labels = host.split('.');
  if (labels.length < 2 || labels.some((label) => label === '')) return null;
  const [second, top] = [labels.at(-2) ?? '', labels.at(-1) ?? ''];
  const owned = labels.slice(top.length === 2 && SECOND_LEVEL.has(second) ? -3 : -2).join('.');
  return SHARED.has(owned) || SHARED.has(host) ? null : owned;
}
