/** Who the registered customer is, as far as the records tell. */
import { companyOf, sameCustomer, type Company } from '../customer/index.ts';
import type { Scene } from './case.ts';

/**
 * The account that the claim was resolved to. Without one, the account of the opportunity that the registration covers:
 * it tells more than what the partner typed. Where the two are unlike, either may be meant.
 * @returns one company, or two, what is on record first
 */
export function registeredCustomer({ placement, file }: Scene): Company[] {
  const { registration } = placement.coverage;
  const claimed = companyOf(registration, file.customers);
  const { customerId } = placement.deal;
  const account = customerId === null ? undefined : file.customers.get(customerId);
  // An opportunity may stand under the partner who buys.
  const isPartner = file.facts.partners.some(({ id }) => id === customerId);
  if (claimed !== registration.customer || account === undefined || isPartner) return [claimed];
  const isAlike = sameCustomer(account, claimed, file.policy.knowledge).verdict !== 'different';
  return isAlike ? [account] : [account, claimed];
}
