import { LightningElement, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { countryOptions } from 'c/countries';
import { focusOn } from 'c/focus';
import { estimate, readTerms } from 'c/partnerTerms';
import { poll } from 'c/polling';
import { isHidden } from 'c/problems';
import { REGISTRATIONS, fromNode } from 'c/registrations';
import title from '@salesforce/label/c.Fairlead_Register_Title';
import lead from '@salesforce/label/c.Fairlead_Register_Lead';
import loading from '@salesforce/label/c.Fairlead_Register_Loading';
import readError from '@salesforce/label/c.Fairlead_Register_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_Register_No_Access';
import noProgramme from '@salesforce/label/c.Fairlead_Register_No_Programme';
import checking from '@salesforce/label/c.Fairlead_Register_Checking';
import slow from '@salesforce/label/c.Fairlead_Register_Slow';
import draftSaved from '@salesforce/label/c.Fairlead_Register_Draft_Saved';
import another from '@salesforce/label/c.Fairlead_Register_Another';
import basis from '@salesforce/label/c.Fairlead_Register_Basis';
import basisEvenly from '@salesforce/label/c.Fairlead_Register_Basis_Evenly';
import correct from '@salesforce/label/c.Fairlead_Deals_Correct';

/** A verdict usually stands within seconds; after this he is told that he need not wait. */
const PATIENCE = 30_000;

/** A partner registers a deal, sees the margin he can expect while he types, and the verdict within seconds. */
export default class RegisterDeal extends LightningElement {
  label = { title, lead, loading, checking, slow, draftSaved, another, correct };
  problem;
  terms;
  customers = [];
  /** Key of the registration that was sent, and what is known of it. */
  sent;
  registration;
  isCorrecting = false;
  isSlow = false;
  _refresh;
  _refreshVerdict;
  _polling;
  _sentAt;

  disconnectedCallback() {
    this._polling?.stop();
  }

  @wire(graphql, {
    query: gql`
      query registerDeal {
        uiapi {
          query {
            Partner_Programme__c(first: 1) {
              edges {
                node {
                  Id
                  Partner__c {
                    value
                  }
                  Programme__c {
                    value
                  }
                  Standing__c {
                    value
                  }
                }
              }
            }
            Deal_Registration__c(first: 200, orderBy: { Submitted_At__c: { order: DESC, nulls: LAST } }) {
              edges {
                node {
                  Id
                  Customer_Name__c {
                    value
                  }
                  Customer_Website__c {
                    value
                  }
                  Customer_Country__c {
                    value
                  }
                  Customer_Tax_Id__c {
                    value
                  }
                }
              }
            }
          }
        }
      }
    `
  })
  receive({ data, errors, refresh }) {
    this._refresh = refresh;
    if (errors?.length) {
      this.problem = errors.some(isHidden) ? noAccess : readError;
    } else if (data) {
      this.problem = undefined;
      this.terms = readTerms(data.uiapi.query.Partner_Programme__c.edges[0]?.node);
      this.customers = earlierCustomers(data.uiapi.query.Deal_Registration__c.edges);
    }
  }

  /** Nothing is asked before something was sent. */
  get verdictQuery() {
    return this.sent ? REGISTRATIONS : undefined;
  }

  get sentVariables() {
    return { where: { Request_Key__c: { eq: this.sent?.key } }, first: 1 };
  }

  @wire(graphql, {
    query: '$verdictQuery',
    variables: '$sentVariables'
  })
  receiveVerdict({ data, refresh }) {
    this._refreshVerdict = refresh;
    const node = data?.uiapi.query.Deal_Registration__c.edges[0]?.node;
    if (node) this.registration = fromNode(node);
    if (this.registration && this.registration.status !== 'Submitted') this._polling?.stop();
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

  get isForm() {
    return !this.sent || this.isCorrecting;
  }

  get isDraftSaved() {
    return this.sent.isDraft;
  }

  get isChecking() {
    return !this.registration || this.registration.status === 'Submitted';
  }

  /** What it leaves him, as it was shown before he sent it; of one that is refused nothing. */
  get margin() {
    if (this.registration.status === 'Rejected') return null;
    const { amount, tenderOn, ...rest } = this.registration;
    return estimate(this.terms, { ...rest, amount: Number(amount), hasTender: Boolean(tenderOn) });
  }

  get basis() {
    return this.registration.families.length > 1 ? basisEvenly : basis;
  }

  get canCorrect() {
    return this.registration?.status === 'Rejected';
  }

  get corrected() {
    return this.isCorrecting ? this.registration : undefined;
  }

  handleSaved({ detail }) {
    // One that is corrected keeps the key it was created with.
    this.sent = this.isCorrecting ? { ...this.sent, isDraft: detail.isDraft } : detail;
    this.registration = undefined;
    this.isCorrecting = false;
    this.isSlow = false;
    this._sentAt = Date.now();
    this._polling?.stop();
    if (!detail.isDraft) this._polling = poll(() => this.look(), { shortest: 1_000, longest: 10_000 });
    this._refresh?.();
    focusOn(this, 'verdict');
  }

  async look() {
    await this._refreshVerdict?.();
    this.isSlow = this.isChecking && Date.now() - this._sentAt > PATIENCE;
    return false;
  }

  handleCorrect() {
    this.isCorrecting = true;
    focusOn(this, 'form');
  }

  handleCancel() {
    this.isCorrecting = false;
    focusOn(this, 'correct');
  }

  handleAnother() {
    this._polling?.stop();
    this.sent = undefined;
    this.registration = undefined;
    focusOn(this, 'form');
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch {
      this.problem = readError;
    }
  }
}

/** Each customer once, as he was entered last. */
function earlierCustomers(edges) {
  const names = new Map(countryOptions().map(({ value, label }) => [value, label]));
  const customers = new Map();
  for (const { node } of edges) {
    const { customer: name, website, country, taxId, id } = fromNode(node);
    const key = name.toLocaleLowerCase();
    const note = [website, names.get(country) ?? country].filter(Boolean).join(' · ');
    if (!customers.has(key)) customers.set(key, { id, name, note, website, country, taxId });
  }
  return [...customers.values()];
}
