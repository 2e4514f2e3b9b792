import { LightningElement, api } from 'lwc';

const { words } = globalThis.preview;
const LABELS = { 'Standard.Tab.detail': words.details, 'Standard.Tab.relatedLists': words.related };

/** `flexipage:tabset`: each tab shows a facet of the page. */
export default class Tabs extends LightningElement {
  @api entry;
  @api recordId;

  get regions() {
    return this.entry.regions;
  }

  get entries() {
    return this.regions[this.entry.properties.tabs].map(({ properties: { body, title } }) => ({
      body,
      label: LABELS[title] ?? title,
      items: this.regions[body],
    }));
  }
}
