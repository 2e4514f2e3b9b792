/** Company names, brought to the words that tell one firm from another. */

const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({ ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }),
);

/** Lower case, without accents; letters that carry none in Unicode's eyes are spelled out. */
export function fold(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return /^[\0-\x7f]*$/.test(plain) ? plain : plain.replace(/[ßøæœłđðþı]/g, (letter) => LETTERS.get(letter) ?? letter);
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Legal forms of the main countries, after dots are taken out and single letters joined. */
const LEGAL_FORMS = words(
  'inc incorporated corp corporation co company llc llp lp ltd limited plc pty pvt private unlimited ' +
    'gmbh ggmbh mbh ag kg kgaa ug ohg gbr ev eg se aktiengesellschaft ' +
    'sa sas sasu sarl eurl snc sci scop scs scrl sprl srl srls spa sapa bv nv vof cv bvba asbl vzw ' +
    'ab aktiebolag hb oy oyj as asa aps is ehf hf ' +
    'kft zrt nyrt bt sro spol zoo sp doo dd ad ood eood sia uab ou ' +
    'sl slu slp sau lda ltda sab cv rl kk yk gk pte bhd sdn tbk pt jsc pjsc ojsc ooo oao zao pao fzco fze',
);

/** Forms that also stand before the name. */
const LEADING_FORMS = words('sarl sas sasu eurl sci snc pt ooo oao zao pao ab oy');

const CONNECTORS = words('and und et og och');

/** Short forms, and the commonest words of trade in other languages, in the spelling that they are compared in. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    intl: 'international',
    mfg: 'manufacturing',
    univ: 'university',
    natl: 'national',
    assoc: 'association',
    dept: 'department',
    govt: 'government',
    bros: 'brothers',
    svcs: 'services',
    svc: 'service',
    mgmt: 'management',
    sys: 'systems',
    tech: 'technology',
    technologies: 'technology',
    grp: 'group',
    hldgs: 'holdings',
    holding: 'holdings',
    logistik: 'logistics',
    logistique: 'logistics',
    energie: 'energy',
    gruppe: 'group',
    groupe: 'group',
    systeme: 'systems',
    technologie: 'technology',
    industrie: 'industries',
  }),
);

/** Words that many firms carry: they say little of which firm is meant. */
const COMMON = words(
  'system systems solution solutions service services group holdings international global world technology ' +
    'consulting industries industry industrial partners software data digital network networks bank banque university ' +
    'hospital clinic city health healthcare insurance energy media food foods logistics trading transport ' +
    'engineering construction manufacturing management medical pharma electric electronics foundation institute ' +
    'national united general american european deutsche the de la le of der die das van für fur north south east west',
);

export interface CompanyName {
  /** The words that are left, in the order typed; never empty unless nothing was typed. */
  words: readonly string[];
  /** The same words joined, for names that differ by a blank. */
  joined: string;
  /** The same words sorted: equal for names that differ in word order. */
  fingerprint: string;
}

/** Parts a company name: "L'Été & Fils, S.A.R.L." becomes "lete fils". */
export function companyName(typed: string): CompanyName {
  const tokens = joinLetters(
    fold(typed)
      .replace(/['’`´]/g, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
      .split(' ')
      .filter((word) => word !== '' && !CONNECTORS.has(word)),
  );
  const core = withoutLegalForms(tokens).map((word) => ABBREVIATIONS.get(word) ?? word);
  return nameOf(core);
}

export function nameOf(words: readonly string[]): CompanyName {
  return { words, joined: words.join(''), fingerprint: words.toSorted().join(' ') };
}

/** What a shared word says of the firm: a rare one much, a common one little. */
export function weightOf(word: string): number {
  return COMMON.has(word) ? 0.4 : 1;
}

export function isCommon(word: string): boolean {
  return COMMON.has(word);
}

/** "s a r l" is sarl, "h m" is hm. */
function joinLetters(tokens: readonly string[]): string[] {
  const joined: string[] = [];
  let run = '';
  for (const token of [...tokens, '']) {
    if (/^\p{L}$/u.test(token)) {
      run += token;
      continue;
    }
    if (run !== '') joined.push(run);
    run = '';
    if (token !== '') joined.push(token);
  }
  return joined;
}

function withoutLegalForms(tokens: readonly string[]): string[] {
  let from = 0;
  let until = tokens.length;
  while (until - from > 1 && LEGAL_FORMS.has(tokens[until - 1] ?? '')) until -= 1;
  while (until - from > 1 && LEADING_FORMS.has(tokens[from] ?? '')) from += 1;
  return tokens.slice(from, until);
}
