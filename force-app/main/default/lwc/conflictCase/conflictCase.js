import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import currency from '@salesforce/i18n/currency';
import LOCALE from '@salesforce/i18n/locale';
import { clockOf } from 'c/decisionClock';
import { storyInWords } from 'c/conflictStories';
import { poll } from 'c/polling';
import { isHidden } from 'c/problems';
import { urlsOf } from 'c/recordUrls';
import loading from '@salesforce/label/c.Fairlead_Desk_Case_Loading';
import gone from '@salesforce/label/c.Fairlead_Desk_Case_Gone';
import readError from '@salesforce/label/c.Fairlead_Desk_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_Desk_No_Access';
import readAgain from '@salesforce/label/c.Fairlead_Read_Again';
import back from '@salesforce/label/c.Fairlead_Desk_Back';
import partner from '@salesforce/label/c.Fairlead_Desk_Field_Partner';
import salesperson from '@salesforce/label/c.Fairlead_Desk_Salesperson';
import nobody from '@salesforce/label/c.Fairlead_Desk_Nobody_Named';
import stake from '@salesforce/label/c.Fairlead_Desk_Stake';
import confidence from '@salesforce/label/c.Fairlead_Desk_Confidence';
import confidenceWords from '@salesforce/label/c.Fairlead_Desk_Confidence_Words';
import what from '@salesforce/label/c.Fairlead_Desk_What';
import aspects from '@salesforce/label/c.Fairlead_Desk_Aspects';
import sides from '@salesforce/label/c.Fairlead_Desk_Side_By_Side';
import evidence from '@salesforce/label/c.Fairlead_Desk_Evidence';
import noEvidence from '@salesforce/label/c.Fairlead_Desk_Evidence_None';
import innocent from '@salesforce/label/c.Fairlead_Desk_Innocent';
import innocentWords from '@salesforce/label/c.Fairlead_Desk_Innocent_Words';
import innocentUnreadable from '@salesforce/label/c.Fairlead_Desk_Innocent_Unreadable';
import statements from '@salesforce/label/c.Fairlead_Desk_Statements';
import decision from '@salesforce/label/c.Fairlead_Desk_Decision';
import toDecision from '@salesforce/label/c.Fairlead_Desk_To_Decision';
import history from '@salesforce/label/c.Fairlead_Desk_History';
import open from '@salesforce/label/c.Fairlead_Desk_Open_Case';
import { historyOf } from './caseHistory';
import { evidenceOf, recordsOf } from './evidence';
import { readInnocent } from './innocent';
import { CASE, EVENTS, FAMILIES } from './queries';

export default class ConflictCase extends NavigationMixin(LightningElement) {
  /** Whether there is a list to go back to. */
  @api canGoBack = false;

  label = {
    loading,
    gone,
    readAgain,
    back,
    partner,
    salesperson,
    nobody,
    stake,
    confidence,
    what,
    aspects,
    sides,
    evidence,
    noEvidence,
    innocent,
    innocentWords,
    innocentUnreadable,
    statements,
    decision,
    toDecision,
    history,
    open
  };
  currency = currency;
  problem;
  families;
  urls = {};
  _recordId;
  _case;
  _events = [];
  _isRead = false;
  _now = Date.now();
  _refresh;
  _refreshEvents;
  _polling;
  _wantsFocus = false;

  /** The case. Another one begins anew. */
  @api
  get recordId() {
    return this._recordId;
  }

  set recordId(id) {
    if (id === this._recordId) return;
    this._recordId = id;
    this._case = undefined;
    this._events = [];
    this.families = undefined;
    this.problem = undefined;
    this._isRead = false;
  }

  /** Puts the focus on the heading as soon as there is one. */
  @api
  focus() {
    this._wantsFocus = true;
    this.moveFocus();
  }

  connectedCallback() {
    this._polling = poll(() => this.look());
  }

  disconnectedCallback() {
    this._polling.stop();
  }

  renderedCallback() {
    this.moveFocus();
  }

  moveFocus() {
    const heading = this.template.querySelector('[data-id="heading"]');
    if (!this._wantsFocus || !heading) return;
    this._wantsFocus = false;
    heading.focus();
  }

  get variables() {
    return { recordId: this._recordId };
  }

  @wire(graphql, { query: CASE, variables: '$variables' })
  receive({ data, errors, refresh }) {
    if (refresh) this._refresh = refresh;
    if (errors?.length) {
      // A look that fails takes nothing away, least of all a decision that is being written.
      if (this._case && !errors.some(isHidden)) return;
      this.problem = errors.some(isHidden) ? noAccess : readError;
      this._isRead = true;
    } else if (data) {
      this.problem = undefined;
      const before = this._case?.Status__c.value;
      this._case = data.uiapi.query.Channel_Conflict__c.edges[0]?.node;
      if (before && before !== this._case?.Status__c.value) this.dispatchEvent(new CustomEvent('changed'));
      this._isRead = true;
      this.findUrls();
    }
  }

  get dealVariables() {
    const opportunityId = this._case?.Opportunity__r?.Id;
    return { opportunityId, registrationId: opportunityId && this._case.Registration__r?.Id };
  }

  @wire(graphql, { query: EVENTS, variables: '$dealVariables' })
  receiveEvents({ data, refresh }) {
    if (refresh) this._refreshEvents = refresh;
    if (data) this._events = data.uiapi.query.Deal_Event__c.edges.map(({ node }) => node);
  }

  get productVariables() {
    return { opportunityId: this._case?.Opportunity__r?.Id };
  }

  @wire(graphql, { query: FAMILIES, variables: '$productVariables' })
  receiveFamilies({ data }) {
    if (!data) return;
    const families = data.uiapi.query.OpportunityLineItem.edges.map(({ node }) => node.Product2?.Family);
    this.families = [...new Set(families.map((family) => family?.value).filter(Boolean))];
  }

  async look() {
    this._now = Date.now();
    const before = JSON.stringify(this._case);
    await this._refresh?.();
    if (JSON.stringify(this._case) === before) return false;
    await this._refreshEvents?.();
    return true;
  }

  async findUrls() {
    this.urls = await urlsOf(this, recordsOf(this._case));
  }

  get isLoading() {
    return !this._isRead;
  }

  get isGone() {
    return !this._case;
  }

  get name() {
    return this._case ? this.heading : loading;
  }

  get heading() {
    const { Customer__r: account, Registration__r: registration, Name: number } = this._case;
    return account?.Name?.value ?? registration?.Customer_Name__c?.value ?? number.value;
  }

  get number() {
    return this._case.Name.value;
  }

  get caseUrl() {
    return this.urls[this._recordId];
  }

  get pattern() {
    return shown(this._case.Pattern__c);
  }

  get status() {
    return this._case.Status__c.value;
  }

  get decision() {
    const {
      Decided_At__c: at,
      Decided_By__r: by,
      Decision_Reason__c: reason,
      Dismissed_Because__c: because
    } = this._case;
    if (!at?.value) return undefined;
    return {
      verdict: shown(this._case.Status__c),
      by: by?.Name?.value,
      at: at.value,
      reason: [shown(because), reason?.value].filter(Boolean).join('\n')
    };
  }

  /** Asked for before a decision is saved. */
  readLatest = async () => {
    await this._refresh?.();
    return this._case && { status: this.status, decision: this.decision };
  };

  get badges() {
    const { Status__c: status, Severity__c: severity } = this._case;
    return [
      { key: 'severity', words: shown(severity), badgeClass: `badge badge_${severity?.value?.toLowerCase()}` },
      { key: 'status', words: shown(status), badgeClass: 'badge' }
    ].filter(({ words }) => words);
  }

  get clock() {
    if (!['Open', 'Under Review'].includes(this.status)) return undefined;
    return clockOf(this._case.Decision_Due__c?.value, this._now);
  }

  get clockClass() {
    return this.clock.kind === 'over' ? 'clock clock_over' : 'clock';
  }

  get partnerName() {
    return this._case.Partner__r?.Name?.value;
  }

  get salespersonName() {
    return this._case.Salesperson__r?.Name?.value ?? nobody;
  }

  get amount() {
    return this._case.Amount_At_Stake__c?.value;
  }

  get hasAmount() {
    return this.amount !== null && this.amount !== undefined;
  }

  get confidence() {
    const { Confidence_Band__c: band, Confidence__c: share } = this._case;
    if (share?.value === null || share?.value === undefined) return undefined;
    const percent = new Intl.NumberFormat(LOCALE, { style: 'percent' }).format(share.value);
    return confidenceWords.replace('{0}', () => shown(band) ?? '').replace('{1}', () => percent);
  }

  get explanation() {
    return storyInWords(this._case.Story__c?.value, this._case.Explanation__c?.value);
  }

  get aspects() {
    return shown(this._case.Aspects__c)?.split(';').join(', ');
  }

  get opportunityUrl() {
    return this.urls[this._case.Opportunity__r?.Id];
  }

  get registrationUrl() {
    return this.urls[this._case.Registration__r?.Id];
  }

  get registration() {
    return this._case.Registration__r;
  }

  get opportunity() {
    return this._case.Opportunity__r;
  }

  get evidence() {
    return evidenceOf(this._case, this.urls);
  }

  get hasEvidence() {
    return this.evidence.length > 0;
  }

  get innocent() {
    return readInnocent(this._case.Innocent_Explanations__c?.value);
  }

  get salespersonStatement() {
    return this._case.Salesperson_Statement__c?.value;
  }

  get partnerStatement() {
    return this._case.Partner_Statement__c?.value;
  }

  get history() {
    return historyOf(this._case, this._events);
  }

  handleKey(event) {
    if (event.key === 'Escape' && this.canGoBack && !event.defaultPrevented) this.handleBack();
  }

  handleJump() {
    const heading = this.template.querySelector('[data-id="decision"]');
    heading.scrollIntoView?.({ block: 'start' });
    heading.focus();
  }

  handleBack() {
    this.dispatchEvent(new CustomEvent('back'));
  }

  async handleDecide() {
    this.dispatchEvent(new CustomEvent('decide'));
    await this.handleReadAgain();
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch {
      this.problem = readError;
    }
  }
}

function shown(field) {
  return field?.displayValue ?? field?.value ?? undefined;
}
