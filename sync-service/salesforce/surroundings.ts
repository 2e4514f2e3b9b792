/** Around a customer: his group by the account hierarchy, and the companies and claims that may be him. */
import type { Company as CompanyDescription } from '../domain/customer/index.ts';
import type { Id } from '../domain/deal.ts';
import type { OrgConnection } from './connection.ts';
import { readCompanies, readSubsidiaries, type Company } from './read-companies.ts';
import type { SimilarCompanies } from './similar.ts';

/** A customer to look around: an account on record, or what a partner typed, or both. */
export interface Centre {
  accountId: Id | null;
  typed: CompanyDescription | null;
}

export interface Surroundings {
  companies: Map<Id, Company>;
  /** By centre: accounts of the customer, his group and his doubles; and claims that may name him. */
  around: Map<Id, { accounts: Set<Id>; registrations: Set<Id> }>;
}

/**
 * Looks around customers, all at once.
 * @param centres by the id of the account or registration that is looked around
 */
export async function lookAround(
  connection: OrgConnection,
  similar: SimilarCompanies,
  centres: ReadonlyMap<Id, Centre>,
): Promise<Surroundings> {
  const companies = new Map<Id, Company>();
  const take = (...found: ReadonlyMap<Id, Company>[]) => {
    for (const map of found) for (const [id, company] of map) companies.set(id, company);
  };
  const own = [...centres.values()].flatMap(({ accountId }) => accountId ?? []);
  take(...(await Promise.all([readCompanies(connection, own), readSubsidiaries(connection, own)])));
  await similar.note(companies);

  const described = new Map(
    [...centres].flatMap(([id, { accountId, typed }]): [Id, CompanyDescription][] => {
      const description = typed ?? companies.get(accountId ?? '')?.customer ?? null;
      return description === null ? [] : [[id, description]];
    }),
  );
  const [alike] = await Promise.all([similar.find(described), readGroups(connection, companies)]);
  const doubles = [...alike.values()].flatMap(({ accounts }) => accounts).filter((id) => !companies.has(id));
  take(await readCompanies(connection, doubles));
  await readGroups(connection, companies);
  await similar.note(companies);

  const groups = Map.groupBy(companies.keys(), (id) => topOf(id, companies));
  const around = new Map(
    [...centres].map(([id, { accountId }]): [Id, { accounts: Set<Id>; registrations: Set<Id> }] => {
      const { accounts = [], registrations = [] } = alike.get(id) ?? {};
      const nearest = [...(accountId === null ? [] : [accountId]), ...accounts];
      // Whoever is of the group of a double is of his group: the double may be one account too many of the same firm.
      const group = nearest.flatMap((near) => groups.get(topOf(near, companies)) ?? [near]);
      return [id, { accounts: new Set([...nearest, ...group]), registrations: new Set(registrations) }];
    }),
  );
  return { companies, around };
}

/** How far up the hierarchy is climbed. Deeper groups are seen from inside up to here. */
const levels = 3;

/** Adds the parents of companies, and what else is directly below those. */
async function readGroups(connection: OrgConnection, companies: Map<Id, Company>): Promise<void> {
  for (let level = 0; level < levels; level++) {
    const parents = [...companies.values()].flatMap(({ customer }) => customer.parentId ?? []);
    const unknown = parents.filter((id) => !companies.has(id));
    if (unknown.length === 0) return;
    const found = await Promise.all([readCompanies(connection, unknown), readSubsidiaries(connection, unknown)]);
    for (const map of found) for (const [id, company] of map) companies.set(id, company);
  }
}

function topOf(id: Id, companies: ReadonlyMap<Id, Company>): Id {
  const seen = new Set<Id>();
  let top = id;
  // A hierarchy that bites its own tail ends where it was begun.
  while (!seen.has(top)) {
    seen.add(top);
    const parent = companies.get(top)?.customer.parentId ?? null;
    if (parent === null || !companies.has(parent)) return top;
    top = parent;
  }
  return [...seen].sort()[0] ?? id;
}
