import { LightningElement, api } from 'lwc';
import { dayBefore } from 'c/dates';
import held from '@salesforce/label/c.Fairlead_Standing_Held';
import expiring from '@salesforce/label/c.Fairlead_Standing_Expiring';
import inTheMaking from '@salesforce/label/c.Fairlead_Standing_In_The_Making';
import expired from '@salesforce/label/c.Fairlead_Standing_Expired';
import missing from '@salesforce/label/c.Fairlead_Standing_Is_Missing';
import until from '@salesforce/label/c.Fairlead_Standing_Until';
import endedOn from '@salesforce/label/c.Fairlead_Standing_Ended_On';
import people from '@salesforce/label/c.Fairlead_Standing_People_Of';
import wouldAdd from '@salesforce/label/c.Fairlead_Standing_Would_Add';
import onDeals from '@salesforce/label/c.Fairlead_Standing_On_Deals';
import empty from '@salesforce/label/c.Fairlead_Standing_No_Competencies';

/** By state, in the order shown: what needs an eye first. */
const STATES = {
  expiring: { icon: 'utility:clock', words: expiring },
  held: { icon: 'utility:success', variant: 'success', words: held },
  'in the making': { icon: 'utility:trending', words: inTheMaking },
  expired: { icon: 'utility:info', words: expired },
  missing: { icon: 'utility:add', words: missing }
};
const ORDER = Object.keys(STATES);

/** Competencies held, expiring and missing, each missing one with what it would have earned him on his open deals. */
export default class StandingCompetencies extends LightningElement {
  /** `Standing__c` of his record. */
  @api standing;

  label = { until, endedOn, wouldAdd, empty };

  get isEmpty() {
    return this.standing.competencies.length === 0;
  }

  get competencies() {
    return this.standing.competencies
      .map((each) => competencyOf(each))
      .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.worth - a.worth);
  }
}

function competencyOf({ key, name, state, validUntil, people: { have, needed }, wouldAdd: adds }) {
  const { icon, variant, words } = STATES[state] ?? STATES.missing;
  const isHeld = state === 'held' || state === 'expiring';
  const last = validUntil === null ? undefined : dayBefore(validUntil);
  return {
    ...{ key, name, state, icon, variant, words },
    until: isHeld ? last : undefined,
    endedOn: state === 'expired' ? last : undefined,
    people:
      needed > 0 && have !== null && !isHeld
        ? people.replace('{0}', () => have).replace('{1}', () => needed)
        : undefined,
    worth: Math.max(0, ...adds.map(({ amount }) => Number(amount))),
    adds: adds
      .filter(({ amount }) => Number(amount) > 0)
      .map(({ currency, amount, deals }) => ({ currency, amount, deals: onDeals.replace('{0}', () => deals) }))
  };
}
