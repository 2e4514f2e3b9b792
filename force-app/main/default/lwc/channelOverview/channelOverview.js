import { LightningElement } from 'lwc';
import { poll } from 'c/polling';
import title from '@salesforce/label/c.Fairlead_Overview_Title';
import asOf from '@salesforce/label/c.Fairlead_Overview_As_Of';
import readAgain from '@salesforce/label/c.Fairlead_Read_Again';

/** Figures of weeks and months: they are read anew every five minutes. */
const EVERY = 300_000;

export default class ChannelOverview extends LightningElement {
  label = { title, asOf, readAgain };
  now = Date.now();
  _polling;

  connectedCallback() {
    this._polling = poll(
      async () => {
        this.readAgain();
        return false;
      },
      { shortest: EVERY, longest: EVERY }
    );
  }

  disconnectedCallback() {
    this._polling.stop();
  }

  readAgain() {
    this.now = Date.now();
    for (const part of this.template.querySelectorAll('[data-part]')) part.refresh();
  }
}
