import { LightningElement, api } from 'lwc';
import from from '@salesforce/label/c.Fairlead_Desk_From_To';
import onlyTo from '@salesforce/label/c.Fairlead_Desk_Only_To';
import by from '@salesforce/label/c.Fairlead_Desk_By';
import more from '@salesforce/label/c.Fairlead_Desk_More_Entries';

/** So many are shown at first of a longer list. */
const AT_FIRST = 12;

export default class ConflictTimeline extends LightningElement {
  /** What the list is of, for who hears it. */
  @api label;
  /** As `{ key, at, words, from, to, by, url, record, note, icon, isSoft }`, in the order in which it is told. */
  @api items = [];

  isWhole = false;
  /** Whether the first of the further entries is to get the focus, which the button had. */
  _firstMore = false;

  get isCut() {
    return !this.isWhole && this.items.length > AT_FIRST;
  }

  get more() {
    return more.replace('{0}', () => this.items.length - AT_FIRST);
  }

  get shown() {
    return (this.isCut ? this.items.slice(0, AT_FIRST) : this.items).map((item) => ({
      ...item,
      change: changeOf(item),
      by: item.by ? by.replace('{0}', () => item.by) : undefined,
      icon: item.icon ?? 'utility:record',
      itemClass: item.isSoft ? 'item item_soft' : 'item'
    }));
  }

  renderedCallback() {
    if (!this._firstMore) return;
    this.template.querySelectorAll('li')[AT_FIRST]?.focus();
    this._firstMore = false;
  }

  handleMore() {
    this.isWhole = true;
    this._firstMore = true;
  }
}

function changeOf({ from: was, to: is }) {
  if (was && is) return from.replace('{0}', () => was).replace('{1}', () => is);
  return is ? onlyTo.replace('{0}', () => is) : was;
}
