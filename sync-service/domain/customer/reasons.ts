/** What speaks for and against two records being one customer, as a code with arguments and in a sentence. */

export interface Reason {
  /** Field and agreement: `domain: same`. */
  code: string;
  args: readonly string[];
  /** What it adds to the odds in bits; below 0 it speaks against. */
  bits: number;
  /** In English. */
  text: string;
}

const SENTENCES: Readonly<Record<string, (...args: string[]) => string>> = {
  'words: same': () => 'the same name',
  'words: alias': (name) => `one of the names given (${name})`,
  'words: added group word': (added) => `the same name but for "${added}"`,
  'words: added place': (added) => `the same name but for a place (${added})`,
  'words: added word': (added) => `one name has "${added}" more`,
  'words: other place': (a, b) => `"${a}" against "${b}": another company of the name`,
  'words: other number': (a, b) =>
    b === '' || a === '' ? `one name has the number ${a}${b}` : `"${a}" against "${b}": other numbers`,
  'words: other word': (a, b) => `"${a}" against "${b}": another firm`,
  'words: different': () => 'different names',
  'rarity: common': () => 'of common words',
  'rarity: rare': () => 'of rare words',
  'spelling: sounds alike': (a, b) => `"${a}" for "${b}" sounds alike`,
  'spelling: slip': (a, b) => `"${a}" for "${b}" may be a slip`,
  'spelling: short slip': (a, b) => `"${a}" for "${b}" may be a slip, or another name`,
  'spelling: slips': (a, b) => `several words are spelled differently ("${a}" for "${b}")`,
  'spelling: initials': (a, b) => `"${a}" are the initials of "${b}"`,
  'forms: same': () => 'legal forms that fit',
  'forms: other kind': () => 'legal forms of different kinds',
  'forms: other kind, same country': () => 'legal forms of different kinds',
  'forms: other country': () => "legal forms of different countries' law",
  'number: same': (number) => `the same number ${number}`,
  'number: slip': (a, b) => `numbers that differ in one character (${a}, ${b})`,
  'number: other': () => 'different numbers',
  'number: other, one not valid': () => 'different numbers, one of which can not be right',
  'number: other, both valid': () => 'different numbers, both valid',
  'domain: same': (domain) => `the same web domain ${domain}`,
  'domain: same mail': (domain) => `mail addresses at the same domain ${domain}`,
  'domain: same label': (a, b) => `web domains that differ in the ending only (${a}, ${b})`,
  'domain: same label, other country': (a, b) => `web domains of two countries (${a}, ${b})`,
  'domain: spells the name': (domain) => `the web domain ${domain} spells the other's name`,
  'domain: other': (a, b) => `different web domains (${a}, ${b})`,
  'phone: same': () => 'the same phone number',
  'phone: same switchboard': () => 'phone numbers of one switchboard',
  'phone: other': () => 'different phone numbers',
  'address: same street': () => 'the same address',
  'address: same postal code': () => 'the same postal code',
  'address: same city': () => 'the same city',
  'address: other city': (a, b) => `different cities (${a}, ${b})`,
  'country: same': () => 'the same country',
  'country: other': (a, b) => `different countries (${a}, ${b})`,
  'hierarchy: parent and child': () => "parent and child by the record's parent",
  'hierarchy: siblings': () => 'two companies of one parent',
  'record: same': () => 'the same record',
  'group: parent': () => "parent by the record's parent",
  'group: subsidiary': () => "subsidiary by the record's parent",
  'group: sibling': () => "sibling by the record's parent",
};

/** Every code that has a sentence. */
export const customerReasonCodes = Object.keys(SENTENCES);

/** A reason with its sentence; a code without one is told as it is. */
export function reasonOf(field: string, agreement: string, args: readonly string[], bits: number): Reason {
  const code = `${field}: ${agreement}`;
  return { code, args, bits: Math.round(bits * 100) / 100, text: SENTENCES[code]?.(...args) ?? code };
}
