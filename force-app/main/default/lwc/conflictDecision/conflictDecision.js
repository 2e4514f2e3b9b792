import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { updateRecord } from 'lightning/uiRecordApi';
import { dayInWords } from 'c/dates';
import { focusOn, keepFocus } from 'c/focus';
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
import choose from '@salesforce/label/c.Fairlead_Exemption_Reason_Choose';
import decided from '@salesforce/label/c.Fairlead_Desk_Decided';
import decidedAlone from '@salesforce/label/c.Fairlead_Desk_History_Decided';
import meanwhile from '@salesforce/label/c.Fairlead_Desk_Decided_Meanwhile';

const VERDICTS = [
  { value: 'Confirmed', label: confirm, words: confirmWords },
  { value: 'Dismissed', label: dismiss, words: dismissWords },
  { value: 'Remedied', label: remedy, words: remedyWords }
];

export default class ConflictDecision extends LightningElement {
  @api recordId;
  /** The status of the case, by its name in the org. */
  @api status;
  /** What was decided, as `{ verdict, by, at, reason }`; undefined where nobody has. */
  @api decision;
  /** Reads the case again and gives its latest `{ status, decision }`. */
  @api readLatest;

  label = {
    title,
    reason,
    reasonHelp,
    reasonMissing,
    decisionMissing,
    becauseMissing,
    choose,
    review,
    reviewWords,
    again,
    meanwhile
  };
  keepFocus = keepFocus;
  verdicts = VERDICTS;
  verdict;
  isSaving = false;
  problem;
  done = '';
  _isOpened = false;
  _hasReason = false;
  /** The decision that stood when this one was begun. */
  _begunOver;

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
    return this.isDecided && !this._isOpened && !this.isBegun;
  }

  get isBegun() {
    return Boolean(this.verdict) || this._hasReason;
  }

  /** Somebody else has decided since this decision was begun; what was written stays. */
  get isMeanwhile() {
    return this.isDecided && this.isBegun && this._begunOver !== standing(this);
  }

  get isTold() {
    return this.isClosed || this.isMeanwhile;
  }

  get saveLabel() {
    return this.isMeanwhile ? again : save;
  }

  get decidedWords() {
    if (!this.decision) return undefined;
    const { verdict, by, at } = this.decision;
    return (by ? decided : decidedAlone).replace(/\{(\d)\}/g, (_, index) => [verdict, by, dayInWords(at)][index]);
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
    this.begin();
    this.verdict = detail.value;
    this.done = '';
  }

  handleAgain() {
    this._isOpened = true;
    this.done = '';
    focusOn(this, 'verdict');
  }

  handleReview() {
    return this.save({ [STATUS.fieldApiName]: 'Under Review' });
  }

  begin() {
    if (!this.isBegun) this._begunOver = standing(this);
  }

  async handleDecide() {
    const inputs = [...this.template.querySelectorAll('[data-input]')];
    // Every one tells what it lacks; the first that lacks something gets the focus.
    const [lacking] = inputs.filter((input) => !input.reportValidity());
    if (lacking) {
      lacking.focus();
      return;
    }
    if (await this.hasChanged()) return;
    const valueOf = (name) => inputs.find(({ dataset }) => dataset.input === name)?.value;
    await this.save({
      [STATUS.fieldApiName]: this.verdict,
      [REASON.fieldApiName]: valueOf('reason').trim(),
      [BECAUSE.fieldApiName]: this.isDismissal ? valueOf('because') : null,
      [DECIDED_BY.fieldApiName]: USER,
      [DECIDED_AT.fieldApiName]: new Date().toISOString()
    });
  }

  /** Whether somebody else has decided what is on screen as undecided, or otherwise. */
  async hasChanged() {
    const seen = standing(this);
    this.isSaving = true;
    try {
      const latest = await this.readLatest?.();
      return latest !== undefined && standing(latest) !== seen;
    } catch {
      // Where nothing can be read, saving tells what is wrong.
      return false;
    } finally {
      this.isSaving = false;
      focusOn(this, 'save');
    }
  }

  handleReason({ target }) {
    this.begin();
    this._hasReason = target.value.trim() !== '';
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
      this._hasReason = false;
      this._isOpened = false;
      focusOn(this, 'done');
      this.dispatchEvent(new CustomEvent('decide'));
    } catch (error) {
      this.problem = messageOf(error) ?? saveError;
      focusOn(this, 'save');
    } finally {
      this.isSaving = false;
    }
  }
}

/** Which decision stands, told apart from an earlier one; nothing while the case waits for one. */
function standing({ status, decision }) {
  return ['Open', 'Under Review'].includes(status) ? undefined : [status, decision?.at].join();
}
