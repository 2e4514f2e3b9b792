import { LightningElement, api } from 'lwc';

/** What stands in a region of a page, one below the other. */
export default class Region extends LightningElement {
  @api items;
  @api regions;
  @api recordId;

  get entries() {
    const ofRecord = this.recordId ? { recordId: this.recordId, objectApiName: 'Opportunity' } : {};
    return this.items.map(({ component, properties }, i) => ({
      key: `${i} ${this.recordId}`,
      component,
      properties: component.startsWith('c:')
        ? { ...properties, ...ofRecord }
        : { recordId: this.recordId, entry: { component, properties, regions: this.regions } },
    }));
  }
}
