/** Which accounts and registrations belong together: of one customer, of one group of companies, or alike. */
import type { Id } from '../domain/deal.ts';
import { candidateIndex, QUICK, sameCustomer, type Company } from '../domain/customer/index.ts';
import { webDomain } from '../domain/customer/web-domain.ts';
import type { ExportFiles } from './files.ts';
import { claimedCompanies, readCustomers, type Share, type Survey } from './survey.ts';

/** Sets that grow together (union–find); whoever was never joined with anything belongs nowhere. */
export class Kinship {
  readonly #above = new Map<string, string>();

  join(a: string, b: string): void {
    const [one, other] = [this.#top(a), this.#top(b)];
    if (one === other) return;
    // The smaller name leads, so that the order of joining does not matter.
    if (one < other) this.#above.set(other, one);
    else this.#above.set(one, other);
  }

  /** The name of the set; null for who is in none. */
  of(member: string): string | null {
    return this.#above.has(member) ? this.#top(member) : null;
  }

  members(): Iterable<string> {
    return this.#above.keys();
  }

  #top(member: string): string {
    const above = this.#above.get(member);
    if (above === undefined) {
      this.#above.set(member, member);
      return member;
    }
    if (above === member) return member;
    const top = this.#top(above);
    this.#above.set(member, top);
    return top;
  }
}

/** The likeliest records are looked at, of those that share a telling part of the name. */
const mostCandidates = 8;
const leastPart = 0.3;

/** A claim with its customer, the account of the deal it names, accounts that may be him, and all their families. */
export function kinshipOf({ claims, accountOfDeal, parents, masters }: Survey, alike: readonly ClaimedBy[]): Kinship {
  const kin = new Kinship();
  for (const { id, customerId, dealId } of claims) {
    kin.join(id, id);
    if (customerId !== null) kin.join(id, customerId);
    const account = dealId === null ? '' : (accountOfDeal.get(dealId) ?? '');
    if (account !== '') kin.join(id, account);
  }
  for (const [claim, account] of alike) kin.join(claim, account);
  joinFamilies(kin, parents);
  for (const merged of masters.keys()) {
    const master = topOf(masters, merged);
    if (kin.of(master) !== null) kin.join(master, merged);
  }
  return kin;
}

function joinFamilies(kin: Kinship, parents: ReadonlyMap<Id, Id>): void {
  const tops = new Set([...kin.members()].map((member) => topOf(parents, member)));
  for (const child of parents.keys()) {
    const head = topOf(parents, child);
    if (tops.has(head) || kin.of(head) !== null) kin.join(head, child);
  }
}

function topOf(above: ReadonlyMap<Id, Id>, id: Id): Id {
  let [top, steps] = [id, 0];
  for (let next = above.get(top); next !== undefined && steps < 10; next = above.get(top)) {
    top = next;
    steps += 1;
  }
  return top;
}

/** An account whose company a claim may mean. */
export type ClaimedBy = [claim: Id, account: Id];

/** Looks for the companies of the claims among a share of the accounts. */
export function findClaimed(files: ExportFiles, statuses: Readonly<Record<string, string>>, share: Share): ClaimedBy[] {
  const claimed = new ClaimedCompanies();
  claimedCompanies(files, statuses, (company, claim) => claimed.add(company, claim));
  const found: ClaimedBy[] = [];
  readCustomers(files, share, (company) => {
    for (const claim of claimed.claimsFor(company)) found.push([claim, company.id]);
  });
  return found;
}

/**
 * Companies that claims name, found again among the accounts without comparing all pairs. There may be hundreds of
 * thousands, of which few are ever compared, so each is kept as text.
 */
class ClaimedCompanies {
  readonly #companies: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** A claim of each company, and of the few that several claims name the others. */
  readonly #claims: Id[] = [];
  readonly #furtherClaims = new Map<number, Id[]>();
  readonly #index = candidateIndex(QUICK);

  add(company: Company, claim: Id): void {
    const text = packed(company);
    const known = this.#numbers.get(text);
    if (known === undefined) {
      const number = this.#companies.push(text) - 1;
      this.#numbers.set(text, number);
      this.#claims.push(claim);
      this.#index.put(String(number), company);
      return;
    }
    const further = this.#furtherClaims.get(known);
    if (further === undefined) this.#furtherClaims.set(known, [claim]);
    else further.push(claim);
  }

  /** Claims whose company may be this one, or of its group. */
  claimsFor(company: Company): Id[] {
    const domain = webDomain(company.website);
    return this.#index.search(company, mostCandidates).flatMap(({ id, part }) => {
      const number = Number(id);
      if (part < leastPart) return [];
      const claimed = unpacked(this.#companies[number]!);
      // At one web domain two are of one group at least; of most accounts that are found it is known by that.
      const isAlike =
        (domain !== null && domain === webDomain(claimed.website)) ||
        sameCustomer(company, claimed).verdict !== 'different';
      return isAlike ? [this.#claims[number]!, ...(this.#furtherClaims.get(number) ?? [])] : [];
    });
  }
}

const texts = [
  'website',
  'country',
  'taxId',
  'companyNumber',
  'phone',
  'street',
  'postalCode',
  'city',
  'parentId',
] as const;

/** What the survey knows of a company, without the names of its fields. */
function packed(company: Company): string {
  return JSON.stringify([company.name, company.id ?? null, ...texts.map((field) => company[field] ?? null)]);
}

function unpacked(text: string): Company {
  const [name, id, ...values] = JSON.parse(text) as [string, Id | null, ...(string | null)[]];
  const known = Object.fromEntries(texts.map((field, at) => [field, values[at] ?? null]));
  return { name, ...(id === null ? {} : { id }), ...known } as Company;
}
