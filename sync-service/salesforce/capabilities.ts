/** What this org has. Asked once, by describe, as the integration user sees it. */
import { z } from 'zod';
import type { OrgConnection } from './connection.ts';
import { MissingMetadataError } from './errors.ts';

export interface Capabilities {
  /** Whether an object, or a field of an object the service uses as `Object.Field`, exists and may be read. */
  has(name: string): boolean;
  /** Those of these fields that exist. */
  optional(object: string, ...fields: string[]): string[];
  /** Whether an object's records may be changed. */
  mayWrite(object: string): boolean;
}

/** Objects that are used where the org has them, and whose fields or rights are asked for. */
const optionalObjects = [
  'OpportunityPartner',
  'OpportunityFieldHistory',
  'AccountHistory',
  'Quote',
  'QuoteLineItem',
  'Holiday',
  'Fairlead__c',
];

/** What the service can't do without: standard fields, our own, and those it writes. */
const required: Record<string, string> = {
  Opportunity: 'AccountId StageName CloseDate Amount Engaged_Partner__c Deal_Assessment__c',
  OpportunityLineItem: 'OpportunityId Quantity UnitPrice ListPrice',
  OpportunityHistory: 'StageName Amount CloseDate',
  OpportunityStage: 'ApiName DefaultProbability',
  Task: 'WhatId IsClosed',
  Event: 'WhatId StartDateTime',
  Contact: 'AccountId',
  Account:
    'Active_Registration__c Partner_Level__c Partner_Roles__c Named_Account__c Tax_Id__c Company_Number__c ParentId Website',
  Deal_Assessment__c:
    'Opportunity__c Opportunity_Id__c Engagement_State__c Required_Of__c Required_Partner__c Registration__c Engagement_Due__c ' +
    'Partner_Entered_At__c Partner_Confirmed_At__c Protected_From__c Protected_Until__c Gate_Open__c Partner_Margin__c ' +
    'Partner_Margin_Low__c Partner_Margin_High__c Partner_Margin_Percent__c Vendor_Net__c Waterfall__c Explanation__c ' +
    'Open_Conflicts__c Next_Review_At__c Rule_Version__c Assessment_Hash__c Assessed_At__c',
  Deal_Registration__c:
    'Partner__c Customer_Name__c Customer_Website__c Customer_Country__c Customer_Tax_Id__c Customer__c Product_Families__c ' +
    'Amount__c Expected_Close_Date__c Partner_Role__c Tender_Published_On__c Status__c Submitted_At__c Decided_At__c ' +
    'Decision_Reason__c Protected_From__c Protected_Until__c Queue_Position__c Extension_Requested_At__c Extension_Until__c ' +
    'Extension_Decided_At__c Ended_At__c Opportunity__c Engaged_At__c Partner_Confirmed_At__c Partner_Margin__c Partner_Margin_Low__c Partner_Margin_High__c ' +
    'Partner_Margin_Percent__c Waterfall__c',
  Exemption_Request__c: 'Opportunity__c Reason_Code__c Status__c Decided_At__c Valid_Until__c',
  Deal_Event__c:
    'Event_Key__c Opportunity__c Registration__c Account__c Kind__c Partner__c From__c To__c Occurred_At__c Actor__c Source__c',
  Channel_Conflict__c:
    'Case_Key__c Opportunity__c Registration__c Partner__c Customer__c Salesperson__c Pattern__c Aspects__c Status__c ' +
    'Confidence__c Confidence_Band__c Severity__c Amount_At_Stake__c First_Evidence_At__c Detected_At__c Decision_Due__c ' +
    'Explanation__c Story__c Innocent_Explanations__c Finding_Hash__c Decision_Reason__c Remedy__c Notified_At__c Overdue_Notified_At__c',
  Conflict_Evidence__c:
    'Conflict__c Evidence_Key__c Sequence__c What__c Fact__c From__c To__c By__c At__c Record_Id__c Object__c Field__c',
  Engagement_Policy__c:
    'Policy_Key__c Priority__c Effective_From__c Effective_Until__c Countries__c Segments__c Product_Families__c Required_Of__c ' +
    'Gate_Probability__c Business_Days__c Protection_Days__c Mode__c Name_Persons__c Go_Live__c Terms__c',
  Program_Level__c: 'Level_Key__c Rank__c Effective_From__c Effective_Until__c',
  Partner_Competency__c: 'Partner__c Competency__c Valid_From__c Valid_Until__c',
  Incentive__c:
    'Incentive_Id__c Version__c Sequence__c Kind__c Base__c Combine__c Group__c Rate__c Amount__c Cap_Amount__c Replaces__c ' +
    'Excludes__c Requires_Registration__c Requires_New_Customer__c Levels__c Roles__c Competencies__c Product_Families__c ' +
    'Min_Deal_Amount__c Min_Term_Months__c Effective_From__c Effective_Until__c Source__c',
  Incentive_Tier__c: 'Incentive__c From__c Level__c Rate__c Amount__c',
};

const global = z.object({ sobjects: z.array(z.object({ name: z.string() })) });
const described = z.object({ updateable: z.boolean(), fields: z.array(z.object({ name: z.string() })) });

/**
 * Describes the org.
 * @throws MissingMetadataError naming everything the service needs and does not see
 */
export async function readCapabilities(connection: OrgConnection): Promise<Capabilities> {
  const there = new Set(
    global
      .parse(await connection.send('describe', { method: 'GET', path: '/sobjects' }))
      .sobjects.map((object) => object.name),
  );
  const { inOrg } = connection.names;
  const wanted = [...Object.keys(required), ...optionalObjects].filter((object) => there.has(inOrg(object)));
  const objects = new Map(
    await Promise.all(
      wanted.map(async (object): Promise<[string, { writable: boolean; fields: Set<string> }]> => {
        const answer = await connection.send('describe', {
          method: 'GET',
          path: `/sobjects/${inOrg(object)}/describe`,
        });
        const { updateable, fields } = described.parse(answer);
        return [object, { writable: updateable, fields: new Set(fields.map((field) => field.name)) }];
      }),
    ),
  );
  const has = (name: string) => {
    const [object = '', field] = name.split('.');
    if (field === undefined) return there.has(inOrg(object));
    return objects.get(object)?.fields.has(inOrg(field)) === true;
  };
  const missing = Object.entries(required).flatMap(([object, fields]) =>
    has(object)
      ? fields.split(' ').flatMap((field) => (has(`${object}.${field}`) ? [] : `${object}.${field}`))
      : object,
  );
  if (missing.length > 0) throw new MissingMetadataError(missing);
  return {
    has,
    optional: (object, ...fields) => fields.filter((field) => has(`${object}.${field}`)),
    mayWrite: (object) => objects.get(object)?.writable === true,
  };
}
