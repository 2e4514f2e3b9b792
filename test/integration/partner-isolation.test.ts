/**
 * No partner learns of another, and no salesperson of a claim before its decision: whatever is asked in their sessions,
 * every byte of every answer is looked through. An endpoint that the org answers and nobody asks here fails the test.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endpoints } from '../local-org/rest/endpoints.ts';
import { askAboutObjects, askBesides, askById, askBySoql } from './isolation/calls.ts';
import { askForEvents } from './isolation/events.ts';
import { askByGraphql } from './isolation/graphql.ts';
import { everything, filedUnder, forbiddenIds, othersAsText } from './isolation/rows.ts';
import { isolationVendor, marks, undecidedMarks, type IsolationVendor } from './isolation/vendor.ts';
import { watch, type Watch } from './isolation/watch.ts';
import { targets, tryByJobs, tryThroughOwnRecords, tryToWrite } from './isolation/writes.ts';

let vendor: IsolationVendor;
beforeAll(async () => {
  vendor = await isolationVendor();
}, 120_000);
afterAll(async () => vendor?.close());

describe('a partner', () => {
  let session: Watch;
  let forbidden: Set<string>;
  let before = '';
  beforeAll(() => {
    const { org, us } = vendor;
    forbidden = forbiddenIds(org, us);
    session = watch(org, us.userId, forbidden, [...marks, ...undecidedMarks, 'salesperson":{', '"commission":{']);
    before = othersAsText(org, us);
  });
  const nothing = () => expect(session.leaks.slice(0, 5)).toEqual([]);

  it('has something to read, so that finding nothing means something', async () => {
    const { body } = await session.ask('POST', '/graphql', {
      query: `{ uiapi { query { Deal_Registration__c(orderBy: { Name: {} }) { edges { node { Customer_Name__c { value }
        Status__c { value } Partner__r { Name { value } } Waterfall__c { value } } } } } } }`,
    });
    const read = body.data.uiapi.query.Deal_Registration__c.edges.map(
      ({ node }: { node: Record<string, { value: string; Name: { value: string } }> }) => [
        ...[node['Customer_Name__c']!.value, node['Status__c']!.value, node['Partner__r']!.Name.value],
        JSON.parse(node['Waterfall__c']!.value).currency,
      ],
    );
    expect(read).toEqual([
      ['Marlowe Freight', 'Queued', 'Alderbrook Systems', undefined],
      ['Birchwood Mills', 'Approved', 'Alderbrook Systems', 'USD'],
    ]);
    nothing();
  });

  it('learns of nobody else from what the org says of itself and of its objects', async () => {
    await askAboutObjects(vendor.org, session);
    nothing();
  });

  it('learns of nobody else by any query: fields, parents, children, groups, conditions, orders and counts', async () => {
    expect(await askBySoql(vendor.org, session)).toEqual([]);
    nothing();
    const rows = everything(vendor.org);
    const counts: Record<string, number> = {};
    for (const object of vendor.org.records.schema.objects.keys()) {
      const { body } = await session.ask('GET', `/query?q=SELECT+COUNT()+FROM+${object}`);
      if (body.totalSize > 0) counts[object] = body.totalSize;
    }
    const own = Object.entries(filedUnder).map(([object, field]) => [
      object,
      rows.get(object)!.filter((row) => row[field] === vendor.us.accountId).length,
    ]);
    expect(counts).toMatchObject(Object.fromEntries(own));
    expect(
      Object.keys(counts)
        .filter((object) => !(object in filedUnder))
        .toSorted(),
    ).toEqual([
      ...['BusinessHours', 'Competency__c', 'CustomNotificationType', 'Holiday', 'OpportunityStage', 'Organization'],
    ]);
  }, 300_000);

  it('learns of nobody else by GraphQL: values as they are read, records above and below, groups and counts', async () => {
    const { probes, counts, hits } = await askByGraphql(vendor.org, session);
    nothing();
    expect(probes).toBeGreaterThan(300);
    expect(hits).toEqual([]);
    expect(counts).toEqual({
      ...{ Account: 1, Contact: 1, User: 1, Partner_Programme__c: 1, Partner_Competency__c: 1 },
      ...{ Deal_Registration__c: 2, Rebate_Entry__c: 1, Competency__c: 3 },
    });
  }, 300_000);

  it('learns of nobody else by guessing ids', async () => {
    await askById(vendor.org, session, [...forbidden]);
    nothing();
  }, 300_000);

  it('changes nothing of anybody else’s, and learns nothing from being refused', async () => {
    const { org, us, rival } = vendor;
    const all = targets(org, forbidden);
    for (const target of all) await tryToWrite(session, target);
    await tryByJobs(session, all);
    const own = everything(org)
      .get('Deal_Registration__c')!
      .find((row) => row['Partner__c'] === us.accountId)!;
    await tryThroughOwnRecords(session, String(own['Id']), us, rival);
    nothing();
    expect(org.notifications).toEqual([]);
    expect(othersAsText(org, us)).toBe(before);
  }, 300_000);

  it('hears no change events', async () => {
    const { answers, methods } = await askForEvents(vendor.org, vendor.us.userId, session);
    expect([answers, methods]).toEqual([['refused'], []]);
    nothing();
  });

  it('was watched at every endpoint that the org answers', async () => {
    const beside = await askBesides(session, vendor.rival.userId);
    nothing();
    expect(beside).toEqual([
      ...['/services/oauth2/token', '/services/oauth2/revoke', '/services/oauth2/userinfo'],
      ...['/id/:organization/:user', '/services/data'],
    ]);
    expect(endpoints.filter((endpoint) => !session.asked.has(endpoint))).toEqual([]);
    expect(session.looks()).toBeGreaterThan(5_000);
  });
});

it('the watch finds what there is to find: the channel manager reads all of it', async () => {
  const { org, us } = vendor;
  const manager = String(
    org.records.database
      .prepare(
        `SELECT a."AssigneeId" AS id FROM "PermissionSetAssignment" a JOIN "PermissionSet" p ON p."Id" = a."PermissionSetId"
         WHERE p."Name" = 'Fairlead_Channel_Manager' LIMIT 1`,
      )
      .get()?.['id'],
  );
  const session = watch(org, manager, forbiddenIds(org, us), []);
  await session.ask('GET', '/query?q=SELECT+Id+FROM+Channel_Conflict__c');
  const named = watch(org, manager, [], marks);
  await named.ask('GET', '/query?q=SELECT+Partner__r.Name+FROM+Deal_Registration__c');
  expect([session.leaks.length, named.leaks.length]).toEqual([1, 1]);
});

describe('a salesperson', () => {
  it('learns of no claim before its decision, though the deal and the customer are his', async () => {
    const { org, salesperson, undecided } = vendor;
    const session = watch(org, salesperson, undecided, undecidedMarks);
    await askAboutObjects(org, session);
    await askBySoql(org, session);
    await askByGraphql(org, session);
    await askById(org, session, undecided);
    const claims = undecided.map((id) => ({ object: 'Deal_Registration__c', id, change: { Amount__c: 1 }, key: null }));
    for (const claim of claims) await tryToWrite(session, claim);
    await tryByJobs(session, claims);
    expect(session.leaks).toEqual([]);
  }, 300_000);
});
