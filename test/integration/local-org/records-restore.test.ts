import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../local-org/types.ts';
import { recordId } from '../../local-org/records/index.ts';
import { deal, fixtureOrg, said, type FixtureOrg } from './records-fixture.ts';

let org: FixtureOrg;
beforeEach(() => {
  org = fixtureOrg({ features: ['fieldHistory'] });
});
const restore = (object: string, ...rows: Row[]) => org.records.restore([[object, rows]]);

describe('rows that are brought in', () => {
  it('are taken as they are, past rules, rights, events and history', () => {
    const id = recordId('006', 7);
    restore('Opportunity', {
      ...deal(),
      Id: id,
      StageName: 'Engaging',
      Probability: 42,
      IsWon: true,
      CreatedDate: '2020-05-05T00:00:00.000Z',
    });
    expect(org.read('Opportunity', id, 'StageName', 'Probability', 'IsWon', 'CreatedDate', 'SystemModstamp')).toEqual({
      StageName: 'Engaging',
      Probability: 42,
      IsWon: true,
      CreatedDate: '2020-05-05T00:00:00.000Z',
      SystemModstamp: '2020-05-05T00:00:00.000Z',
    });
    expect([org.committed.length, org.all('SELECT 1 FROM "OpportunityHistory"').length]).toEqual([0, 0]);
  });

  it('get what they leave out: id, owner, dates, and what the stage says', () => {
    restore('Opportunity', deal({ StageName: 'Closed Won', Amount: 10 }));
    const sql =
      'SELECT "Id", "OwnerId", "CreatedDate", "IsWon", "Probability", "ExpectedRevenue", "Fiscal" FROM "Opportunity"';
    expect(org.all(sql)).toEqual([
      {
        Id: recordId('006', 1),
        OwnerId: org.seeded.adminId,
        CreatedDate: '2026-03-02T09:00:00.000Z',
        IsWon: 1,
        Probability: 100,
        ExpectedRevenue: 10,
        Fiscal: '2026 2',
      },
    ]);
  });

  it('leave room for the ids that come after them', () => {
    restore('Account', { Id: recordId('001', 41), Name: 'A' }, { Id: '001A0000006Vm9rIAC', Name: 'Elsewhere' });
    expect(org.make('Account', { Name: 'Next' })).toBe(recordId('001', 42));
  });

  it('must fit their fields: the first that does not is named and nothing is kept', () => {
    const good = { Name: 'A' };
    expect(() => restore('Account', good, { Name: 'x'.repeat(256) })).toThrow(
      'restore: Account row 1: Name: Account Name: data value too large',
    );
    expect(() => restore('Account', good, { Name: 'B', Nmae: 'C' })).toThrow(
      'restore: Account row 1: Nmae is no field that records keep',
    );
    expect(() => restore('Opportunity', deal({ CloseDate: '30.6.2026' }))).toThrow(
      'restore: Opportunity row 0: CloseDate: Cannot deserialize instance of date',
    );
    expect(() => restore('Opportunity', deal({ Gate_Open__c: true }))).toThrow(
      'Gate_Open__c is no field that records keep',
    );
    expect(() => restore('Nothing', good)).toThrow('restore: object Nothing does not exist in this org');
    expect(() =>
      restore('Account', { Id: recordId('001', 5), Name: 'A' }, { Id: recordId('001', 5), Name: 'B' }),
    ).toThrow('restore: Account row 1: Error: UNIQUE constraint failed: Account.Id');
    expect(org.all('SELECT 1 FROM "Account"')).toEqual([]);
  });

  it('of a partner on an opportunity make the row of the other kind', () => {
    const [customer, partner, opportunity] = [recordId('001', 1), recordId('001', 2), recordId('006', 1)];
    org.records.restore([
      [
        'Account',
        [
          { Id: customer, Name: 'C' },
          { Id: partner, Name: 'P' },
        ],
      ],
      ['Opportunity', [{ ...deal(), Id: opportunity, AccountId: customer }]],
      [
        'Partner',
        [
          {
            Id: recordId('00I', 1),
            OpportunityId: opportunity,
            AccountFromId: customer,
            AccountToId: partner,
            IsPrimary: true,
          },
        ],
      ],
      ['OpportunityPartner', [{ Id: recordId('00I', 9), OpportunityId: opportunity, AccountToId: partner }]],
    ]);
    const ids = (object: string) => org.all(`SELECT "Id" FROM "${object}" ORDER BY "Id"`).map((row) => row['Id']);
    expect([ids('Partner'), ids('OpportunityPartner')]).toEqual([
      [recordId('00I', 1), recordId('00I', 9)],
      [recordId('00I', 1), recordId('00I', 9)],
    ]);
    expect(org.read('Partner', recordId('00I', 9), 'AccountFromId')).toEqual({ AccountFromId: customer });
    expect(said(org.remove('OpportunityPartner', recordId('00I', 1)))).toBe('saved');
    expect(org.all('SELECT "Id" FROM "Partner" WHERE "IsDeleted" = 0').map((row) => row['Id'])).toEqual([
      recordId('00I', 9),
    ]);
  });

  it('can be users and permissions, which hold at once', () => {
    const user = org.user();
    expect(org.records.access({ userId: user, clientId: '' }, 'Claim__c').read).toBe(false);
    restore('PermissionSetAssignment', {
      AssigneeId: user,
      PermissionSetId: org.seeded.permissionSets['Guarded_Sales'] ?? '',
    });
    expect(org.records.access({ userId: user, clientId: '' }, 'Claim__c').read).toBe(true);
  });

  it('come in by the ten thousand within seconds', () => {
    const rows = function* (): Generator<Row> {
      for (let index = 0; index < 20_000; index++) yield { LastName: `L${index}`, Email: `a${index}@example.com` };
    };
    const started = performance.now();
    org.records.restore([['Contact', rows()]]);
    expect(org.all('SELECT count(*) AS n FROM "Contact"')).toEqual([{ n: 20_000 }]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('a fresh org', () => {
  it('has the stages, the standard price book and one administrator', () => {
    const open = org.all(
      'SELECT "ApiName", "DefaultProbability" AS p FROM "OpportunityStage" WHERE "IsClosed" = 0 ORDER BY "SortOrder"',
    );
    expect(open.map((row) => `${String(row['ApiName'])} ${String(row['p'])}`)).toEqual([
      'Prospecting 10',
      'Qualification 10',
      'Needs Analysis 20',
      'Value Proposition 50',
      'Id. Decision Makers 60',
      'Perception Analysis 70',
      'Proposal/Price Quote 75',
      'Negotiation/Review 90',
    ]);
    expect(org.all('SELECT "IsStandard" FROM "Pricebook2"')).toEqual([{ IsStandard: 1 }]);
    expect(org.all('SELECT "Id" FROM "User"')).toEqual([{ Id: org.seeded.adminId }]);
  });

  it('knows its permission sets and which custom permissions they hold', () => {
    const sql = `SELECT p."Name", c."DeveloperName" FROM "SetupEntityAccess" s
      JOIN "PermissionSet" p ON p."Id" = s."ParentId" JOIN "CustomPermission" c ON c."Id" = s."SetupEntityId"`;
    expect(org.all(sql)).toEqual([{ Name: 'Guarded_Sales', DeveloperName: 'Guarded' }]);
  });
});
