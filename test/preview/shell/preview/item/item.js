import { LightningElement, api } from 'lwc';
import components from 'preview/registry';

/** What the preview has in the place of Salesforce's own components. */
const STANDARD = {
  'flexipage:tabset': () => import('preview/tabs'),
  'force:detailPanel': () => import('preview/editForm'),
  'force:highlightsPanel': () => import('preview/highlights'),
  'runtime_sales_pathassistant:pathAssistant': () => import('preview/path'),
};

/** One component of a page, by the name that the page has for it. */
export default class Item extends LightningElement {
  @api properties;
  component;
  problem;
  _name;

  @api
  get name() {
    return this._name;
  }

  set name(name) {
    this._name = name;
    this.load(name);
  }

  async load(name) {
    const own = name.startsWith('c:');
    const load = own ? components[name.slice(2)] : (STANDARD[name] ?? (() => import('preview/absent')));
    if (!load) {
      this.problem = `preview: force-app has no component ${name}`;
      return;
    }
    const { default: component } = await load();
    if (this._name === name) this.component = component;
  }
}
