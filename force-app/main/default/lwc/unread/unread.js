import { LightningElement, api } from 'lwc';
import readAgain from '@salesforce/label/c.Fairlead_Read_Again';

/** Stands in the place of what is being read, or could not be: then with a button that sends `again`. */
export default class Unread extends LightningElement {
  /** What is being read, for who cannot see that something turns. */
  @api loading;
  /** Why it could not be read. */
  @api problem;

  label = { readAgain };

  handleAgain() {
    this.dispatchEvent(new CustomEvent('again'));
  }
}
