import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Assessment } from '../../../sync-service/domain/assessment.ts';
import { createUser, SALES } from '../../local-org/records/index.ts';
import { assessment, finding } from '../../unit/salesforce/conclusions.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

const noon = Date.parse('2026-03-02T12:00:00Z');
const hour = 3_600_000;
let org: ConnectedOrg;
let clock: { now: number };
let flagged: Assessment;

beforeEach(async () => {
  clock = { now: noon };
  org = await connectedOrg({ now: () => clock.now, sessionSeconds: 30 * 24 * 3600 });
  const dealId = org.make('Opportunity', { Name: 'Nordwind', StageName: 'Qualification', CloseDate: '2030-01-01' });
  const partner = org.make('Account', { Name: 'Bright IT', Partner_Roles__c: 'Reseller' });
  const registrationId = org.make('Deal_Registration__c', { Partner__c: partner, Customer_Name__c: 'Hammer' });
  const evidence = finding.evidence.map((each) => ({ ...each, byId: null, record: { ...each.record, id: dealId } }));
  const found = { ...finding, dealId, registrationId, partnerId: partner, customerId: null, evidence };
  flagged = {
    ...assessment,
    dealId,
    protection: null,
    engagement: { ...assessment.engagement, partnerId: null },
    findings: [found],
    nextReviewAt: null,
  };
});
afterEach(async () => {
  await org.local.close();
});

const manager = (name: string, language: string) =>
  createUser(org.local.records, {
    username: `${name}@fairlead.example`,
    lastName: name,
    profile: SALES,
    permissionSets: ['Fairlead_Channel_Manager'],
    language,
  });
const look = async () => org.org.write(await org.org.planDeals([flagged], clock.now));
const sent = () => org.local.notifications.map(({ recipientIds, title }) => [recipientIds, title]);
const onCase = (field: string) => org.column('Channel_Conflict__c', field);

describe('channel managers', () => {
  it('are told in their own language that a case opened, with the case behind it', async () => {
    const emily = manager('Emily', 'en_US');
    const claire = manager('Claire', 'fr');
    const dieter = manager('Dieter', 'de');
    const paola = manager('Paola', 'it');
    expect(await look()).toMatchObject({ failures: [] });
    const [id] = onCase('Id');
    expect(
      org.local.notifications.map(({ recipientIds, title, body, targetId }) => ({
        recipientIds,
        title,
        body,
        targetId,
      })),
    ).toEqual([
      {
        recipientIds: [emily, paola],
        title: 'New channel conflict CC-000001',
        body: 'Nordwind, partner Bright IT. Please look at the evidence and decide within 48 hours.',
        targetId: id,
      },
      {
        recipientIds: [claire],
        title: 'Nouveau conflit de canal CC-000001',
        body: 'Nordwind, partenaire Bright IT. Veuillez examiner les éléments et décider sous 48 heures.',
        targetId: id,
      },
      {
        recipientIds: [dieter],
        title: 'Neuer Kanalkonflikt CC-000001',
        body: 'Nordwind, Partner Bright IT. Bitte prüfen Sie die Belege und entscheiden Sie innerhalb von 48 Stunden.',
        targetId: id,
      },
    ]);
    expect(onCase('Notified_At__c')).toEqual(['2026-03-02T12:00:00.000Z']);
  });

  it('are told once that a case waits past its time', async () => {
    const emily = manager('Emily', 'en_US');
    await look();
    clock.now = noon + 48 * hour;
    expect(await org.org.dueForReview(clock.now - 1)).toEqual([]);
    expect(await org.org.dueForReview(clock.now)).toEqual([{ kind: 'deal', id: flagged.dealId }]);
    await look();
    await look();
    expect(sent()).toEqual([
      [[emily], 'New channel conflict CC-000001'],
      [[emily], 'Channel conflict CC-000001 waits for your decision'],
    ]);
    expect(onCase('Overdue_Notified_At__c')).toEqual(['2026-03-04T12:00:00.000Z']);
    expect(await org.org.dueForReview(clock.now + hour)).toEqual([]);
  });

  it('hear nothing while an admin has switched the notices off, nor of what is a week old when they are on again', async () => {
    manager('Emily', 'en_US');
    const setting = org.make('Fairlead__c', { SetupOwnerId: org.local.seeded.organizationId, Notices_Off__c: true });
    await look();
    expect([sent(), onCase('Notified_At__c')]).toEqual([[], [null]]);
    expect(await org.org.dueForReview(noon + 60 * hour)).toEqual([]);
    org.change('Fairlead__c', setting, { Notices_Off__c: false });
    clock.now = noon + 8 * 24 * hour;
    await look();
    expect(sent()).toEqual([[expect.any(Array), 'Channel conflict CC-000001 waits for your decision']]);
    expect(onCase('Notified_At__c')).toEqual(['2026-03-10T12:00:00.000Z']);
  });

  it('who come after a case opened are told of it while it is news', async () => {
    await look();
    expect([sent(), onCase('Notified_At__c')]).toEqual([[], [null]]);
    clock.now = noon + hour;
    const emily = manager('Emily', 'en_US');
    await look();
    expect(sent()).toEqual([[[emily], 'New channel conflict CC-000001']]);
  });
});

it('what the org refuses is taken off the record, said, and told at the next look', async () => {
  const emily = manager('Emily', 'en_US');
  const allow = (sending: 0 | 1) =>
    org.local.records.database.exec(`UPDATE "PermissionSet" SET "PermissionsSendCustomNotifications" = ${sending}`);
  allow(0);
  expect((await look()).failures).toEqual([
    {
      on: flagged.dealId,
      object: 'Notification',
      code: 'ERROR_HTTP_400',
      message: expect.stringContaining('You need the Send Custom Notifications permission'),
      retry: false,
    },
  ]);
  expect([sent(), onCase('Notified_At__c')]).toEqual([[], [null]]);
  allow(1);
  expect((await look()).failures).toEqual([]);
  expect(sent()).toEqual([[[emily], 'New channel conflict CC-000001']]);
});

it('a case that was not written is not told', async () => {
  manager('Emily', 'en_US');
  const plan = await org.org.planDeals([flagged], clock.now);
  const unwritable = plan.steps.map((step) => ({
    ...step,
    rows: step.rows.map((row) => ({
      ...row,
      fields: {
        ...row.fields,
        ...(step.object === 'Channel_Conflict__c' ? { Registration__c: '006000000000001AAA' } : {}),
      },
    })),
  }));
  const outcome = await org.org.write({ ...plan, steps: unwritable });
  expect(outcome.failures.map(({ object }) => object)).toContain('Channel_Conflict__c');
  expect(sent()).toEqual([]);
});
