/** Places in names: "Acme France" is a company of Acme's; "Acme France" and "Acme Germany" are two of them. */
import { fold } from './script.ts';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'fi', 'cs', 'tr', 'ru'];
const COUNTRIES = (
  'AD AE AF AL AM AO AR AT AU AZ BA BD BE BG BH BO BR BY BW CA CD CH CI CL CM CN CO CR CU CY CZ DE DK DO DZ EC EE EG ES ET FI FR ' +
  'GB GE GH GR GT HK HN HR HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KP KR KW KZ LA LB LI LK LT LU LV LY MA MC MD ME MG MK MM ' +
  'MN MT MU MX MY MZ NA NG NI NL NO NP NZ OM PA PE PG PH PK PL PR PT PY QA RO RS RU RW SA SD SE SG SI SK SN SV SY TH TJ TM TN TR ' +
  'TT TW TZ UA UG US UY UZ VE VN YE ZA ZM ZW'
).split(' ');

const MORE: Readonly<Record<string, string>> = {
  AE: 'uae,emirates',
  BA: 'bosnia',
  CH: 'helvetia,svizra',
  CN: 'prc,zhong guo,zhongguo',
  CZ: 'czech republic,ceska republika',
  DE: 'deutschlands',
  GB: 'uk,great britain,britain,england,scotland,wales,northern ireland',
  IE: 'eire',
  JP: 'riben',
  KR: 'korea,republic of korea',
  NL: 'holland,the netherlands',
  RU: 'russian federation,rossiyskaya federatsiya',
  US: 'usa,us,united states of america,america',
  TR: 'turkey,turkiye',
  VN: 'viet nam',
  MK: 'macedonia',
  MM: 'burma',
};

const REGIONS =
  'europe=europa,evropa;africa=afrika,afrique;asia=asie,asien,aziya;asia pacific=apac,asiapacific;emea;eu=european union;' +
  'latin america=latam,latinoamerica;middle east=mena;nordic=nordics,norden;scandinavia=skandinavien,scandinavie;benelux;iberia=iberica;dach;americas;' +
  'north america=northamerica;south america;gulf;baltic=baltics,baltikum;balkans;caribbean;oceania;cee;cis;california=;texas=;florida=;ohio=;illinois=;' +
  'michigan=;pennsylvania=;new york=ny;new jersey=nj;massachusetts=;arizona=;colorado=;oregon=;nevada=;utah=;minnesota=;wisconsin=;' +
  'ontario=;quebec=;alberta=;british columbia=;bavaria=bayern,baviere;saxony=sachsen,saxe;hessen=hesse;catalonia=cataluna,catalunya;andalusia=andalucia;' +
  'zhejiang=;jiangsu=;jiangxi=;guangdong=;guangxi=;fujian=;shandong=;shanxi=;shaanxi=;hebei=;henan=;hubei=;hunan=;sichuan=;yunnan=;guizhou=;anhui=;' +
  'liaoning=;jilin=;heilongjiang=;gansu=;qinghai=;hainan=;xinjiang=;ningxia=;queensland=;tasmania=;siberia=sibir,sibirien';

const CITIES =
  'london=londres,londra;paris=parigi;berlin=;hamburg=;munich=munchen,muenchen,monaco di baviera;cologne=koln,koeln;frankfurt=;stuttgart=;dusseldorf=duesseldorf;' +
  'leipzig=;dresden=;bremen=;hannover=hanover;nuremberg=nurnberg,nuernberg;vienna=wien,vienne;graz=;salzburg=;zurich=zuerich;geneva=geneve,genf;basel=bale;' +
  'bern=berne;lausanne=;lyon=;marseille=marseilles;lille=;toulouse=;bordeaux=;nantes=;strasbourg=strassburg;nice=;madrid=;barcelona=;valencia=;seville=sevilla;bilbao=;' +
  'lisbon=lisboa;porto=;rome=roma;milan=milano,mailand;turin=torino;naples=napoli;bologna=;florence=firenze,florenz;genoa=genova;venice=venezia,venedig;' +
  'amsterdam=;rotterdam=;utrecht=;eindhoven=;the hague=den haag;brussels=bruxelles,brussel;antwerp=antwerpen,anvers;ghent=gent;copenhagen=kobenhavn,kopenhagen;' +
  'aarhus=;oslo=;bergen=;stockholm=;gothenburg=goteborg;malmo=;helsinki=;tampere=;warsaw=warszawa,warschau;krakow=cracow,krakau;gdansk=danzig;wroclaw=;poznan=;' +
  'prague=praha,prag;brno=;budapest=;bratislava=;bucharest=bucuresti;sofia=sofiya;athens=athina;istanbul=;ankara=;izmir=;moscow=moskva,moskau;' +
  'st petersburg=saint petersburg,sankt peterburg,sankt petersburg;kyiv=kiev;minsk=;riga=;vilnius=;tallinn=;dublin=;cork=;belfast=;edinburgh=;glasgow=;manchester=;' +
  'birmingham=;liverpool=;leeds=;bristol=;cardiff=;chicago=;boston=;dallas=;houston=;atlanta=;seattle=;denver=;detroit=;miami=;los angeles=;san francisco=;' +
  'san diego=;philadelphia=;toronto=;montreal=;vancouver=;calgary=;ottawa=;sydney=;melbourne=;brisbane=;perth=;auckland=;tokyo=dongjing;osaka=daban;kyoto=;seoul=;busan=;' +
  'beijing=peking;shanghai=;shenzhen=;tianjin=;chongqing=;wuhan=;nanjing=;hangzhou=;chengdu=;guangzhou=canton;hong kong=xianggang;taipei=;mumbai=bombay;delhi=new delhi;bangalore=bengaluru;chennai=madras;hyderabad=;' +
  'pune=;kolkata=calcutta;karachi=;lahore=;dhaka=;jakarta=;manila=;bangkok=;hanoi=;kuala lumpur=;dubai=;abu dhabi=;doha=;riyadh=;jeddah=;cairo=;casablanca=;tunis=;' +
  'algiers=alger;lagos=;nairobi=;accra=;johannesburg=;cape town=;durban=;tel aviv=;jerusalem=;beirut=;amman=;baghdad=;tehran=teheran;' +
  'sao paulo=;rio de janeiro=;brasilia=;buenos aires=;santiago=;lima=;bogota=;caracas=;quito=;mexico city=;guadalajara=;monterrey=;havana=';

const PLACES = new Map<string, string>();
const put = (spelling: string, key: string): void => {
  const plain = fold(spelling)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  if (plain.length > 1 && !PLACES.has(plain)) PLACES.set(plain, key);
};
for (const [code, names] of Object.entries(MORE)) for (const name of names.split(',')) put(name, code);
for (const language of LANGUAGES) {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  for (const code of COUNTRIES) put(names.of(code) ?? code, code);
}
for (const entry of [...REGIONS.split(';'), ...CITIES.split(';')]) {
  const [name = '', others = ''] = entry.split('=');
  for (const spelling of [name, ...others.split(',')]) put(spelling, name);
}
const TOWNS = new Set(CITIES.split(';').map((entry) => entry.split('=')[0]!));
const LONGEST = Math.max(...[...PLACES.keys()].map((spelling) => spelling.split(' ').length));
const FIRST_WORDS = new Set([...PLACES.keys()].map((spelling) => spelling.split(' ')[0]!));

/** The place that begins at a word, and of how many words it is; the longest. A country is its ISO 3166-1 code. */
export function placeAt(words: readonly string[], at: number): { place: string; count: number } | null {
  if (!FIRST_WORDS.has(words[at]!)) return null;
  for (let count = Math.min(LONGEST, words.length - at); count >= 1; count -= 1) {
    const place = PLACES.get(count === 1 ? words[at]! : words.slice(at, at + count).join(' '));
    if (place !== undefined) return { place, count };
  }
  return null;
}

/** Whether it names a town, in lower-case Latin letters: no country and no region of several. */
export function isTown(name: string): boolean {
  return TOWNS.has(PLACES.get(name) ?? '');
}

/** ISO 3166-1 alpha-2 of a country by its name in one of fourteen languages; null for anything else. */
export function countryNamed(name: string): string | null {
  const plain = fold(name)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  const place = PLACES.get(plain) ?? PLACES.get(plain.replace(/^the /, ''));
  return place !== undefined && /^[A-Z]{2}$/.test(place) ? place : null;
}
