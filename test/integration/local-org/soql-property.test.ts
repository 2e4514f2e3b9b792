import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { queryOrg, type QueryOrg } from './soql-org.ts';

/** What is known of an account: by the names of its fields. */
interface Facts {
  Name: string;
  Site: string | null;
  NumberOfEmployees: number | null;
  AnnualRevenue: number | null;
  Named_Account_Since__c: string | null;
  Named_Account__c: boolean;
  Partner_Roles__c: string[];
}
interface Family extends Facts {
  parent: Facts | null;
}

/** A condition as SOQL and as the rule it stands for. */
interface Condition {
  soql: string;
  holds: (account: Family) => boolean;
  /** How many NOTs it begins with: the org refuses three in a row. */
  negations?: number;
}

const words = ['acme', 'Acme Nord', 'ÉLAN', 'élan vital', `o'hara`, '100%', 'a_b', 'back\\slash'];
const roles = ['Reseller', 'Distributor', 'OEM'];
const dates = ['2026-02-28', '2026-03-01', '2026-03-04', '2026-03-31', '2026-04-01'];
const comparisons = ['=', '!=', '<', '<=', '>', '>='] as const;

const facts = fc.record<Facts>({
  Name: fc.constantFrom(...words),
  Site: fc.option(fc.constantFrom(...words)),
  NumberOfEmployees: fc.option(fc.integer({ min: 0, max: 4 })),
  AnnualRevenue: fc.option(fc.integer({ min: -2, max: 2 })),
  Named_Account_Since__c: fc.option(fc.constantFrom(...dates)),
  Named_Account__c: fc.boolean(),
  Partner_Roles__c: fc.subarray(roles),
});

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
const lower = (text: string | null): string | null => text?.toLowerCase() ?? null;

/** A missing value equals only null and is neither before nor after anything. */
function compares<T extends string | number>(
  value: T | null,
  operator: (typeof comparisons)[number],
  other: T,
): boolean {
  if (operator === '=') return value === other;
  if (operator === '!=') return value !== other;
  if (value === null) return false;
  if (operator === '<') return value < other;
  if (operator === '<=') return value <= other;
  return operator === '>' ? value > other : value >= other;
}

const nowhere: Facts = {
  Name: '',
  Site: null,
  NumberOfEmployees: null,
  AnnualRevenue: null,
  Named_Account_Since__c: null,
  Named_Account__c: false,
  Partner_Roles__c: [],
};
/** Conditions on the account itself or, by `Parent.`, on the account above it. */
const sides = [
  { prefix: '', of: (account: Family): Facts => account },
  { prefix: 'Parent.', of: (account: Family): Facts => account.parent ?? nowhere },
];
const side = fc.constantFrom(...sides);

const numeric = fc
  .tuple(
    side,
    fc.constantFrom('NumberOfEmployees' as const, 'AnnualRevenue' as const),
    fc.constantFrom(...comparisons),
    fc.integer({ min: -2, max: 4 }),
  )
  .map(([{ prefix, of }, field, operator, value]): Condition => ({
    soql: `${prefix}${field} ${operator} ${value}`,
    holds: (account) => compares(of(account)[field], operator, value),
  }));

const textual = fc
  .tuple(side, fc.constantFrom('=' as const, '!=' as const), fc.constantFrom(...words))
  .map(([{ prefix, of }, operator, word]): Condition => ({
    soql: `${prefix}Site ${operator} ${quoted(word.toUpperCase())}`,
    holds: (account) => compares(lower(of(account).Site), operator, word.toLowerCase()),
  }));

const listed = fc
  .tuple(fc.boolean(), fc.subarray(words, { minLength: 1 }), fc.boolean())
  .map(([isIn, list, withNull]): Condition => ({
    soql: `Site ${isIn ? 'IN' : 'NOT IN'} (${[...list.map(quoted), ...(withNull ? ['null'] : [])].join(', ')})`,
    holds: ({ Site }) => (Site === null ? withNull : list.some((word) => lower(word) === lower(Site))) === isIn,
  }));

const starting = fc.constantFrom(...words).map((word): Condition => {
  const start = word.slice(0, 3);
  return {
    soql: `Site LIKE '${start.replace(/[\\'%_]/g, '\\$&')}%'`,
    holds: ({ Site }) => lower(Site)?.startsWith(start.toLowerCase()) ?? false,
  };
});

const empty = fc
  .tuple(
    side,
    fc.constantFrom('Site' as const, 'AnnualRevenue' as const, 'Named_Account_Since__c' as const),
    fc.boolean(),
  )
  .map(([{ prefix, of }, field, isEmpty]): Condition => ({
    soql: `${prefix}${field} ${isEmpty ? '=' : '!='} null`,
    holds: (account) => (of(account)[field] === null) === isEmpty,
  }));

const checked = fc.tuple(side, fc.boolean()).map(([{ prefix, of }, value]): Condition => ({
  soql: `${prefix}Named_Account__c = ${value}`,
  holds: (account) => of(account).Named_Account__c === value,
}));

const dated = fc
  .tuple(side, fc.constantFrom(...comparisons), fc.constantFrom(...dates))
  .map(([{ prefix, of }, operator, date]): Condition => ({
    soql: `${prefix}Named_Account_Since__c ${operator} ${date}`,
    holds: (account) => compares(of(account).Named_Account_Since__c, operator, date),
  }));

const thisMonth = fc.constantFrom(...comparisons).map((operator): Condition => ({
  soql: `Named_Account_Since__c ${operator} THIS_MONTH`,
  holds: ({ Named_Account_Since__c: date }) => compares(date?.slice(0, 7) ?? null, operator, '2026-03'),
}));

const chosen = fc.tuple(fc.boolean(), fc.subarray(roles, { minLength: 1 })).map(([includes, wanted]): Condition => ({
  soql: `Partner_Roles__c ${includes ? 'INCLUDES' : 'EXCLUDES'} ('${wanted.join(';')}')`,
  holds: ({ Partner_Roles__c }) => wanted.every((role) => Partner_Roles__c.includes(role)) === includes,
}));

/** Trees of conditions, put in parentheses as Salesforce demands. */
const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
  const leaf = fc.oneof(numeric, textual, listed, starting, empty, checked, dated, thisMonth, chosen);
  const negation = tie('condition').map((part): Condition => {
    const negations = (part.negations ?? 0) + 1;
    return negations > 2 ? part : { soql: `(NOT (${part.soql}))`, holds: (account) => !part.holds(account), negations };
  });
  const joined = fc
    .tuple(fc.boolean(), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
    .map(([every, parts]): Condition => ({
      soql: `(${parts.map((part) => part.soql).join(every ? ' AND ' : ' OR ')})`,
      negations: parts[0]?.negations ?? 0,
      holds: (account) =>
        every ? parts.every((part) => part.holds(account)) : parts.some((part) => part.holds(account)),
    }));
  return { condition: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaf, negation, joined) };
});

describe('random conditions', () => {
  let org: QueryOrg;
  let accounts: Map<string, Family>;

  beforeAll(() => {
    org = queryOrg();
    const make = (known: Facts, parentId: string | null): string =>
      org.make('Account', { ...known, Partner_Roles__c: known.Partner_Roles__c.join(';'), ParentId: parentId });
    accounts = new Map();
    const sample = fc.sample(facts, { numRuns: 120, seed: 1 });
    sample.forEach((known, index) => {
      const parent = index % 3 === 0 ? null : ([...accounts].at(index % 40) ?? null);
      accounts.set(make(known, parent?.[0] ?? null), { ...known, parent: parent?.[1] ?? null });
    });
  });
  afterAll(() => org.records.close());

  it('find the accounts for which the condition holds, no other and none twice', () => {
    const seen = { some: 0, total: 0 };
    fc.assert(
      fc.property(condition, ({ soql, holds }) => {
        const expected = [...accounts].filter(([, account]) => holds(account)).map(([id]) => id);
        seen.total += 1;
        if (expected.length > 0 && expected.length < accounts.size) seen.some += 1;
        expect(org.column(`SELECT Id FROM Account WHERE ${soql} ORDER BY Id`)).toEqual(expected.sort());
      }),
      { numRuns: 1_500, seed: 20260304 },
    );
    // Conditions that hold for all or none would prove little.
    expect(seen.some).toBeGreaterThan(seen.total / 2);
  });
});
