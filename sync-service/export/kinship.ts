/** Which accounts and registrations belong together: of one customer, of one group of companies, or alike. */
import { candidateIndex, QUICK, sameCustomer, type Company } from '../domain/customer/index.ts';

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

/** Companies that claims name, found again among the accounts without comparing all pairs. */
export class ClaimedCompanies {
  readonly #companies: { company: Company; claims: string[] }[] = [];
  readonly #known = new Map<string, number>();
  readonly #index = candidateIndex(QUICK);

  add(company: Company, claim: string): void {
    const same = JSON.stringify([company.name, company.website, company.country, company.taxId, company.id]);
    const known = this.#known.get(same);
    if (known !== undefined) {
      this.#companies[known]?.claims.push(claim);
      return;
    }
    const index = this.#companies.push({ company, claims: [claim] }) - 1;
    this.#known.set(same, index);
    this.#index.put(String(index), company);
  }

  /** Claims whose company may be this one, or of its group. */
  claimsFor(company: Company): string[] {
    return this.#index.search(company, mostCandidates).flatMap(({ id, part }) => {
      const claimed = this.#companies[Number(id)];
      return claimed !== undefined &&
        part >= leastPart &&
        sameCustomer(company, claimed.company).verdict !== 'different'
        ? claimed.claims
        : [];
    });
  }
}
