import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { countryInWords } from 'c/countries';
import CONFLICT from '@salesforce/schema/Channel_Conflict__c';
import PATTERN from '@salesforce/schema/Channel_Conflict__c.Pattern__c';
import SEVERITY from '@salesforce/schema/Channel_Conflict__c.Severity__c';
import STATUS from '@salesforce/schema/Channel_Conflict__c.Status__c';
import filters from '@salesforce/label/c.Fairlead_Desk_Filters';
import filtersSet from '@salesforce/label/c.Fairlead_Desk_Filters_Set';
import all from '@salesforce/label/c.Fairlead_Desk_All';
import toDecide from '@salesforce/label/c.Fairlead_Desk_To_Decide';
import clock from '@salesforce/label/c.Fairlead_Desk_Clock';
import clockOver from '@salesforce/label/c.Fairlead_Desk_Filter_Over';
import clockSoon from '@salesforce/label/c.Fairlead_Desk_Filter_Soon';
import clockLater from '@salesforce/label/c.Fairlead_Desk_Filter_Later';
import region from '@salesforce/label/c.Fairlead_Desk_Region';
import noRegion from '@salesforce/label/c.Fairlead_Desk_Region_None';
import sort from '@salesforce/label/c.Fairlead_Desk_Sort';
import sortDue from '@salesforce/label/c.Fairlead_Desk_Sort_Due';
import sortNewest from '@salesforce/label/c.Fairlead_Desk_Sort_Newest';
import sortSeverity from '@salesforce/label/c.Fairlead_Desk_Sort_Severity';
import sortAmount from '@salesforce/label/c.Fairlead_Desk_Sort_Amount';
import reset from '@salesforce/label/c.Fairlead_Desk_Reset';

/** What the desk shows when it is opened: what waits for a decision, the most urgent first. */
export const AT_FIRST = {
  status: 'to-decide',
  pattern: 'all',
  severity: 'all',
  clock: 'all',
  region: 'all',
  sort: 'due'
};
/** The region of cases whose customer has no country on record. */
export const NO_REGION = 'none';

const CLOCKS = [
  { value: 'all', label: all },
  { value: 'over', label: clockOver },
  { value: 'soon', label: clockSoon },
  { value: 'later', label: clockLater }
];
const ORDERS = [
  { value: 'due', label: sortDue },
  { value: 'newest', label: sortNewest },
  { value: 'severity', label: sortSeverity },
  { value: 'amount', label: sortAmount }
];

export default class ConflictFilters extends LightningElement {
  /** What is chosen, by the name of the filter. */
  @api chosen = AT_FIRST;
  /** Countries of the customers on record, as they stand there. */
  @api regions = [];

  label = { reset };
  isOpen = false;

  @wire(getObjectInfo, { objectApiName: CONFLICT })
  about;

  @wire(getPicklistValuesByRecordType, { objectApiName: CONFLICT, recordTypeId: '$recordType' })
  picklists;

  get recordType() {
    return this.about?.data?.defaultRecordTypeId;
  }

  get fields() {
    const { data } = this.about ?? {};
    const nameOf = ({ fieldApiName }) => data?.fields[fieldApiName]?.label ?? '';
    const valuesOf = ({ fieldApiName }) => {
      const { values = [] } = this.picklists?.data?.picklistFieldValues[fieldApiName] ?? {};
      return values.map(({ value, label }) => ({ value, label }));
    };
    const anyOf = (field) => [{ value: 'all', label: all }, ...valuesOf(field)];
    return [
      { name: 'status', label: nameOf(STATUS), options: [{ value: 'to-decide', label: toDecide }, ...anyOf(STATUS)] },
      { name: 'pattern', label: nameOf(PATTERN), options: anyOf(PATTERN) },
      { name: 'severity', label: nameOf(SEVERITY), options: anyOf(SEVERITY) },
      { name: 'clock', label: clock, options: CLOCKS },
      { name: 'region', label: region, options: this.regionOptions },
      { name: 'sort', label: sort, options: ORDERS }
    ].map((field) => ({ ...field, value: this.chosen[field.name] }));
  }

  get regionOptions() {
    const named = this.regions
      .filter((country) => country)
      .map((country) => ({ value: country, label: countryInWords(country) }))
      .sort((a, b) => a.label.localeCompare(b.label));
    const unnamed = this.regions.some((country) => !country) ? [{ value: NO_REGION, label: noRegion }] : [];
    return [{ value: 'all', label: all }, ...named, ...unnamed];
  }

  get isChanged() {
    return this.changes > 0;
  }

  get changes() {
    return Object.keys(AT_FIRST).filter((name) => name !== 'sort' && this.chosen[name] !== AT_FIRST[name]).length;
  }

  /** On a narrow screen the filters are folded away behind this button. */
  get toggle() {
    return this.isChanged ? filtersSet.replace('{0}', () => this.changes) : filters;
  }

  get expanded() {
    return String(this.isOpen);
  }

  get fieldsClass() {
    return this.isOpen ? 'fields fields_open' : 'fields';
  }

  handleToggle() {
    this.isOpen = !this.isOpen;
  }

  handleChange(event) {
    event.stopPropagation();
    this.choose({ ...this.chosen, [event.target.dataset.name]: event.detail.value });
  }

  handleReset() {
    this.choose({ ...AT_FIRST, sort: this.chosen.sort });
  }

  choose(chosen) {
    this.dispatchEvent(new CustomEvent('choose', { detail: chosen }));
  }
}
