import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { updateRecord } from 'lightning/uiRecordApi';
import { messageOf } from 'c/problems';
import USER from '@salesforce/user/Id';
import CONFLICT from '@salesforce/schema/Channel_Conflict__c';
import STATUS from '@salesforce/schema/Channel_Conflict__c.Status__c';
import REASON from '@salesforce/schema/Channel_Conflict__c.Decision_Reason__c';
import BECAUSE from '@salesforce/schema/Channel_Conflict__c.Dismissed_Because__c';
import DECIDED_BY from '@salesforce/schema/Channel_Conflict__c.Decided_By__c';
import DECIDED_AT from '@salesforce/schema/Channel_Conflict__c.Decided_At__c';
import title from '@salesforce/label/c.Fairlead_Desk_Decision';
import confirm from '@salesforce/label/c.Fairlead_Desk_Confirm';
import confirmWords from '@salesforce/label/c.Fairlead_Desk_Confirm_Words';
import dismiss from '@salesforce/label/c.Fairlead_Desk_Dismiss';
import dismissWords from '@salesforce/label/c.Fairlead_Desk_Dismiss_Words';
import remedy from '@salesforce/label/c.Fairlead_Desk_Remedy';
import remedyWords from '@salesforce/label/c.Fairlead_Desk_Remedy_Words';
import reason from '@salesforce/label/c.Fairlead_Desk_Reason';
import reasonHelp from '@salesforce/label/c.Fairlead_Desk_Reason_Help';
import reasonMissing from '@salesforce/label/c.Fairlead_Desk_Reason_Missing';
import decisionMissing from '@salesforce/label/c.Fairlead_Desk_Decision_Missing';
import becauseMissing from '@salesforce/label/c.Fairlead_Desk_Because_Missing';
import save from '@salesforce/label/c.Fairlead_Desk_Decide';
import review from '@salesforce/label/c.Fairlead_Desk_Review';
import reviewWords from '@salesforce/label/c.Fairlead_Desk_Review_Words';
import saved from '@salesforce/label/c.Fairlead_Desk_Saved';
import saveError from '@salesforce/label/c.Fairlead_Save_Error';
import again from '@salesforce/label/c.Fairlead_Desk_Decide_Again';

const VERDICTS = [
  { value: 'Confirmed', label: confirm, words: confirmWords },
  { value: 'Dismissed', label: dismiss, words: dismissWords },
  { value: 'Remedied', label: remedy, words: remedyWords }
];

export default class ConflictDecision extends LightningElement {
  @api recordId;
  /** The status of the case, by its name in the org. */
  @api status;

  label = {
    title,
    reason,
    reasonHelp,
    reasonMissing,
    decisionMissing,
    becauseMissing,
    save,
    review,
    reviewWords,
    again
  };
  verdicts = VERDICTS;
  verdict;
  isSaving = false;
  problem;
  done = '';
  _isOpened = false;

  @wire(getObjectInfo, { objectApiName: CONFLICT })
  about;

  @wire(getPicklistValuesByRecordType, { objectApiName: CONFLICT, recordTypeId: '$recordType' })
  picklists;

  get recordType() {
    return this.about?.data?.defaultRecordTypeId;
  }

  get isNew() {
    return this.status === 'Open';
  }

  get isDecided() {
    return !this.isNew && this.status !== 'Under Review';
  }

  /** A decided case is decided again only by who asks for it. */
  get isClosed() {
    return this.isDecided && !this._isOpened;
  }

  get verdictWords() {
    return VERDICTS.find(({ value }) => value === this.verdict)?.words;
  }

  get isDismissal() {
    return this.verdict === 'Dismissed';
  }

  get becauseLabel() {
    return this.about?.data?.fields[BECAUSE.fieldApiName]?.label ?? '';
  }

  get becauseOptions() {
    const { values = [] } = this.picklists?.data?.picklistFieldValues[BECAUSE.fieldApiName] ?? {};
    return values.map(({ value, label }) => ({ value, label }));
  }

  handleVerdict({ detail }) {
    this.verdict = detail.value;
    this.done = '';
  }

  handleAgain() {
    this._isOpened = true;
    this.done = '';
  }

  handleReview() {
    return this.save({ [STATUS.fieldApiName]: 'Under Review' });
  }

  handleDecide() {
    const inputs = [...this.template.querySelectorAll('[data-input]')];
    // Every one tells what it lacks; the first that lacks something gets the focus.
    const [lacking] = inputs.filter((input) => !input.reportValidity());
    if (lacking) {
      lacking.focus();
      return undefined;
    }
    const valueOf = (name) => inputs.find(({ dataset }) => dataset.input === name)?.value;
    return this.save({
      [STATUS.fieldApiName]: this.verdict,
      [REASON.fieldApiName]: valueOf('reason').trim(),
      [BECAUSE.fieldApiName]: this.isDismissal ? valueOf('because') : null,
      [DECIDED_BY.fieldApiName]: USER,
      [DECIDED_AT.fieldApiName]: new Date().toISOString()
    });
  }

  handleReason({ target }) {
    target.setCustomValidity(target.value.trim() === '' ? reasonMissing : '');
  }

  async save(fields) {
    this.isSaving = true;
    this.problem = undefined;
    this.done = '';
    try {
      await updateRecord({ fields: { Id: this.recordId, ...fields } });
      this.done = saved;
      this.verdict = undefined;
      this._isOpened = false;
      this.dispatchEvent(new CustomEvent('decide'));
    } catch (error) {
      this.problem = messageOf(error) ?? saveError;
    } finally {
      this.isSaving = false;
    }
  }
}
