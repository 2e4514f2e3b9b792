/** The objects of a data export that an audit reads, with their columns and what each must hold. */

export type ColumnKind = 'id' | 'instant' | 'date' | 'number' | 'flag' | 'text';

export interface Column {
  name: string;
  kind: ColumnKind;
  /** Without a value, or without the column, the row or the file is of no use. */
  required: boolean;
}

export interface Table {
  object: string;
  columns: readonly Column[];
}

const kinds: Record<string, ColumnKind> = { '#': 'id', '@': 'instant', '%': 'date', '=': 'number', '?': 'flag' };

/** `!` marks what is required; `#` an id, `@` an instant, `%` a date, `=` a number, `?` a flag, nothing a text. */
function table(object: string, columns: string): Table {
  return {
    object,
    columns: columns.split(' ').map((typed) => {
      const [, required = '', kind = '', name = ''] = /^(!?)([#@%=?]?)(.+)$/.exec(typed) ?? [];
      return { name, kind: kinds[kind] ?? 'text', required: required !== '' };
    }),
  };
}

export const tables = {
  Organization: table('Organization', '#Id TimeZoneSidKey DefaultCurrencyIsoCode'),
  Holiday: table('Holiday', '#Id %ActivityDate ?IsRecurrence'),
  Account: table(
    'Account',
    '!#Id !Name Website BillingCountry Type #ParentId #OwnerId Tax_Id__c Company_Number__c ?Named_Account__c Partner_Roles__c ?IsPartner ?IsDeleted',
  ),
  AccountHistory: table('AccountHistory', '!#AccountId !Field OldValue NewValue !@CreatedDate !#CreatedById'),
  Contact: table('Contact', '!#Id #AccountId'),
  Product2: table('Product2', '!#Id Name Family'),
  Opportunity: table(
    'Opportunity',
    '!#Id #AccountId !Name !StageName =Amount =Probability !%CloseDate Type ?IsClosed ?IsWon !#OwnerId !@CreatedDate #CreatedById #Engaged_Partner__c CurrencyIsoCode ?IsDeleted @SystemModstamp',
  ),
  OpportunityLineItem: table(
    'OpportunityLineItem',
    '!#Id !#OpportunityId #Product2Id =Quantity =UnitPrice =ListPrice =TotalPrice =Discount ?IsDeleted',
  ),
  OpportunityFieldHistory: table(
    'OpportunityFieldHistory',
    '!#OpportunityId !Field DataType OldValue NewValue !@CreatedDate !#CreatedById',
  ),
  OpportunityHistory: table(
    'OpportunityHistory',
    '!#OpportunityId !StageName =Amount =Probability %CloseDate !@CreatedDate !#CreatedById',
  ),
  OpportunityPartner: table(
    'OpportunityPartner',
    '!#Id #OpportunityId #AccountToId Role @CreatedDate #CreatedById ?IsDeleted @SystemModstamp #LastModifiedById',
  ),
  Partner: table(
    'Partner',
    '!#Id #OpportunityId #AccountToId Role @CreatedDate #CreatedById ?IsDeleted @SystemModstamp #LastModifiedById',
  ),
  Quote: table(
    'Quote',
    '!#Id !#OpportunityId Status =TotalPrice =Discount #OwnerId !@CreatedDate #CreatedById ?IsDeleted #AccountId',
  ),
  QuoteLineItem: table(
    'QuoteLineItem',
    '!#Id !#QuoteId #Product2Id =Quantity =UnitPrice =ListPrice =Discount ?IsDeleted',
  ),
  Task: table(
    'Task',
    '!#Id #WhatId #WhoId #OwnerId !@CreatedDate %ActivityDate @CompletedDateTime ?IsClosed Status ?IsDeleted',
  ),
  Event: table(
    'Event',
    '!#Id #WhatId #WhoId #OwnerId !@CreatedDate %ActivityDate @StartDateTime @EndDateTime ?IsDeleted',
  ),
  User: table('User', '!#Id Name'),
  Deal_Registration__c: table(
    'Deal_Registration__c',
    '!#Id Name !#Partner__c Partner_Role__c Customer_Name__c Customer_Website__c Customer_Country__c Customer_Tax_Id__c #Customer__c Product_Families__c =Amount__c %Expected_Close_Date__c %Tender_Published_On__c !Status__c @Submitted_At__c @Decided_At__c Decision_Reason__c @Protected_From__c @Protected_Until__c @Extension_Requested_At__c @Ended_At__c #Opportunity__c @Partner_Confirmed_At__c !@CreatedDate ?IsDeleted',
  ),
  Exemption_Request__c: table(
    'Exemption_Request__c',
    '!#Id !#Opportunity__c Reason_Code__c !Status__c !@CreatedDate #CreatedById @Decided_At__c @Valid_Until__c ?IsDeleted',
  ),
  Engagement_Policy__c: table(
    'Engagement_Policy__c',
    '!#Id Policy_Key__c =Priority__c %Effective_From__c %Effective_Until__c Countries__c Segments__c Product_Families__c Required_Of__c =Gate_Probability__c =Business_Days__c =Protection_Days__c Mode__c ?Name_Persons__c %Go_Live__c',
  ),
} as const satisfies Record<string, Table>;
export type TableName = keyof typeof tables;

const expectations: Record<ColumnKind, string> = {
  id: 'a record id of 15 or 18 characters',
  instant: 'a date and time such as 2026-03-31 09:00:00',
  date: 'a date such as 2026-03-31',
  number: 'a number such as 1250.50',
  flag: '1, 0, true or false',
  text: 'text',
};

/** What is wrong with a value, in words; null where nothing is. */
export function problemOf({ kind, required }: Column, value: string): string | null {
  if (value === '') return required ? `expected ${expectations[kind]}, found nothing` : null;
  return isOf(kind, value) ? null : `expected ${expectations[kind]}, found ${JSON.stringify(value.slice(0, 80))}`;
}

function isOf(kind: ColumnKind, value: string): boolean {
  switch (kind) {
    case 'id':
      return isId(value);
    case 'instant':
      return value.length >= 16 && Number.isFinite(instantOf(value));
    case 'date':
      return /^\d{4}-\d\d-\d\d/.test(value) && isDay(value);
    case 'number':
      return value.trim() !== '' && Number.isFinite(Number(value));
    case 'flag':
      return value === '1' || value === '0' || /^(true|false)$/i.test(value);
    case 'text':
      return true;
  }
}

function isId(value: string): boolean {
  if (value.length !== 18 && value.length !== 15) return false;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (!((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122))) return false;
  }
  return true;
}

function isDay(value: string): boolean {
  const [month, day] = [Number(value.slice(5, 7)), Number(value.slice(8, 10))];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** The export service writes `2026-01-05 10:00:00` and means GMT; Data Loader writes `2026-01-05T10:00:00.000Z`. */
export function instantOf(value: string): number {
  const zone = value.length === 19 ? 'Z' : value.charAt(value.length - 1);
  if (zone === 'Z') {
    const day = dayNumber(digitsAt(value, 0, 4), digitsAt(value, 5, 2), digitsAt(value, 8, 2));
    const seconds = digitsAt(value, 11, 2) * 3600 + digitsAt(value, 14, 2) * 60 + digitsAt(value, 17, 2);
    const thousandths = value.charCodeAt(19) === 46 && value.length === 24 ? digitsAt(value, 20, 3) : 0;
    return (day * 86_400 + seconds) * 1000 + thousandths;
  }
  return Date.parse(value.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

/** The number that so many digits make; not a number where they are none. */
function digitsAt(value: string, from: number, count: number): number {
  let number = 0;
  for (let i = from; i < from + count; i += 1) {
    const digit = value.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** Days since 1 January 1970 of the Gregorian calendar; not a number for a month or day that is none. */
function dayNumber(year: number, month: number, dayOfMonth: number): number {
  if (!(month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= 31)) return Number.NaN;
  // Years begin in March, so that the leap day is the last.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

export function flagOf(value: string): boolean {
  return value === '1' || value.toLowerCase() === 'true';
}
