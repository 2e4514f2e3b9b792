import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import PubSubApiClient from 'salesforce-pubsub-api-client';
import { instanceUrl, openBusOrg, opportunity, until, type BusOrg } from './bus-org.ts';

jest.setTimeout(60_000);

/** A client that others wrote for the real API, over TLS as it insists. */
describe('a client written for the real Pub/Sub API', () => {
  let org: BusOrg;
  let client: PubSubApiClient;
  const failures: unknown[] = [];
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

  beforeAll(async () => {
    org = await openBusOrg({ tls: true });
    client = new PubSubApiClient(
      {
        authType: 'user-supplied',
        accessToken: 'admin',
        instanceUrl,
        organizationId: org.seeded.organizationId,
        pubSubEndpoint: `localhost:${org.bus.port}`,
        rejectUnauthorizedSsl: false,
      },
      silent,
    );
    await client.connect();
  });
  afterAll(async () => {
    await org.close();
    // On closing it gives up the listeners of its streams, and an error that comes after that ends the process.
    await until(() => failures.length === 2);
    client.close();
  });

  it('subscribes and reads creations, updates and parts of an address', async () => {
    interface Received {
      payload: Record<string, unknown> & { ChangeEventHeader: Record<string, unknown> };
    }
    const received: Received[] = [];
    const listen = (topic: string) =>
      client.subscribe(
        topic,
        (_info, kind, data) => {
          if (kind === 'event') received.push(data as Received);
          if (kind === 'error') failures.push(data);
        },
        100,
      );
    listen('/data/OpportunityChangeEvent');
    listen('/data/AccountChangeEvent');
    await until(() => org.bus.credit() === 200);
    const [accountId = ''] = org.insert('Account', [{ Name: 'Acme', BillingCity: 'Paris' }]);
    org.clock.now += 1000;
    org.update('Account', [[accountId, { BillingCity: null, BillingStreet: '1 rue' }]]);
    const [dealId = ''] = org.insert('Opportunity', [opportunity('Deal', { AccountId: accountId, Amount: 99.5 })]);
    org.clock.now += 1000;
    org.update('Opportunity', [[dealId, { Amount: null, NextStep: 'call' }]]);
    await until(() => received.length === 4 || failures.length > 0);
    expect(failures).toEqual([]);
    const of = (entity: string) =>
      received
        .map(({ payload }) => payload)
        .filter(({ ChangeEventHeader }) => ChangeEventHeader['entityName'] === entity);
    expect(of('Account')).toMatchObject([
      {
        Name: 'Acme',
        BillingAddress: { City: 'Paris' },
        ChangeEventHeader: { changeType: 'CREATE', recordIds: [accountId] },
      },
      {
        BillingAddress: { Street: '1 rue', City: null },
        ChangeEventHeader: {
          changeType: 'UPDATE',
          changedFields: ['LastModifiedDate', 'BillingAddress.Street', 'BillingAddress.City'],
        },
      },
    ]);
    expect(of('Opportunity')).toMatchObject([
      { Name: 'Deal', Amount: 99.5, CloseDate: Date.UTC(2027, 2, 31), AccountId: accountId },
      {
        Amount: null,
        NextStep: 'call',
        ChangeEventHeader: {
          changedFields: ['Amount', 'ExpectedRevenue', 'NextStep', 'LastModifiedDate'],
          nulledFields: ['Amount', 'ExpectedRevenue'],
        },
      },
    ]);
  });
});
