/** Whether two partners are one firm, or entities of one. */
import { sameCustomer, scoreCompanies, type Company } from '../customer/index.ts';
import { isOneSite } from '../customer/web-domain.ts';
import type { Activity, Deal, Id, Partner } from '../deal.ts';
import type { History } from '../history.ts';

const ofOneFirm: ReadonlySet<string> = new Set(['same', 'alias', 'added group word', 'added place']);

/**
 * One firm, its entity in another place, or entities of one group by what the accounts say: one the parent of the other, a
 * common parent, or one site. Partners are accounts kept with care: a name nearly the same is another firm.
 */
export function isSameFirm(a: Partner, b: Partner): boolean {
  if (isOneSite(a.website ?? null, b.website ?? null)) return true;
  const { relation } = sameCustomer(companyOf(a), companyOf(b));
  if (relation !== null && relation !== 'alike') return true;
  const { words, spelling } = scoreCompanies(companyOf(a), companyOf(b)).name;
  return spelling === 'equal' && ofOneFirm.has(words);
}

/** By name and place in the hierarchy. */
function companyOf({ id, name, parentId = null }: Partner): Company {
  return { id, name, parentId, website: null, country: null, taxId: null };
}

/**
 * A partner and those of his other entities that are on an opportunity, ever were, or took part in work on it: who enters
 * one enters him.
 */
export function firmOn(partnerId: Id, deal: Deal, history: History, partners: readonly Partner[]): Id[] {
  const own = partners.find(({ id }) => id === partnerId);
  if (own === undefined) return [partnerId];
  const onIt = new Set([
    ...deal.partners.map((each) => each.partnerId),
    ...history.ofDeal(deal.id).map((event) => event.partnerId),
    ...deal.activities.flatMap((work) => work.partnerIds),
  ]);
  const others = partners.filter(({ id }) => id !== partnerId && onIt.has(id));
  return [partnerId, ...others.filter((other) => isSameFirm(own, other)).map(({ id }) => id)];
}

/** Whether somebody of the firm took part. */
export function tookPart(firm: readonly Id[], { partnerIds }: Activity): boolean {
  return firm.some((partnerId) => partnerIds.includes(partnerId));
}
