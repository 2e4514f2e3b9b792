import { LightningElement, api } from 'lwc';
import hint from '@salesforce/label/c.Fairlead_Register_Suggestions_Hint';

const MOST = 6;

/**
 * A text field that suggests what was entered before, as a combobox that takes any text.
 * Fires `input` with `{value}` and, when a suggestion is taken, `pick` with `{id}`.
 */
export default class SuggestInput extends LightningElement {
  @api label;
  @api value = '';
  @api maxLength = 255;
  /** Shown when the field is left empty. */
  @api missing;
  @api disabled = false;
  /** `[{id, name, note}]`, the likeliest first. */
  @api suggestions = [];

  hint = hint;
  problem;
  isOpen = false;
  _active = -1;

  @api
  reportValidity() {
    this.problem = this.value?.trim() ? undefined : this.missing;
    return !this.problem;
  }

  @api
  focus() {
    this.template.querySelector('input')?.focus();
  }

  get options() {
    const typed = (this.value ?? '').trim().toLocaleLowerCase();
    if (!typed) return this.suggestions.slice(0, MOST).map(toOption, this);
    const words = (name) => name.toLocaleLowerCase();
    const isLike = ({ name }) => words(name).includes(typed) && words(name) !== typed;
    return this.suggestions.filter(isLike).slice(0, MOST).map(toOption, this);
  }

  get hasOptions() {
    return this.isOpen && this.options.length > 0;
  }

  get expanded() {
    return String(this.hasOptions);
  }

  get active() {
    return this.hasOptions && this._active >= 0 ? `option-${this._active}` : undefined;
  }

  get elementClass() {
    return this.problem ? 'slds-form-element slds-has-error' : 'slds-form-element';
  }

  get comboboxClass() {
    const open = this.hasOptions ? ' slds-is-open' : '';
    return `slds-combobox slds-dropdown-trigger slds-dropdown-trigger_click${open}`;
  }

  get describedBy() {
    return this.problem ? 'problem' : 'hint';
  }

  handleInput(event) {
    event.stopPropagation();
    this.problem = undefined;
    this._active = -1;
    this.isOpen = true;
    this.dispatchEvent(new CustomEvent('input', { detail: { value: event.target.value } }));
  }

  handleClick() {
    this.isOpen = true;
  }

  handleBlur() {
    this.isOpen = false;
    this._active = -1;
    if (this.value) this.reportValidity();
  }

  handleKey(event) {
    const { key } = event;
    const count = this.options.length;
    if (key === 'Escape' && this.hasOptions) {
      event.stopPropagation();
      this.isOpen = false;
    } else if ((key === 'ArrowDown' || key === 'ArrowUp') && count > 0) {
      event.preventDefault();
      const step = key === 'ArrowDown' ? 1 : -1;
      const from = this.isOpen ? this._active : -1;
      this.isOpen = true;
      this._active = from < 0 && step < 0 ? count - 1 : (from + step + count) % count;
    } else if (key === 'Enter' && this.active) {
      event.preventDefault();
      this.pick(this.options[this._active].id);
    }
  }

  /** Before the field loses the focus, which would close the list. */
  handlePick(event) {
    event.preventDefault();
    this.pick(event.currentTarget.dataset.id);
  }

  pick(id) {
    this.isOpen = false;
    this._active = -1;
    this.problem = undefined;
    this.dispatchEvent(new CustomEvent('pick', { detail: { id } }));
  }
}

function toOption({ id, name, note }, index) {
  const isActive = index === this._active;
  return {
    id,
    name,
    note,
    domId: `option-${index}`,
    selected: String(isActive),
    optionClass: `slds-media slds-listbox__option slds-listbox__option_plain slds-media_small${isActive ? ' slds-has-focus' : ''}`
  };
}
