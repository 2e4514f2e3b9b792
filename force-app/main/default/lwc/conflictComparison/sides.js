import LOCALE from '@salesforce/i18n/locale';
import { spellingsOf } from 'c/countries';
import { daysBetween } from 'c/dates';
import customer from '@salesforce/label/c.Fairlead_Desk_Field_Customer';
import country from '@salesforce/label/c.Fairlead_Desk_Field_Country';
import partner from '@salesforce/label/c.Fairlead_Desk_Field_Partner';
import products from '@salesforce/label/c.Fairlead_Desk_Field_Products';
import amount from '@salesforce/label/c.Fairlead_Desk_Field_Amount';
import close from '@salesforce/label/c.Fairlead_Desk_Field_Close';
import begun from '@salesforce/label/c.Fairlead_Desk_Field_Begun';
import state from '@salesforce/label/c.Fairlead_Desk_Field_State';
import same from '@salesforce/label/c.Fairlead_Desk_Same';
import sameRecord from '@salesforce/label/c.Fairlead_Desk_Same_Record';
import partly from '@salesforce/label/c.Fairlead_Desk_Partly';
import differs from '@salesforce/label/c.Fairlead_Desk_Differs';
import notEntered from '@salesforce/label/c.Fairlead_Desk_Not_Entered';
import more from '@salesforce/label/c.Fairlead_Desk_More';
import less from '@salesforce/label/c.Fairlead_Desk_Less';
import dayLater from '@salesforce/label/c.Fairlead_Desk_Day_Later';
import daysLater from '@salesforce/label/c.Fairlead_Desk_Days_Later';
import dayEarlier from '@salesforce/label/c.Fairlead_Desk_Day_Earlier';
import daysEarlier from '@salesforce/label/c.Fairlead_Desk_Days_Earlier';
import unknown from '@salesforce/label/c.Fairlead_Desk_One_Side';

/** Signs beside the words, so that neither stands alone. */
const SIGNS = {
  same: 'utility:check',
  partly: 'utility:dash',
  differs: 'utility:close',
  unknown: 'utility:question_mark'
};

/**
 * Registration and opportunity, field by field.
 * @param {object} registration as GraphQL gives it
 * @param {object} opportunity as GraphQL gives it
 * @param {string[] | undefined} families product families on the opportunity; undefined where they may not be seen
 * @returns rows of `{ key, label, left, right, kind, sign, icon, words }`
 */
export function compare(registration, opportunity, families) {
  const { Account: account, Engaged_Partner__r: engaged } = opportunity;
  return [
    row('customer', customer, 'text', registration.Customer_Name__c?.value, account?.Name?.value, (a, b) => {
      if (registration.Customer__c?.value === account?.Id) return told('same', sameRecord);
      return alike(plain(a) === plain(b));
    }),
    row(
      'country',
      country,
      'country',
      registration.Customer_Country__c?.value,
      account?.BillingCountry?.value,
      (a, b) => alike(isSameCountry(a, b))
    ),
    row('partner', partner, 'text', registration.Partner__r?.Name?.value, engaged?.Name?.value ?? notEntered, () =>
      alike(registration.Partner__r?.Id === engaged?.Id)
    ),
    row('products', products, 'list', listOf(registration.Product_Families__c?.value), families ?? [], inCommon),
    row('amount', amount, 'money', registration.Amount__c?.value, opportunity.Amount?.value, apart),
    row('close', close, 'date', registration.Expected_Close_Date__c?.value, opportunity.CloseDate?.value, daysApart),
    row('begun', begun, 'time', registration.Submitted_At__c?.value, opportunity.CreatedDate?.value),
    row('state', state, 'text', shownAs(registration.Status__c), shownAs(opportunity.StageName))
  ];
}

function row(key, label, kind, left, right, judge) {
  if (!judge) return { key, label, kind, left, right };
  const judged = isThere(left) && isThere(right) ? judge(left, right) : told('unknown', unknown);
  return { key, label, kind, left, right, ...judged };
}

function told(sign, words) {
  return { sign, words, icon: SIGNS[sign] };
}

function alike(isAlike) {
  return isAlike ? told('same', same) : told('differs', differs);
}

function isThere(value) {
  return value !== null && value !== undefined && value !== '' && value.length !== 0;
}

function shownAs(field) {
  return field?.displayValue ?? field?.value;
}

function plain(name) {
  return name.trim().toLocaleLowerCase();
}

function listOf(text) {
  return (text ?? '').split(';').filter((each) => each !== '');
}

/** An account may hold the code of a country or its name. */
function isSameCountry(code, written) {
  const spellings = /^[a-z]{2}$/i.test(code) ? spellingsOf(code) : [code];
  return spellings.some((each) => plain(each) === plain(written));
}

function inCommon(registered, sold) {
  const common = registered.filter((family) => sold.some((other) => plain(other) === plain(family)));
  if (common.length === 0) return told('differs', differs);
  return common.length === registered.length && registered.length === sold.length
    ? told('same', same)
    : told('partly', partly);
}

function apart(registered, now) {
  if (registered === now) return told('same', same);
  if (registered === 0) return told('differs', differs);
  const share = now / registered - 1;
  const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 }).format(Math.abs(share));
  return told(
    'differs',
    (share > 0 ? more : less).replace('{0}', () => percent)
  );
}

function daysApart(registered, now) {
  const days = daysBetween(registered, now);
  if (days === 0) return told('same', same);
  const [one, many] = days > 0 ? [dayLater, daysLater] : [dayEarlier, daysEarlier];
  return told('differs', Math.abs(days) === 1 ? one : many.replace('{0}', () => Math.abs(days)));
}
