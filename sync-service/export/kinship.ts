/** Which accounts and registrations belong together: of one customer, of one group of companies, or alike. */
import { blockingKeys, sameCustomer, type Company } from '../domain/customer/index.ts';

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

/** Keys shared by more claims than this tell nothing. */
const tooCommon = 500;

/** Companies that claims name, found again among the accounts without comparing all pairs. */
export class ClaimedCompanies {
  readonly #companies: { company: Company; claims: string[] }[] = [];
  readonly #known = new Map<string, number>();
  readonly #byKey = new Map<string, number[]>();

  add(company: Company, claim: string): void {
    const same = JSON.stringify([company.name, company.website, company.country, company.taxId, company.id]);
    const known = this.#known.get(same);
    if (known !== undefined) {
      this.#companies[known]?.claims.push(claim);
      return;
    }
    const index = this.#companies.push({ company, claims: [claim] }) - 1;
    this.#known.set(same, index);
    for (const key of blockingKeys(company)) {
      const sharing = this.#byKey.get(key);
      if (sharing === undefined) this.#byKey.set(key, [index]);
      else sharing.push(index);
    }
  }

  /** Claims whose company may be this one, or of its group. */
  claimsFor(company: Company): string[] {
    const candidates = new Set<number>();
    for (const key of blockingKeys(company)) {
      const sharing = this.#byKey.get(key) ?? [];
      if (sharing.length <= tooCommon) for (const index of sharing) candidates.add(index);
    }
    return [...candidates].flatMap((index) => {
      const claimed = this.#companies[index];
      return claimed !== undefined && sameCustomer(company, claimed.company).verdict !== 'different'
        ? claimed.claims
        : [];
    });
  }
}
