import LANG from '@salesforce/i18n/lang';
import LOCALE from '@salesforce/i18n/locale';
import earliest from '@salesforce/label/c.Fairlead_Register_Why_Earliest';
import behindInForce from '@salesforce/label/c.Fairlead_Register_Why_Behind_In_Force';
import behindUndecided from '@salesforce/label/c.Fairlead_Register_Why_Behind_Undecided';
import behindYourOwn from '@salesforce/label/c.Fairlead_Register_Why_Behind_Your_Own';
import wonByEarlier from '@salesforce/label/c.Fairlead_Register_Why_Won_By_Earlier';
import protectionEnded from '@salesforce/label/c.Fairlead_Register_Why_Protection_Ended';
import noPartner from '@salesforce/label/c.Fairlead_Register_Why_No_Partner';
import noLevel from '@salesforce/label/c.Fairlead_Register_Why_No_Level';
import role from '@salesforce/label/c.Fairlead_Register_Why_Role';
import noAmount from '@salesforce/label/c.Fairlead_Register_Why_No_Amount';
import amountTooSmall from '@salesforce/label/c.Fairlead_Register_Why_Amount_Too_Small';
import noProduct from '@salesforce/label/c.Fairlead_Register_Why_No_Product';
import productTakesNoPart from '@salesforce/label/c.Fairlead_Register_Why_Product_Takes_No_Part';
import namedAccount from '@salesforce/label/c.Fairlead_Register_Why_Named_Account';
import namedAccountSince from '@salesforce/label/c.Fairlead_Register_Why_Named_Account_Since';
import tender from '@salesforce/label/c.Fairlead_Register_Why_Tender';
import vendorAtWork from '@salesforce/label/c.Fairlead_Register_Why_Vendor_At_Work';
import notInWords from '@salesforce/label/c.Fairlead_Register_Why_Not_In_Words';

/** Each code of the service in the reader's language. Placeholders carry the names of the arguments. */
const WORDS = {
  earliest,
  'behind a claim in force': behindInForce,
  'behind a claim not yet decided': behindUndecided,
  'one of them is your own': behindYourOwn,
  'won by an earlier claim': wonByEarlier,
  'protection ended': protectionEnded,
  'no partner on record': noPartner,
  'no level': noLevel,
  role,
  'no amount': noAmount,
  'amount too small': amountTooSmall,
  'no product': noProduct,
  'product takes no part': productTakesNoPart,
  tender,
  'vendor at work': vendorAtWork
};

const DATES = ['date', 'since', 'published', 'contact'];
const NUMBERS = ['amount', 'minimum', 'days'];

/**
 * The reasons of a decision as sentences in the language of the user.
 * @param text `Decision_Reason__c`: JSON of codes, or what a person wrote, which stays as it is
 */
export function decisionInWords(text) {
  if (!text) return [];
  if (!text.startsWith('{')) return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  try {
    return JSON.parse(text).reasons.map(reasonInWords);
  } catch {
    return [notInWords.replace('{code}', '?')];
  }
}

function reasonInWords({ code, args = {} }) {
  const words = wordsOf(code, args);
  if (!words) return notInWords.replace('{code}', () => code ?? '?');
  return words.replace(/\{(\w+)\}/g, (_, name) => valueInWords(name, args[name]));
}

function wordsOf(code, args) {
  if (code === 'named account') return args.since ? namedAccountSince : namedAccount;
  return Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
}

function valueInWords(name, value) {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return new Intl.ListFormat(LANG, { type: 'conjunction' }).format(value.map(String));
  if (DATES.includes(name)) return dateInWords(value);
  if (NUMBERS.includes(name)) return new Intl.NumberFormat(LOCALE).format(Number(value));
  return String(value);
}

/** A calendar date is the same day in every time zone. */
function dateInWords(date) {
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime())
    ? String(date)
    : new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' }).format(at);
}
