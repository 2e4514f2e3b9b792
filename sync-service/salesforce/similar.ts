/** Companies and claims that may stand for the same customer, found by the customer index and then compared. */
import {
  blockingKeys,
  sameCustomer,
  type Company as CompanyDescription,
  type Knowledge,
} from '../domain/customer/index.ts';
import type { Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { CustomerIndex } from '../ports.ts';
import type { OrgConnection } from './connection.ts';
import { readCompanies, type Company } from './read-companies.ts';
import { readTypedCustomers, type TypedCustomer } from './read-registrations.ts';

/** How long a description read for comparison is taken as it was, and how many are kept. */
const lifeMs = 10 * 60_000;
const most = 100_000;

export interface Similar {
  accounts: Id[];
  registrations: Id[];
}

export interface SimilarCompanies {
  /** For each of these, the accounts and registrations that may be the same customer. */
  find(companies: ReadonlyMap<Id, CompanyDescription>): Promise<Map<Id, Similar>>;
  /** Takes note of companies as they are now, and keeps the index in step. */
  note(companies: ReadonlyMap<Id, Company>): Promise<void>;
  noteTyped(typed: ReadonlyMap<Id, TypedCustomer>): Promise<void>;
}

interface Described {
  company: CompanyDescription;
  isPartner: boolean;
  keys: string;
  at: Instant;
}

export function similarCompanies(
  connection: OrgConnection,
  index: CustomerIndex,
  { knowledge, clock }: { knowledge(): Promise<Knowledge>; clock: () => Instant },
): SimilarCompanies {
  const described = new Map<Id, Described>();

  async function keep(entries: Iterable<[Id, CompanyDescription, boolean]>): Promise<void> {
    const changed = new Map<Id, string[]>();
    for (const [id, company, isPartner] of entries) {
      // A partner's own account is no end customer that another one could be mistaken for.
      const keys = isPartner ? [] : blockingKeys(company);
      const joined = keys.join('\n');
      if (described.get(id)?.keys !== joined) changed.set(id, keys);
      described.delete(id);
      described.set(id, { company, isPartner, keys: joined, at: clock() });
    }
    for (const oldest of described.keys()) {
      if (described.size <= most) break;
      described.delete(oldest);
    }
    if (changed.size > 0) await index.put(changed);
  }

  const note = async (companies: ReadonlyMap<Id, Company>) =>
    keep([...companies].map(([id, { customer, isPartner }]) => [id, customer, isPartner]));
  const noteTyped = async (typed: ReadonlyMap<Id, TypedCustomer>) =>
    keep([...typed].map(([id, customer]) => [id, customer, false]));

  async function describe(ids: Iterable<Id>): Promise<void> {
    const stale = [...new Set(ids)].filter((id) => (described.get(id)?.at ?? -Infinity) < clock() - lifeMs);
    const [companies, typed] = await Promise.all([
      readCompanies(connection, stale.filter(isAccount)),
      readTypedCustomers(
        connection,
        stale.filter((id) => !isAccount(id)),
      ),
    ]);
    await Promise.all([note(companies), noteTyped(typed)]);
  }

  return {
    note,
    noteTyped,
    async find(companies) {
      const keys = new Map([...companies].map(([id, company]) => [id, blockingKeys(company)]));
      const neighbours = await index.neighbours(keys);
      const [told] = await Promise.all([knowledge(), describe([...neighbours.values()].flat())]);
      return new Map(
        [...companies].map(([id, company]): [Id, Similar] => {
          const alike = (neighbours.get(id) ?? []).filter((other) => {
            const found = described.get(other);
            if (found === undefined || found.isPartner) return false;
            return sameCustomer(company, found.company, told).verdict !== 'different';
          });
          return [id, { accounts: alike.filter(isAccount), registrations: alike.filter((other) => !isAccount(other)) }];
        }),
      );
    },
  };
}

/** Accounts have the same key prefix in every org; the registrations' is the org's own. */
function isAccount(id: Id): boolean {
  return id.startsWith('001');
}
