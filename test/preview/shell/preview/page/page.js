import { LightningElement, api } from 'lwc';

/** A Lightning page with the regions that its template has. */
export default class Page extends LightningElement {
  @api page;
  @api recordId;

  get header() {
    return this.page.regions.header;
  }

  get sidebar() {
    return this.page.regions.sidebar;
  }

  get mainClass() {
    return `slds-col slds-size_1-of-1 ${this.sidebar ? 'slds-large-size_8-of-12' : ''}`;
  }
}
