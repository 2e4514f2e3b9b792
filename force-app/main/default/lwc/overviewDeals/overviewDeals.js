import { LightningElement, api } from 'lwc';
import currency from '@salesforce/i18n/currency';

/** Deals or registrations as a list, each leading to its record. */
export default class OverviewDeals extends LightningElement {
  /** `[{id, url, name, amount, partner, standing, note, icon}]`; amount, note and its icon may be missing. */
  @api deals = [];

  currency = currency;

  get shown() {
    return this.deals.map((deal) => ({ ...deal, hasAmount: deal.amount !== null && deal.amount !== undefined }));
  }
}
