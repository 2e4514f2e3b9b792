import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '../../../sync-service/salesforce/connection.ts';
import {
  MissingMetadataError,
  OrgAuthError,
  OrgBusyError,
  OrgLimitError,
  OrgRefusalError,
  OrgUnreachableError,
  WrongOrgError,
} from '../../../sync-service/salesforce/errors.ts';
import { openOrg } from '../../../sync-service/salesforce/org.ts';
import { select } from '../../../sync-service/salesforce/soql.ts';
import { startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import { plainIndex, settingsFor } from './org-fixture.ts';

let local: LocalOrg;
beforeEach(async () => {
  local = await startLocalOrg();
});
afterEach(async () => {
  await local.close();
});
const organizations = 'SELECT Id FROM Organization';

describe('logging in', () => {
  it.each(['jwt', 'client credentials'] as const)('works by %s', async (kind) => {
    const settings = settingsFor(local);
    const login = kind === 'jwt' ? settings.login : { kind, clientSecret: local.app.clientSecret };
    const connection = await connect({ ...settings, login });
    expect(connection.organizationId).toBe(local.seeded.organizationId);
    expect(await connection.token()).toMatchObject({ instanceUrl: local.url, tenantId: local.seeded.organizationId });
    expect(await select(connection, organizations)).toHaveLength(1);
    expect(connection.calls()).toMatchObject({ login: 1, query: 1 });
    expect(connection.usage()).toMatchObject({ limit: 1_000_000 });
  });

  it('with the wrong secret or an unknown user is refused with the reason', async () => {
    const settings = settingsFor(local);
    const secret = connect({ ...settings, login: { kind: 'client credentials', clientSecret: 'wrong' } });
    await expect(secret).rejects.toBeInstanceOf(OrgAuthError);
    const stranger = connect({
      ...settings,
      login: { kind: 'jwt', username: 'nobody@example.com', privateKey: local.app.privateKey },
    });
    await expect(stranger).rejects.toBeInstanceOf(OrgAuthError);
  });

  it('where nobody listens says that the org is unreachable', async () => {
    await expect(connect({ ...settingsFor(local), loginUrl: 'http://127.0.0.1:9' })).rejects.toBeInstanceOf(
      OrgUnreachableError,
    );
  });
});

describe('a session', () => {
  it('that expired is renewed once for calls at the same time, and they come through', async () => {
    const connection = await connect(settingsFor(local));
    await select(connection, organizations);
    local.faults.expireSessions();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(async () => select(connection, organizations)));
    expect(answers.map((rows) => rows.length)).toEqual([1, 1, 1, 1, 1]);
    expect(connection.calls().login).toBe(2);
  });

  it('is renewed for the event stream when asked', async () => {
    const connection = await connect(settingsFor(local));
    const { accessToken } = await connection.token();
    expect((await connection.token()).accessToken).toBe(accessToken);
    expect((await connection.token({ renew: true })).accessToken).not.toBe(accessToken);
  });
});

describe('a call', () => {
  it('is repeated while the org is unavailable, up to its bound', async () => {
    const connection = await connect(settingsFor(local));
    local.faults.unavailable = 4;
    expect(await select(connection, organizations)).toHaveLength(1);
    expect(connection.calls().query).toBe(5);
    local.faults.unavailable = 5;
    await expect(select(connection, organizations)).rejects.toBeInstanceOf(OrgBusyError);
    expect(connection.calls().query).toBe(10);
  });

  it('whose answer was lost is repeated', async () => {
    const connection = await connect(settingsFor(local));
    local.faults.cutConnections = 1;
    expect(await select(connection, organizations)).toHaveLength(1);
    expect(connection.calls().query).toBe(2);
  });

  it('that the org refuses is not repeated', async () => {
    const connection = await connect(settingsFor(local));
    const refused = select(connection, ['SELECT Nonsense', 'FROM Account'].join(' '));
    await expect(refused).rejects.toBeInstanceOf(OrgRefusalError);
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_FIELD' });
    expect(connection.calls().query).toBe(1);
  });

  it('after the org is gone says that it is unreachable', async () => {
    const other = await startLocalOrg();
    const connection = await connect({ ...settingsFor(other), attempts: 2 });
    await other.close();
    await expect(select(connection, organizations)).rejects.toBeInstanceOf(OrgUnreachableError);
  });
});

it('says that the calls of the day are used up', async () => {
  const poor = await startLocalOrg({ requestLimit: 2 });
  try {
    const connection = await connect({ ...settingsFor(poor), attempts: 2 });
    await select(connection, organizations);
    await select(connection, organizations);
    await expect(select(connection, organizations)).rejects.toBeInstanceOf(OrgLimitError);
  } finally {
    await poor.close();
  }
});

describe('an org that is not the one', () => {
  it('may be read and is never written to', async () => {
    const connection = await connect({ ...settingsFor(local), organizationId: '00D000000000099' });
    const org = await openOrg(connection, plainIndex(), { currency: 'EUR' });
    expect((await org.rules()).policy.stages).toHaveLength(10);
    const plan = { steps: [{ object: 'Account', externalId: null, rows: [{ on: 'x', fields: { Id: 'x' } }] }] };
    await expect(org.write(plan)).rejects.toBeInstanceOf(WrongOrgError);
    expect(connection.calls().write).toBe(0);
  });

  it('is told by the first fifteen characters', async () => {
    const short = local.seeded.organizationId.slice(0, 15);
    const connection = await connect({ ...settingsFor(local), organizationId: short });
    expect(() => connection.assertMayWrite()).not.toThrow();
  });
});

it('knows what the org has and what it lacks', async () => {
  const org = await openOrg(await connect(settingsFor(local)), plainIndex(), { currency: 'EUR' });
  const { has, optional } = org.capabilities;
  expect(['Partner', 'Task', 'OpportunityFieldHistory', 'Deal_Registration__c', 'Account.Tax_Id__c'].map(has)).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(['Quote', 'CurrencyType', 'Account.IsPartner', 'Opportunity.CurrencyIsoCode'].map(has)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(optional('Opportunity', 'CurrencyIsoCode', 'Amount')).toEqual(['Amount']);
});

it('names everything that the integration user does not see and says what to do', async () => {
  local.records.database.exec(
    `DELETE FROM "PermissionSetAssignment" WHERE "AssigneeId" = '${local.integration.userId}'`,
  );
  const connection = await connect(settingsFor(local));
  const opening = openOrg(connection, plainIndex(), { currency: 'EUR' });
  await expect(opening).rejects.toBeInstanceOf(MissingMetadataError);
  await expect(opening).rejects.toThrow('assign the permission set Fairlead_Integration');
  await expect(opening).rejects.toMatchObject({
    missing: expect.arrayContaining(['Deal_Assessment__c', 'Deal_Registration__c', 'Channel_Conflict__c']),
  });
});
