import { LightningElement, api } from 'lwc';
import { dayBefore } from 'c/dates';
import { inWords } from 'c/marginReasons';
import { namesOf } from 'c/partnerTerms';
import empty from '@salesforce/label/c.Fairlead_Standing_No_Periods';
import bought from '@salesforce/label/c.Fairlead_Standing_Bought';
import pays from '@salesforce/label/c.Fairlead_Standing_Pays';
import target from '@salesforce/label/c.Fairlead_Standing_Target';
import targetUnknown from '@salesforce/label/c.Fairlead_Standing_Target_Unknown';
import next from '@salesforce/label/c.Fairlead_Standing_Next';
import until from '@salesforce/label/c.Fairlead_Standing_Runs_Until';

/** Running periods: what was bought, what it pays as it stands, what is missing to the next edge and to the target. */
export default class StandingPeriods extends LightningElement {
  /** `Standing__c` of his record. */
  @api standing;

  label = { empty, bought, pays, target, targetUnknown, next, until };

  get isEmpty() {
    return this.standing.periods.length === 0;
  }

  get currency() {
    return this.standing.currency;
  }

  get periods() {
    const known = namesOf(this.standing);
    return this.standing.periods.map((each) => ({
      key: `${each.incentive} ${each.period}`,
      name: each.name,
      period: each.period,
      lastDay: dayBefore(each.until),
      purchases: each.purchases,
      pays: each.pays,
      // Where the whole would not fit its field, the service leaves the reasons out.
      why: each.reason ? inWords(each.reason, known) : undefined,
      hasTarget: each.target !== null && each.target.amount !== null,
      hasUnknownTarget: each.target !== null && each.target.amount === null,
      target: each.target?.amount,
      achievement: each.target?.achievement,
      tone: Number(each.target?.achievement) >= 1 ? 'good' : undefined,
      next: each.next
    }));
  }
}
