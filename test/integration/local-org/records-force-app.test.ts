/** The real metadata on the stand-in org: it loads, and the gate does what it is for. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Row, Session } from '../../local-org/types.ts';
import {
  createRole,
  createUser,
  INTEGRATION,
  openRecords,
  SALES,
  seedOrg,
  type NewUser,
  type OpenRecords,
} from '../../local-org/records/index.ts';
import { loadSchema } from '../../local-org/schema/index.ts';

let records: OpenRecords;
let admin: Session;
let seller: Session;
let robot: Session;
beforeAll(() => {
  const schema = loadSchema({
    forceApp: 'force-app',
    packages: ['main', 'cdc', 'quotes'],
    features: ['changeEvents', 'quotes', 'fieldHistory'],
  });
  records = openRecords({ schema, now: () => Date.parse('2026-03-02T09:00:00Z') });
  const seeded = seedOrg(records);
  const session = (userId: string): Session => ({ userId, clientId: 'test' });
  admin = session(seeded.adminId);
  // Opportunities are private: who writes onto all of them stands above those who own them.
  const top = createRole(records, { name: 'Service' });
  const sales = createRole(records, { name: 'Sales', parentRoleId: top });
  const user = (over: Omit<NewUser, 'lastName'>) => session(createUser(records, { lastName: 'User', ...over }));
  seller = user({ username: 's@x.fr', profile: SALES, roleId: sales, permissionSets: ['Fairlead_Salesperson'] });
  robot = user({ username: 'r@x.fr', profile: INTEGRATION, roleId: top, permissionSets: ['Fairlead_Integration'] });
});

function make(session: Session, object: string, values: Row): string {
  const [result] = records.save(session, [{ kind: 'insert', object, values }], { allOrNone: true });
  if (!result?.success) throw new Error(JSON.stringify(result));
  return result.id;
}
function change(session: Session, object: string, id: string, values: Row): string {
  const [result] = records.save(session, [{ kind: 'update', object, id, values }], { allOrNone: true });
  return result?.success ? 'saved' : (result?.errors[0]?.statusCode ?? 'nothing');
}

describe('the metadata', () => {
  it('has every object of the design', () => {
    const custom = [...records.schema.objects.values()].filter(
      (object) => object.custom && !object.name.endsWith('__History'),
    );
    expect(custom.map((object) => object.name).sort()).toEqual([
      'Channel_Conflict__c',
      'Competency__c',
      'Conflict_Evidence__c',
      'Deal_Assessment__c',
      'Deal_Event__c',
      'Deal_Registration__c',
      'Engagement_Policy__c',
      'Exemption_Request__c',
      'Fairlead__c',
      'Incentive_Tier__c',
      'Incentive__c',
      'Partner_Competency__c',
      'Partner_Programme__c',
      'Program_Level__c',
      'Programme_Terms__c',
      'Rebate_Entry__c',
    ]);
  });

  it('selects five objects for change events', () => {
    expect([...records.schema.changeEventEntities].sort()).toEqual([
      'Account',
      'Deal_Registration__c',
      'Opportunity',
      'OpportunityLineItem',
      'Quote',
    ]);
  });
});

describe('the gate', () => {
  it('refuses the salesperson, names the panel, and lets pass once the partner is engaged', () => {
    make(admin, 'Fairlead__c', {
      Gate_Active__c: true,
      Gated_Stages__c: ';Value Proposition;Negotiation/Review;Closed Won;',
    });
    const partner = make(admin, 'Account', { Name: 'Partner' });
    const deal = make(seller, 'Opportunity', { Name: 'Deal', StageName: 'Qualification', CloseDate: '2026-06-30' });
    const upsert = records.save(
      robot,
      [
        {
          kind: 'upsert',
          object: 'Deal_Assessment__c',
          externalIdField: 'Opportunity_Id__c',
          externalId: deal,
          values: {
            Opportunity__c: deal,
            Gate_Open__c: false,
            Required_Partner__c: partner,
            Engagement_State__c: 'Pending',
          },
        },
      ],
      { allOrNone: true },
    )[0];
    if (!upsert?.success) throw new Error(JSON.stringify(upsert));
    expect(change(robot, 'Opportunity', deal, { Deal_Assessment__c: upsert.id })).toBe('saved');
    expect(change(seller, 'Opportunity', deal, { StageName: 'Needs Analysis' })).toBe('saved');
    expect(change(seller, 'Opportunity', deal, { StageName: 'Value Proposition' })).toBe(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    );
    expect(
      records.retrieve(seller, 'Opportunity', deal, ['StageName', 'Engagement_State__c', 'Required_Partner__c']),
    ).toEqual({
      StageName: 'Needs Analysis',
      Engagement_State__c: 'Pending',
      Required_Partner__c: 'Partner',
    });
    expect(change(seller, 'Opportunity', deal, { Engaged_Partner__c: partner, StageName: 'Value Proposition' })).toBe(
      'saved',
    );
  });
});
