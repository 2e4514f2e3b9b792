import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { getFieldValue, getRecord, updateRecord } from 'lightning/uiRecordApi';
import { refusal } from 'preview/refusals';

const { words } = globalThis.preview;
const STAGE = 'Opportunity.StageName';

/** `runtime_sales_pathassistant:pathAssistant` of an opportunity: the stages, and one click to the next. */
export default class Path extends LightningElement {
  @api entry;
  @api recordId;
  words = words;
  recordTypeId;
  stages = [];
  chosen;
  problem;
  isSaving = false;

  @wire(getRecord, { recordId: '$recordId', fields: [STAGE] })
  record;

  @wire(getObjectInfo, { objectApiName: 'Opportunity' })
  receiveObject({ data }) {
    if (data) this.recordTypeId = data.defaultRecordTypeId;
  }

  @wire(getPicklistValues, { recordTypeId: '$recordTypeId', fieldApiName: STAGE })
  receiveStages({ data }) {
    if (data) this.stages = data.values;
  }

  get stage() {
    return getFieldValue(this.record.data, STAGE);
  }

  get canMark() {
    return this.chosen && this.chosen !== this.stage;
  }

  get steps() {
    const here = this.stages.findIndex(({ value }) => value === this.stage);
    return this.stages.map(({ label, value }, i) => ({
      label,
      value,
      isChosen: String(value === this.chosen),
      isComplete: i < here,
      current: i === here ? 'step' : undefined,
      className: `slds-path__item ${placeOf(i, here)} ${value === this.chosen ? 'slds-is-active' : ''}`,
    }));
  }

  handleChoose(event) {
    this.chosen = event.currentTarget.dataset.stage;
    this.problem = undefined;
  }

  async handleMark() {
    this.isSaving = true;
    this.problem = undefined;
    try {
      await updateRecord({ fields: { Id: this.recordId, StageName: this.chosen } });
      this.chosen = undefined;
    } catch (error) {
      this.problem = refusal(error);
    } finally {
      this.isSaving = false;
    }
  }
}

function placeOf(step, here) {
  if (step === here) return 'slds-is-current';
  return step < here ? 'slds-is-complete' : 'slds-is-incomplete';
}
