/** Attempts to change what is not the asker's, to take it for his own, or to learn of it by the way a write is refused. */
import { stringify } from 'csv-stringify/sync';
import type { LocalOrg } from '../../local-org/index.ts';
import type { Firm } from './vendor.ts';
import type { Watch } from './watch.ts';

/** Of the objects around a claim, some records that are not his. */
export interface Target {
  object: string;
  id: string;
  /** A field that can be written, and what to write. */
  change: Record<string, unknown>;
  /** External id, where the object has one. */
  key: [field: string, value: string] | null;
}

export function targets(org: LocalOrg, forbidden: ReadonlySet<string>): Target[] {
  const kinds: [object: string, change: Record<string, unknown>, key: string | null][] = [
    ['Account', { Description: 'x' }, null],
    ['Contact', { Title: 'x' }, null],
    ['User', { Title: 'x' }, null],
    ['Opportunity', { NextStep: 'x' }, null],
    ['Deal_Registration__c', { Amount__c: 1 }, null],
    ['Deal_Assessment__c', { Rule_Version__c: 'x' }, 'Opportunity_Id__c'],
    ['Channel_Conflict__c', { Status__c: 'Dismissed' }, 'Case_Key__c'],
    ['Conflict_Evidence__c', { What__c: 'x' }, 'Evidence_Key__c'],
    ['Deal_Event__c', { To__c: 'x' }, 'Event_Key__c'],
    ['Partner_Programme__c', { Version__c: 'x' }, 'Partner_Key__c'],
    ['Partner_Competency__c', { Certified_People__c: 99 }, 'Partner_Competency_Key__c'],
    ['Rebate_Entry__c', { Amount__c: 1 }, 'Entry_Key__c'],
    ['Exemption_Request__c', { Status__c: 'Granted' }, null],
    ['Engagement_Policy__c', { Name: 'x' }, 'Policy_Key__c'],
    ['Incentive__c', { Rate__c: 1 }, 'Incentive_Key__c'],
    ['Fairlead__c', { Notices_Off__c: true }, null],
  ];
  return kinds.flatMap(([object, change, key]) =>
    (org.records.database.prepare(`SELECT * FROM "${object}"`).all() as Record<string, string>[])
      .filter((row) => forbidden.has(row['Id']!))
      .slice(0, 4)
      .map((row): Target => ({ object, change, id: row['Id']!, key: key === null ? null : [key, row[key]!] })),
  );
}

export async function tryToWrite({ ask }: Watch, target: Target): Promise<void> {
  const { object, id, change, key } = target;
  const record = { attributes: { type: object }, ...change };
  await ask('PATCH', `/sobjects/${object}/${id}`, change);
  await ask('DELETE', `/sobjects/${object}/${id}`);
  await ask('PATCH', `/sobjects/${object}/Id/${id}`, change);
  await ask('DELETE', `/sobjects/${object}/Id/${id}`);
  await ask('PATCH', '/composite/sobjects', { records: [{ ...record, Id: id }] });
  await ask('DELETE', `/composite/sobjects?ids=${id}`);
  await ask('PATCH', `/composite/sobjects/${object}/Id`, { records: [{ ...record, Id: id }] });
  await ask('PATCH', `/ui-api/records/${id}`, { fields: change });
  await ask('DELETE', `/ui-api/records/${id}`);
  await ask('POST', `/sobjects/${object}`, change);
  await ask('POST', '/composite/sobjects', { records: [record] });
  await ask('POST', `/composite/tree/${object}`, {
    records: [{ ...record, attributes: { type: object, referenceId: 'a' } }],
  });
  await ask('POST', '/ui-api/records', { apiName: object, fields: change });
  if (key === null) return;
  const [field, value] = key;
  await ask('GET', `/sobjects/${object}/${field}/${encodeURIComponent(value)}`);
  await ask('PATCH', `/sobjects/${object}/${field}/${encodeURIComponent(value)}`, change);
  await ask('PATCH', `/composite/sobjects/${object}/${field}`, { records: [{ ...record, [field]: value }] });
}

/** The same by jobs, of which one takes all targets of an object. */
export async function tryByJobs({ ask }: Watch, all: readonly Target[]): Promise<void> {
  for (const [object, list] of Map.groupBy(all, ({ object: of }) => of)) {
    const rows = list.map(({ id, change }) => ({ Id: id, ...change }));
    for (const [operation, csv] of [
      ['update', stringify(rows, { header: true })],
      [
        'delete',
        stringify(
          rows.map(({ Id }) => ({ Id })),
          { header: true },
        ),
      ],
      ['upsert', stringify(rows, { header: true })],
    ] as const) {
      const { body } = await ask('POST', '/jobs/ingest', {
        ...{ object, operation, contentType: 'CSV', lineEnding: 'LF' },
        ...(operation === 'upsert' ? { externalIdFieldName: 'Id' } : {}),
      });
      await ask('GET', '/jobs/ingest');
      if (body?.id === undefined) continue;
      const job = `/jobs/ingest/${body.id}`;
      await ask('PUT', `${job}/batches`, csv, { headers: { 'content-type': 'text/csv' } });
      await ask('PATCH', job, { state: 'UploadComplete' });
      for (let state = ''; state !== 'JobComplete' && state !== 'Failed';) state = (await ask('GET', job)).body.state;
      for (const part of ['successfulResults', 'failedResults', 'unprocessedrecords'])
        await ask('GET', `${job}/${part}`, undefined, { knows: csv });
      await ask('DELETE', job);
    }
  }
}

/**
 * A claim of his own is made to point to the rival, so that the rival's name would be read through it; a claim is filed
 * for the rival; a notice is sent to him.
 */
export async function tryThroughOwnRecords({ ask }: Watch, own: string, us: Firm, rival: Firm): Promise<void> {
  const read = `/ui-api/records/${own}?fields=Deal_Registration__c.Partner__r.Name,Deal_Registration__c.Owner.Name`;
  for (const change of [{ Partner__c: rival.accountId }, { OwnerId: rival.userId }]) {
    await ask('PATCH', `/sobjects/Deal_Registration__c/${own}`, change);
    await ask('PATCH', `/ui-api/records/${own}`, { fields: change });
    await ask('GET', read);
  }
  const claim = { Customer_Name__c: 'Marlowe Freight', Product_Families__c: 'Networking', Status__c: 'Draft' };
  await ask('POST', '/sobjects/Deal_Registration__c', { ...claim, Partner__c: rival.accountId });
  await ask('POST', '/ui-api/records', {
    apiName: 'Deal_Registration__c',
    fields: { ...claim, Partner__c: rival.accountId },
  });
  await ask('POST', '/ui-api/records', {
    ...{ apiName: 'Deal_Registration__c' },
    fields: { ...claim, Partner__c: us.accountId, OwnerId: rival.userId },
  });
  const input = {
    recipientIds: [rival.userId],
    title: 't',
    body: 'b',
    targetId: own,
    customNotifTypeId: '0ML000000000001AAA',
  };
  await ask('POST', '/actions/standard/customNotificationAction', { inputs: [input] });
}
