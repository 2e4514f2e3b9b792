import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createUser, PARTNER, SALES } from '../../local-org/records/index.ts';
import { askerOf } from './graphql-asker.ts';
import { opportunity, restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
let seller: string;
let customer: string;
let deal: string;
let assessment: string;

beforeAll(async () => {
  org = await restOrg({ timeZone: 'Europe/Paris' });
  seller = createUser(org.records, {
    username: 'seller@fairlead.example',
    lastName: 'Seller',
    profile: SALES,
    permissionSets: ['Fairlead_Salesperson'],
  });
  customer = org.make('Account', { Name: "L'Étoile", Industry: 'Energy', OwnerId: seller, AnnualRevenue: 1234567.5 });
  const partner = org.make('Account', { Name: 'Norden Partner', Partner_Roles__c: 'Reseller' });
  deal = org.make(
    'Opportunity',
    opportunity('Deal', { AccountId: customer, OwnerId: seller, Amount: 1500, CloseDate: '2026-03-20' }),
  );
  org.make('Opportunity', opportunity('Foreign', { AccountId: customer, Amount: 99, CloseDate: '2026-04-01' }));
  assessment = org.make('Deal_Assessment__c', {
    Opportunity__c: deal,
    Opportunity_Id__c: deal,
    Engagement_State__c: 'Pending',
    Required_Partner__c: partner,
    Engagement_Due__c: '2026-03-12T10:00:00.000Z',
    Gate_Open__c: false,
    Open_Conflicts__c: 2,
    Explanation__c: '{"engagement":"due soon"}',
  });
});
afterAll(() => org.close());

const { send, ask, failure } = askerOf(() => org);
const names = (list: { edges: { node: { Name: { value: string } } }[] }) =>
  list.edges.map(({ node }) => node.Name.value);
const named = (where: string) =>
  ask(`Opportunity(where: ${where}, orderBy: {Name: {}}) { edges { node { Name { value } } } }`);

describe('a GraphQL query', () => {
  it('of the engagement panel is answered to a salesperson', async () => {
    const source = readFileSync('force-app/main/default/lwc/engagementPanel/query.js', 'utf8');
    const query = /gql`([^`]+)`/.exec(source)?.[1] ?? '';
    const asked = { variables: { recordId: deal }, as: seller };
    const { Deal_Assessment__c: list, Exemption_Request__c: requests } = await ask(query.trim(), asked);
    expect(requests.edges).toEqual([]);
    expect(list.edges).toEqual([
      {
        node: {
          Id: assessment,
          Engagement_State__c: { value: 'Pending', displayValue: 'Pending' },
          Required_Partner__c: { value: expect.stringMatching(/^001\w{15}$/) },
          Required_Partner__r: { Name: { value: 'Norden Partner' } },
          Engagement_Due__c: { value: '2026-03-12T10:00:00.000Z' },
          Partner_Entered_At__c: { value: null },
          Partner_Confirmed_At__c: { value: null },
          Protected_Until__c: { value: null },
          Gate_Open__c: { value: false },
          Open_Conflicts__c: { value: 2 },
          Explanation__c: { value: '{"engagement":"due soon"}' },
          Assessed_At__c: { value: null },
        },
      },
    ]);
  });

  it('shows a salesperson his own opportunities only', async () => {
    const query = 'Opportunity { edges { node { Name { value } } } totalCount }';
    expect(await ask(query, { as: seller })).toEqual({
      Opportunity: { edges: [{ node: { Name: { value: 'Deal' } } }], totalCount: 1 },
    });
    expect((await ask(query)).Opportunity.totalCount).toBe(2);
  });

  it('shows values as the user reads them', async () => {
    const { Opportunity: list } = await ask(`Opportunity(where: {Name: {eq: "Deal"}}) { edges { node {
      Amount { value displayValue } CloseDate { value displayValue } Probability { value displayValue }
      StageName { value displayValue } CreatedDate { value displayValue } Name { displayValue } AccountId { displayValue }
      IsClosed { value displayValue } Account { DisplayValue ApiName }
    } } }`);
    expect(list.edges[0].node).toEqual({
      Amount: { value: 1500, displayValue: '$1,500.00' },
      CloseDate: { value: '2026-03-20', displayValue: '3/20/2026' },
      Probability: { value: 10, displayValue: '10%' },
      StageName: { value: 'Prospecting', displayValue: 'Prospecting' },
      CreatedDate: { value: '2026-03-02T09:00:30.000Z', displayValue: '3/2/2026, 10:00 AM' },
      Name: { displayValue: null },
      AccountId: { displayValue: null },
      IsClosed: { value: false, displayValue: null },
      Account: { DisplayValue: "L'Étoile", ApiName: 'Account' },
    });
  });

  it('reads children, each list with its own conditions and count', async () => {
    const { Account: list } = await ask(`Account(where: {Name: {like: "L'%"}}) { edges { node { Name { value }
      Opportunities(where: {Amount: {gt: 100}}) { edges { node { Name { value } } } totalCount } } } }`);
    expect(list.edges).toEqual([
      {
        node: {
          Name: { value: "L'Étoile" },
          Opportunities: { edges: [{ node: { Name: { value: 'Deal' } } }], totalCount: 1 },
        },
      },
    ]);
  });

  it('follows aliases, fragments and directives', async () => {
    const found = await ask(
      `query all($deep: Boolean!) { uiapi { query { mine: Opportunity(where: {Name: {eq: "Deal"}}) { edges { node {
        title: Name { value } ...more Amount @skip(if: $deep) { value } } } } } } }
      fragment more on Opportunity { Account { ... on Account { Industry { value } } } }`,
      { variables: { deep: true } },
    );
    expect(found).toEqual({
      mine: { edges: [{ node: { title: { value: 'Deal' }, Account: { Industry: { value: 'Energy' } } } }] },
    });
  });
});

describe('where', () => {
  it.each([
    ['{Name: {eq: "deal"}}', ['Deal']],
    ['{Name: {ne: "Deal"}}', ['Foreign']],
    ['{Name: {like: "%ea%"}}', ['Deal']],
    ['{Amount: {gt: 99, lte: 1500}}', ['Deal']],
    ['{Amount: {gte: 99, lt: 1500}}', ['Foreign']],
    ['{Name: {in: ["Deal", "Foreign", "Other"]}}', ['Deal', 'Foreign']],
    ['{Name: {nin: ["Deal"]}}', ['Foreign']],
    ['{StageName: {eq: "Prospecting"}, IsClosed: {eq: false}}', ['Deal', 'Foreign']],
    ['{IsClosed: {eq: true}}', []],
    ['{NextStep: {eq: null}}', ['Deal', 'Foreign']],
    ['{CloseDate: {eq: {literal: THIS_MONTH}}}', ['Deal']],
    ['{CloseDate: {gt: {literal: THIS_MONTH}}}', ['Foreign']],
    ['{CloseDate: {gte: {value: "2026-03-20"}, lt: {value: "2026-04-01"}}}', ['Deal']],
    ['{CloseDate: {eq: {range: {next_n_days: 20}}}}', ['Deal']],
    ['{CreatedDate: {gte: {value: "2026-03-02T09:00:31Z"}}}', []],
    ['{Account: {Industry: {eq: "Energy"}}}', ['Deal', 'Foreign']],
    [`{Account: {Name: {eq: "L'Étoile"}, Industry: {ne: "Energy"}}}`, []],
    ['{or: [{Amount: {eq: 99}}, {and: [{Amount: {eq: 1500}}, {Name: {eq: "Foreign"}}]}]}', ['Foreign']],
    ['{not: {Amount: {eq: 99}}}', ['Deal']],
    ['{not: {or: [{Amount: {eq: 99}}, {Amount: {eq: 1500}}]}}', []],
  ])('%s finds %j', async (where, found) => {
    expect(names((await named(where)).Opportunity)).toEqual(found);
  });

  it('takes quotes, backslashes and line ends as they are: no value becomes part of the query', async () => {
    for (const name of ["O'Neill", 'back\\slash', "end\\' OR Name != '", 'two\nlines']) {
      org.make('Account', { Name: name });
      const { Account: list } = await ask(
        'query one($name: String) { uiapi { query { Account(where: {Name: {eq: $name}}) { edges { node { Name { value } } } } } } }',
        { variables: { name } },
      );
      expect(names(list)).toEqual([name]);
    }
  });

  it('takes variables of the types that Salesforce names', async () => {
    const { Opportunity: list } = await ask(
      `query typed($stages: [Picklist], $least: Currency, $day: Date, $at: DateTime, $deal: ID, $more: Opportunity_Filter) {
        uiapi { query { Opportunity(where: { StageName: {in: $stages}, Amount: {gte: $least}, Id: {eq: $deal},
          CloseDate: {eq: {value: $day}}, CreatedDate: {lte: {value: $at}}, and: [$more] }) { edges { node { Name { value } } } } } } }`,
      {
        variables: {
          stages: ['Prospecting'],
          least: 1500,
          day: '2026-03-20',
          at: '2026-03-02T10:00:30+01:00',
          deal,
          more: { Name: { like: 'D%' } },
        },
      },
    );
    expect(names(list)).toEqual(['Deal']);
  });

  it('refuses a variable of another type, and a value that does not fit', async () => {
    const query = (type: string) =>
      `query q($stage: ${type}) { uiapi { query { Opportunity(where: {StageName: {eq: $stage}}) { totalCount } } } }`;
    const wrong = await failure(query('String'), { variables: { stage: 'Prospecting' } });
    expect([wrong.data, wrong.errors]).toEqual([
      null,
      [
        expect.objectContaining({
          message: 'Variable "$stage" of type "String" used in position expecting type "Picklist".',
          extensions: { ErrorType: 'ValidationError' },
        }),
      ],
    ]);
    const unfit = await failure(query('Picklist'), { variables: { stage: 5 } });
    expect([unfit.data, unfit.errors[0].extensions]).toEqual([null, { ErrorType: 'ValidationError' }]);
  });
});

describe('what a user may not read is not in his schema', () => {
  it('a field is unknown to one and read by another', async () => {
    const plain = createUser(org.records, { username: 'p@fairlead.example', lastName: 'P', profile: SALES });
    const query = '{ uiapi { query { Opportunity { edges { node { Engaged_Partner__c { value } } } } } } }';
    expect(await failure(query, { as: plain })).toEqual({
      data: null,
      errors: [
        {
          message:
            "Validation error of type FieldUndefined: Field 'Engaged_Partner__c' in type 'Opportunity' is undefined",
          locations: [{ line: 1, column: 48 }],
          path: [],
          extensions: { ErrorType: 'ValidationError' },
        },
      ],
    });
    expect((await failure(query, { as: seller })).errors).toEqual([]);
    const filtered = '{ uiapi { query { Opportunity(where: {Engaged_Partner__c: {eq: null}}) { totalCount } } } }';
    expect((await failure(filtered, { as: plain })).errors[0].extensions).toEqual({ ErrorType: 'ValidationError' });
  });

  it('an object, its parents and children neither', async () => {
    const plain = createUser(org.records, { username: 'o@fairlead.example', lastName: 'O', profile: SALES });
    for (const list of [
      'Deal_Assessment__c { totalCount }',
      'Opportunity { edges { node { Deal_Assessments__r { totalCount } } } }',
      'OpportunityPartner { totalCount }',
      'Nonsense__c { totalCount }',
    ]) {
      const { data, errors } = await failure(`{ uiapi { query { ${list} } } }`, { as: plain });
      expect([list, data, errors.map((each: { extensions: object }) => each.extensions)]).toEqual([
        list,
        null,
        [{ ErrorType: 'ValidationError' }],
      ]);
    }
  });

  it('of a parent that is not shared, id and name are shown and nothing else', async () => {
    const partnerUser = createUser(org.records, {
      username: 'x@partner.example',
      lastName: 'X',
      profile: PARTNER,
      permissionSets: ['Fairlead_Partner'],
    });
    org.make('Deal_Registration__c', {
      Partner__c: customer,
      Customer_Name__c: 'x',
      Status__c: 'Draft',
      OwnerId: partnerUser,
    });
    const partnerFor = async (as: string) =>
      (
        await ask('Deal_Registration__c { edges { node { Partner__r { Id Name { value } Industry { value } } } } }', {
          as,
        })
      ).Deal_Registration__c.edges[0].node.Partner__r;
    const shown = { Id: customer, Name: { value: "L'Étoile" } };
    expect(await partnerFor(partnerUser)).toEqual({ ...shown, Industry: { value: null } });
    expect(await partnerFor(org.seeded.adminId)).toEqual({ ...shown, Industry: { value: 'Energy' } });
  });
});

describe('pages and order', () => {
  beforeAll(() => {
    const rows = Array.from({ length: 4_100 }, (_, i) => ({ LastName: `C ${String(i).padStart(4, '0')}` }));
    org.records.restore([['Contact', rows]]);
  });
  const page = (args: string) =>
    send(
      `{ uiapi { query { Contact(${args} orderBy: {LastName: {}}) { edges { cursor node { LastName { value } } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } pageResultCount totalCount } } } }`,
    ).then(({ body }) => ({ ...body.data.uiapi.query.Contact, errors: body.errors }));
  const lastNames = (list: { edges: { node: { LastName: { value: string } } }[] }) =>
    list.edges.map(({ node }) => node.LastName.value);

  it('begin with ten records and go on from a cursor', async () => {
    const first = await page('');
    expect(lastNames(first)).toEqual(Array.from({ length: 10 }, (_, i) => `C 000${i}`));
    expect(first).toMatchObject({
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: first.edges[0].cursor },
      pageResultCount: 10,
      totalCount: 4_100,
    });
    const second = await page(`first: 2, after: "${first.pageInfo.endCursor}",`);
    expect(lastNames(second)).toEqual(['C 0010', 'C 0011']);
    expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const between = await page(`first: 1, after: "${first.edges[3].cursor}",`);
    expect(lastNames(between)).toEqual(['C 0004']);
    expect((await page('after: "nonsense",')).errors[0].extensions).toEqual({ ErrorType: 'DataFetchingException' });
  });

  it('end without a next page, though the last is full', async () => {
    const all = await ask('Opportunity(first: 2) { pageInfo { hasNextPage } pageResultCount }');
    expect(all.Opportunity).toEqual({ pageInfo: { hasNextPage: false }, pageResultCount: 2 });
    const one = await ask('Opportunity(first: 1) { pageInfo { hasNextPage } pageResultCount }');
    expect(one.Opportunity).toEqual({ pageInfo: { hasNextPage: true }, pageResultCount: 1 });
  });

  it('hold 2,000 records at most, of 4,000 that can be reached', async () => {
    expect((await page('first: 2001,')).errors[0].message).toBe(
      'The value of first must be from 1 to 2000, and is 2001',
    );
    expect((await page('first: 0,')).errors[0].extensions).toEqual({ ErrorType: 'DataFetchingException' });
    const first = await page('first: 2000,');
    const second = await page(`first: 2000, after: "${first.pageInfo.endCursor}",`);
    expect([second.pageResultCount, second.pageInfo.hasNextPage]).toEqual([2_000, true]);
    const third = await page(`after: "${second.pageInfo.endCursor}",`);
    expect(third.errors[0].message).toBe('Without upperBound at most 4000 records can be read');
  });

  it('reach further with upperBound, 200 to 2,000 at a time', async () => {
    expect((await page('first: 199, upperBound: 5000,')).errors[0].message).toBe(
      'The value of first with upperBound must be from 200 to 2000, and is 199',
    );
    const after = Buffer.from('v1:4000').toString('base64');
    const last = await page(`first: 200, upperBound: 5000, after: "${after}",`);
    expect([last.pageResultCount, last.pageInfo.hasNextPage]).toEqual([100, false]);
    const bounded = await page('first: 200, upperBound: 250,');
    const rest = await page(`first: 200, upperBound: 250, after: "${bounded.pageInfo.endCursor}",`);
    expect([rest.pageResultCount, rest.pageInfo.hasNextPage]).toEqual([50, false]);
  });

  it('are ordered as written, missing values first unless said otherwise', async () => {
    for (const [name, industry, employees] of [
      ['S 1', 'Retail', 5],
      ['S 2', 'Energy', 5],
      ['S 3', 'Energy', null],
    ] as const) {
      org.make('Account', { Name: name, Industry: industry, NumberOfEmployees: employees });
    }
    const ordered = async (order: string) =>
      names(
        (await ask(`Account(where: {Name: {like: "S %"}}, orderBy: ${order}) { edges { node { Name { value } } } }`))
          .Account,
      );
    expect(await ordered('{NumberOfEmployees: {order: ASC}, Name: {order: DESC}}')).toEqual(['S 3', 'S 2', 'S 1']);
    expect(await ordered('{NumberOfEmployees: {nulls: LAST}, Name: {order: DESC}}')).toEqual(['S 2', 'S 1', 'S 3']);
    expect(await ordered('{Name: {order: DESC}, NumberOfEmployees: {order: ASC}}')).toEqual(['S 3', 'S 2', 'S 1']);
    expect(await ordered('{Owner: {Name: {}}, Name: {order: ASC}}')).toEqual(['S 1', 'S 2', 'S 3']);
  });
});

describe('what is refused', () => {
  it('a syntax error, by its place', async () => {
    const { data, errors } = await failure('{ uiapi { query { Account { ');
    expect([data, errors]).toEqual([
      null,
      [expect.objectContaining({ locations: [{ line: 1, column: 29 }], extensions: { ErrorType: 'InvalidSyntax' } })],
    ]);
  });

  it('an eleventh list of records', async () => {
    const lists = (count: number) =>
      `{ uiapi { query { ${Array.from({ length: count }, (_, i) => `a${i}: Account { pageResultCount }`).join(' ')} } } }`;
    expect((await failure(lists(10))).errors).toEqual([]);
    expect(await failure(lists(11))).toMatchObject({
      data: null,
      errors: [{ extensions: { ErrorType: 'ExecutionAborted' } }],
    });
  });

  it('an operation that is not named or not there', async () => {
    const query =
      'query a { uiapi { query { Account { totalCount } } } } query b { uiapi { query { Contact { totalCount } } } }';
    expect((await failure(query)).errors[0].extensions).toEqual({ ErrorType: 'OperationNotSupported' });
    expect((await failure(query, { operationName: 'c' })).errors[0].extensions).toEqual({
      ErrorType: 'OperationNotSupported',
    });
    expect(Object.keys((await failure(query, { operationName: 'b' })).data.uiapi.query)).toEqual(['Contact']);
  });

  it('an id that is none, in the place of its list alone', async () => {
    const { data, errors } = await failure(
      '{ uiapi { query { Account(where: {Id: {eq: "nonsense"}}) { totalCount } Contact { pageResultCount } } } }',
    );
    expect(data.uiapi.query).toEqual({ Account: null, Contact: { pageResultCount: 10 } });
    expect(errors).toMatchObject([
      { path: ['uiapi', 'query', 'Account'], extensions: { ErrorType: 'DataFetchingException' } },
    ]);
  });

  it.each([
    ['{ uiapi { objectInfos(apiNames: ["Account"]) { ApiName } } }', 'UIAPI.objectInfos'],
    ['mutation { uiapi { AccountCreate(input: {}) { Record { Id } } } }', 'a mutation'],
    ['{ uiapi { query { Task { edges { node { What { ... on Account { Id } } } } } } } }', 'Task.What'],
    ['{ uiapi { query { Account { edges { node { BillingAddress { Street } } } } } } }', 'Account.BillingAddress'],
    ['{ uiapi { query { Account { edges { node { Name @optional { value } } } } } } }', '@optional'],
    ['{ uiapi { query { Account(scope: MINE) { totalCount } } } }', 'the argument scope'],
    ['{ uiapi { query { Account(where: {Id: {inq: {}}}) { totalCount } } } }', 'the operator inq'],
  ])('%s, which a real org answers and this one does not', async (query, what) => {
    const { status, body } = await send(query);
    expect([status, body]).toEqual([
      501,
      [{ errorCode: 'NOT_IMPLEMENTED', message: `GraphQL: ${what} is not supported by this stand-in org` }],
    ]);
  });

  it('a call that is none', async () => {
    expect((await org.call('GET', '/graphql')).status).toBe(405);
    expect((await org.call('POST', '/graphql', { variables: {} })).body[0].errorCode).toBe('JSON_PARSER_ERROR');
    expect((await org.call('POST', '/graphql', { query: '{ __typename }', more: 1 })).status).toBe(400);
    expect((await org.call('POST', '/graphql/more', { query: '{ __typename }' })).status).toBe(404);
  });
});
