/**
 * Words that many firms carry, with how common they are, their abbreviations and what they are called in other languages.
 * They say little of which firm is meant. Frequencies are rough, from company registers at large; those learned from the
 * customers on record replace them (`frequencies.ts`).
 */

// Bits of surprise: one firm in 2^bits carries the word. Then the spelling compared in, then what is taken for it.
const TABLE = `
5 group: groupe gruppe gruppo grupo grupa gruppa grp groep koncern konzern concern gruppen jituan
5.5 international: intl internationale internacional internazionale mezhdunarodnyy mezhdunarodnaya internasional guoji
5.5 services: service svcs svc servicios servizi servicos uslugi servis servicii tjenester
5 solutions: solution solns losungen loesungen soluciones soluzioni solucoes
5.5 holding: holdings hldgs hldg kholding
5.5 technology: technologies tech techn technologie technologien tecnologia tecnologias tecnologie jishu tekhnologii tekhnologiya teknoloji teknologi technik technika tekhnika technique technics tekniikka technologia keji
6 systems: system systeme systemes sistemas sistemi sistemy sistema sys syst
6 consulting: consultants consultant consultancy consultoria consulenza conseil conseils beratung konsalting
6 management: mgmt mgt managment gestion gestione verwaltung verwaltungs upravlenie
6 trading: maoyi trade traders torgovyy handel handels comercio comercial commerciale commercial commerce torg trgovina
6 industries: gongye industry industrial ind inds industrie industriel industrielle industria industrias industriale promyshlennost promyshlennyy sanayi
6 investments: investment invest inv investissement inversiones investimenti investitsii investicii
6 software: softwares sw
6.5 partners: partner associates assoc associes partenaires
6.5 construction: constructions constr construcciones costruzioni bau stroy stroitelnyy stroitelnaya stroitelstvo insaat budowa bouw bygg
6.5 engineering: eng engrg engr ingenierie ingegneria ingenieria ingenieure engineers inzhiniring muhendislik
6.5 bank: banque banco banca banka bankas banken banc yinhang
6.5 energy: energie energia enerji energiya energo energi energetika
6.5 transport: transports transportation transporte transportes trasporti transportnyy transportnaya
6.5 logistics: logistic logistik logistique logistica logistika logistiek logistyka lojistik
6.5 foundation: fdn fondation fundacion fondazione fond fundacao fonds fundacja fondatsiya
6.5 development: dev entwicklung developpement desarrollo razvitie sviluppo developments
6.5 production: productions prod produktion produccion proizvodstvo produzione producciones
6.5 capital: kapital
6.5 fund: funds
6.5 trust: trusts
6.5 global: globale worldwide
7 building: buildings bldg bldgs
7 laboratory: laboratories lab labs laboratoire laboratoires laboratorio laboratorios laboratoriya
7 distribution: distributors distributor distr distrib
7 manufacturing: mfg manufacture manufacturers mfrs fabrication
7 plant: factory works werk werke usine zavod fabrika fabrik fabryka fabrique fabbrica fabrica zaklad zaklady kombinat
7 university: univ universitat universite universidad universita universitet universidade uniwersytet
7 hospital: hospitals hopital hosp krankenhaus klinikum ospedale bolnitsa szpital hastanesi
7 insurance: ins assurance assurances assicurazioni versicherung versicherungen versicherungs seguros verzekeringen strakhovanie strakhovaya ubezpieczenia sigorta insurances
7 network: networks netzwerk reseau reseaux redes reti seti
7 electronics: dianzi electronic elektronik electronique elettronica electronica elektronika
7 electric: electrical elektro electrique elettrica electrica elektrik
7 medical: medizin medizintechnik medical medica medicale medico medicina meditsinskiy med
7 pharma: pharmaceuticals pharmaceutical pharmaceutique farma farmaceutica pharm farmatsevticheskiy farmacja
7 chemicals: chemical chemie chimie chimica quimica khimiya khimicheskiy chemia kemi kimya
7 food: foods lebensmittel alimentaire alimentari alimentos nahrungsmittel gida pishchevoy voeding
7 machines: machinery machine maschinen maschinenbau machinebau macchine maquinas mashinostroenie mashinostroitelnyy makine maszyny maskin
7 instruments: instrument instrument_making instrument_engineering priborostroenie priborostroitelnyy pribor instrumentation
7 shipping: schiffahrt schifffahrt reederei navigation navigazione shipyard sudostroenie sudostroitelnyy scheepvaart
7 oil: petroleum petrol neft neftyanoy neftyanaya petrole petrolio petroleo oel
7 gas: gaz gazovyy gazovaya
7 steel: stahl acier acciaio acero stal metallurgy metallurgical metallurgicheskiy metallurgie metal metals metall metallurgiya
7 mining: bergbau mines mine minas miniere gornyy
7 media: medien medya medios
7 digital: digitale numerique tsifrovoy
7 data: daten dati datos donnees
7 communications: communication comm comms kommunikation comunicaciones comunicazioni telecommunications telecommunication telecom telekom telecoms telekommunikation svyaz telekomunikacja telecomunicazioni
7 design: designs disegno diseno
7 health: healthcare gesundheit sante salute salud sundhed
7 security: sicherheit securite sicurezza seguridad bezopasnost ochrona
7 aviation: aero aerospace avia aviatsiya luftfahrt aviazione
7 air: airlines airways aviakompaniya airline
7 research: forschung recherche recherches ricerca investigacion issledovanie issledovaniy
7 institute: institut instituto istituto inst
7 center: centre zentrum centro tsentr centrum ctr merkezi
7 academy: acad akademie academie accademia academia akademiya
7 association: associations assn verband vereinigung asociacion associazione assotsiatsiya verein
7 society: soc ges gesellschaft obshchestvo tovarishchestvo vereniging
7 government: govt pravitelstvo regierung gouvernement gobierno governo
7 ministry: ministere ministerium ministerio ministero ministerstvo
7 department: dept departement departament abteilung
7 corporate: 
7 national: natl nationale nacional nazionale natsionalnyy
7 general: generale allgemeine
7 import: 
7 export: eksport exports
7 real_estate: immobilien immobilier immobiliare inmobiliaria nedvizhimost realty properties property
7 hotel: hotels otel
7 travel: reisen voyages viajes viaggi tours tourism turizm turismo
7 auto: automotive automobile automobiles automobil avto otomotiv
7 water: wasser eau eaux acqua aguas voda
7 print: printing druck imprimerie
7 paper: papier papel carta papir papper
7 textile: textiles textil tekstil tessuti
7 optics: optik optique ottica optica optyka optiek
7 express: ekspress
7 first: 
7 united: vereinigte unie ob'edinennyy obedinennyy
7 central: zentrale
7 supply: supplies versorgung
7 equipment: equip ausrustung equipements oborudovanie
7 products: product prods produkte produits productos prodotti produkty produktov
7 enterprises: enterprise entreprise entreprises empresa empresas predpriyatie unternehmen
7 agency: agence agentur agencia agenzia agentstvo
7 training: schulung formation formacion
7 education: bildung educacion obrazovanie
7.5 brothers: bros gebruder gebrueder freres hermanos fratelli brat bratya
7.5 sons: son sohne soehne fils hijos figli
7.5 north: nord norte severnyy sever
7.5 south: sud sur yuzhnyy
7.5 east: ost est vostok vostochnyy
7.5 west: ouest ovest zapad zapadnyy
8 european: europaische europeenne europeo evropeyskiy
8 american: amerikanische americana
8 german: dt deutsche deutscher deutsches allemand allemande nemetskiy
8 french: francais francaise franzosische
8 british: 
8 italian: italiana italiano italienne
8 spanish: espanola espanol
8 russian: rossiyskiy russkiy rossiyskaya rossiyskoe
8 chinese: 
8 japanese: nippon nihon
8 indian: 
8 swiss: schweizerische schweizer suisse_romande
8 state: staatliche gosudarstvennyy gosudarstvennaya
8 federal: federalnyy federalnoe bundes
8 city: stadt ville ciudad gorod municipal stadtwerke
8 innovation: innovations innovative
8 advanced: 
8 applied: 
8 creative: 
8 professional: professionals
8 smart: 
8 cloud: 
8 green: 
8 blue: 
8 red: 
8 new: neue nouvelle nuevo nuova novyy
8 star: stern
8 premier: 
8 universal: 
8 modern: 
8 power: kraftwerk
8 care: pflege
8 farm: farms agro agricultural agriculture landwirtschaft
8 studio: studios
8 shop: store stores laden
8 market: markets markt
8 office: buro bureau
8 home: 
8 sport: sports
8 film: films
8 music: musik
8 publishing: verlag editions editrice editorial izdatelstvo
8 robotics: robotik
8 telecommunication: 
8 finance: financial finanz finanzen finances finanziaria financiera finansovyy finans
8 operations: 
8 marketing: mktg
8 shopping: 
8 sales: vertrieb
8 rental: leasing lizing
8 pharmacy: apotheke apotheken apteki apotek apteka
8 waterworks: 
8 bakery: backerei baeckerei boulangerie panetteria panaderia padaria bakkerij piekarnia
8 restaurant: restaurants ristorante restaurante gasthof gasthaus trattoria
8 school: schule ecole scuola escuela escola szkola shkola
8 clinic: clinique clinica praxis poliklinik kliniken
8 saint: st sankt sainte ste sint
9 mount: mt
9 fort: ft
`;

interface Known {
  canonical: string;
  bits: number;
}

const WORDS = new Map<string, Known>();
for (const line of TABLE.trim().split('\n')) {
  const [head = '', variants = ''] = line.split(':');
  const [bits = '', canonical = ''] = head.split(' ');
  const known = { canonical: canonical.replaceAll('_', ' '), bits: Number(bits) };
  for (const spelling of [canonical, ...variants.trim().split(' ')]) {
    if (spelling !== '' && !WORDS.has(spelling.replaceAll('_', ' '))) WORDS.set(spelling.replaceAll('_', ' '), known);
  }
}

/** Words of trade with two neighbours swapped or, where they are long, a letter left out. */
const MISSPELT = new Map<string, string>();
const MISSPELT_SHAPES = new Uint8Array(1 << 15);
for (const [word, { canonical }] of WORDS) {
  for (let at = 1; at < word.length - 1; at += 1) {
    const [before, letter, next, after] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1), word.slice(at + 2)];
    if (word.length >= 6) putMisspelt(before + next + letter + after, canonical);
    if (word.length >= 8) putMisspelt(before + next + after, canonical);
  }
}

function putMisspelt(typed: string, canonical: string): void {
  if (WORDS.has(typed)) return;
  MISSPELT.set(typed, canonical);
  MISSPELT_SHAPES[shapeOf(typed)] = 1;
}

/** By length, first and last letter: most words have the shape of none. */
function shapeOf(word: string): number {
  return (Math.min(31, word.length) << 10) | ((word.charCodeAt(0) & 31) << 5) | (word.charCodeAt(word.length - 1) & 31);
}

/** As `commonWord`, of a word that is none but for one slip: "Sytsems". */
export function misspeltCommonWord(word: string): string | null {
  return MISSPELT_SHAPES[shapeOf(word)] === 1 ? (MISSPELT.get(word) ?? null) : null;
}

/** Articles and prepositions: they tell nothing and are left out of the comparison. */
const SMALL = new Set(
  (
    'the a an of and for in at on by to und et og och oraz y e i de del della delle dei di da do dos das du des la le les los las el il lo al ' +
    'firma fa der die das den dem fur von vom van het een zu zur im am les l d aux au sur pour per para con mit und ja ve kai'
  ).split(' '),
);

/** The spelling a word is compared in, for the commonest words of trade: "Intl" is "international". */
export function commonWord(word: string): string | null {
  return WORDS.get(word)?.canonical ?? null;
}

const FIRST_OF_PAIRS = new Set(
  [...WORDS.keys()].filter((word) => word.includes(' ')).map((word) => word.split(' ')[0]!),
);

/** As `commonWord`, of two words together: "joint venture". */
export function commonPair(first: string, second: string): string | null {
  return FIRST_OF_PAIRS.has(first) ? commonWord(`${first} ${second}`) : null;
}

/** How rare one of the common words is, in bits; null for any other word. */
export function commonBits(word: string): number | null {
  return WORDS.get(word)?.bits ?? null;
}

export function isSmallWord(word: string): boolean {
  return SMALL.has(word);
}

/** What a group's name adds without naming another firm. */
export function isGroupWord(word: string): boolean {
  return word === 'group' || word === 'holding';
}

/** Words of business written without blanks in Chinese and Japanese. */
export const EASTERN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/集团|集團|グループ/gu, ' group '],
  [/银行|銀行/gu, ' bank '],
  [/科技|技术|技術|テクノロジー/gu, ' technology '],
  [/保险|保険|保險/gu, ' insurance '],
  [/国际|國際|国際/gu, ' international '],
  [/大学|大學/gu, ' university '],
  [/医院|病院/gu, ' hospital '],
  [/电子|電子/gu, ' electronics '],
  [/贸易|貿易|商事/gu, ' trading '],
  [/工业|工業|産業|产业/gu, ' industries '],
  [/은행/gu, ' bank '],
  [/그룹/gu, ' group '],
  [/전자/gu, ' electronics '],
];
