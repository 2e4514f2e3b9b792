import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { updateRecord } from 'lightning/uiRecordApi';
import { isHidden, messageOf } from 'c/problems';
import ENGAGED_PARTNER from '@salesforce/schema/Opportunity.Engaged_Partner__c';
import title from '@salesforce/label/c.Fairlead_Engagement_Title';
import loading from '@salesforce/label/c.Fairlead_Loading';
import empty from '@salesforce/label/c.Fairlead_Engagement_Empty';
import readError from '@salesforce/label/c.Fairlead_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_No_Access';
import readAgain from '@salesforce/label/c.Fairlead_Read_Again';
import saved from '@salesforce/label/c.Fairlead_Engage_Saved';
import saveError from '@salesforce/label/c.Fairlead_Save_Error';
import partner from '@salesforce/label/c.Fairlead_Partner_To_Engage';
import due from '@salesforce/label/c.Fairlead_Engagement_Due';
import protectedUntil from '@salesforce/label/c.Fairlead_Protected_Until';
import why from '@salesforce/label/c.Fairlead_Why';
import gateOpen from '@salesforce/label/c.Fairlead_Gate_Open';
import gateShut from '@salesforce/label/c.Fairlead_Gate_Shut';
import conflicts from '@salesforce/label/c.Fairlead_Conflicts_Open';
import engage from '@salesforce/label/c.Fairlead_Engage';
import exemptionHint from '@salesforce/label/c.Fairlead_Exemption_Hint';
import nextPending from '@salesforce/label/c.Fairlead_Next_Pending';
import nextOverdue from '@salesforce/label/c.Fairlead_Next_Overdue';
import nextEngaged from '@salesforce/label/c.Fairlead_Next_Engaged';
import nextExempt from '@salesforce/label/c.Fairlead_Next_Exempt';
import nextNotRequired from '@salesforce/label/c.Fairlead_Next_Not_Required';

/** By state: the icon beside its name, and what to do next. The name is always shown, colour is never alone. */
const STATES = {
  'Not Required': { icon: 'utility:check', next: nextNotRequired },
  Exempt: { icon: 'utility:check', next: nextExempt },
  Pending: { icon: 'utility:clock', next: nextPending },
  Engaged: { icon: 'utility:success', next: nextEngaged },
  'Engaged Late': { icon: 'utility:success', next: nextEngaged },
  Overdue: { icon: 'utility:warning', next: nextOverdue }
};

export default class EngagementPanel extends LightningElement {
  @api recordId;

  label = {
    title,
    loading,
    empty,
    readAgain,
    saved,
    partner,
    due,
    protectedUntil,
    why,
    engage,
    exemptionHint
  };
  isSaving = false;
  saveProblem;
  _assessment;
  _savedFor;
  _refresh;
  _read = false;
  problem;

  get variables() {
    return { recordId: this.recordId };
  }

  @wire(graphql, {
    query: gql`
      query engagement($recordId: ID) {
        uiapi {
          query {
            Deal_Assessment__c(where: { Opportunity__c: { eq: $recordId } }, first: 1) {
              edges {
                node {
                  Id
                  Engagement_State__c {
                    value
                    displayValue
                  }
                  Required_Partner__c {
                    value
                  }
                  Required_Partner__r {
                    Name {
                      value
                    }
                  }
                  Engagement_Due__c {
                    value
                  }
                  Protected_Until__c {
                    value
                  }
                  Gate_Open__c {
                    value
                  }
                  Open_Conflicts__c {
                    value
                  }
                  Explanation__c {
                    value
                  }
                }
              }
            }
          }
        }
      }
    `,
    variables: '$variables'
  })
  receive({ data, errors, refresh }) {
    this._refresh = refresh;
    if (errors?.length) {
      this.problem = errors.some(isHidden) ? noAccess : readError;
      this._read = true;
    } else if (data) {
      this.problem = undefined;
      this._assessment = data.uiapi.query.Deal_Assessment__c.edges[0]?.node;
      if (!this.isWaiting) this._savedFor = undefined;
      this._read = true;
    }
  }

  get isLoading() {
    return !this._read;
  }

  get isEmpty() {
    return !this._assessment;
  }

  get state() {
    const { value, displayValue } = this._assessment.Engagement_State__c;
    return displayValue ?? value;
  }

  get stateIcon() {
    return STATES[this._assessment.Engagement_State__c.value]?.icon ?? 'utility:info';
  }

  get nextStep() {
    return STATES[this._assessment.Engagement_State__c.value]?.next;
  }

  get partnerName() {
    return this._assessment.Required_Partner__r?.Name?.value;
  }

  get due() {
    return this.isWaiting ? this._assessment.Engagement_Due__c?.value : undefined;
  }

  get protectedUntil() {
    return this._assessment.Protected_Until__c?.value;
  }

  get why() {
    const text = this._assessment.Explanation__c?.value;
    try {
      return text ? JSON.parse(text).engagement : undefined;
    } catch {
      return undefined;
    }
  }

  get isWaiting() {
    return ['Pending', 'Overdue'].includes(this._assessment?.Engagement_State__c.value);
  }

  get isGateShut() {
    return this._assessment.Gate_Open__c?.value === false;
  }

  get gateIcon() {
    return this.isGateShut ? 'utility:lock' : 'utility:unlock';
  }

  get gate() {
    return this.isGateShut ? gateShut : gateOpen;
  }

  get hasConflicts() {
    return this._assessment.Open_Conflicts__c?.value > 0;
  }

  get conflicts() {
    return conflicts.replace('{0}', this._assessment.Open_Conflicts__c.value);
  }

  get isSaved() {
    return this.isWaiting && this._savedFor === this.recordId;
  }

  get canEngage() {
    return this.isWaiting && !this.isSaved && Boolean(this._assessment.Required_Partner__c?.value);
  }

  async handleEngage() {
    this.isSaving = true;
    this.saveProblem = undefined;
    try {
      await updateRecord({
        fields: {
          Id: this.recordId,
          [ENGAGED_PARTNER.fieldApiName]: this._assessment.Required_Partner__c.value
        }
      });
      this._savedFor = this.recordId;
    } catch (error) {
      this.saveProblem = messageOf(error) ?? saveError;
    } finally {
      this.isSaving = false;
    }
    if (this.isSaved) await this.handleReadAgain();
  }

  /** The verdict on what was saved comes from the service a moment later, so reading once may be too early. */
  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch {
      this.problem = readError;
    }
  }
}
