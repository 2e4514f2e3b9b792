/** The objects of a data export that an audit reads, with their columns and what each must hold. */

export type ColumnKind = 'id' | 'instant' | 'date' | 'number' | 'flag' | 'text';

export interface Column {
  name: string;
  kind: ColumnKind;
  /** Without a value, or without the column, the row or the file is of no use. */
  required: boolean;
  /** Without the column the file is of no use, or would accuse where it tells nothing; rows may lack the value. */
  needed: boolean;
}

export interface Table {
  object: string;
  columns: readonly Column[];
}

const kinds: Record<string, ColumnKind> = { '#': 'id', '@': 'instant', '%': 'date', '=': 'number', '?': 'flag' };

/** `!` marks what is required, `~` a column that must be there; `#` an id, `@` an instant, `%` a date, `=` a number, `?` a flag, nothing a text. */
function table(object: string, columns: string): Table {
  return {
    object,
    columns: columns.split(' ').map((typed) => {
      const [, must = '', kind = '', name = ''] = /^([!~]?)([#@%=?]?)(.+)$/.exec(typed) ?? [];
      return { name, kind: kinds[kind] ?? 'text', required: must === '!', needed: must !== '' };
    }),
  };
}

export const tables = {
  Organization: table('Organization', '#Id TimeZoneSidKey DefaultCurrencyIsoCode'),
  Holiday: table('Holiday', '#Id %ActivityDate ?IsRecurrence'),
  Account: table(
    'Account',
    '!#Id !Name Website Phone BillingStreet BillingPostalCode BillingCity BillingCountry Type #ParentId #OwnerId Tax_Id__c Company_Number__c ?Named_Account__c Partner_Roles__c ?IsPartner ?IsDeleted #MasterRecordId @CreatedDate @SystemModstamp',
  ),
  AccountHistory: table('AccountHistory', '!#AccountId !Field OldValue ~NewValue !@CreatedDate !#CreatedById'),
  Contact: table('Contact', '!#Id ~#AccountId'),
  Product2: table('Product2', '!#Id Name ~Family'),
  Opportunity: table(
    'Opportunity',
    '!#Id #AccountId !Name !StageName =Amount =Probability !%CloseDate Type ?IsClosed ?IsWon !#OwnerId !@CreatedDate #CreatedById #Engaged_Partner__c CurrencyIsoCode ?IsDeleted @SystemModstamp',
  ),
  OpportunityLineItem: table(
    'OpportunityLineItem',
    '!#Id !#OpportunityId ~#Product2Id =Quantity =UnitPrice =ListPrice =TotalPrice =Discount ?IsDeleted',
  ),
  OpportunityFieldHistory: table(
    'OpportunityFieldHistory',
    '!#OpportunityId !Field DataType ~OldValue ~NewValue !@CreatedDate !#CreatedById',
  ),
  OpportunityHistory: table(
    'OpportunityHistory',
    '!#OpportunityId !StageName =Amount =Probability %CloseDate !@CreatedDate !#CreatedById',
  ),
  OpportunityPartner: table(
    'OpportunityPartner',
    '!#Id ~#OpportunityId #AccountToId Role @CreatedDate #CreatedById ?IsDeleted @SystemModstamp #LastModifiedById',
  ),
  Partner: table(
    'Partner',
    '!#Id ~#OpportunityId #AccountToId Role @CreatedDate #CreatedById ?IsDeleted @SystemModstamp #LastModifiedById',
  ),
  Quote: table(
    'Quote',
    '!#Id !#OpportunityId Status =TotalPrice =Discount #OwnerId !@CreatedDate #CreatedById ?IsDeleted #AccountId #QuoteAccountId CurrencyIsoCode',
  ),
  QuoteLineItem: table(
    'QuoteLineItem',
    '!#Id !#QuoteId ~#Product2Id =Quantity ~=UnitPrice ~=ListPrice =Discount ?IsDeleted',
  ),
  Task: table(
    'Task',
    '!#Id ~#WhatId #WhoId #OwnerId !@CreatedDate %ActivityDate @CompletedDateTime ?IsClosed Status ?IsDeleted',
  ),
  Event: table(
    'Event',
    '!#Id ~#WhatId #WhoId #OwnerId !@CreatedDate %ActivityDate @StartDateTime @EndDateTime ?IsDeleted',
  ),
  User: table('User', '!#Id Name'),
  Deal_Registration__c: table(
    'Deal_Registration__c',
    '!#Id Name !#Partner__c Partner_Role__c Customer_Name__c Customer_Website__c Customer_Country__c Customer_Tax_Id__c #Customer__c Product_Families__c =Amount__c %Expected_Close_Date__c %Tender_Published_On__c !Status__c @Submitted_At__c @Decided_At__c Decision_Reason__c @Protected_From__c @Protected_Until__c @Extension_Requested_At__c @Extension_Decided_At__c @Ended_At__c #Opportunity__c @Partner_Confirmed_At__c !@CreatedDate ?IsDeleted',
  ),
  Channel_Conflict__c: table(
    'Channel_Conflict__c',
    '!#Id #Opportunity__c #Registration__c Pattern__c !Status__c =Confidence__c Dismissed_Because__c ?IsDeleted',
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
export const tableNames = Object.keys(tables) as TableName[];

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
      return /^([0-9A-Za-z]{15}|[0-9A-Za-z]{18})$/.test(value);
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

/**
 * Whether a value is plainly as it should be, told from its bytes without making text of them. Where it gives false, the
 * value may still be right: `problemOf` knows.
 */
export function isPlainly({ kind, required }: Column, bytes: Buffer, start: number, end: number): boolean {
  if (start === end) return !required;
  switch (kind) {
    case 'id':
      return (end - start === 18 || end - start === 15) && areAlphanumeric(bytes, start, end);
    case 'instant':
      return Number.isFinite(plainInstantIn(bytes, start, end));
    case 'number':
      return areDigits(bytes, start, end);
    case 'flag':
      return end - start === 1 && (bytes[start] === 48 || bytes[start] === 49);
    case 'date':
      return end - start >= 10 && Number.isFinite(dayIn(bytes, start));
    case 'text':
      return true;
  }
}

function areAlphanumeric(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) {
    const code = bytes[i]!;
    if (!((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122))) return false;
  }
  return true;
}

function areDigits(bytes: Buffer, start: number, end: number): boolean {
  let points = 0;
  for (let i = bytes[start] === 45 ? start + 1 : start; i < end; i += 1) {
    if (bytes[i] === 46) points += 1;
    else if (!(bytes[i]! >= 48 && bytes[i]! <= 57)) return false;
  }
  return points <= 1 && bytes[end - 1]! >= 48;
}

function isDay(value: string): boolean {
  return Number.isFinite(dayIn(Buffer.from(value.slice(0, 10), 'latin1'), 0));
}

/** The export service writes `2026-01-05 10:00:00` and means GMT; Data Loader writes `2026-01-05T10:00:00.000Z`. */
export function instantOf(value: string): number {
  const bytes = Buffer.from(value);
  return instantIn(bytes, 0, bytes.length);
}

/** As `instantOf`, of a part of some bytes; not a number where there is none. */
export function instantIn(bytes: Buffer, start: number, end: number): number {
  const plain = plainInstantIn(bytes, start, end);
  if (Number.isFinite(plain)) return plain;
  const text = bytes.toString('utf8', start, end);
  // A zone of its own is the only other form; a day that is none stays none.
  if (!/[+-]\d\d:?\d\d$/.test(text)) return Number.NaN;
  return Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

const [capitalZ, point] = [90, 46];

/** Of the two usual forms, which are of 19, 20 or 24 characters. */
function plainInstantIn(bytes: Buffer, start: number, end: number): number {
  const length = end - start;
  if (length !== 19 && bytes[end - 1] !== capitalZ) return Number.NaN;
  const seconds =
    digitsAt(bytes, start + 11, 2) * 3600 + digitsAt(bytes, start + 14, 2) * 60 + digitsAt(bytes, start + 17, 2);
  const thousandths = length === 24 && bytes[start + 19] === point ? digitsAt(bytes, start + 20, 3) : 0;
  return (dayIn(bytes, start) * 86_400 + seconds) * 1000 + thousandths;
}

/** The number of the day that stands there as `2026-01-05`. */
function dayIn(bytes: Buffer, start: number): number {
  return dayNumber(digitsAt(bytes, start, 4), digitsAt(bytes, start + 5, 2), digitsAt(bytes, start + 8, 2));
}

/** The number that so many digits make; not a number where they are none. */
function digitsAt(bytes: Buffer, from: number, count: number): number {
  let number = 0;
  for (let i = from; i < from + count; i += 1) {
    const digit = bytes[i]! - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** Days since 1 January 1970 of the Gregorian calendar; not a number for a month or day that is none. */
function dayNumber(year: number, month: number, dayOfMonth: number): number {
  if (!(month >= 1 && month <= 12 && dayOfMonth >= 1)) return Number.NaN;
  if (dayOfMonth > 28 && dayOfMonth > daysIn(year, month)) return Number.NaN;
  // Years begin in March, so that the leap day is the last.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Where a column stands in its table. */
export function at(table: TableName, column: string): number {
  const index = tables[table].columns.findIndex(({ name }) => name === column);
  if (index < 0) throw new Error(`${table} has no column ${column}`);
  return index;
}

export function flagOf(value: string): boolean {
  return value === '1' || value.toLowerCase() === 'true';
}
