import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { notifyRecordUpdateAvailable, updateRecord } from 'lightning/uiRecordApi';
import { dateInWords, fromNow } from 'c/dates';
import { focusOn } from 'c/focus';
import { poll } from 'c/polling';
import { isHidden, messageOf } from 'c/problems';
import ENGAGED_PARTNER from '@salesforce/schema/Opportunity.Engaged_Partner__c';
import title from '@salesforce/label/c.Fairlead_Engagement_Title';
import loading from '@salesforce/label/c.Fairlead_Engagement_Loading';
import empty from '@salesforce/label/c.Fairlead_Engagement_Empty';
import readError from '@salesforce/label/c.Fairlead_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_No_Access';
import saved from '@salesforce/label/c.Fairlead_Engagement_Saved';
import saveError from '@salesforce/label/c.Fairlead_Engagement_Save_Error';
import due from '@salesforce/label/c.Fairlead_Engagement_Due';
import wasDue from '@salesforce/label/c.Fairlead_Engagement_Was_Due';
import engage from '@salesforce/label/c.Fairlead_Engagement_Engage';
import gateShut from '@salesforce/label/c.Fairlead_Engagement_Gate_Shut';
import otherVersion from '@salesforce/label/c.Fairlead_Engagement_Other_Version';
import proof from '@salesforce/label/c.Fairlead_Engagement_Proof';
import entered from '@salesforce/label/c.Fairlead_Engagement_Entered';
import wasEntered from '@salesforce/label/c.Fairlead_Engagement_Was_Entered';
import wasEnteredUntil from '@salesforce/label/c.Fairlead_Engagement_Was_Entered_Until';
import notCoveredAsked from '@salesforce/label/c.Fairlead_Engagement_Why_Not_Covered_Asked';
import notEntered from '@salesforce/label/c.Fairlead_Engagement_Not_Entered';
import confirmed from '@salesforce/label/c.Fairlead_Engagement_Confirmed';
import notConfirmed from '@salesforce/label/c.Fairlead_Engagement_Not_Confirmed';
import asOf from '@salesforce/label/c.Fairlead_Engagement_As_Of';
import ask from '@salesforce/label/c.Fairlead_Exemption_Ask';
import askAgain from '@salesforce/label/c.Fairlead_Exemption_Ask_Again';
import exemption from '@salesforce/label/c.Fairlead_Exemption_Title';
import { latestRequest } from './exemptions';
import { readExplanation, reasonInWords } from './explanation';
import { ENGAGEMENT } from './query';
import { isWaiting, shownAs } from './states';

/** The verdict on what was saved comes a moment later: looked for soon, and less and less often. */
const WAITS = { shortest: 2_000, longest: 60_000 };

export default class EngagementPanel extends LightningElement {
  @api recordId;

  label = { title, loading, empty, proof, exemption };
  isSaving = false;
  isAsking = false;
  problem;
  saveProblem;
  _assessment;
  _explanation = { kind: 'none' };
  _requests = [];
  _savedOver;
  _now = Date.now();
  _refresh;
  _polling;
  _read = false;

  connectedCallback() {
    this._polling = poll(() => this.look(), WAITS);
  }

  disconnectedCallback() {
    this._polling.stop();
  }

  get variables() {
    return { recordId: this.recordId };
  }

  @wire(graphql, {
    query: ENGAGEMENT,
    variables: '$variables'
  })
  receive({ data, errors, refresh }) {
    this._refresh = refresh ?? this._refresh;
    this._now = Date.now();
    if (errors?.length) {
      this.problem = errors.some(isHidden) ? noAccess : readError;
      this._read = true;
    } else if (data) {
      const { Deal_Assessment__c: assessments, Exemption_Request__c: requests } = data.uiapi.query;
      this.problem = undefined;
      this._assessment = assessments.edges[0]?.node;
      this._explanation = readExplanation(this._assessment?.Explanation__c?.value);
      this._requests = requests.edges.map(({ node }) => node);
      if (!this.isWaiting || this._savedOver?.assessedAt !== this.assessedAt) this._savedOver = undefined;
      this._read = true;
    }
  }

  /** Reads once; what changed is told to everything else on the page that shows this deal. */
  async look() {
    if (!this._refresh) return false;
    const before = this.assessedAt;
    await Promise.all([this._refresh(), this.refs.flags?.refresh()]);
    this._now = Date.now();
    const hasChanged = before !== this.assessedAt;
    if (hasChanged) await notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
    return hasChanged;
  }

  get isUnread() {
    return !this._read || this.problem;
  }

  get isEmpty() {
    return !this._assessment;
  }

  get assessedAt() {
    return this._assessment?.Assessed_At__c?.value;
  }

  get asOf() {
    return this.assessedAt ? asOf.replace('{0}', () => fromNow(this.assessedAt, this._now)) : undefined;
  }

  get stateValue() {
    return this._assessment?.Engagement_State__c.value;
  }

  get state() {
    return this._assessment.Engagement_State__c.displayValue ?? this.stateValue;
  }

  get shown() {
    return shownAs(this.stateValue, this.partnerName, this.lastSpell?.until);
  }

  get isWaiting() {
    return isWaiting(this.stateValue);
  }

  get partnerName() {
    return this._assessment.Required_Partner__r?.Name?.value;
  }

  /** From when until when the partner was on the deal, before he was taken off. */
  get lastSpell() {
    const { from, until } = this._explanation.engagement?.args ?? {};
    return this.isWaiting && until ? { from, until } : undefined;
  }

  get why() {
    if (this._explanation.engagement?.code === 'not covered' && this.openConflicts > 0) return notCoveredAsked;
    return this._explanation.kind === 'known' ? reasonInWords(this._explanation.engagement) : undefined;
  }

  get due() {
    return this.isWaiting ? this._assessment.Engagement_Due__c?.value : undefined;
  }

  get timeLeft() {
    const words = new Date(this.due).getTime() > this._now ? due : wasDue;
    return words.replace('{0}', () => fromNow(this.due, this._now));
  }

  get isGateShut() {
    return this.isWaiting && this._assessment.Gate_Open__c?.value === false;
  }

  get gateShut() {
    return gateShut.replace('{0}', () => this.partnerName);
  }

  get gateOpen() {
    const { kind, gate } = this._explanation;
    return this.isWaiting && !this.isGateShut && kind === 'known' ? reasonInWords(gate) : undefined;
  }

  get isOtherVersion() {
    return this._explanation.kind === 'other version';
  }

  get otherVersion() {
    return otherVersion.replace('{0}', () => this._explanation.version);
  }

  get grounds() {
    return this._explanation.kind === 'known' ? this._explanation.protection : undefined;
  }

  get protectedUntil() {
    return this._assessment.Protected_Until__c?.value;
  }

  /** The two steps by which an engagement is proved. */
  get steps() {
    if (!this.partnerName || !(this.isWaiting || this.enteredAt)) return [];
    const confirmedAt = this._assessment.Partner_Confirmed_At__c?.value;
    return [
      step('entered', this.enteredAt, entered, this.lastSpell ? spellInWords(this.lastSpell) : notEntered),
      step('confirmed', confirmedAt, confirmed, notConfirmed)
    ];
  }

  get hasSteps() {
    return this.steps.length > 0;
  }

  get enteredAt() {
    return this._assessment.Partner_Entered_At__c?.value;
  }

  get openConflicts() {
    return this._assessment.Open_Conflicts__c?.value ?? 0;
  }

  get request() {
    return latestRequest(this._requests, this._now);
  }

  /** Once nobody need be engaged any more, only what is in force still matters. */
  get shownRequest() {
    return this.isWaiting || this.request?.isInForce ? this.request : undefined;
  }

  get canEngage() {
    return this.isWaiting && !this.isSaved && Boolean(this._assessment.Required_Partner__c?.value);
  }

  get engage() {
    return engage.replace('{0}', () => this.partnerName);
  }

  get canAsk() {
    return this.isWaiting && !this.isSaved && !this.isAsking && !this.request?.isOpen;
  }

  get ask() {
    return this.request ? askAgain : ask;
  }

  get isSaved() {
    return this.isWaiting && this._savedOver?.recordId === this.recordId;
  }

  get saved() {
    return saved.replace('{0}', () => this.partnerName);
  }

  async handleEngage() {
    this.isSaving = true;
    this.saveProblem = undefined;
    const over = { recordId: this.recordId, assessedAt: this.assessedAt };
    try {
      await updateRecord({
        fields: { Id: this.recordId, [ENGAGED_PARTNER.fieldApiName]: this._assessment.Required_Partner__c.value }
      });
      this._savedOver = over;
      this.isAsking = false;
      this._polling.hurry();
      focusOn(this, 'result');
    } catch (error) {
      this.saveProblem = messageOf(error) ?? saveError;
      focusOn(this, 'engage');
    } finally {
      this.isSaving = false;
    }
  }

  handleAsk() {
    this.isAsking = true;
  }

  handleCancel() {
    this.isAsking = false;
    focusOn(this, 'ask');
  }

  async handleAsked() {
    this.isAsking = false;
    this._polling.hurry();
    await this.handleReadAgain();
    focusOn(this, 'request', 'result');
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch {
      this.problem = readError;
    }
  }
}

function spellInWords({ from, until }) {
  if (!from) return wasEnteredUntil.replace('{0}', () => dateInWords(until));
  return wasEntered.replace(/\{(\d)\}/g, (_, index) => dateInWords([from, until][index]));
}

function step(id, at, done, missing) {
  return at
    ? { id, at, words: done, icon: 'utility:success', variant: 'success' }
    : { id, at: undefined, words: missing, icon: 'utility:routing_offline', variant: undefined };
}
