/** Record ids as Salesforce makes them: key prefix, number in base 62, three characters that check upper and lower case. */

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checks = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** Prefixes of the objects the market fills; custom objects as an org assigns them when nothing else is known. */
export const usualPrefixes: Record<string, string> = {
  Account: '001',
  Contact: '003',
  Organization: '00D',
  Profile: '00e',
  User: '005',
  UserRole: '00E',
  Opportunity: '006',
  OpportunityHistory: '008',
  OpportunityFieldHistory: '017',
  AccountHistory: '017',
  Partner: '00I',
  OpportunityLineItem: '00k',
  Product2: '01t',
  PricebookEntry: '01u',
  Pricebook2: '01s',
  Quote: '0Q0',
  QuoteLineItem: '0QL',
  Task: '00T',
  Event: '00U',
  Holiday: '0C0',
  PermissionSetAssignment: '0Pa',
  Fairlead__c: 'a00',
  Engagement_Policy__c: 'a01',
  Program_Level__c: 'a02',
  Competency__c: 'a03',
  Partner_Competency__c: 'a04',
  Incentive__c: 'a05',
  Incentive_Tier__c: 'a06',
  Deal_Registration__c: 'a07',
  Exemption_Request__c: 'a08',
  Programme_Terms__c: 'a09',
};

export function salesforceId(prefix: string, number: number): string {
  let rest = '';
  for (let n = number; n > 0; n = Math.floor(n / 62)) rest = digits[n % 62] + rest;
  const id = prefix + rest.padStart(12, '0');
  let suffix = '';
  for (const part of [id.slice(0, 5), id.slice(5, 10), id.slice(10, 15)]) {
    let bits = 0;
    for (let i = 0; i < 5; i++) if (part[i]! >= 'A' && part[i]! <= 'Z') bits |= 1 << i;
    suffix += checks[bits];
  }
  return id + suffix;
}
