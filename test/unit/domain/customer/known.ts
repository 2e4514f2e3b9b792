/** What is known of companies in the tests of this folder. */
import { sameCustomer, type Company } from '../../../../sync-service/domain/customer/index.ts';

/** A company of which nothing is known but its name, and what is given. */
export function known(name: string, more: Partial<Company> = {}): Company {
  return { name, website: null, country: null, taxId: null, ...more };
}

/** What two records are, with nothing counted of the customers on record. */
export function verdictOf(a: Company, b: Company): 'same' | 'group' | 'different' {
  return sameCustomer(a, b).verdict;
}

/** The same of two names in one country. */
export function verdictOfNames(a: string, b: string, country = 'DE'): 'same' | 'group' | 'different' {
  return verdictOf(known(a, { country }), known(b, { country }));
}
