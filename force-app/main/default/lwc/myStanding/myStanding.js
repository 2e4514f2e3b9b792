import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { TERMS, readTerms } from 'c/partnerTerms';
import { isHidden } from 'c/problems';
import title from '@salesforce/label/c.Fairlead_Standing_Title';
import loading from '@salesforce/label/c.Fairlead_Standing_Loading';
import readError from '@salesforce/label/c.Fairlead_Standing_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_Register_No_Access';
import noProgramme from '@salesforce/label/c.Fairlead_Register_No_Programme';
import level from '@salesforce/label/c.Fairlead_Standing_Level_Title';
import competencies from '@salesforce/label/c.Fairlead_Standing_Competencies';
import competenciesLead from '@salesforce/label/c.Fairlead_Standing_Competencies_Lead';
import periods from '@salesforce/label/c.Fairlead_Standing_Periods';
import rebates from '@salesforce/label/c.Fairlead_Standing_Rebates';
import unpriced from '@salesforce/label/c.Fairlead_Standing_Unpriced';
import leftOut from '@salesforce/label/c.Fairlead_Standing_Left_Out';

/** A partner's standing: level and progress by each path, competencies, running periods and targets, rebates. */
export default class MyStanding extends LightningElement {
  label = { title, loading, level, competencies, competenciesLead, periods, rebates };
  problem;
  terms;
  _refresh;

  @wire(graphql, { query: TERMS })
  receive({ data, errors, refresh }) {
    this._refresh = refresh;
    if (errors?.length) {
      this.problem = errors.some(isHidden) ? noAccess : readError;
    } else if (data) {
      this.problem = undefined;
      this.terms = readTerms(data.uiapi.query.Partner_Programme__c.edges[0]?.node);
    }
  }

  get isUnread() {
    return !this.terms || this.problem;
  }

  get hasNoProgramme() {
    return this.terms.kind !== 'terms';
  }

  get noProgramme() {
    return this.terms.kind === 'none' ? noProgramme : readError;
  }

  get standing() {
    return this.terms.standing;
  }

  /** What does not count, and why, so that a figure which seems too low explains itself. */
  get notes() {
    const { unpriced: deals, leftOut: sums } = this.standing;
    return [
      ...(deals > 0 ? [unpriced.replace('{0}', () => deals)] : []),
      ...sums.map(({ currency, deals: count }) => leftOut.replace('{0}', () => count).replace('{1}', () => currency))
    ];
  }

  get hasNotes() {
    return this.notes.length > 0;
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch {
      this.problem = readError;
    }
  }
}
