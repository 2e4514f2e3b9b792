import { LightningElement, api } from 'lwc';
import currency from '@salesforce/i18n/currency';
import LANG from '@salesforce/i18n/lang';
import { countryInWords } from 'c/countries';
import caption from '@salesforce/label/c.Fairlead_Desk_Side_By_Side';
import field from '@salesforce/label/c.Fairlead_Desk_Field';
import registration from '@salesforce/label/c.Fairlead_Desk_Registration';
import opportunity from '@salesforce/label/c.Fairlead_Desk_Opportunity';
import match from '@salesforce/label/c.Fairlead_Desk_Match';
import gone from '@salesforce/label/c.Fairlead_Desk_Record_Gone';
import { compare } from './sides';

export default class ConflictComparison extends LightningElement {
  /** Both records as GraphQL gives them; nothing where the user may not see one, or it was deleted. */
  @api registration;
  @api opportunity;
  /** Product families on the opportunity. */
  @api families;
  /** Addresses of the two records. */
  @api registrationUrl;
  @api opportunityUrl;

  label = { caption, field, registration, opportunity, match, gone };
  currency = currency;

  get isComplete() {
    return Boolean(this.registration && this.opportunity);
  }

  get registrationName() {
    return this.registration.Name?.value;
  }

  get opportunityName() {
    return this.opportunity.Name?.value;
  }

  get rows() {
    return compare(this.registration, this.opportunity, this.families).map((row) => ({
      ...row,
      left: sideOf(row.kind, row.left),
      right: sideOf(row.kind, row.right),
      signClass: `sign sign_${row.sign}`
    }));
  }
}

function sideOf(kind, value) {
  const isThere = value !== null && value !== undefined && value.length !== 0;
  return {
    value,
    text: isThere && ['text', 'country', 'list'].includes(kind) ? inWords(kind, value) : undefined,
    isMoney: isThere && kind === 'money',
    isDate: isThere && kind === 'date',
    isTime: isThere && kind === 'time',
    isMissing: !isThere
  };
}

function inWords(kind, value) {
  if (kind === 'country') return countryInWords(value);
  return kind === 'list' ? new Intl.ListFormat(LANG, { type: 'unit' }).format(value) : value;
}
