/** Whose hands a request is in: the salesperson and the partner ask, a channel manager answers, nobody else can. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createRole, createUser } from '../../local-org/records/seed.ts';
import type { Row, SaveOperation } from '../../local-org/types.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

const now = Date.parse('2026-05-04T09:00:00Z');
const day = 86_400_000;
const at = (offset: number) => new Date(now + offset).toISOString();
let org: ConnectedOrg;
let partner = '';
let [bright, manager, seller] = ['', '', ''];

beforeAll(async () => {
  org = await connectedOrg({ now: () => now, features: ['changeEvents', 'fieldHistory', 'experience'] });
  const { records } = org.local;
  const [channel, sales] = ['Channel', 'Sales'].map((name) => createRole(records, { name }));
  const internal = (username: string, roleId: string, permissionSet: string) =>
    createUser(records, {
      ...{ username, lastName: username, profile: 'Standard User', roleId },
      permissionSets: [permissionSet],
    });
  manager = internal('manager@vendor.example', channel!, 'Fairlead_Channel_Manager');
  seller = internal('seller@vendor.example', sales!, 'Fairlead_Salesperson');
  partner = org.make('Account', { Name: 'Bright IT', Partner_Roles__c: 'Reseller' });
  const contactId = org.make('Contact', { LastName: 'Bright', AccountId: partner });
  bright = createUser(records, {
    ...{ username: 'bright@partner.example', lastName: 'Bright', profile: 'Partner Community User', contactId },
    permissionSets: ['Fairlead_Partner'],
  });
});
afterAll(async () => org.local.close());

const save = (userId: string, operation: SaveOperation) => {
  const [result] = org.local.records.save({ userId, clientId: 'page' }, [operation], { allOrNone: true });
  return result?.success === true ? 'saved' : (result?.errors[0]?.statusCode ?? '');
};
const update = (object: string, id: string, values: Row, userId: string) =>
  save(userId, { kind: 'update', object, id, values });

describe('a partner who asks for more time', () => {
  let claim = '';
  const claimed = (status: string) => {
    claim = org.make('Deal_Registration__c', {
      ...{ Partner__c: partner, Customer_Name__c: 'Hammer', Product_Families__c: 'Storage', Status__c: status },
      ...{ Submitted_At__c: at(-80 * day), Protected_From__c: at(-80 * day), Protected_Until__c: at(10 * day) },
      OwnerId: bright,
    });
  };
  beforeEach(() => claimed('Approved'));
  const answer = {
    ...{
      Extension_Decision__c: 'Granted',
      Extension_Decided_At__c: at(0),
      Extension_Reason__c: 'Two meetings in May.',
    },
    Protected_Until__c: at(100 * day),
  };
  const answerAs = (userId: string) => update('Deal_Registration__c', claim, answer, userId);

  it('is answered by a channel manager, who owns nothing of it', () => {
    expect(update('Deal_Registration__c', claim, { Extension_Requested_At__c: at(0) }, bright)).toBe('saved');
    expect(answerAs(manager)).toBe('saved');
  });

  it('is answered neither by himself nor by a salesperson', () => {
    expect(answerAs(bright)).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
    expect(answerAs(seller)).toBe('INVALID_TYPE');
  });

  it('is answered on approved claims only: what waits for its verdict is the service to decide', () => {
    claimed('Submitted');
    expect(answerAs(manager)).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  });
});

describe('a salesperson who asks for an exemption', () => {
  let request = '';
  beforeEach(() => {
    const deal = org.make('Opportunity', {
      Name: 'Deal',
      StageName: 'Prospecting',
      CloseDate: '2026-06-30',
      OwnerId: seller,
    });
    request = org.make('Exemption_Request__c', {
      Opportunity__c: deal,
      Reason_Code__c: 'Tender',
      Reason__c: 'Published.',
    });
  });
  const answer = {
    ...{ Status__c: 'Granted', Decided_At__c: at(0), Decision_Reason__c: 'The notice came first.' },
    Valid_Until__c: at(30 * day),
  };

  it('is answered by a channel manager, who only reads the deal', () => {
    expect(update('Exemption_Request__c', request, answer, manager)).toBe('saved');
  });

  it('does not answer himself', () => {
    expect(update('Exemption_Request__c', request, answer, seller)).not.toBe('saved');
  });
});
