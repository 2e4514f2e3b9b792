import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser, SALES } from '../../local-org/records/index.ts';
import { askerOf } from './graphql-asker.ts';
import { opportunity, restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
let seller: string;

beforeAll(async () => {
  org = await restOrg({ timeZone: 'Europe/Paris' });
  seller = createUser(org.records, {
    username: 'seller@fairlead.example',
    lastName: 'Seller',
    profile: SALES,
    permissionSets: ['Fairlead_Salesperson'],
  });
  const energy = org.make('Account', { Name: 'Étoile', Industry: 'Energy', OwnerId: seller });
  for (const [name, stage, amount, day, more] of [
    ['A', 'Prospecting', 1_000, '2026-03-20', { AccountId: energy, OwnerId: seller }],
    ['B', 'Prospecting', 500.25, '2026-03-20', {}],
    ['C', 'Qualification', null, '2026-04-01', {}],
    ['D', 'Closed Won', 70, '2026-04-02', {}],
  ] as const) {
    org.make('Opportunity', opportunity(name, { StageName: stage, Amount: amount, CloseDate: day, ...more }));
    org.clock.now += 20 * 24 * 3600_000;
  }
});
afterAll(() => org.close());

const { aggregate, send } = askerOf(() => org);
/** What each group says of itself. */
const groups = (list: { edges: { node: { aggregate: unknown } }[] }) => list.edges.map(({ node }) => node.aggregate);
const error = async (lists: string) => {
  const { status, body } = await send(`{ uiapi { aggregate { ${lists} } } }`);
  return [status, status === 200 ? body.errors.map((each: { message: string }) => each.message) : body[0].message];
};

describe('an aggregate', () => {
  it('counts and sums up all records that the user may see', async () => {
    const query = `Opportunity { edges { node { aggregate { Id { count { value displayValue } } Amount { sum { value displayValue }
      avg { value } min { value } max { value } count { value } countDistinct { value } } } } } totalCount }`;
    const { Opportunity: all } = await aggregate(query);
    expect(all.totalCount).toBe(1);
    expect(groups(all)).toEqual([
      {
        Id: { count: { value: 4, displayValue: '4' } },
        Amount: {
          sum: { value: 1_570.25, displayValue: '$1,570.25' },
          avg: { value: 523.4166666666666 },
          min: { value: 70 },
          max: { value: 1_000 },
          count: { value: 3 },
          countDistinct: { value: 3 },
        },
      },
    ]);
    const { Opportunity: own } = await aggregate(query, { as: seller });
    expect(groups(own)[0]).toMatchObject({ Id: { count: { value: 1 } }, Amount: { sum: { value: 1_000 } } });
  });

  it('has a group for each value, in the order that is asked for', async () => {
    const { Opportunity: list } = await aggregate(`Opportunity(groupBy: { StageName: { group: true } },
      orderBy: { StageName: { order: DESC } }, where: { IsClosed: { eq: false } }) { edges { node { aggregate {
      StageName { value displayValue label } Id { count { value } } Amount { sum { value } } } } } totalCount }`);
    expect(list.totalCount).toBe(2);
    expect(groups(list)).toEqual([
      {
        StageName: { value: 'Qualification', displayValue: 'Qualification', label: 'Qualification' },
        Id: { count: { value: 1 } },
        Amount: { sum: { value: null } },
      },
      {
        StageName: { value: 'Prospecting', displayValue: 'Prospecting', label: 'Prospecting' },
        Id: { count: { value: 2 } },
        Amount: { sum: { value: 1_500.25 } },
      },
    ]);
  });

  it('groups days by their value and instants by a part of them', async () => {
    const { Opportunity: days } = await aggregate(`Opportunity(groupBy: { CloseDate: { group: true } },
      orderBy: { CloseDate: {} }) { edges { node { aggregate { CloseDate { value displayValue } Id { count { value } } } } } }`);
    expect(groups(days)).toEqual([
      { CloseDate: { value: '2026-03-20', displayValue: '3/20/2026' }, Id: { count: { value: 2 } } },
      { CloseDate: { value: '2026-04-01', displayValue: '4/1/2026' }, Id: { count: { value: 1 } } },
      { CloseDate: { value: '2026-04-02', displayValue: '4/2/2026' }, Id: { count: { value: 1 } } },
    ]);
    const { Opportunity: months } =
      await aggregate(`Opportunity(groupBy: { CreatedDate: { function: CALENDAR_MONTH } }) {
      edges { node { aggregate { CreatedDate { calendarMonth { value } } Id { count { value } } } } } }`);
    expect(groups(months)).toEqual([
      { CreatedDate: { calendarMonth: { value: 3 } }, Id: { count: { value: 2 } } },
      { CreatedDate: { calendarMonth: { value: 4 } }, Id: { count: { value: 1 } } },
      { CreatedDate: { calendarMonth: { value: 5 } }, Id: { count: { value: 1 } } },
    ]);
    const { Opportunity: day } =
      await aggregate(`Opportunity(groupBy: { CreatedDate: { function: DAY_ONLY } }, first: 1) {
      edges { node { aggregate { CreatedDate { dayOnly { value } } } } } }`);
    expect(groups(day)).toEqual([{ CreatedDate: { dayOnly: { value: '2026-03-02' } } }]);
  });

  it('groups by several fields, and by those of a parent', async () => {
    const { Opportunity: list } = await aggregate(`Opportunity(groupBy: { Account: { Industry: { group: true } },
      IsClosed: { group: true } }, orderBy: { IsClosed: {}, Account: { Industry: { order: DESC, nulls: LAST } } }) {
      edges { node { aggregate { IsClosed { value } Id { count { value } } } } } }`);
    expect(groups(list)).toEqual([
      { IsClosed: { value: false }, Id: { count: { value: 1 } } },
      { IsClosed: { value: false }, Id: { count: { value: 2 } } },
      { IsClosed: { value: true }, Id: { count: { value: 1 } } },
    ]);
  });

  it('gives all groups where first is not given, else page by page', async () => {
    const rows = Array.from({ length: 25 }, (_, i) => ({ LastName: `L ${String(i).padStart(2, '0')}` }));
    org.records.restore([['Contact', rows]]);
    const page = async (args: string) =>
      (
        await aggregate(`Contact(groupBy: { LastName: { group: true } }, orderBy: { LastName: {} }${args}) { edges {
        cursor node { aggregate { LastName { value } } } } pageInfo { hasNextPage endCursor } totalCount }`)
      ).Contact;
    const all = await page('');
    expect([all.edges.length, all.totalCount, all.pageInfo.hasNextPage]).toEqual([25, 25, false]);
    const first = await page(', first: 20');
    const second = await page(`, first: 20, after: "${first.pageInfo.endCursor}"`);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(groups(second)[0]).toEqual({ LastName: { value: 'L 20' } });
    expect(await error('Contact(first: 2001) { totalCount }')).toEqual([
      200,
      ['The value of first must be from 1 to 2000, and is 2001'],
    ]);
  });

  it('is counted though nothing else is asked', async () => {
    expect(
      await aggregate('Opportunity(groupBy: { StageName: { group: true } }) { totalCount } Contact { totalCount }'),
    ).toEqual({ Opportunity: { totalCount: 3 }, Contact: { totalCount: 1 } });
  });

  it.each([
    [
      'a value that is not grouped',
      'Opportunity { edges { node { aggregate { StageName { value } } } } }',
      [200, ['Field must be grouped or aggregated: StageName']],
    ],
    [
      'a part that is not grouped by',
      'Opportunity(groupBy: {CreatedDate: {function: CALENDAR_YEAR}}) { edges { node { aggregate { CreatedDate { calendarMonth { value } } } } } }',
      [200, ['Field must be grouped or aggregated: CreatedDate.calendarMonth']],
    ],
    [
      'an order by what is not grouped',
      'Opportunity(groupBy: {StageName: {group: true}}, orderBy: {Name: {}}) { totalCount }',
      [200, [expect.stringContaining('Ordered field must be grouped or aggregated: Name')]],
    ],
    [
      'the sum of a text',
      'Opportunity { edges { node { aggregate { Name { sum { value } } } } } }',
      [200, ["Validation error of type FieldUndefined: Field 'sum' in type 'StringAggregate' is undefined"]],
    ],
    [
      'a group of amounts',
      'Opportunity(groupBy: {Amount: {group: true}}) { totalCount }',
      [200, [expect.stringContaining('Field "Amount" is not defined by type "Opportunity_GroupBy"')]],
    ],
    [
      'subtotals',
      'Opportunity(groupBy: {StageName: {group: true}, type: ROLLUP}) { totalCount }',
      [200, ['groupBy of the type ROLLUP is not supported by this stand-in org']],
    ],
    [
      'the latest instant',
      'Opportunity { edges { node { aggregate { CreatedDate { max { value } } } } } }',
      [200, ['GraphQL: Opportunity.CreatedDate.max is not supported by this stand-in org']],
    ],
    [
      'an average as it is read',
      'Opportunity { edges { node { aggregate { Amount { avg { displayValue } } } } } }',
      [200, ['GraphQL: Amount.avg.displayValue is not supported by this stand-in org']],
    ],
    [
      'an upperBound',
      'Opportunity(upperBound: 5000) { totalCount }',
      [501, 'GraphQL: the argument upperBound of an aggregate is not supported by this stand-in org'],
    ],
    [
      'an order by a function',
      'Opportunity(groupBy: {StageName: {group: true}}, orderBy: {Name: {function: COUNT}}) { totalCount }',
      [501, 'GraphQL: a function in orderBy is not supported by this stand-in org'],
    ],
    [
      'which level a group is of',
      'Opportunity { edges { node { aggregate { StageName { grouping { value } } } } } }',
      [501, 'GraphQL: PicklistAggregate.grouping is not supported by this stand-in org'],
    ],
  ])('refuses %s', async (_, lists, refusal) => {
    expect(await error(lists)).toEqual(refusal);
  });
});
