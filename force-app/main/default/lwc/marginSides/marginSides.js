import { LightningElement, api } from 'lwc';
import title from '@salesforce/label/c.Fairlead_Margin_Sides';
import partner from '@salesforce/label/c.Fairlead_Margin_Sides_Partner';
import direct from '@salesforce/label/c.Fairlead_Margin_Sides_Direct';
import net from '@salesforce/label/c.Fairlead_Margin_Sides_Net';
import quota from '@salesforce/label/c.Fairlead_Margin_Sides_Quota';
import commission from '@salesforce/label/c.Fairlead_Margin_Sides_Commission';
import words from '@salesforce/label/c.Fairlead_Margin_Sides_Words';

/** What a deal leaves the vendor and his salesperson, through the partner and direct. */
export default class MarginSides extends LightningElement {
  /** As the waterfall has it: `{vendorNet, quotaCredit, commissionable, commission}`. */
  @api sides;
  @api currency;

  label = { title, partner, direct, words };

  /** Direct, everything but what the salesperson gave away himself stays with the vendor, and counts in full. */
  get rows() {
    const { vendorNet, quotaCredit, commissionable, commission: own } = this.sides;
    return [
      { id: 'net', name: net, partner: vendorNet, direct: commissionable },
      { id: 'quota', name: quota, partner: quotaCredit, direct: commissionable },
      { id: 'commission', name: commission, partner: own, direct: own }
    ];
  }
}
