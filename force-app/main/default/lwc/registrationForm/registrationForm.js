import { LightningElement, api, wire } from 'lwc';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { getPicklistValues } from 'lightning/uiObjectInfoApi';
import REGISTRATION from '@salesforce/schema/Deal_Registration__c';
import ROLE from '@salesforce/schema/Deal_Registration__c.Partner_Role__c';
import LOCALE from '@salesforce/i18n/locale';
import { countryOfWebsite, countryOptions, ownCountry } from 'c/countries';
import { focusOn, keepFocus, leaveFields } from 'c/focus';
import { estimate, today } from 'c/partnerTerms';
import { messageOf } from 'c/problems';
import { fieldsOf, isDuplicate, newKey, valuesOf } from './fields';
import { label } from './labels';

/** A domain, with what may stand before and after it. */
const WEBSITE = String.raw`\s*(https?:\/\/)?[^\s\/?#@.]+(\.[^\s\/?#@.]+)*\.[^\s\/?#@.\d]{2,}(:\d+)?([\/?#]\S*)?\s*`;

/** What the field holds at most, as far as a browser counts exactly. */
const MOST = 999_999_999_999_999;

const MAIN_RECORD_TYPE = '012000000000000AAA';

/**
 * The fields of a registration, with the margin beside them while he types. Fires `saved` with `{key, isDraft}` when the
 * record is written and `cancel`. What was typed stays until then.
 */
export default class RegistrationForm extends LightningElement {
  /** As `c/partnerTerms` reads them. */
  @api terms;
  /** A registration to go on with, as `c/registrations` gives it; undefined for a new one. */
  @api registration;
  /** Customers he registered before: `[{id, name, note, website, country, taxId}]`. */
  @api suggestions = [];

  /** The registration was withdrawn or ended elsewhere since the form was opened: nothing may be saved over it. */
  @api isGone = false;
  /** Reads anew and says whether it may still be saved; undefined where nobody else could have changed it. */
  @api stillStands;

  keepFocus = keepFocus;
  label = {
    ...label,
    amountTooLarge: label.amountTooLarge.replace('{0}', () => new Intl.NumberFormat(LOCALE).format(MOST))
  };
  websitePattern = WEBSITE;
  most = MOST;
  countries = countryOptions();
  values = {};
  hasWebsite = true;
  hasTender = false;
  customerPrice;
  margin = null;
  isSaving = false;
  problem;
  _roleNames = new Map();
  _key = newKey();
  /** Until he has said it, the country is that of the customer's website. */
  _hasChosenCountry = false;

  /** Begins at the form as a whole: a field that must be filled complains as soon as it is left. */
  @api
  focus() {
    this.refs.fields.focus();
  }

  connectedCallback() {
    this._hasChosenCountry = Boolean(this.registration?.country);
    this.values = valuesOf(this.registration, { country: ownCountry(), roles: this.terms.standing.roles });
    this.hasTender = Boolean(this.values.tenderOn);
    this.hasWebsite = Boolean(this.values.website) || !this.values.taxId;
    this.price();
  }

  @wire(getPicklistValues, { recordTypeId: MAIN_RECORD_TYPE, fieldApiName: ROLE })
  receiveRoles({ data }) {
    this._roleNames = new Map((data?.values ?? []).map(({ value, label: name }) => [value, name]));
  }

  get roleOptions() {
    return this.terms.standing.roles.map((value) => ({ value, label: this._roleNames.get(value) ?? value }));
  }

  get isNew() {
    return !this.registration;
  }

  get canSave() {
    return !this.isGone;
  }

  get canSaveDraft() {
    return this.isDraft && !this.isGone;
  }

  get isDraft() {
    return this.isNew || this.registration.status === 'Draft';
  }

  /** Whom and what it is for is settled with the decision. */
  get isSettled() {
    return this.registration?.status === 'Approved';
  }

  get isOpen() {
    return !this.isSettled;
  }

  get hint() {
    if (this.isSettled) return label.settledHint;
    return this.isDraft ? undefined : label.anewHint;
  }

  get hasRoles() {
    return this.isOpen && this.terms.standing.roles.length > 1;
  }

  get familyOptions() {
    const all = [...new Set([...this.terms.families, ...this.values.families])];
    return all.map((family) => ({ label: family, value: family }));
  }

  get hasFamilies() {
    return this.terms.families.length > 0;
  }

  get familiesText() {
    return this.values.families.join('; ');
  }

  get today() {
    return today();
  }

  get websiteToggle() {
    return this.hasWebsite ? label.noWebsite : label.useWebsite;
  }

  get submitLabel() {
    if (this.isSettled) return label.save;
    return this.isDraft ? label.submit : label.submitAgain;
  }

  get basis() {
    return this.values.families.length > 1 ? label.basisEvenly : label.basis;
  }

  get priceable() {
    return Boolean(this.terms.programme);
  }

  handleCustomer({ detail }) {
    this.set({ customer: detail.value });
  }

  handlePick({ detail }) {
    const { name, website, country, taxId } = this.suggestions.find(({ id }) => id === detail.id);
    this.hasWebsite = Boolean(website) || !taxId;
    this._hasChosenCountry ||= Boolean(country);
    this.set({ customer: name, website, taxId, country: country ?? countryOfWebsite(website) ?? this.values.country });
  }

  handleChange({ target, detail }) {
    target.setCustomValidity?.('');
    const { name } = target.dataset;
    this._hasChosenCountry ||= name === 'country';
    const follows = name === 'website' && !this._hasChosenCountry;
    this.set({
      [name]: detail.value,
      ...(follows ? { country: countryOfWebsite(detail.value) ?? ownCountry() } : {})
    });
  }

  handleFamiliesText({ detail }) {
    const families = detail.value.split(';').map((family) => family.trim());
    this.set({ families: families.filter(Boolean) });
  }

  handleCustomerPrice({ detail }) {
    this.customerPrice = detail.value;
    this.price();
  }

  handleWebsiteToggle() {
    this.hasWebsite = !this.hasWebsite;
  }

  handleTender({ detail }) {
    this.hasTender = detail.checked;
    this.set({ tenderOn: detail.checked ? this.values.tenderOn : undefined });
  }

  set(changed) {
    this.problem = undefined;
    this.values = { ...this.values, ...changed };
    this.price();
  }

  /** Well within a frame, so that it is done at every key. */
  price() {
    const { amount, ...rest } = this.values;
    const deal = {
      ...rest,
      amount: Number(amount),
      hasTender: this.hasTender,
      customerPrice: Number(this.customerPrice)
    };
    this.margin = estimate(this.terms, deal);
  }

  handleCancel() {
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  async handleSubmit(event) {
    leaveFields(event);
    if (this.isSaving || !this.isComplete()) return;
    await this.save(false);
  }

  async handleDraft(event) {
    leaveFields(event);
    if (this.isSaving || !this.refs.customer.reportValidity()) return;
    await this.save(true);
  }

  isComplete() {
    const inputs = [...this.template.querySelectorAll('[data-check]')];
    const wrong = inputs.filter((input) => input.reportValidity() === false);
    if (wrong.length > 0) {
      this.problem = label.incomplete;
      wrong[0].focus();
    }
    return wrong.length === 0;
  }

  async save(isDraft) {
    this.isSaving = true;
    this.problem = undefined;
    try {
      if (this.stillStands && !(await this.stillStands())) {
        focusOn(this, 'gone');
        return;
      }
      const fields = fieldsOf(this.values, { registration: this.registration, isDraft });
      if (this.isNew) await this.create(fields);
      else await updateRecord({ fields: { Id: this.registration.id, ...fields } });
      this.dispatchEvent(new CustomEvent('saved', { detail: { key: this._key, isDraft } }));
    } catch (error) {
      this.show(error);
    } finally {
      this.isSaving = false;
    }
  }

  /** With a key of its own, so that a repeated call whose first answer was lost registers nothing twice. */
  async create(fields) {
    try {
      await createRecord({
        apiName: REGISTRATION.objectApiName,
        fields: { ...fields, Partner__c: this.terms.partnerId, Request_Key__c: this._key }
      });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  /** At the field where the org names one that is shown, else beside the button. */
  show(error) {
    this.problem = messageOf(error) ?? label.saveError;
    focusOn(this, 'problem');
    for (const [field, [first]] of Object.entries(error?.body?.output?.fieldErrors ?? {})) {
      const input = this.template.querySelector(`[data-field="${field}"]`);
      input?.setCustomValidity?.(first.message);
      input?.reportValidity?.();
    }
  }
}
