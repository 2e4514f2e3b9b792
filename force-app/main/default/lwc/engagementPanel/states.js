import anyPartner from '@salesforce/label/c.Fairlead_Engagement_Next_Any';
import engaged from '@salesforce/label/c.Fairlead_Engagement_Next_Engaged';
import left from '@salesforce/label/c.Fairlead_Engagement_Next_Left';
import { dateInWords } from 'c/dates';
import exempt from '@salesforce/label/c.Fairlead_Engagement_Next_Exempt';
import nobody from '@salesforce/label/c.Fairlead_Engagement_Next_Nobody';
import overdue from '@salesforce/label/c.Fairlead_Engagement_Next_Overdue';
import pending from '@salesforce/label/c.Fairlead_Engagement_Next_Pending';

/** By state: its sign, and what to do next. The state's name stands beside the sign; colour is never alone. */
const STATES = {
  'Not Required': { icon: 'utility:check', tone: 'tone tone_calm', next: nobody },
  Exempt: { icon: 'utility:check', tone: 'tone tone_calm', next: exempt },
  Pending: { icon: 'utility:clock', tone: 'tone tone_waiting', next: pending },
  Engaged: { icon: 'utility:success', tone: 'tone tone_done', next: engaged },
  'Engaged Late': { icon: 'utility:success', tone: 'tone tone_done', next: engaged },
  Overdue: { icon: 'utility:warning', tone: 'tone tone_urgent', next: overdue }
};

const UNKNOWN = { icon: 'utility:info', tone: 'tone tone_calm', next: undefined };

const WAITING = ['Pending', 'Overdue'];

/** Whether the partner is still to be engaged. */
export function isWaiting(state) {
  return WAITING.includes(state);
}

/**
 * How a state is shown. Without a partner's name any will do, or nobody is meant.
 * @param leftOn the day on which the partner was taken off the deal, if he was
 */
export function shownAs(state, partner, leftOn) {
  const { next, ...look } = STATES[state] ?? UNKNOWN;
  if (isWaiting(state) && !partner) return { ...look, next: anyPartner };
  if (leftOn) {
    const words = left.replace(/\{(\d)\}/g, (_, index) => [partner, dateInWords(leftOn)][index]);
    return { ...look, next: words };
  }
  return { ...look, next: next?.replace('{0}', () => partner ?? '') };
}
