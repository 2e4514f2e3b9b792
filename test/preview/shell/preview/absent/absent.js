import { LightningElement, api } from 'lwc';

/** Holds the place of a component that only an org has. */
export default class Absent extends LightningElement {
  @api entry;
  @api recordId;

  get text() {
    return globalThis.preview.words.elsewhere.replace('{0}', this.entry.component);
  }
}
