export { blockingKeys } from './blocking.ts';
export { companyOf, matchTyped, type CustomerMatch } from './match-typed.ts';
export { sameCustomer, type Company, type CustomerVerdict, type GroupRelation } from './same-customer.ts';
