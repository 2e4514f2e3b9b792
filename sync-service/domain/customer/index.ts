export { blockingKeys } from './blocking.ts';
export { candidateIndex, QUICK, type Candidate, type CandidateIndex } from './candidate-index.ts';
export { learnedWeights, type LearnedWeights } from './learned-weights.ts';
export { companyOf, matchTyped, SURE_FROM, type CustomerMatch } from './match-typed.ts';
export { customerReasonCodes, type Reason as CustomerReason } from './reasons.ts';
export { SAME_FROM, sameCustomer, type CustomerVerdict, type GroupRelation } from './same-customer.ts';
export { scoreCompanies, USUAL_KNOWLEDGE, type Company, type Knowledge, type Score } from './score.ts';
