/**
 * Legal forms of companies, by what kind of body they make and where. A form says little of which firm is meant, but a
 * stock corporation is not the limited company of the same name. Compiled from the countries' registers; words are in
 * Latin letters without accents, as `latin` gives them.
 */
import { editDistance, lettersApart, lettersOf } from './distance.ts';

export type FormKind = 'stock' | 'limited' | 'partnership' | 'nonprofit' | 'state' | 'cooperative' | 'sole';

export interface LegalForm {
  /** Empty for forms that any firm may carry in English ("Company"). */
  kinds: readonly FormKind[];
  /** Countries whose law knows it; empty where many do or where it is a translation. */
  countries: readonly string[];
  /** Whether it is taken for a form only at the end of a name, because it is a word of its own elsewhere. */
  atEnd: boolean;
  /** Whether it also stands before the name. */
  atStart: boolean;
}

// kinds | countries | spellings; < stands before the name too, $ only at an end of it.
const TABLE = `
 | | company corporation corp incorporated inc <compania <companhia <compagnie cia cie co$ <firma gongsi establishment$
limited stock | | limited ltd co_ltd company_limited ltda limitada$ lda$ ltee$ limitee$
limited | | llc l_l_c <limited_liability_company <company_with_limited_liability <private_limited_company private_limited pvt_ltd pvt_limited private_ltd pte_ltd pte_limited pty$ pty_ltd pty_limited proprietary_limited proprietary_ltd wll fzco fz_co <free_zone_company fze <free_zone_establishment fz_llc fzllc dmcc$ sdn_bhd sendirian_berhad pllc ulc$
stock | | plc public_limited_company <joint_stock_company <open_joint_stock_company <closed_joint_stock_company <public_joint_stock_company <private_joint_stock_company <jsc <ojsc <pjsc <cjsc <prjsc psc qpsc qsc kscp$ ksc$ bsc$ saog saoc public_company_limited pcl bhd$ berhad tbk$ <pt$ <perseroan_terbatas
stock | DE AT CH LI | ag$ aktiengesellschaft
limited | DE AT CH LI | gmbh ggmbh mbh gesellschaft_mbh ges_mbh gesmbh gesellschaft_mit_beschrankter_haftung gesellschaft_mit_beschraenkter_haftung ug$ ug_haftungsbeschrankt unternehmergesellschaft
partnership | DE AT CH | kg$ ohg$ gbr$ kgaa ag_co_kg se_co_kg se_co_kgaa co_kg kommanditgesellschaft kommanditgesellschaft_auf_aktien offene_handelsgesellschaft gesellschaft_burgerlichen_rechts partg partgmbb
partnership limited | DE AT CH | gmbh_co_kg gmbh_co_kgaa gmbh_co_ohg ug_co_kg mbh_co_kg
nonprofit | DE AT | ev$ eingetragener_verein <stiftung$
cooperative | DE AT | eg$ egen$ genossenschaft
| DE AT | wirtschaftsprufungsgesellschaft$ wirtschaftspruefungsgesellschaft$ steuerberatungsgesellschaft$ rechtsanwaltsgesellschaft$
sole | DE AT | ek$ ekfm$ eingetragener_kaufmann
stock | | se$ societas_europaea
stock | FR BE CH LU ES PT BR AR MX CL CO PE PL RO GR LT MC | sa$ <societe_anonyme <sociedad_anonima <sociedade_anonima <spolka_akcyjna <sa_de_cv sab_de_cv sapi_de_cv sac$ sociedad_anonima_cerrada sociedad_anonima_de_capital_variable sociedad_anonima_bursatil_de_capital_variable <societate_pe_actiuni <societa_anonima sal$
stock limited | FR CO | <sas$ <sasu$ <societe_par_actions_simplifiee <societe_par_actions_simplifiee_unipersonnelle sociedad_por_acciones_simplificada
limited | FR BE LU CH | <sarl <eurl suarl sagl$ <societe_a_responsabilite_limitee <entreprise_unipersonnelle_a_responsabilite_limitee
partnership | FR BE LU IT | snc$ <societe_en_nom_collectif <societe_en_commandite <societe_en_commandite_par_actions <societe_civile_immobiliere societa_in_nome_collettivo societa_in_accomandita_semplice <sci$ <scs$ <sca$ sas_di
cooperative | FR BE IT | <scop$ <societe_cooperative <coop$ <soc_coop <societa_cooperativa
limited | BE | bvba sprl <srl$
limited | NL BE | bv$ besloten_vennootschap besloten_vennootschap_met_beperkte_aansprakelijkheid
stock | NL BE | nv$ naamloze_vennootschap
partnership | NL BE | vof$ cv$ commv vennootschap_onder_firma commanditaire_vennootschap
nonprofit | BE NL LU FR | vzw$ asbl$ <stichting
limited | IT RO ES MD AR | <srl$ srls <societa_a_responsabilita_limitata <societate_cu_raspundere_limitata <sociedad_de_responsabilidad_limitada
stock | IT CL DZ | spa$ sapa sociedad_por_acciones <societa_per_azioni
limited | ES | sl$ slu$ slne <sociedad_limitada <sociedad_limitada_unipersonal
limited | MX | s_de_rl_de_cv s_de_rl srl_de_cv
cooperative | ES PT | s_coop$ cooperativa$
limited | PT BR | unipessoal_lda eireli sociedade_limitada sociedade_por_quotas
limited | PL | sp_zoo sp_z_oo spzoo sp_z_o_o spolka_z_ograniczona_odpowiedzialnoscia spolka_z_oo
partnership | PL | sp_k sp_j spk$ <spolka_komandytowa spolka_jawna sp_zoo_sp_k
limited | CZ SK | sro$ spol_sro spolecnost_s_rucenim_omezenym spolocnost_s_rucenim_obmedzenym
stock | CZ SK | as$ akciova_spolecnost akciova_spolocnost
limited | HU | kft$ <korlatolt_felelossegu_tarsasag
stock | HU | zrt$ nyrt$ rt$ reszvenytarsasag zartkoruen_mukodo_reszvenytarsasag nyilvanosan_mukodo_reszvenytarsasag
partnership | HU | bt$ beteti_tarsasag
limited | SI HR RS BA ME MK | <doo$ d_oo <dooel <drustvo_s_ogranicenom_odgovornoscu <drustvo_sa_ogranicenom_odgovornoscu <drustvo_so_ogranicena_odgovornost <druzba_z_omejeno_odgovornostjo
stock | SI HR RS BA ME BG | dd$ <ad$ ead$ <aktsionerno_druzhestvo <dionicko_drustvo <akcionarsko_drustvo <delniska_druzba
limited | BG | <ood$ <eood$ <druzhestvo_s_ogranichena_otgovornost <ednolichno_druzhestvo_s_ogranichena_otgovornost
limited | AL XK | shpk$ sh_pk$
stock | AL XK | sh_a$ sha$
limited | LT LV EE | <uab$ <sia$ <ou$ osauhing <uzdaroji_akcine_bendrove <sabiedriba_ar_ierobezotu_atbildibu
stock | LT LV EE | <as$ aktsiaselts <akcine_bendrove <akciju_sabiedriba
stock limited | SE FI | <ab$ <aktiebolag <aktiebolaget abp publ$
partnership | SE NO DK | hb$ kb$ <handelsbolag <kommanditbolag
stock limited | FI | <oy$ oyj$ osakeyhtio julkinen_osakeyhtio oy_ab
stock | NO | asa$ allmennaksjeselskap
stock limited | NO DK | as$ aktieselskab aksjeselskap
limited | DK | aps$ anpartsselskab
limited | IS | ehf$ einkahlutafelag
stock | IS | hf$ hlutafelag
stock | TR | as$ anonim_sirketi anonim_sti
limited | TR | ltd_sti ltd_sirketi limited_sirketi
stock | GR CY | ae$ anonimi_etaireia anonymi_etaireia
limited | GR | epe$ <ike$ <monoprosopi <monoprosopi_ike etaireia_periorismenis_efthynis
limited | RU BY KZ UA | <ooo <obshchestvo_s_ogranichennoy_otvetstvennostyu <too <odo$ <tov <tovarystvo_z_obmezhenoyu_vidpovidalnistyu
stock | RU BY KZ UA | <oao <zao <pao <ao$ <nao$ <otkrytoe_aktsionernoe_obshchestvo <zakrytoe_aktsionernoe_obshchestvo <publichnoe_aktsionernoe_obshchestvo <aktsionernoe_obshchestvo <neopublichnoe_aktsionernoe_obshchestvo <nepublichnoe_aktsionernoe_obshchestvo <pat$ <prat$ <publichne_aktsionerne_tovarystvo <aktsionerne_tovarystvo
nonprofit | RU | <ano <nko <avtonomnaya_nekommercheskaya_organizatsiya <obshchestvennaya_organizatsiya <autonomous_non_profit_organization <autonomous_nonprofit_organization <non_profit_organization
state | RU BY UA KZ | <fgup <gup <mup <fgbu <fku <federalnoe_gosudarstvennoe_unitarnoe_predpriyatie <gosudarstvennoe_unitarnoe_predpriyatie <federal_state_unitary_enterprise <state_unitary_enterprise <unitarnoe_predpriyatie
sole | RU UA | <ip$ <individualnyy_predprinimatel <fop$ <individual_entrepreneur
stock | JP KR | <kk <kabushiki_kaisha <kabushiki_gaisha <kabushikigaisha <jusikhoesa <jusik_hoesa
limited | JP | <gk <yk <godo_kaisha <godo_gaisha <yugen_kaisha <yugen_gaisha
stock | CN TW | gufen
limited | CN TW HK | youxian
limited | VN | <tnhh <cong_ty_tnhh <cong_ty_trach_nhiem_huu_han
stock | VN | <ctcp <cong_ty_co_phan
partnership | | lp$ llp lllp limited_partnership limited_liability_partnership general_partnership
cooperative | | cooperative$ co_op$
`;

const FORMS = new Map<string, LegalForm>();
for (const line of TABLE.trim().split('\n')) {
  const [kinds = '', countries = '', spellings = ''] = line.split('|').map((part) => part.trim());
  for (const marked of spellings.split(' ')) {
    const spelling = marked.replace(/[<$]/g, '').replaceAll('_', ' ');
    const known = FORMS.get(spelling);
    // The same letters are forms of several countries: together they rule nothing out that one of them allows.
    FORMS.set(spelling, {
      kinds: [...new Set([...(known?.kinds ?? []), ...split<FormKind>(kinds)])],
      countries:
        known !== undefined && known.countries.length === 0
          ? []
          : [...new Set([...(known?.countries ?? []), ...split(countries)])],
      atEnd: marked.endsWith('$') || known?.atEnd === true,
      atStart: marked.startsWith('<') || known?.atStart === true,
    });
  }
}
/** By the last and the first word, the most words that a form has: most names have no word of a form at all. */
const LONGEST_ENDING = longestBy((words) => words.at(-1)!);
const LONGEST_STARTING = longestBy((words) => words[0]!);

function longestBy(word: (words: string[]) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const words of [...FORMS.keys()].map((spelling) => spelling.split(' '))) {
    counts.set(word(words), Math.max(words.length, counts.get(word(words)) ?? 0));
  }
  return counts;
}
/** Forms long enough to bear a slip, by number of words and by first letter. */
const SPELLED_OUT = new Map(
  [
    ...Map.groupBy(
      [...FORMS.keys()].filter((spelling) => spelling.length >= 9),
      (spelling) => spelling.split(' ').length,
    ),
  ].map(([count, spellings]) => [
    count,
    Map.groupBy(
      spellings.map((spelling) => ({ spelling, letters: lettersOf(spelling) })),
      ({ spelling }) => spelling.charAt(0),
    ),
  ]),
);

function split<T extends string>(list: string): T[] {
  return list.split(' ').filter((part) => part !== '') as T[];
}

/** What is left of a name without its forms, and the forms that were there; a name of forms alone is left whole. */
export function partForms(words: readonly string[]): { core: number[]; forms: LegalForm[] } {
  const isForm = new Array<boolean>(words.length).fill(false);
  const forms: LegalForm[] = [];
  const take = (from: number, count: number, form: LegalForm): void => {
    isForm.fill(true, from, from + count);
    forms.push(form);
  };
  let until = words.length;
  for (let found = formEndingAt(words, until); found !== null; found = formEndingAt(words, until)) {
    if (until - found.count < 1) break;
    take(until - found.count, found.count, found.form);
    until -= found.count;
  }
  let from = 0;
  for (let found = formStartingAt(words, 0, until); found !== null; found = formStartingAt(words, from, until)) {
    if (from + found.count >= until) break;
    take(from, found.count, found.form);
    from += found.count;
  }
  for (let at = from + 1; at < until - 1; at += 1) {
    const found = longest(words, at, until - at, (form) => !form.atEnd);
    if (found !== null) take(at, found.count, found.form);
  }
  const core = [...words.keys()].filter((at) => !isForm[at]);
  return { core, forms };
}

interface Found {
  form: LegalForm;
  count: number;
}

function longest(words: readonly string[], at: number, most: number, fits: (form: LegalForm) => boolean): Found | null {
  for (let count = Math.min(most, LONGEST_STARTING.get(words[at] ?? '') ?? 0); count >= 1; count -= 1) {
    const form = FORMS.get(count === 1 ? words[at]! : words.slice(at, at + count).join(' '));
    if (form !== undefined && fits(form)) return { form, count };
  }
  return null;
}

function formEndingAt(words: readonly string[], until: number): Found | null {
  let exact: Found | null = null;
  const most = Math.min(until, LONGEST_ENDING.get(words[until - 1] ?? '') ?? 0);
  for (let count = most; count >= 1 && exact === null; count -= 1) {
    const form = FORMS.get(count === 1 ? words[until - 1]! : words.slice(until - count, until).join(' '));
    if (form !== undefined) exact = { form, count };
  }
  // "Joint stok company" is more than the "company" that it ends with.
  const least = exact === null ? 1 : exact.count + 1;
  return misspelt(words, (count) => (count >= least && until >= count ? until - count : null)) ?? exact;
}

function formStartingAt(words: readonly string[], from: number, until: number): Found | null {
  const exact = longest(words, from, until - from, (form) => form.atStart || !form.atEnd);
  return exact ?? misspelt(words, (count) => (from + count <= until && count > 1 ? from : null));
}

/** @param beginning of so many words that may be a form */
function misspelt(words: readonly string[], beginning: (count: number) => number | null): Found | null {
  for (const [count, spellings] of SPELLED_OUT) {
    const at = beginning(count);
    const alike = at === null ? undefined : spellings.get(words[at]!.charAt(0));
    if (at === null || alike === undefined) continue;
    let length = count - 1;
    for (let word = at; word < at + count; word += 1) length += words[word]!.length;
    if (length < 8) continue;
    let typed: string | null = null;
    for (const { spelling, letters } of alike) {
      const most = spelling.length >= 14 ? 2 : 1;
      if (Math.abs(spelling.length - length) > most) continue;
      typed ??= words.slice(at, at + count).join(' ');
      if (lettersApart(lettersOf(typed), letters) > 2 * most) continue;
      if (editDistance(spelling, typed, most) <= most) return { form: FORMS.get(spelling)!, count };
    }
  }
  return null;
}

/** The form that a single word is, or is one letter from: for what is left over at the end of a name. */
export function isNearForm(word: string): boolean {
  if (word.length < 2 || word.length > 4) return false;
  return FORM_WORDS.some((form) => editDistance(form, word, 1) <= 1);
}
const FORM_WORDS = [...FORMS.keys()].filter((spelling) => spelling.length <= 4 && !spelling.includes(' '));

export type FormAgreement = 'same' | 'silent' | 'other kind' | 'other country';

/** What the forms of two names say: forms that one law does not know both, or bodies of another kind, speak against. */
export function compareForms(a: readonly LegalForm[], b: readonly LegalForm[]): FormAgreement {
  const [one, other] = [a, b].map((forms) => forms.filter(({ kinds }) => kinds.length > 0));
  if (one!.length === 0 || other!.length === 0) return 'silent';
  const meet = <T>(left: readonly T[], right: readonly T[]): boolean => left.some((item) => right.includes(item));
  const kinds = [one!, other!].map((forms) => forms.flatMap((form) => form.kinds));
  if (!meet(kinds[0]!, kinds[1]!)) return 'other kind';
  const countries = [one!, other!].map((forms) => forms.flatMap((form) => form.countries));
  const bothTold = countries.every((list) => list.length > 0);
  return bothTold && !meet(countries[0]!, countries[1]!) ? 'other country' : 'same';
}

/** Forms that are letters in another script, and mean nothing when each letter is read in Latin ones. */
export const LETTERED_FORMS: readonly (readonly [RegExp, string])[] = (
  [
    ['בע["״”\u0027]?מ', 'ltd'],
    ['ՍՊԸ|შპს|ЖШС|ХХК', 'llc'],
    ['ՓԲԸ', 'cjsc'],
    ['ԲԲԸ', 'ojsc'],
    ['სს|АҚ|АТ', 'jsc'],
    ['[ذش]\\.?\\s?م\\.?\\s?م\\.?', 'llc'],
    ['ش\\.?\\s?م\\.?\\s?[عقك]\\.?(?:\\s?[عم]\\.?)?', 'jsc'],
    ['المحدودة|محدودة', 'ltd'],
    ['شركة', 'company'],
  ] as const
).map(([letters, form]) => [new RegExp(`(?<!\\p{L})(?:${letters})(?!\\p{L})`, 'gu'), ` ${form} `]);

/** Forms written without blanks in Chinese, Japanese, Korean and Thai, as words between blanks. */
export const EASTERN_FORMS: readonly (readonly [RegExp, string])[] = [
  [/株式会社|株式會社|\(株\)|（株）|㈱/gu, ' kk '],
  [/有限会社|\(有\)|㈲/gu, ' yk '],
  [/合同会社/gu, ' gk '],
  [/股份有限公司/gu, ' gufen '],
  [/有限责任公司|有限責任公司|有限公司/gu, ' youxian '],
  [/公司|会社|會社/gu, ' company '],
  [/주식회사|\(주\)|㈜/gu, ' kk '],
  [/유한회사/gu, ' llc '],
  [/จํากัด\s*\(มหาชน\)/gu, ' plc '],
  [/บริษัท/gu, ' company '],
  [/จํากัด/gu, ' ltd '],
];
