/**
 * Merged accounts: before the merge the opportunity stood under another account, and whoever worked on it saw that one. It
 * excuses only where the other account did not look like the registered customer.
 */
import type { InnocentExplanation } from '../assessment.ts';
import { sameCustomer, type Company } from '../customer/index.ts';
import type { AccountMove, Id, MergedAccount, Mergers } from '../deal.ts';
import { contains, dateOf, type Instant } from '../time.ts';
import { found } from './answers.ts';
import { isCoveredDeal, type Scene } from './case.ts';
import { registeredCustomer } from './registered-customer.ts';

const what = 'accounts merged';

/** Under which account the opportunity stood when something was done on it, and what that excuses. */
export function mergedAccounts(scene: Scene, at: Instant): InnocentExplanation {
  const { deal, placement, file } = scene;
  const { mergers } = file.facts;
  if (mergers === undefined) return found(what, 'no', 'not looked at');
  if (isCoveredDeal(scene) && placement.coverage.linked) return found(what, 'no', 'opportunity named');
  const [move] = mergers.moves
    .filter((each) => each.dealId === deal.id && each.at > at)
    .sort((one, other) => one.at - other.at);
  return move === undefined ? mergedSince(scene, at, mergers) : movedSince(scene, move, mergers);
}

/** The opportunity's history tells from where it came. */
function movedSince(scene: Scene, move: AccountMove, { accounts }: Mergers): InnocentExplanation {
  const { placement, file } = scene;
  const merged = accounts.find(({ company }) => company.id === move.from);
  const company = merged?.company ?? file.customers.get(move.from ?? '') ?? nameOnly(move.fromName);
  const account = company?.name ?? move.from ?? '';
  const told = { account, date: dateOf(move.at, file.policy.calendar.timeZone) };
  if (company !== null && looksRegistered(company, scene)) return found(what, 'no', 'merged alike', { account });
  if (merged === undefined) return found(what, 'doubtful', 'moved from account', told);
  const { submittedAt } = placement.coverage.registration;
  const isYoung = merged.createdAt !== null && submittedAt !== null && merged.createdAt >= submittedAt;
  if (isYoung) return found(what, 'doubtful', 'merged, but young', told);
  // Merged inside the window, it went on where everybody saw both.
  const sawBoth = contains(placement.coverage.window.inside, move.at);
  return found(what, sawBoth ? 'doubtful' : 'sufficient', 'merged account', told);
}

/** No history tells under which of the accounts it stood. */
function mergedSince(scene: Scene, at: Instant, { accounts }: Mergers): InnocentExplanation {
  const customerId = scene.deal.customerId;
  const merged = accounts
    .filter((each) => customerId !== null && mergedInto(each, customerId, accounts))
    .filter(({ mergedAt }) => mergedAt === null || mergedAt > at)
    .sort((one, other) => (one.company.id < other.company.id ? -1 : 1));
  const unlike = merged.find(({ company }) => !looksRegistered(company, scene));
  if (unlike !== undefined) return found(what, 'doubtful', 'perhaps merged', { account: unlike.company.name });
  const [alike] = merged;
  if (alike !== undefined) return found(what, 'no', 'merged since, alike', { account: alike.company.name });
  return found(what, 'no', 'none merged');
}

/** The account that an account was merged into may itself have been merged; a circle ends at ten. */
function mergedInto(account: MergedAccount, id: Id, accounts: readonly MergedAccount[]): boolean {
  let into: Id | undefined = account.into;
  for (let step = 0; step < 10 && into !== undefined; step += 1) {
    if (into === id) return true;
    into = accounts.find(({ company }) => company.id === into)?.into;
  }
  return false;
}

function nameOnly(name: string | null): Company | null {
  return name === null ? null : { name, website: null, country: null, taxId: null };
}

/** Like the customer as he is on record, or as the partner typed him. */
function looksRegistered(company: Company, scene: Scene): boolean {
  const { knowledge } = scene.file.policy;
  return [...registeredCustomer(scene), scene.placement.coverage.registration.customer].some(
    (registered) => sameCustomer(company, registered, knowledge).verdict !== 'different',
  );
}
