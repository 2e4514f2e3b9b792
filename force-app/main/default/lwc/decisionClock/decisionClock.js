import { fromNow } from 'c/dates';
import dueIn from '@salesforce/label/c.Fairlead_Desk_Clock_Due';
import overdue from '@salesforce/label/c.Fairlead_Desk_Clock_Over';
import none from '@salesforce/label/c.Fairlead_Desk_Clock_None';

const SOON = 24 * 3_600_000;

/** The clocks that a list can be filtered by, each with the moments between which its cases are due. */
export function dueBetween(clock, now) {
  const at = (instant) => new Date(instant).toISOString();
  switch (clock) {
    case 'over':
      return { lt: { value: at(now) } };
    case 'soon':
      return { gte: { value: at(now) }, lt: { value: at(now + SOON) } };
    case 'later':
      return { gte: { value: at(now + SOON) } };
    default:
      return undefined;
  }
}

/**
 * What is left of the time to decide.
 * @param {string | null | undefined} due when it is to be decided
 * @returns {{ kind: 'none' | 'later' | 'soon' | 'over', words: string, icon: string }}
 */
export function clockOf(due, now) {
  if (!due) return { kind: 'none', words: none, icon: 'utility:clock' };
  const left = new Date(due).getTime() - now;
  const told = (words) => words.replace('{0}', () => fromNow(due, now));
  if (left < 0) return { kind: 'over', words: told(overdue), icon: 'utility:warning' };
  return { kind: left < SOON ? 'soon' : 'later', words: told(dueIn), icon: 'utility:clock' };
}
