import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { getFieldValue, getRecord, updateRecord } from 'lightning/uiRecordApi';
import { refusal } from 'preview/refusals';

const { words } = globalThis.preview;
const FIELDS = ['StageName', 'Amount', 'CloseDate', 'Engaged_Partner__c'];
const pathOf = (field) => `Opportunity.${field}`;

/** `force:detailPanel` of an opportunity, less what the story does not need: its fields, saved as a page saves them. */
export default class EditForm extends LightningElement {
  @api entry;
  @api recordId;
  words = words;
  changes = {};
  isSaving = false;
  stages = [];
  partners = [];
  problem;
  outcome;
  recordTypeId;

  @wire(getRecord, { recordId: '$recordId', fields: [pathOf('Name')], optionalFields: FIELDS.map(pathOf) })
  record;

  @wire(getObjectInfo, { objectApiName: 'Opportunity' })
  receiveObject({ data }) {
    if (data) this.recordTypeId = data.defaultRecordTypeId;
  }

  @wire(getPicklistValues, { recordTypeId: '$recordTypeId', fieldApiName: pathOf('StageName') })
  receiveStages({ data }) {
    if (data) this.stages = data.values.map(({ label, value }) => ({ label, value }));
  }

  @wire(graphql, {
    query: gql`
      query partners {
        uiapi {
          query {
            Account(
              where: { Partner_Roles__c: { ne: null } }
              orderBy: { Name: { order: ASC } }
              first: 200
              upperBound: 200
            ) {
              edges {
                node {
                  Id
                  Name {
                    value
                  }
                }
              }
            }
          }
        }
      }
    `,
  })
  receivePartners({ data }) {
    if (!data) return;
    const partners = data.uiapi.query.Account.edges.map(({ node }) => ({ label: node.Name.value, value: node.Id }));
    this.partners = [{ label: words.nobody, value: '' }, ...partners];
  }

  get stage() {
    return this.valueOf('StageName');
  }

  get amount() {
    return this.valueOf('Amount');
  }

  get closeDate() {
    return this.valueOf('CloseDate') ?? '';
  }

  get engagedPartner() {
    return this.valueOf('Engaged_Partner__c') ?? '';
  }

  valueOf(field) {
    return field in this.changes ? this.changes[field] : getFieldValue(this.record.data, pathOf(field));
  }

  handleChange({ target: { name }, detail: { value } }) {
    this.change(name, value);
  }

  handleDate({ target: { name, value } }) {
    this.change(name, value);
  }

  change(field, value) {
    this.changes = { ...this.changes, [field]: value === '' ? null : value };
    this.outcome = undefined;
  }

  async handleSave(event) {
    event.preventDefault();
    this.isSaving = true;
    this.problem = undefined;
    this.outcome = undefined;
    try {
      await updateRecord({ fields: { Id: this.recordId, ...this.changes } });
      this.changes = {};
      this.outcome = words.saved;
    } catch (error) {
      this.problem = refusal(error);
    } finally {
      this.isSaving = false;
    }
  }
}
