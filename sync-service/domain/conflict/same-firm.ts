/** Whether two partners are one firm. */
import { scoreCompanies } from '../customer/index.ts';
import type { Partner } from '../deal.ts';

const ofOneFirm: ReadonlySet<string> = new Set(['same', 'alias', 'added group word', 'added place']);

/** One firm, or its entity in another place. Partners are accounts kept with care: a name nearly the same is another firm. */
export function isSameFirm(a: Partner, b: Partner): boolean {
  const named = ({ name }: Partner) => ({ name, website: null, country: null, taxId: null });
  const { words, spelling } = scoreCompanies(named(a), named(b)).name;
  return spelling === 'equal' && ofOneFirm.has(words);
}
