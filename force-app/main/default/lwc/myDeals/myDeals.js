import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { focusOn } from 'c/focus';
import { TERMS, readTerms } from 'c/partnerTerms';
import { poll } from 'c/polling';
import { isHidden } from 'c/problems';
import { ENDED, OPEN, REGISTRATIONS, fromNode } from 'c/registrations';
import isWithdrawn from '@salesforce/label/c.Fairlead_Deals_Is_Withdrawn';
import title from '@salesforce/label/c.Fairlead_Deals_Title';
import loading from '@salesforce/label/c.Fairlead_Deals_Loading';
import readError from '@salesforce/label/c.Fairlead_Deals_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_Register_No_Access';
import emptyOpen from '@salesforce/label/c.Fairlead_Deals_Empty_Open';
import emptyEnded from '@salesforce/label/c.Fairlead_Deals_Empty_Ended';
import emptySearch from '@salesforce/label/c.Fairlead_Deals_Empty_Search';
import show from '@salesforce/label/c.Fairlead_Deals_Show';
import open from '@salesforce/label/c.Fairlead_Deals_Open';
import ended from '@salesforce/label/c.Fairlead_Deals_Ended';
import search from '@salesforce/label/c.Fairlead_Deals_Search';
import next from '@salesforce/label/c.Fairlead_Deals_Next_Page';
import previous from '@salesforce/label/c.Fairlead_Deals_Previous_Page';

const PAGE = 20;

/** A partner's registrations: status, protection clock, engagement by the vendor, margin now and what would raise it. */
export default class MyDeals extends LightningElement {
  label = { title, loading, show, search, next, previous };
  choices = [
    { label: open, value: 'open' },
    { label: ended, value: 'ended' }
  ];
  choice = 'open';
  customer = '';
  done = '';
  problem;
  terms = { kind: 'none' };
  registrations;
  /** The one that is being corrected: it stays until its form is closed. */
  _kept;
  /** Cursors of the pages gone through, the last one that of the page shown. */
  cursors = [null];
  nextCursor = null;
  _read;
  _refresh;
  _polling;

  connectedCallback() {
    this._polling = poll(() => this.look());
  }

  disconnectedCallback() {
    this._polling.stop();
  }

  @wire(graphql, { query: TERMS })
  receiveTerms({ data }) {
    if (data) this.terms = readTerms(data.uiapi.query.Partner_Programme__c.edges[0]?.node);
  }

  get variables() {
    return {
      where: {
        Status__c: { in: this.choice === 'open' ? OPEN : ENDED },
        Customer_Name__c: { like: `%${this.customer.replace(/[\\%_]/g, '\\$&')}%` }
      },
      first: PAGE,
      after: this.cursors.at(-1)
    };
  }

  @wire(graphql, { query: REGISTRATIONS, variables: '$variables' })
  receive({ data, errors, refresh }) {
    this._refresh = refresh;
    if (errors?.length) {
      this.problem = errors.some(isHidden) ? noAccess : readError;
    } else if (data) {
      const { edges, pageInfo } = data.uiapi.query.Deal_Registration__c;
      this.problem = undefined;
      this.nextCursor = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      this._read = JSON.stringify(edges);
      this.registrations = edges.map(({ node }) => fromNode(node));
    }
  }

  get shown() {
    const isKept = this._kept && this.registrations.every(({ id }) => id !== this._kept.id);
    return isKept ? [{ ...this._kept, isMissing: true }, ...this.registrations] : this.registrations;
  }

  get isUnread() {
    return !this.registrations || this.problem;
  }

  get isEmpty() {
    return this.shown.length === 0;
  }

  get empty() {
    if (this.customer) return emptySearch;
    return this.choice === 'open' ? emptyOpen : emptyEnded;
  }

  get hasPages() {
    return this.cursors.length > 1 || this.nextCursor !== null;
  }

  get isFirst() {
    return this.cursors.length === 1;
  }

  get isLast() {
    return this.nextCursor === null;
  }

  handleChoice({ detail }) {
    this._kept = undefined;
    this.choice = detail.value;
    this.done = '';
    this.cursors = [null];
  }

  handleSearch({ detail }) {
    this._kept = undefined;
    this.customer = (detail.value ?? '').trim();
    this.cursors = [null];
  }

  handleNext() {
    this._kept = undefined;
    this.cursors = [...this.cursors, this.nextCursor];
  }

  handlePrevious() {
    this._kept = undefined;
    this.cursors = this.cursors.slice(0, -1);
  }

  handleCorrecting({ detail }) {
    const wasGone = this.shown.length > this.registrations.length;
    this._kept = this.registrations.find(({ id }) => id === detail.id);
    // Its card goes, and the focus with it.
    if (wasGone) focusOn(this, 'done');
  }

  /** Its card leaves the list, so it is told above it. */
  handleWithdrawn({ detail }) {
    this.done = isWithdrawn.replace('{0}', () => detail.customer);
    focusOn(this, 'done');
  }

  async handleChanged() {
    this.done = '';
    this._polling.hurry();
    await this.handleReadAgain();
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch {
      this.problem = readError;
    }
  }

  /** The service writes onto his registrations at any moment. */
  async look() {
    const before = this._read;
    await this._refresh?.();
    return this._read !== before;
  }
}
