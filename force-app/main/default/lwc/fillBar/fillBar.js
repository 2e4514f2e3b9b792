import { LightningElement, api } from 'lwc';

/** A bar filled to a share. What it shows stands in words beside it, so that it is hidden from readers. */
export default class FillBar extends LightningElement {
  /** From 0 to 1. */
  @api share = 0;
  /** `good` for what is done or in force; anything else is neutral. */
  @api tone;

  get style() {
    return `width: ${Math.round(100 * Math.min(1, Math.max(0, this.share)))}%`;
  }

  get fillClass() {
    return this.tone === 'good' ? 'fill fill_good' : 'fill';
  }
}
