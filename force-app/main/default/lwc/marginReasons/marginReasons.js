import { dateInWords } from 'c/dates';
import LANG from '@salesforce/i18n/lang';
import LOCALE from '@salesforce/i18n/locale';
import whySumOfList from '@salesforce/label/c.Fairlead_Why_Sum_Of_List';
import whyListLessDiscounts from '@salesforce/label/c.Fairlead_Why_List_Less_Discounts';
import whyAsGiven from '@salesforce/label/c.Fairlead_Why_As_Given';
import whyQuoteOfTheDistributor from '@salesforce/label/c.Fairlead_Why_Quote_Of_The_Distributor';
import whyIndicative from '@salesforce/label/c.Fairlead_Why_Indicative';
import whyResellerLessDistributorPrice from '@salesforce/label/c.Fairlead_Why_Reseller_Less_Distributor_Price';
import whyCustomerLessPartnerPrice from '@salesforce/label/c.Fairlead_Why_Customer_Less_Partner_Price';
import whyCustomerPriceUnknown from '@salesforce/label/c.Fairlead_Why_Customer_Price_Unknown';
import whyFrontPlusBack from '@salesforce/label/c.Fairlead_Why_Front_Plus_Back';
import whyOwnRate from '@salesforce/label/c.Fairlead_Why_Own_Rate';
import whyOwnAmount from '@salesforce/label/c.Fairlead_Why_Own_Amount';
import whyTier from '@salesforce/label/c.Fairlead_Why_Tier';
import whyTierOfLevel from '@salesforce/label/c.Fairlead_Why_Tier_Of_Level';
import whyTierOfBand from '@salesforce/label/c.Fairlead_Why_Tier_Of_Band';
import whyTierOfItsOwn from '@salesforce/label/c.Fairlead_Why_Tier_Of_Its_Own';
import whySlices from '@salesforce/label/c.Fairlead_Why_Slices';
import whySpecialPrice from '@salesforce/label/c.Fairlead_Why_Special_Price';
import whySpecialPriceOnTop from '@salesforce/label/c.Fairlead_Why_Special_Price_On_Top';
import whyInForceFrom from '@salesforce/label/c.Fairlead_Why_In_Force_From';
import whyEndedOn from '@salesforce/label/c.Fairlead_Why_Ended_On';
import whyPublishedOn from '@salesforce/label/c.Fairlead_Why_Published_On';
import whySuperseded from '@salesforce/label/c.Fairlead_Why_Superseded';
import whyLevel from '@salesforce/label/c.Fairlead_Why_Level';
import whyLevelWithoutOne from '@salesforce/label/c.Fairlead_Why_Level_Without_One';
import whyRole from '@salesforce/label/c.Fairlead_Why_Role';
import whyCompetency from '@salesforce/label/c.Fairlead_Why_Competency';
import whyAnyCompetency from '@salesforce/label/c.Fairlead_Why_Any_Competency';
import whyRegistration from '@salesforce/label/c.Fairlead_Why_Registration';
import whyNotTheFirstClaim from '@salesforce/label/c.Fairlead_Why_Not_The_First_Claim';
import whyRegisteredTooLongAgo from '@salesforce/label/c.Fairlead_Why_Registered_Too_Long_Ago';
import whyRegisteredTooLate from '@salesforce/label/c.Fairlead_Why_Registered_Too_Late';
import whyRegisteredAtStage from '@salesforce/label/c.Fairlead_Why_Registered_At_Stage';
import whyRegisteredAtStageUnknown from '@salesforce/label/c.Fairlead_Why_Registered_At_Stage_Unknown';
import whyRegistrationDateUnknown from '@salesforce/label/c.Fairlead_Why_Registration_Date_Unknown';
import whyNewCustomer from '@salesforce/label/c.Fairlead_Why_New_Customer';
import whyNewCustomerUnknown from '@salesforce/label/c.Fairlead_Why_New_Customer_Unknown';
import whyOriginPartner from '@salesforce/label/c.Fairlead_Why_Origin_Partner';
import whyOriginVendor from '@salesforce/label/c.Fairlead_Why_Origin_Vendor';
import whyOriginUnknown from '@salesforce/label/c.Fairlead_Why_Origin_Unknown';
import whyTender from '@salesforce/label/c.Fairlead_Why_Tender';
import whyTenderUnknown from '@salesforce/label/c.Fairlead_Why_Tender_Unknown';
import whyIncumbent from '@salesforce/label/c.Fairlead_Why_Incumbent';
import whyNotIncumbent from '@salesforce/label/c.Fairlead_Why_Not_Incumbent';
import whyIncumbentUnknown from '@salesforce/label/c.Fairlead_Why_Incumbent_Unknown';
import whyCustomerConfirmation from '@salesforce/label/c.Fairlead_Why_Customer_Confirmation';
import whyCustomerList from '@salesforce/label/c.Fairlead_Why_Customer_List';
import whyCountry from '@salesforce/label/c.Fairlead_Why_Country';
import whyPapers from '@salesforce/label/c.Fairlead_Why_Papers';
import whyNoSpecialPrice from '@salesforce/label/c.Fairlead_Why_No_Special_Price';
import whyFamilies from '@salesforce/label/c.Fairlead_Why_Families';
import whyExceptedFamilies from '@salesforce/label/c.Fairlead_Why_Excepted_Families';
import whyTerm from '@salesforce/label/c.Fairlead_Why_Term';
import whyTermAtMost from '@salesforce/label/c.Fairlead_Why_Term_At_Most';
import whyDelivery from '@salesforce/label/c.Fairlead_Why_Delivery';
import whySize from '@salesforce/label/c.Fairlead_Why_Size';
import whySizeUnknown from '@salesforce/label/c.Fairlead_Why_Size_Unknown';
import whyNoExchangeRate from '@salesforce/label/c.Fairlead_Why_No_Exchange_Rate';
import whyOnceAnOpportunity from '@salesforce/label/c.Fairlead_Why_Once_An_Opportunity';
import whyUses from '@salesforce/label/c.Fairlead_Why_Uses';
import whyUsesInMonths from '@salesforce/label/c.Fairlead_Why_Uses_In_Months';
import whyUsedUp from '@salesforce/label/c.Fairlead_Why_Used_Up';
import whyNoRateForLevel from '@salesforce/label/c.Fairlead_Why_No_Rate_For_Level';
import whyNoRateWithoutLevel from '@salesforce/label/c.Fairlead_Why_No_Rate_Without_Level';
import whyNoTier from '@salesforce/label/c.Fairlead_Why_No_Tier';
import whyNoTierYet from '@salesforce/label/c.Fairlead_Why_No_Tier_Yet';
import whyPeriodUnknown from '@salesforce/label/c.Fairlead_Why_Period_Unknown';
import whyPeriodUnknownMonth from '@salesforce/label/c.Fairlead_Why_Period_Unknown_Month';
import whyPeriodUnknownQuarter from '@salesforce/label/c.Fairlead_Why_Period_Unknown_Quarter';
import whyPeriodUnknownHalfYear from '@salesforce/label/c.Fairlead_Why_Period_Unknown_Half_Year';
import whyPeriodUnknownYear from '@salesforce/label/c.Fairlead_Why_Period_Unknown_Year';
import whyPeriod from '@salesforce/label/c.Fairlead_Why_Period';
import whyPurchases from '@salesforce/label/c.Fairlead_Why_Purchases';
import whyGrowth from '@salesforce/label/c.Fairlead_Why_Growth';
import whyGrowthUnknown from '@salesforce/label/c.Fairlead_Why_Growth_Unknown';
import whyGrowthFromZero from '@salesforce/label/c.Fairlead_Why_Growth_From_Zero';
import whyNoGrowth from '@salesforce/label/c.Fairlead_Why_No_Growth';
import whyTargetUnknown from '@salesforce/label/c.Fairlead_Why_Target_Unknown';
import whyCustomerPriceNeeded from '@salesforce/label/c.Fairlead_Why_Customer_Price_Needed';
import whyReplaced from '@salesforce/label/c.Fairlead_Why_Replaced';
import whyBestOfGroup from '@salesforce/label/c.Fairlead_Why_Best_Of_Group';
import whyExcluded from '@salesforce/label/c.Fairlead_Why_Excluded';
import whySpecialPriceInstead from '@salesforce/label/c.Fairlead_Why_Special_Price_Instead';
import whyNoPartner from '@salesforce/label/c.Fairlead_Why_No_Partner';
import whyClaimWithoutOpportunity from '@salesforce/label/c.Fairlead_Why_Claim_Without_Opportunity';
import whyPartnerNotOnRecord from '@salesforce/label/c.Fairlead_Why_Partner_Not_On_Record';
import whyNoProducts from '@salesforce/label/c.Fairlead_Why_No_Products';
import whyNoListPrice from '@salesforce/label/c.Fairlead_Why_No_List_Price';
import whyNothingToPrice from '@salesforce/label/c.Fairlead_Why_Nothing_To_Price';
import whyNotInWords from '@salesforce/label/c.Fairlead_Why_Not_In_Words';
import bandFrom from '@salesforce/label/c.Fairlead_Band_From';
import bandAbove from '@salesforce/label/c.Fairlead_Band_Above';
import bandUpTo from '@salesforce/label/c.Fairlead_Band_Up_To';
import bandBelow from '@salesforce/label/c.Fairlead_Band_Below';
import ofBase from '@salesforce/label/c.Fairlead_Of_Base';
import ofList from '@salesforce/label/c.Fairlead_Of_List';
import ofListAYear from '@salesforce/label/c.Fairlead_Of_List_A_Year';
import ofPartnerPrice from '@salesforce/label/c.Fairlead_Of_Partner_Price';
import ofCustomerPrice from '@salesforce/label/c.Fairlead_Of_Customer_Price';
import ofQuantity from '@salesforce/label/c.Fairlead_Of_Quantity';
import ofPurchases from '@salesforce/label/c.Fairlead_Of_Purchases';
import ofGrowth from '@salesforce/label/c.Fairlead_Of_Growth';
import ofAchievement from '@salesforce/label/c.Fairlead_Of_Achievement';

/** Each code of the engine in the reader's language. Placeholders carry the names of the arguments. */
const WORDS = {
  'sum of list': whySumOfList,
  'list less discounts': whyListLessDiscounts,
  'as given': whyAsGiven,
  'quote of the distributor': whyQuoteOfTheDistributor,
  indicative: whyIndicative,
  'reseller less distributor price': whyResellerLessDistributorPrice,
  'customer less partner price': whyCustomerLessPartnerPrice,
  'customer price unknown': whyCustomerPriceUnknown,
  'front plus back': whyFrontPlusBack,
  'own rate': whyOwnRate,
  'own amount': whyOwnAmount,
  slices: whySlices,
  'special price': whySpecialPrice,
  'special price on top': whySpecialPriceOnTop,
  'in force from': whyInForceFrom,
  'ended on': whyEndedOn,
  'published on': whyPublishedOn,
  superseded: whySuperseded,
  role: whyRole,
  competency: whyCompetency,
  'any competency': whyAnyCompetency,
  registration: whyRegistration,
  'not the first claim': whyNotTheFirstClaim,
  'registered too long ago': whyRegisteredTooLongAgo,
  'registered too late': whyRegisteredTooLate,
  'registration date unknown': whyRegistrationDateUnknown,
  'new customer': whyNewCustomer,
  'new customer unknown': whyNewCustomerUnknown,
  'origin unknown': whyOriginUnknown,
  tender: whyTender,
  'tender unknown': whyTenderUnknown,
  incumbent: whyIncumbent,
  'not incumbent': whyNotIncumbent,
  'incumbent unknown': whyIncumbentUnknown,
  'customer confirmation': whyCustomerConfirmation,
  'customer list': whyCustomerList,
  country: whyCountry,
  papers: whyPapers,
  'no special price': whyNoSpecialPrice,
  families: whyFamilies,
  'excepted families': whyExceptedFamilies,
  term: whyTerm,
  'term at most': whyTermAtMost,
  delivery: whyDelivery,
  size: whySize,
  'size unknown': whySizeUnknown,
  'no exchange rate': whyNoExchangeRate,
  'once an opportunity': whyOnceAnOpportunity,
  'used up': whyUsedUp,
  period: whyPeriod,
  purchases: whyPurchases,
  growth: whyGrowth,
  'growth unknown': whyGrowthUnknown,
  'growth from zero': whyGrowthFromZero,
  'no growth': whyNoGrowth,
  'target unknown': whyTargetUnknown,
  'customer price needed': whyCustomerPriceNeeded,
  replaced: whyReplaced,
  'best of group': whyBestOfGroup,
  excluded: whyExcluded,
  'special price instead': whySpecialPriceInstead,
  'no partner': whyNoPartner,
  'claim without opportunity': whyClaimWithoutOpportunity,
  'partner not on record': whyPartnerNotOnRecord,
  'no products': whyNoProducts,
  'no list price': whyNoListPrice,
  'nothing to price': whyNothingToPrice
};

const PERIODS = {
  month: whyPeriodUnknownMonth,
  quarter: whyPeriodUnknownQuarter,
  'half-year': whyPeriodUnknownHalfYear,
  year: whyPeriodUnknownYear
};

/** Codes whose sentence hangs on what is known. */
const CHOICES = {
  tier: ({ level, edge }) => {
    if (level) return edge ? whyTier : whyTierOfLevel;
    return edge ? whyTierOfBand : whyTierOfItsOwn;
  },
  level: ({ level }) => (level ? whyLevel : whyLevelWithoutOne),
  'registered at stage': ({ stage }) => (stage ? whyRegisteredAtStage : whyRegisteredAtStageUnknown),
  origin: ({ origin }) => (origin === 'vendor' ? whyOriginVendor : whyOriginPartner),
  uses: ({ months }) => (months ? whyUsesInMonths : whyUses),
  'no rate for level': ({ level }) => (level ? whyNoRateForLevel : whyNoRateWithoutLevel),
  'no tier': ({ lowest }) => (lowest ? whyNoTierYet : whyNoTier),
  'period unknown': ({ period }) => PERIODS[period] ?? whyPeriodUnknown
};

const MEASURES = {
  base: ofBase,
  list: ofList,
  'list a year': ofListAYear,
  'partner price': ofPartnerPrice,
  'customer price': ofCustomerPrice,
  quantity: ofQuantity,
  purchases: ofPurchases,
  'period purchases': ofPurchases,
  growth: ofGrowth,
  'period growth': ofGrowth,
  achievement: ofAchievement
};

const EDGES = { from: bandFrom, above: bandAbove, 'up to': bandUpTo, below: bandBelow };

/** Measures that are money; others count things, or are shares. */
const MONEY = [
  ...['base', 'list', 'list a year', 'partner price', 'customer price'],
  ...['purchases', 'period purchases']
];

/** What kind of value an argument is; any other is a name and stays as it is. Money has the currency, if it is known. */
const SAY = {
  band: bandInWords,
  edge: bandInWords,
  lowest: bandInWords,
  growth: (value) => numberInWords(value),
  size: numberInWords,
  purchases: (value, { currency }) => numberInWords(value, currency),
  cap: (value, { currency }) => numberInWords(value, currency),
  date: (day) => dateInWords(day),
  since: (day) => dateInWords(day),
  close: (day) => dateInWords(day),
  of: (measure) => MEASURES[measure] ?? measure,
  level: (key, { levels }) => levels?.get(key) ?? key,
  levels: (key, { levels }) => levels?.get(key) ?? key,
  competencies: (key, { competencies }) => competencies?.get(key) ?? key
};

/**
 * A reason of the margin engine, a code with arguments, as a sentence in the language of the user.
 * @param known `{levels, competencies, currency}`: names by key, and the currency of amounts; what is not known is told by
 * its key, and without a currency
 */
export function inWords(reason, known = {}) {
  const code = reason?.code;
  const args = reason?.args ?? {};
  const words = (Object.hasOwn(CHOICES, code) && CHOICES[code](args)) || (Object.hasOwn(WORDS, code) && WORDS[code]);
  if (!words) return whyNotInWords.replace('{code}', () => code ?? '?');
  const isMoney = MONEY.includes(args.of ?? args.measure) || code === 'purchases';
  const told = { ...known, measured: isMoney ? known.currency : undefined };
  const isShare = args.of === 'growth' || args.of === 'achievement';
  return words.replace(/\{(\w+)\}/g, (_, name) => {
    // The engine joins the keys of what is missing.
    if (code === 'competency' && args.missing)
      return listed(args.missing.split(' and '), 'conjunction', (key) => SAY.competencies(key, told));
    return valueInWords(name, args[name], isShare, told);
  });
}

function valueInWords(name, value, isShare, told) {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    const say = name === 'levels' || name === 'competencies' ? SAY[name] : String;
    return listed(value, 'disjunction', (each) => say(each, told));
  }
  if (name === 'value') return isShare ? percent(Number(value)) : numberInWords(value, told.measured);
  if (['band', 'edge', 'lowest', 'size'].includes(name)) return SAY[name](value, told.measured);
  return Object.hasOwn(SAY, name) ? SAY[name](value, told) : String(value);
}

function listed(values, type, say) {
  return new Intl.ListFormat(LANG, { type }).format(values.map(say));
}

/** The engine tells a band in English, as in `from 100000 below 300000`; each edge is said anew. */
function bandInWords(band, currency) {
  return String(band).replace(/(from|above|up to|below) (\S+(?: %)?)/g, (_, edge, value) =>
    EDGES[edge].replace('{0}', () => numberInWords(value, currency))
  );
}

function numberInWords(value, currency) {
  const text = String(value);
  const number = Number(text.replace(' %', ''));
  if (Number.isNaN(number)) return text;
  if (text.endsWith(' %')) return percent(number / 100);
  const money = currency && { style: 'currency', currency, minimumFractionDigits: Number.isInteger(number) ? 0 : 2 };
  return new Intl.NumberFormat(LOCALE, money || {}).format(number);
}

function percent(share) {
  return new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 2 }).format(share);
}
