import { LightningElement, api } from 'lwc';
import label from '@salesforce/label/c.Fairlead_Desk_List';
import hint from '@salesforce/label/c.Fairlead_Desk_List_Hint';
import isNew from '@salesforce/label/c.Fairlead_Desk_New';
import currency from '@salesforce/i18n/currency';

/** By key, where the arrow goes from one place in a list of so many. */
const STEPS = {
  ArrowDown: (place, count) => Math.min(place + 1, count - 1),
  ArrowUp: (place) => Math.max(place - 1, 0),
  Home: () => 0,
  End: (place, count) => count - 1
};

export default class ConflictList extends LightningElement {
  /** Cases as `{ id, customer, partner, pattern, severity, clock, amount, … }`. */
  @api rows = [];
  @api openId;

  label = { label, hint, isNew };
  currency = currency;
  _activeId;
  _place = 0;
  _isFocused = false;

  get shown() {
    return this.rows.map((row) => ({
      ...row,
      isCurrent: row.id === this.openId ? 'true' : undefined,
      rowClass: row.id === this.openId ? 'row row_open' : 'row',
      clockClass: row.clock?.kind === 'over' ? 'clock clock_over' : 'clock',
      severityClass: `severity severity_${row.severityValue?.toLowerCase()}`
    }));
  }

  /** Puts the focus on a case, or on the one that was last in its place. */
  @api
  focusOn(id) {
    this._activeId = id ?? this._activeId;
    this.rove();
    this.buttons[this._place]?.focus();
  }

  renderedCallback() {
    const lost = this._isFocused && !this.buttons.some((button) => button === this.template.activeElement);
    this.rove();
    // A row that went while it had the focus hands it to the one now in its place.
    if (lost) this.buttons[this._place]?.focus();
  }

  get buttons() {
    return [...this.template.querySelectorAll('button')];
  }

  /** One row can be reached by Tab, the others by the arrows. */
  rove() {
    const { buttons } = this;
    const found = buttons.findIndex(({ dataset }) => dataset.id === this._activeId);
    this._place = found >= 0 ? found : Math.max(0, Math.min(this._place, buttons.length - 1));
    buttons.forEach((button, place) => {
      button.tabIndex = place === this._place ? 0 : -1;
    });
  }

  handleFocus({ currentTarget }) {
    this._isFocused = true;
    this._activeId = currentTarget.dataset.id;
    this.rove();
  }

  handleBlur({ currentTarget }) {
    // A row that is taken out of the page loses the focus without giving it to anything.
    if (currentTarget.isConnected) this._isFocused = false;
  }

  handleKey(event) {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.buttons[step(this._place, this.rows.length)]?.focus();
  }

  handleOpen({ currentTarget }) {
    this._activeId = currentTarget.dataset.id;
    this.dispatchEvent(new CustomEvent('open', { detail: { id: currentTarget.dataset.id } }));
  }
}
