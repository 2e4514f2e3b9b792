/** Standard objects of a deal, with the names, types and lengths of Salesforce's object reference. */
import {
  address,
  always,
  checkbox,
  currency,
  date,
  datetime,
  double,
  email,
  field,
  insertOnly,
  int,
  long,
  nameText,
  owned,
  percent,
  phone,
  picklist,
  readOnly,
  reference,
  required,
  system,
  text,
  url,
} from '../field.ts';
import { standard } from '../object.ts';
import type { ObjectDef } from '../../types.ts';

const industries =
  'Agriculture;Apparel;Banking;Biotechnology;Chemicals;Communications;Construction;Consulting;Education;Electronics;' +
  'Energy;Engineering;Entertainment;Environmental;Finance;Food & Beverage;Government;Healthcare;Hospitality;Insurance;' +
  'Machinery;Manufacturing;Media;Not For Profit;Other;Recreation;Retail;Shipping;Technology;Telecommunications;' +
  'Transportation;Utilities';
const leadSources = 'Web;Phone Inquiry;Partner Referral;Purchased List;Other';
const partnerRoles =
  'System Integrator;Agency;Advertiser;VAR/Reseller;Distributor;Developer;Broker;Lender;Supplier;Institution;Contractor;' +
  'Dealer;Consultant';
const stages =
  'Prospecting;Qualification;Needs Analysis;Value Proposition;Id. Decision Makers;Perception Analysis;' +
  'Proposal/Price Quote;Negotiation/Review;Closed Won;Closed Lost';
const forecastCategories = 'Omitted;Pipeline;BestCase;Forecast;Closed';
const forecastCategoryNames = 'Omitted;Pipeline;Best Case;Commit;Closed';

const account = standard('Account', '001', { sharing: 'Read', owner: true }, [
  reference('MasterRecordId', 'Account', null, system),
  nameText(255, { label: 'Account Name' }),
  picklist(
    'Type',
    'Prospect;Customer - Direct;Customer - Channel;Channel Partner / Reseller;Installation Partner;Technology Partner;Other',
  ),
  reference('ParentId', 'Account', 'ChildAccounts', { label: 'Parent Account ID' }),
  ...address('Billing'),
  ...address('Shipping'),
  phone('Phone', { label: 'Account Phone' }),
  phone('Fax'),
  text('AccountNumber', 40),
  url('Website'),
  text('Sic', 20, { label: 'SIC Code' }),
  picklist('Industry', industries),
  currency('AnnualRevenue', 18, 0),
  int('NumberOfEmployees', { label: 'Employees' }),
  picklist('Ownership', 'Public;Private;Subsidiary;Other'),
  text('TickerSymbol', 20),
  long('Description', 32000, { label: 'Account Description' }),
  picklist('Rating', 'Hot;Warm;Cold'),
  text('Site', 80, { label: 'Account Site' }),
  text('Jigsaw', 20, { label: 'Data.com Key' }),
  picklist('AccountSource', leadSources),
  text('SicDesc', 80, { label: 'SIC Description' }),
  datetime('LastViewedDate', system),
  datetime('LastReferencedDate', system),
  checkbox('IsPartner', { feature: 'prm', label: 'Partner Account', createable: false }),
]);

const contact = standard('Contact', '003', { sharing: 'ControlledByParent', owner: true }, [
  reference('MasterRecordId', 'Contact', null, system),
  reference('AccountId', 'Account', 'Contacts', { cascadeDelete: true }),
  text('LastName', 80, required),
  text('FirstName', 40, always),
  picklist('Salutation', 'Mr.;Ms.;Mrs.;Dr.;Prof.', { length: 40 }, always),
  text('Name', 121, system, { nameField: true, label: 'Full Name' }),
  ...address('Other'),
  ...address('Mailing'),
  phone('Phone', { label: 'Business Phone' }),
  phone('Fax'),
  phone('MobilePhone'),
  phone('HomePhone'),
  reference('ReportsToId', 'Contact', null),
  email('Email', 80),
  text('Title', 128),
  text('Department', 80),
  picklist('LeadSource', leadSources),
  date('Birthdate'),
  long('Description', 32000),
  checkbox('HasOptedOutOfEmail', { label: 'Email Opt Out' }),
  datetime('LastViewedDate', system),
  datetime('LastReferencedDate', system),
  datetime('EmailBouncedDate', always),
  text('EmailBouncedReason', 255, always),
  checkbox('IsEmailBounced', system),
]);

const opportunity = standard('Opportunity', '006', { plural: 'Opportunities', sharing: 'Private', owner: true }, [
  reference('AccountId', 'Account', 'Opportunities', { cascadeDelete: true }),
  checkbox('IsPrivate'),
  nameText(120, { label: 'Opportunity Name' }),
  long('Description', 32000),
  picklist('StageName', stages, required, { label: 'Stage' }),
  currency('Amount', 18, 2),
  percent('Probability', 3, 0, { label: 'Probability (%)' }),
  currency('ExpectedRevenue', 18, 2, readOnly, { label: 'Expected Amount' }),
  double('TotalOpportunityQuantity', 18, 2, { label: 'Quantity' }),
  date('CloseDate', required),
  picklist(
    'Type',
    'Existing Customer - Upgrade;Existing Customer - Replacement;Existing Customer - Downgrade;New Customer',
    {
      label: 'Opportunity Type',
    },
  ),
  text('NextStep', 255),
  picklist('LeadSource', leadSources),
  checkbox('IsClosed', system, { label: 'Closed' }),
  checkbox('IsWon', system, { label: 'Won' }),
  picklist('ForecastCategory', forecastCategories, { length: 40 }, system),
  picklist('ForecastCategoryName', forecastCategoryNames, { label: 'Forecast Category' }, always),
  checkbox('HasOpportunityLineItem', system, { label: 'Has Line Item' }),
  reference('Pricebook2Id', 'Pricebook2', 'Opportunities', { label: 'Price Book ID' }, always),
  int('PushCount', system),
  datetime('LastStageChangeDate', system),
  int('FiscalQuarter', system),
  int('FiscalYear', system),
  text('Fiscal', 6, system, { label: 'Fiscal Period' }),
  reference('ContactId', 'Contact', null, { updateable: false }, always),
  datetime('LastViewedDate', system),
  datetime('LastReferencedDate', system),
  reference('PartnerAccountId', 'Account', null, { feature: 'prm' }),
  reference('SyncedQuoteId', 'Quote', null, { feature: 'quotes', createable: false }),
]);

const opportunityContactRole = standard('OpportunityContactRole', '00K', { sharing: 'ControlledByParent' }, [
  reference('OpportunityId', 'Opportunity', 'OpportunityContactRoles', owned, insertOnly),
  reference('ContactId', 'Contact', 'OpportunityContactRoles', owned),
  picklist(
    'Role',
    'Business User;Decision Maker;Economic Buyer;Economic Decision Maker;Evaluator;Executive Sponsor;Influencer;Technical Buyer;Other',
    always,
  ),
  checkbox('IsPrimary', always, { label: 'Primary' }),
]);

/** No update: a change of partner is a delete and a create. */
const partner = standard('Partner', '00I', { writes: 'create-delete', sharing: 'ControlledByParent' }, [
  reference('OpportunityId', 'Opportunity', null, insertOnly, always, { cascadeDelete: true }),
  reference('AccountFromId', 'Account', 'PartnersFrom', insertOnly, always, { cascadeDelete: true }),
  reference('AccountToId', 'Account', 'PartnersTo', insertOnly, owned),
  picklist('Role', partnerRoles, { length: 40 }, insertOnly, always),
  checkbox('IsPrimary', insertOnly, always, { label: 'Primary' }),
  reference('ReversePartnerId', 'Partner', null, system),
]);

const opportunityPartner = standard(
  'OpportunityPartner',
  '00I',
  { writes: 'create-delete', sharing: 'ControlledByParent', replicateable: false },
  [
    reference('OpportunityId', 'Opportunity', 'OpportunityPartnersFrom', owned, insertOnly),
    reference('AccountToId', 'Account', 'OpportunityPartnersTo', owned, insertOnly),
    picklist('Role', partnerRoles, { length: 40 }, insertOnly, always),
    checkbox('IsPrimary', insertOnly, always, { label: 'Primary' }),
    reference('ReversePartnerId', 'Partner', null, system),
  ],
);

/** One row for each change of stage, amount, close date or probability, and one at creation. */
const opportunityHistory = standard(
  'OpportunityHistory',
  '008',
  {
    plural: 'Opportunity History',
    writes: 'none',
    audit: 'created',
    sharing: 'ControlledByParent',
    replicateable: false,
  },
  [
    reference('OpportunityId', 'Opportunity', 'OpportunityHistories', system, { cascadeDelete: true }),
    picklist('StageName', stages, system),
    currency('Amount', 18, 2, system),
    currency('ExpectedRevenue', 18, 2, system),
    date('CloseDate', system),
    percent('Probability', 3, 0, system),
    picklist('ForecastCategory', forecastCategories, { length: 40 }, system),
    currency('PrevAmount', 18, 2, system),
    date('PrevCloseDate', system),
    datetime('SystemModstamp', system),
  ],
);

const opportunityStage = standard('OpportunityStage', '01J', { writes: 'none', softDelete: false }, [
  text('MasterLabel', 255, system, { nameField: true }),
  text('ApiName', 255, system),
  checkbox('IsActive', system),
  int('SortOrder', system),
  checkbox('IsClosed', system),
  checkbox('IsWon', system),
  picklist('ForecastCategory', forecastCategories, system),
  picklist('ForecastCategoryName', forecastCategoryNames, system),
  percent('DefaultProbability', 3, 0, system),
  text('Description', 255, system),
]);

const quote = standard('Quote', '0Q0', { feature: 'quotes', sharing: 'ControlledByParent', owner: true }, [
  nameText(255, { label: 'Quote Name' }),
  reference('OpportunityId', 'Opportunity', 'Quotes', owned, insertOnly),
  reference('AccountId', 'Account', 'Quotes', system),
  reference('Pricebook2Id', 'Pricebook2', 'Quotes', always),
  reference('ContactId', 'Contact', 'Quotes'),
  text('QuoteNumber', 30, system, { autoNumber: '{00000000}' }),
  checkbox('IsSyncing', system),
  picklist('Status', 'Draft;Needs Review;In Review;Approved;Rejected;Presented;Accepted;Denied', { length: 40 }),
  date('ExpirationDate'),
  long('Description', 32000),
  currency('Subtotal', 18, 2, readOnly),
  percent('Discount', 5, 2, readOnly),
  currency('TotalPrice', 18, 2, readOnly),
  currency('GrandTotal', 18, 2, readOnly),
  currency('Tax', 18, 2),
  currency('ShippingHandling', 18, 2),
  int('LineItemCount', system),
  text('BillingName', 255),
  email('Email', 80),
  phone('Phone'),
]);

const quoteLineItem = standard('QuoteLineItem', '0QL', { feature: 'quotes', sharing: 'ControlledByParent' }, [
  text('LineNumber', 80, system, { nameField: true, autoNumber: '{00000000}' }),
  reference('QuoteId', 'Quote', 'QuoteLineItems', owned, insertOnly),
  reference('PricebookEntryId', 'PricebookEntry', 'QuoteLineItems', insertOnly, required),
  reference('OpportunityLineItemId', 'OpportunityLineItem', 'QuoteLineItems', insertOnly, always),
  reference('Product2Id', 'Product2', 'QuoteLineItems', insertOnly, always),
  double('Quantity', 12, 2, required),
  currency('UnitPrice', 18, 2, required, { label: 'Sales Price' }),
  percent('Discount', 5, 2),
  currency('ListPrice', 18, 2, readOnly),
  currency('Subtotal', 18, 2, readOnly),
  currency('TotalPrice', 18, 2, readOnly),
  date('ServiceDate'),
  text('Description', 255, { label: 'Line Item Description' }),
  int('SortOrder', always),
]);

const history = (name: string, parent: string, parentField: string, plural: string) =>
  standard(
    name,
    '017',
    {
      plural,
      writes: 'none',
      audit: 'created',
      sharing: 'ControlledByParent',
      feature: 'fieldHistory',
      replicateable: false,
    },
    [
      reference(parentField, parent, parent === 'Opportunity' ? 'FieldHistories' : 'Histories', system, {
        cascadeDelete: true,
      }),
      picklist('Field', '', system, { label: 'Changed Field' }),
      picklist('DataType', '', system, { label: 'Datatype' }),
      field('OldValue', 'string', { length: 255 }, system),
      field('NewValue', 'string', { length: 255 }, system),
    ],
  );

export const salesObjects: ObjectDef[] = [
  account,
  contact,
  opportunity,
  opportunityContactRole,
  partner,
  opportunityPartner,
  opportunityHistory,
  opportunityStage,
  quote,
  quoteLineItem,
  history('AccountHistory', 'Account', 'AccountId', 'Account History'),
  history('ContactHistory', 'Contact', 'ContactId', 'Contact History'),
  history('OpportunityFieldHistory', 'Opportunity', 'OpportunityId', 'Opportunity Field History'),
];
