import { LightningElement, api } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import { messageOf } from 'c/problems';
import PARTNER_STATEMENT from '@salesforce/schema/Channel_Conflict__c.Partner_Statement__c';
import bySalesperson from '@salesforce/label/c.Fairlead_Desk_By_Salesperson';
import byPartner from '@salesforce/label/c.Fairlead_Desk_By_Partner';
import none from '@salesforce/label/c.Fairlead_Desk_No_Statement';
import note from '@salesforce/label/c.Fairlead_Desk_Note';
import noteHelp from '@salesforce/label/c.Fairlead_Desk_Note_Help';
import change from '@salesforce/label/c.Fairlead_Desk_Note_Change';
import save from '@salesforce/label/c.Fairlead_Desk_Note_Save';
import cancel from '@salesforce/label/c.Fairlead_Desk_Cancel';
import saveError from '@salesforce/label/c.Fairlead_Save_Error';

export default class ConflictStatements extends LightningElement {
  @api recordId;
  @api salesperson;
  /** The partner does not see the case: what he says is noted for him. */
  @api partner;

  label = { bySalesperson, byPartner, none, note, noteHelp, save, cancel };
  isNoting = false;
  isSaving = false;
  problem;
  _focus;

  get noteLabel() {
    return this.partner ? change : note;
  }

  renderedCallback() {
    if (!this._focus) return;
    this.template.querySelector(this._focus)?.focus();
    this._focus = undefined;
  }

  handleNote() {
    this.isNoting = true;
    this._focus = 'lightning-textarea';
  }

  handleCancel() {
    this.isNoting = false;
    this.problem = undefined;
    this._focus = '[data-id="note"]';
  }

  async handleSave() {
    const { value } = this.template.querySelector('lightning-textarea');
    this.isSaving = true;
    this.problem = undefined;
    try {
      await updateRecord({ fields: { Id: this.recordId, [PARTNER_STATEMENT.fieldApiName]: value?.trim() || null } });
      this.isNoting = false;
      this._focus = '[data-id="note"]';
      this.dispatchEvent(new CustomEvent('save'));
    } catch (error) {
      this.problem = messageOf(error) ?? saveError;
    } finally {
      this.isSaving = false;
    }
  }
}
