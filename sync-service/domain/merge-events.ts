import type { DealEvent } from './deal.ts';
import type { Instant } from './time.ts';

/** A change event carries the time of the commit, a history row that of the save: both within one transaction's reach. */
const apartMs = 10_000;

/**
 * Lays several histories over each other, so that a change kept by more than one is there once. The first history that
 * has it gives the event.
 * @param histories in order of trust
 * @returns oldest first; at the same instant a departure before the entry it made room for
 */
export function mergeEvents(histories: readonly (readonly DealEvent[])[]): DealEvent[] {
  const kept: DealEvent[] = [];
  const keys = new Set<string>();
  const instants = new Map<string, Instant[]>();
  for (const history of histories) {
    // What the histories before this one tell, each change to be met once.
    const others = new Map<string, Instant[]>();
    const added: { what: string; at: Instant }[] = [];
    for (const event of history) {
      const what = sameness(event);
      const told = instants.get(what);
      if (told !== undefined) {
        const matching = others.get(what) ?? [...told];
        others.set(what, matching);
        const index = matching.findIndex((at) => Math.abs(at - event.at) <= apartMs);
        if (index >= 0) {
          // One kept change stands for one change only: A, B, A, B within seconds are three changes.
          const [at] = matching.splice(index, 1);
          tellBefore(kept, what, at!, event);
          continue;
        }
      }
      if (keys.has(event.key)) continue;
      keys.add(event.key);
      kept.push(event);
      added.push({ what, at: event.at });
    }
    for (const { what, at } of added) {
      const known = instants.get(what);
      if (known === undefined) instants.set(what, [at]);
      else known.push(at);
    }
  }
  return kept.sort((a, b) => a.at - b.at || order(a) - order(b) || (a.key < b.key ? -1 : 1));
}

/** A change event knows only what a field became; the other history tells what it was. */
function tellBefore(kept: DealEvent[], what: string, at: Instant, { from }: DealEvent): void {
  const event = kept.find((each) => each.at === at && sameness(each) === what);
  if (event !== undefined && event.from === null) kept[kept.indexOf(event)] = { ...event, from };
}

function sameness({ kind, record, dealId, customerId, registrationId, partnerId, to }: DealEvent): string {
  // A partner may be on record under the deal or under his own row, and every deal is created once.
  const isBySelf = kind === 'Created' || partnerId !== null;
  const value = kind === 'Amount Changed' ? plain(to) : to;
  const where = isBySelf ? '' : `${record.id}:${record.field}:${value}`;
  return `${kind}|${dealId}|${customerId}|${registrationId}|${partnerId}|${where}`;
}

/** 1000 and 1000.0 are one amount. */
function plain(amount: string | null): string | null {
  return amount !== null && /^-?\d+(\.\d+)?$/.test(amount) ? String(Number(amount)) : amount;
}

function order({ kind }: DealEvent): number {
  return kind === 'Created' ? 0 : kind === 'Partner Left' ? 1 : 2;
}
