import { LightningElement, api } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import { changeInWords, factInWords } from 'c/conflictFacts';
import { remedyInWords } from 'c/conflictStories';
import { dayInWords, fromNow } from 'c/dates';
import { focusOn } from 'c/focus';
import { messageOf } from 'c/problems';
import STATEMENT from '@salesforce/schema/Channel_Conflict__c.Salesperson_Statement__c';
import partner from '@salesforce/label/c.Fairlead_Flag_Partner';
import evidence from '@salesforce/label/c.Fairlead_Flag_Evidence';
import decisionDue from '@salesforce/label/c.Fairlead_Flag_Decision_Due';
import decisionAwaited from '@salesforce/label/c.Fairlead_Flag_Decision_Awaited';
import decided from '@salesforce/label/c.Fairlead_Flag_Decided';
import closedItself from '@salesforce/label/c.Fairlead_Desk_History_Closed_Itself';
import statement from '@salesforce/label/c.Fairlead_Flag_Statement';
import statementWords from '@salesforce/label/c.Fairlead_Flag_Statement_Words';
import save from '@salesforce/label/c.Fairlead_Flag_Statement_Save';
import saved from '@salesforce/label/c.Fairlead_Flag_Statement_Saved';
import saveError from '@salesforce/label/c.Fairlead_Flag_Statement_Save_Error';
import noStatement from '@salesforce/label/c.Fairlead_Flag_Statement_None';
import namedAccount from '@salesforce/label/c.Fairlead_Flag_Ask_Named_Account';
import waitingOut from '@salesforce/label/c.Fairlead_Flag_Ask_Waiting_Out';
import undercut from '@salesforce/label/c.Fairlead_Flag_Ask_Undercut';
import shadow from '@salesforce/label/c.Fairlead_Flag_Ask_Shadow';
import replaced from '@salesforce/label/c.Fairlead_Flag_Ask_Replaced';
import lateOnPaper from '@salesforce/label/c.Fairlead_Flag_Ask_Late_On_Paper';
import notEngaged from '@salesforce/label/c.Fairlead_Flag_Ask_Not_Engaged';

/** By pattern: what would help the one who decides. */
const QUESTIONS = {
  'Named Account': namedAccount,
  'Waiting Out': waitingOut,
  Undercut: undercut,
  Shadow: shadow,
  Replaced: replaced,
  'Late On Paper': lateOnPaper,
  'Not Engaged': notEngaged
};

const OPEN = ['Open', 'Under Review'];

/** One case, seen by the person it concerns. */
export default class DealFlag extends LightningElement {
  /** The case as GraphQL answers it. */
  @api flag;

  label = { partner, evidence, statement, statementWords, save, saved, noStatement };
  isSaving = false;
  isSaved = false;
  problem;
  _text;

  get pattern() {
    return this.flag.Pattern__c.displayValue ?? this.flag.Pattern__c.value;
  }

  get partnerName() {
    return this.flag.Partner__r?.Name?.value;
  }

  get status() {
    return this.flag.Status__c.displayValue ?? this.flag.Status__c.value;
  }

  get isOpen() {
    return OPEN.includes(this.flag.Status__c.value);
  }

  get question() {
    return this.isOpen ? QUESTIONS[this.flag.Pattern__c.value] : undefined;
  }

  get decision() {
    const due = this.flag.Decision_Due__c?.value;
    if (!this.isOpen || !due) return undefined;
    const isToCome = new Date(due).getTime() > Date.now();
    return isToCome ? decisionDue.replace('{0}', () => fromNow(due, Date.now())) : decisionAwaited;
  }

  /** When and why it was decided; of one that closed by itself, why. */
  get outcome() {
    if (this.isOpen) return undefined;
    const {
      Decided_At__c: at,
      Decision_Reason__c: reason,
      Dismissed_Because__c: because,
      Remedy__c: remedy
    } = this.flag;
    if (!at?.value) return { words: closedItself, reason: remedyInWords(remedy?.value, reason?.value) };
    return {
      words: decided.replace('{0}', () => dayInWords(at.value)),
      reason: [because?.displayValue ?? because?.value, reason?.value].filter(Boolean).join('\n')
    };
  }

  get facts() {
    return this.flag.Conflict_Evidence__r.edges.map(({ node }) => ({
      id: node.Id,
      at: node.At__c?.value,
      words: factInWords(node.Fact__c?.value, node.What__c?.value),
      change: changeInWords(node.Fact__c?.value, node.From__c?.value, node.To__c?.value)
    }));
  }

  get savedText() {
    return this.flag.Salesperson_Statement__c?.value ?? '';
  }

  /** A case that closed by itself never needed an account. */
  get hasAccount() {
    return this.flag.Status__c.value !== 'Remedied' || this.savedText !== '';
  }

  get text() {
    return this._text ?? this.savedText;
  }

  get isUnchanged() {
    return this.isSaving || this.text.trim() === '' || this.text === this.savedText;
  }

  handleText({ detail }) {
    this._text = detail.value;
    this.isSaved = false;
  }

  async handleSave() {
    this.isSaving = true;
    this.problem = undefined;
    try {
      await updateRecord({ fields: { Id: this.flag.Id, [STATEMENT.fieldApiName]: this.text } });
      this.isSaved = true;
      focusOn(this, 'result');
    } catch (error) {
      this.problem = messageOf(error) ?? saveError;
      focusOn(this, 'save');
    } finally {
      this.isSaving = false;
    }
  }
}
