import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { opportunity, restOrg, type Reply, type RestOrg } from './rest-org.ts';

let org: RestOrg;
beforeAll(async () => {
  org = await restOrg();
});
afterAll(() => org.close());

const csv = { 'content-type': 'text/csv' };

const open = async (job: object): Promise<string> =>
  (await org.call('POST', '/jobs/ingest', { contentType: 'CSV', ...job })).body.id;

/** Waits for the end of a job; gives how the API shows it. */
async function ended(id: string, kind = 'ingest'): Promise<Reply['body']> {
  for (let i = 0; i < 500; i++) {
    const { body } = await org.call('GET', `/jobs/${kind}/${id}`);
    if (['JobComplete', 'Failed', 'Aborted'].includes(body.state)) return body;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`job ${id} does not end`);
}

/** Runs a job to its end with this text. */
async function run(job: object, text: string) {
  const id = await open(job);
  expect((await org.call('PUT', `/jobs/ingest/${id}/batches`, text, csv)).status).toBe(201);
  await org.call('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' });
  const info = await ended(id);
  const part = async (name: string) => (await org.call('GET', `/jobs/ingest/${id}/${name}`)).text;
  return {
    id,
    info,
    successful: await part('successfulResults'),
    failed: await part('failedResults'),
    unprocessed: await part('unprocessedrecords'),
  };
}

describe('ingest', () => {
  it('jsforce loads a thousand records and updates them', async () => {
    const input = Array.from({ length: 1_000 }, (_, i) => ({ Name: `Bulk ${i}`, Industry: 'Energy' }));
    const inserted = await org.admin.bulk2.loadAndWaitForResults({
      object: 'Account',
      operation: 'insert',
      input,
      pollInterval: 20,
      pollTimeout: 30_000,
    });
    expect([inserted.successfulResults.length, inserted.failedResults, inserted.unprocessedRecords]).toEqual([
      1_000,
      [],
      [],
    ]);
    expect(inserted.successfulResults[0]).toMatchObject({ sf__Created: 'true', Name: 'Bulk 0', Industry: 'Energy' });
    const updated = await org.admin.bulk2.loadAndWaitForResults({
      object: 'Account',
      operation: 'update',
      input: inserted.successfulResults.map((row) => ({ Id: row.sf__Id, Name: 'Changed' })),
      pollInterval: 20,
      pollTimeout: 30_000,
    });
    expect(updated.successfulResults).toHaveLength(1_000);
    const { totalSize } = await org.admin.query("SELECT COUNT() FROM Account WHERE Name = 'Changed'");
    expect(totalSize).toBe(1_000);
  });

  it('tells of each row whether it was made, changed or refused, and why', async () => {
    org.make('Deal_Event__c', { Event_Key__c: 'known', Kind__c: 'Created' });
    const { info, successful, failed, unprocessed } = await run(
      { object: 'Deal_Event__c', operation: 'upsert', externalIdFieldName: 'event_key__c' },
      'Event_Key__c,Kind__c\nknown,Partner Left\nnew,Created\nwrong,Nonsense\n,Created\n',
    );
    expect(info).toMatchObject({
      state: 'JobComplete',
      jobType: 'V2Ingest',
      externalIdFieldName: 'Event_Key__c',
      numberRecordsProcessed: 4,
      numberRecordsFailed: 2,
    });
    const ids = org.records.database
      .prepare(
        `SELECT "Id" AS id FROM "Deal_Event__c" WHERE "Event_Key__c" IN ('known', 'new') ORDER BY "Event_Key__c"`,
      )
      .all()
      .map((row) => String(row['id']));
    expect(successful).toBe(
      `"sf__Id","sf__Created","Event_Key__c","Kind__c"\n` +
        `"${ids[0]}","false","known","Partner Left"\n"${ids[1]}","true","new","Created"\n`,
    );
    expect(failed.split('\n').slice(0, 2)).toEqual([
      '"sf__Id","sf__Error","Event_Key__c","Kind__c"',
      '"","INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST:Kind: bad value for restricted picklist field: Nonsense:Kind__c --","wrong","Nonsense"',
    ]);
    expect(failed.split('\n')[2]).toBe('"","MISSING_ARGUMENT:Event_Key__c not specified:--","","Created"');
    expect(unprocessed).toBe('"Event_Key__c","Kind__c"\n');
  });

  it('an empty cell leaves a field, #N/A empties it, and a column reaches a parent by his key', async () => {
    const account = org.make('Account', { Name: 'Cells', Phone: '1', Fax: '2' });
    await run({ object: 'Account', operation: 'update' }, `Id,Phone,Fax\n${account},,#N/A\n`);
    expect((await org.call('GET', `/sobjects/Account/${account}`)).body).toMatchObject({ Phone: '1', Fax: null });
    org.make('Channel_Conflict__c', { Case_Key__c: 'case-1' });
    const { info, failed } = await run(
      { object: 'Conflict_Evidence__c', operation: 'upsert', externalIdFieldName: 'Evidence_Key__c' },
      'Evidence_Key__c,Conflict__r.Case_Key__c\nev-1,case-1\nev-2,case-2\n',
    );
    expect(info).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect(failed).toContain('INVALID_FIELD:Foreign key external ID: case-2 not found for field Case_Key__c');
  });

  it('deletes by id', async () => {
    const id = org.make('Account', { Name: 'To be deleted' });
    const { info } = await run({ object: 'Account', operation: 'delete' }, `Id\n${id}\n`);
    expect(info).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
    expect((await org.call('GET', `/sobjects/Account/${id}`)).body[0].errorCode).toBe('ENTITY_IS_DELETED');
  });

  it.each([
    ['SEMICOLON', 'CRLF', 'Name;Industry\r\n"A;B";Energy\r\n'],
    ['TAB', 'LF', 'Name\tIndustry\n"A;B"\tEnergy\n'],
    ['PIPE', 'LF', '\uFEFFName|Industry\n"A;B"|Energy\n'],
  ])('reads columns parted by %s and lines by %s', async (columnDelimiter, lineEnding, text) => {
    const { info, successful } = await run(
      { object: 'Account', operation: 'insert', columnDelimiter, lineEnding },
      text,
    );
    expect(info).toMatchObject({ state: 'JobComplete', columnDelimiter, lineEnding, numberRecordsFailed: 0 });
    expect(successful).toContain('A;B');
  });

  it('a column that the object lacks fails the job, and nothing is saved', async () => {
    const text = 'Name,Nonsense__c\nUnsaved,1\n';
    const { info, unprocessed } = await run({ object: 'Account', operation: 'insert' }, text);
    expect(info).toMatchObject({
      state: 'Failed',
      errorMessage: 'InvalidBatch : Field name not found : Nonsense__c',
      numberRecordsProcessed: 0,
    });
    expect(unprocessed).toBe('"Name","Nonsense__c"\n"Unsaved","1"\n');
    expect((await org.admin.query("SELECT COUNT() FROM Account WHERE Name = 'Unsaved'")).totalSize).toBe(0);
  });

  it('lines that end otherwise than the job says fail it', async () => {
    const { info } = await run({ object: 'Account', operation: 'insert' }, 'Name\r\nUnsaved\r\n');
    expect([info.state, info.errorMessage]).toEqual([
      'Failed',
      'InvalidBatch : LineEnding is invalid on user data. Current LineEnding setting is LF',
    ]);
  });

  it('takes one upload, and none after it was closed', async () => {
    const id = await open({ object: 'Account', operation: 'insert' });
    const put = () => org.call('PUT', `/jobs/ingest/${id}/batches`, 'Name\nOnce\n', csv);
    expect((await put()).status).toBe(201);
    const second = await put();
    expect([second.status, second.body[0].errorCode]).toEqual([400, 'INVALIDJOBSTATE']);
    expect(second.body[0].message).toContain(`Found multiple contents for job: <${id}>`);
    await org.call('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' });
    await ended(id);
    const closed = await org.call('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' });
    expect([closed.status, closed.body]).toEqual([
      400,
      [{ errorCode: 'INVALIDJOBSTATE', message: 'Closing already JobComplete Job not allowed' }],
    ]);
  });

  it('is aborted before it is closed, deleted after, and then not found', async () => {
    const id = await open({ object: 'Account', operation: 'insert' });
    const aborted = await org.call('PATCH', `/jobs/ingest/${id}`, { state: 'Aborted' });
    expect([aborted.status, aborted.body.state]).toEqual([200, 'Aborted']);
    expect((await org.call('PUT', `/jobs/ingest/${id}/batches`, 'Name\nX\n', csv)).status).toBe(400);
    expect((await org.call('DELETE', `/jobs/ingest/${id}`)).status).toBe(204);
    expect((await org.call('GET', `/jobs/ingest/${id}`)).status).toBe(404);
  });

  it.each([
    [{ object: 'Nonsense__c', operation: 'insert' }, 'InvalidJob : Unable to find object: Nonsense__c'],
    [
      { object: 'Deal_Event__c', operation: 'upsert' },
      'InvalidJob : External ID was blank for Deal_Event__c. An External ID must be specified for upsert.',
    ],
    [
      { object: 'Deal_Event__c', operation: 'upsert', externalIdFieldName: 'Kind__c' },
      'InvalidJob : Field name provided, Kind__c does not match an External ID for Deal_Event__c',
    ],
    [
      { object: 'Account', operation: 'hardDelete' },
      'InvalidJob : expected one of insert, update, upsert, delete, got hardDelete',
    ],
  ])('%j is refused', async (job, message) => {
    const reply = await org.call('POST', '/jobs/ingest', { contentType: 'CSV', ...job });
    expect([reply.status, reply.body]).toEqual([400, [{ errorCode: 'INVALIDJOB', message }]]);
  });

  it('is nobody else’s business', async () => {
    const id = await open({ object: 'Account', operation: 'insert' });
    const other = { authorization: `Bearer ${org.sessions.open(org.integration.userId)}` };
    expect((await org.call('GET', `/jobs/ingest/${id}`, undefined, other)).status).toBe(404);
    expect((await org.call('GET', `/jobs/query/${id}`)).status).toBe(404);
  });
});

describe('query', () => {
  beforeAll(() => {
    const account = org.make('Account', { Name: 'The "Parent"' });
    org.make('Opportunity', opportunity('Alone', { Amount: 10.5 }));
    org.make('Opportunity', opportunity('With', { AccountId: account }));
  });

  const start = (query: string, operation = 'query') => org.call('POST', '/jobs/query', { operation, query });

  it('gives jsforce every record', async () => {
    const stream = await org.admin.bulk2.query('SELECT Name, StageName FROM Opportunity ORDER BY Name', {
      pollInterval: 20,
      pollTimeout: 30_000,
    });
    expect(await stream.toArray()).toEqual([
      { Name: 'Alone', StageName: 'Prospecting' },
      { Name: 'With', StageName: 'Prospecting' },
    ]);
  });

  it('writes parents by their path, nothing for null, and instants in Z', async () => {
    const soql = 'SELECT Name, Account.name, amount, IsClosed, CreatedDate FROM Opportunity ORDER BY Name';
    const job = await start(soql);
    expect(job.body).toMatchObject({ state: 'UploadComplete', object: 'Opportunity', operation: 'query' });
    expect(await ended(job.body.id, 'query')).toMatchObject({ jobType: 'V2Query', numberRecordsProcessed: 2 });
    const { text } = await org.call('GET', `/jobs/query/${job.body.id}/results`);
    expect(text).toBe(
      '"Name","Account.Name","Amount","IsClosed","CreatedDate"\n' +
        '"Alone","","10.5","false","2026-03-02T09:00:30.000Z"\n' +
        '"With","The ""Parent""","","false","2026-03-02T09:00:30.000Z"\n',
    );
  });

  it('goes page by page until the locator is null', async () => {
    const job = await start('SELECT Id FROM Account');
    await ended(job.body.id, 'query');
    const pages: number[] = [];
    let locator = '';
    while (locator !== 'null') {
      const query = `maxRecords=400${locator === '' ? '' : `&locator=${locator}`}`;
      const page = await org.call('GET', `/jobs/query/${job.body.id}/results?${query}`);
      pages.push(Number(page.headers.get('sforce-numberofrecords')));
      locator = page.headers.get('sforce-locator') ?? 'null';
    }
    const { totalSize } = await org.admin.query('SELECT COUNT() FROM Account');
    expect(pages).toEqual([400, 400, totalSize - 800]);
    const wrong = await org.call('GET', `/jobs/query/${job.body.id}/results?locator=nonsense`);
    expect([wrong.status, wrong.body[0].errorCode]).toEqual([400, 'INVALID_QUERY_LOCATOR']);
  });

  it('of nothing gives the header', async () => {
    const job = await start("SELECT Id, Account.Name FROM Opportunity WHERE Name = 'none'");
    await ended(job.body.id, 'query');
    const { text, headers } = await org.call('GET', `/jobs/query/${job.body.id}/results`);
    expect([text, headers.get('sforce-locator')]).toEqual(['"Id","Account.Name"\n', 'null']);
  });

  it('shows what was deleted to queryAll', async () => {
    const id = org.make('Contact', { LastName: 'Gone' });
    await org.admin.sobject('Contact').destroy(id);
    const rows = async (operation: string) => {
      const job = await start('SELECT Id FROM Contact', operation);
      return (await ended(job.body.id, 'query')).numberRecordsProcessed;
    };
    expect([await rows('query'), await rows('queryAll')]).toEqual([0, 1]);
  });

  it.each([
    ['SELECT Nonsense FROM Account', 'INVALID_FIELD'],
    ['SELECT COUNT() FROM Account', 'API_ERROR'],
    ['SELECT StageName, COUNT(Id) FROM Opportunity GROUP BY StageName', 'API_ERROR'],
    ['SELECT Name, (SELECT Id FROM Contacts) FROM Account', 'API_ERROR'],
    ['SELECT Id, Account.BillingAddress FROM Opportunity', 'API_ERROR'],
  ])('%s is refused at once', async (soql, code) => {
    const reply = await start(soql);
    expect([reply.status, reply.body[0].errorCode]).toEqual([400, code]);
  });
});
