import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { createRecord } from 'lightning/uiRecordApi';
import { focusOn, keepFocus } from 'c/focus';
import { messageOf } from 'c/problems';
import EXEMPTION from '@salesforce/schema/Exemption_Request__c';
import OPPORTUNITY from '@salesforce/schema/Exemption_Request__c.Opportunity__c';
import REASON_CODE from '@salesforce/schema/Exemption_Request__c.Reason_Code__c';
import REASON from '@salesforce/schema/Exemption_Request__c.Reason__c';
import words from '@salesforce/label/c.Fairlead_Exemption_Words';
import reason from '@salesforce/label/c.Fairlead_Exemption_Reason';
import choose from '@salesforce/label/c.Fairlead_Exemption_Reason_Choose';
import whatHappened from '@salesforce/label/c.Fairlead_Exemption_What_Happened';
import send from '@salesforce/label/c.Fairlead_Exemption_Send';
import cancel from '@salesforce/label/c.Fairlead_Exemption_Cancel';
import saveError from '@salesforce/label/c.Fairlead_Exemption_Save_Error';

/** Asks for an exemption. Fires `asked` once the request is on record, `cancel` where it is given up. */
export default class ExemptionForm extends LightningElement {
  @api recordId;

  label = { words, reason, choose, whatHappened, send, cancel };
  objectName = EXEMPTION;
  reasonField = REASON_CODE;
  reasons = [];
  code;
  text = '';
  isSaving = false;
  problem;
  keepFocus = keepFocus;
  _isFocused = false;

  @wire(getObjectInfo, { objectApiName: '$objectName' })
  objectInfo;

  get recordTypeId() {
    return this.objectInfo?.data?.defaultRecordTypeId;
  }

  @wire(getPicklistValues, { recordTypeId: '$recordTypeId', fieldApiName: '$reasonField' })
  receiveReasons({ data }) {
    if (data) this.reasons = data.values.map(({ label, value }) => ({ label, value }));
  }

  renderedCallback() {
    if (this._isFocused) return;
    this._isFocused = true;
    // Not a field: one that must be filled complains as soon as it is left.
    this.template.querySelector('[data-id="words"]').focus();
  }

  handleCode({ detail }) {
    this.code = detail.value;
  }

  handleText({ detail }) {
    this.text = detail.value;
  }

  handleCancel() {
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  async handleSend() {
    const fields = [...this.template.querySelectorAll('[data-field]')];
    const wrong = fields.filter((field) => !field.reportValidity());
    if (wrong.length > 0) {
      wrong[0].focus();
      return;
    }
    this.isSaving = true;
    this.problem = undefined;
    try {
      await createRecord({
        apiName: EXEMPTION.objectApiName,
        fields: {
          [OPPORTUNITY.fieldApiName]: this.recordId,
          [REASON_CODE.fieldApiName]: this.code,
          [REASON.fieldApiName]: this.text
        }
      });
      this.dispatchEvent(new CustomEvent('asked'));
    } catch (error) {
      this.problem = messageOf(error) ?? saveError;
      focusOn(this, 'send');
    } finally {
      this.isSaving = false;
    }
  }
}
