import { LightningElement, api, wire } from 'lwc';
import { getFieldDisplayValue, getFieldValue, getRecord } from 'lightning/uiRecordApi';

const { words } = globalThis.preview;
const FACTS = [
  ['Opportunity.Account.Name', words.account],
  ['Opportunity.Amount', words.amount],
  ['Opportunity.StageName', words.stage],
  ['Opportunity.CloseDate', words.closeDate],
  ['Opportunity.Owner.Name', words.owner],
  ['Opportunity.Engaged_Partner__r.Name', words.engagedPartner],
];

/** `force:highlightsPanel` of an opportunity. */
export default class Highlights extends LightningElement {
  @api entry;
  @api recordId;
  words = words;
  record;

  @wire(getRecord, {
    recordId: '$recordId',
    fields: ['Opportunity.Name'],
    optionalFields: FACTS.map(([field]) => field),
  })
  receive({ data, error }) {
    if (data) this.record = data;
    else if (error) this.record = null;
  }

  get name() {
    return this.record === null ? words.unreadable : getFieldValue(this.record, 'Opportunity.Name');
  }

  get facts() {
    return FACTS.map(([field, label]) => ({
      field,
      label,
      value: getFieldDisplayValue(this.record, field) ?? getFieldValue(this.record, field) ?? '–',
    }));
  }
}
