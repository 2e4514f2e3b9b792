export { blockingKeys } from './blocking.ts';
export { companyOf, matchTyped, SURE_FROM, type CustomerMatch } from './match-typed.ts';
export { sameCustomer, type Company, type CustomerVerdict, type GroupRelation } from './same-customer.ts';
