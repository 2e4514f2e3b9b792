import { LightningElement, api } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import { dateOf, daysBetween, endOfDate } from 'c/dates';
import { focusOn, keepFocus, leaveFields } from 'c/focus';
import { messageOf } from 'c/problems';
import USER from '@salesforce/user/Id';
import verdictLabel from '@salesforce/label/c.Fairlead_Request_Verdict';
import verdictMissing from '@salesforce/label/c.Fairlead_Request_Verdict_Missing';
import grant from '@salesforce/label/c.Fairlead_Request_Grant';
import refuse from '@salesforce/label/c.Fairlead_Request_Refuse';
import holds from '@salesforce/label/c.Fairlead_Request_Holds_Through';
import holdsHelp from '@salesforce/label/c.Fairlead_Request_Holds_Help';
import protectedUntil from '@salesforce/label/c.Fairlead_Request_Protected_Until';
import reason from '@salesforce/label/c.Fairlead_Desk_Reason';
import reasonHelp from '@salesforce/label/c.Fairlead_Request_Reason_Help';
import reasonMissing from '@salesforce/label/c.Fairlead_Request_Reason_Missing';
import save from '@salesforce/label/c.Fairlead_Request_Save';
import cancel from '@salesforce/label/c.Fairlead_Exemption_Cancel';
import gone from '@salesforce/label/c.Fairlead_Request_Gone';
import close from '@salesforce/label/c.Fairlead_Request_Close';
import saveError from '@salesforce/label/c.Fairlead_Save_Error';

const DAY = 86_400_000;

/** Answers one request. Fires `answered` once the answer is on record, `cancel` where it is given up. */
export default class RequestAnswer extends LightningElement {
  /** As the desk's rows: `{kind, id, until, offered, isGone}`. */
  @api request;
  /** Reads anew and says whether the request still waits for an answer. */
  @api stillWaits;

  label = { verdictLabel, verdictMissing, holds, holdsHelp, protectedUntil, reason, reasonMissing, save, gone };
  verdicts = [
    { value: 'Granted', label: grant },
    { value: 'Refused', label: refuse }
  ];
  keepFocus = keepFocus;
  verdict;
  isSaving = false;
  problem;

  /** Not a field: one that must be filled complains as soon as it is left. */
  @api
  focus() {
    this.refs.form.focus();
  }

  get isExtension() {
    return this.request.kind === 'extension';
  }

  get isGrantedExtension() {
    return this.isExtension && this.verdict === 'Granted';
  }

  get isGrantedExemption() {
    return !this.isExtension && this.verdict === 'Granted';
  }

  get reasonHelp() {
    return reasonHelp.replace('{0}', () => this.request.who);
  }

  get today() {
    return dateOf(Date.now());
  }

  /** The first day that would be an extension. */
  get earliest() {
    const dayAfter = dateOf(Date.parse(this.request.until) + DAY);
    return dayAfter > this.today ? dayAfter : this.today;
  }

  /** No longer than the policy extends. */
  get latest() {
    return this.offered >= this.earliest ? this.offered : undefined;
  }

  /** As long as the policy extends, where the service has said it. */
  get offered() {
    return this.request.offered ? dateOf(this.request.offered) : undefined;
  }

  get isGone() {
    return this.request.isGone;
  }

  get isWaiting() {
    return !this.isGone;
  }

  get cancelLabel() {
    return this.isGone ? close : cancel;
  }

  handleVerdict({ detail }) {
    this.verdict = detail.value;
  }

  handleReason({ target }) {
    target.setCustomValidity(target.value.trim() === '' ? reasonMissing : '');
  }

  handleCancel() {
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  async handleSave(event) {
    leaveFields(event);
    const inputs = [...this.template.querySelectorAll('[data-input]')];
    // Every one tells what it lacks; the first that lacks something gets the focus.
    const [lacking] = inputs.filter((input) => !input.reportValidity());
    if (lacking) {
      lacking.focus();
      return;
    }
    const valueOf = (name) => inputs.find(({ dataset }) => dataset.input === name)?.value;
    this.isSaving = true;
    this.problem = undefined;
    try {
      if (!(await this.stillWaits())) {
        focusOn(this, 'gone');
        return;
      }
      const fields = this.isExtension ? this.extensionFields(valueOf) : this.exemptionFields(valueOf);
      await updateRecord({ fields: { Id: this.request.id, ...fields } });
      this.dispatchEvent(new CustomEvent('answered'));
    } catch (error) {
      this.problem = messageOf(error) ?? saveError;
      focusOn(this, 'save');
    } finally {
      this.isSaving = false;
    }
  }

  exemptionFields(valueOf) {
    const through = valueOf('through');
    return {
      Status__c: this.verdict,
      Decided_By__c: USER,
      Decided_At__c: new Date().toISOString(),
      Decision_Reason__c: valueOf('reason').trim(),
      Valid_Until__c: through ? endOfDate(through) : null
    };
  }

  /** The end moves by whole days: its hour stays. */
  extensionFields(valueOf) {
    const { until } = this.request;
    const moved = () => Date.parse(until) + daysBetween(dateOf(until), valueOf('until')) * DAY;
    return {
      Extension_Decision__c: this.verdict,
      Extension_Decided_By__c: USER,
      Extension_Decided_At__c: new Date().toISOString(),
      Extension_Reason__c: valueOf('reason').trim(),
      ...(this.verdict === 'Granted' ? { Protected_Until__c: new Date(moved()).toISOString() } : {})
    };
  }
}
