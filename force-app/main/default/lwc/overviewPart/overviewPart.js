import { LightningElement, api } from 'lwc';
import { isHidden } from 'c/problems';
import loading from '@salesforce/label/c.Fairlead_Overview_Loading';
import readError from '@salesforce/label/c.Fairlead_Overview_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_Desk_No_Access';

export default class OverviewPart extends LightningElement {
  @api heading;
  /** What the part tells, and of which deals. */
  @api hint;
  /** What GraphQL says is wrong, if anything. */
  @api errors;
  @api isLoading = false;
  /** What to say where there is nothing to show. */
  @api empty;

  label = { loading };

  get isUnread() {
    return this.isLoading || this.problem;
  }

  get problem() {
    if (!this.errors?.length) return undefined;
    return this.errors.some(isHidden) ? noAccess : readError;
  }

  handleReadAgain() {
    this.dispatchEvent(new CustomEvent('again'));
  }
}
