import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { updateRecord } from 'lightning/uiRecordApi';
import CURRENCY from '@salesforce/i18n/currency';
import { focusOn } from 'c/focus';
import { inWords } from 'c/marginReasons';
import { estimate, reprice } from 'c/partnerTerms';
import { messageOf } from 'c/problems';
import { dayInWords, daysLeft, isProtected, pricedOf, stepsFor, unpricedBecause } from 'c/registrations';
import { label } from './labels';

const ICONS = {
  Draft: 'utility:edit',
  Submitted: 'utility:clock',
  Queued: 'utility:clock',
  Approved: 'utility:success',
  Rejected: 'utility:info',
  Converted: 'utility:success'
};

/** Statuses in which a margin is still of interest. */
const PRICED = ['Draft', 'Submitted', 'Queued', 'Approved', 'Converted'];

/** What a registration comes to that can't be corrected any more. */
const ENDED_ELSEWHERE = ['Withdrawn', 'Expired', 'Lapsed', 'Converted'];

const DETAIL = gql`
  query registration($id: ID) {
    uiapi {
      query {
        Deal_Registration__c(where: { Id: { eq: $id } }, first: 1) {
          edges {
            node {
              Id
              Status__c {
                value
              }
              Waterfall__c {
                value
              }
            }
          }
        }
      }
    }
  }
`;

/** One registration: how it stands, what it leaves its partner, and what he can do with it. Fires `changed` after a save, `withdrawn` with the customer, `correcting` with its id or none. */
export default class RegistrationCard extends LightningElement {
  @api terms;
  label = label;
  isExpanded = false;
  isCorrecting = false;
  isWithdrawing = false;
  isExtending = false;
  isSaving = false;
  problem;
  done;
  _registration;
  _detail;
  /** Where it stands by the latest reading of this one. */
  _status;
  _refresh;

  /** As `c/registrations` gives it. */
  @api
  get registration() {
    return this._registration;
  }
  set registration(value) {
    const before = this._registration;
    this._registration = value;
    // Something was written meanwhile: what is shown in full is read again.
    if (before && JSON.stringify(before) !== JSON.stringify(value)) this._refresh?.();
  }

  /** Nothing is asked before it is opened. */
  get detailQuery() {
    return this.isExpanded ? DETAIL : undefined;
  }

  get detailVariables() {
    return { id: this.registration.id };
  }

  @wire(graphql, {
    query: '$detailQuery',
    variables: '$detailVariables'
  })
  receive({ data, errors, refresh }) {
    this._refresh = refresh;
    // Without what the service wrote there is still the partner's own estimate.
    if (errors?.length) this._detail = {};
    else if (data) {
      const node = data.uiapi.query.Deal_Registration__c.edges[0]?.node;
      this._status = node?.Status__c?.value;
      this._detail = { waterfall: node?.Waterfall__c?.value };
    }
  }

  /** It ended elsewhere while it is being corrected here. */
  get isGone() {
    return this.isCorrecting && ENDED_ELSEWHERE.includes(this._status);
  }

  stillStands = async () => {
    await this._refresh?.();
    return !this.isGone;
  };

  get currency() {
    return this.terms?.currency ?? CURRENCY;
  }

  get expanded() {
    return String(this.isExpanded);
  }

  get chevron() {
    return this.isExpanded ? 'utility:chevrondown' : 'utility:chevronright';
  }

  get statusIcon() {
    return ICONS[this.registration.status] ?? 'utility:clock';
  }

  get statusVariant() {
    return ICONS[this.registration.status] === 'utility:success' ? 'success' : undefined;
  }

  get summary() {
    return this.registration.families.join(', ');
  }

  /** Buttons of several cards are told apart by the customer. */
  get named() {
    const of = (words) => `${words}: ${this.registration.customer}`;
    const { confirm, confirmFirst, extend, withdraw } = label;
    return {
      confirm: of(confirm),
      confirmFirst: of(confirmFirst),
      extend: of(extend),
      correct: of(this.correctLabel),
      withdraw: of(withdraw)
    };
  }

  get clock() {
    const { status, queuePosition } = this.registration;
    if (status === 'Queued') return label.queued.replace('{0}', () => queuePosition ?? '');
    if (!isProtected(this.registration)) return undefined;
    const days = daysLeft(this.registration);
    return days <= 1 ? label.lastDay : label.daysLeft.replace('{0}', () => days);
  }

  get hasEngagement() {
    return this.registration.status === 'Approved' || Boolean(this.registration.engagedAt);
  }

  get engagement() {
    const { engagedAt } = this.registration;
    return engagedAt ? label.engagedSince.replace('{0}', () => dayInWords(engagedAt)) : label.notEngaged;
  }

  get confirmation() {
    const { confirmedAt } = this.registration;
    return confirmedAt ? label.confirmedOn.replace('{0}', () => dayInWords(confirmedAt)) : undefined;
  }

  /** He was engaged and has not said so yet: asked for at once, not only in the detail. */
  get isAskedToConfirm() {
    return this.steps.confirm && Boolean(this.registration.engagedAt);
  }

  /** In the detail he may say so before the vendor has. */
  get canConfirmFirst() {
    return this.steps.confirm && !this.registration.engagedAt;
  }

  get steps() {
    return stepsFor(this.registration);
  }

  get correctLabel() {
    return this.steps.submit ? label.resume : label.correct;
  }

  get hasMargin() {
    return PRICED.includes(this.registration.status) && this.figure !== undefined;
  }

  /** What the service wrote, else what follows from the amount that he gave. */
  get figure() {
    const { margin, marginPercent } = this.registration;
    if (margin !== null && margin !== undefined) return { margin, share: marginPercent / 100, isEstimate: false };
    const guess = this.guess;
    if (!guess) return undefined;
    return { margin: guess.partnerMargin, share: Number(guess.partnerMarginPercent) / 100, isEstimate: true };
  }

  get guess() {
    const { amount, tenderOn, ...rest } = this.registration;
    return this.terms?.kind === 'terms'
      ? estimate(this.terms, { ...rest, amount: Number(amount), hasTender: Boolean(tenderOn) })
      : null;
  }

  get isDetailLoading() {
    return !this._detail;
  }

  /** In full: what the service priced, priced again by the same rules, so that it tells what would raise it. */
  get marginInFull() {
    if (!PRICED.includes(this.registration.status)) return null;
    const priced = pricedOf(this._detail);
    const margin = priced ? reprice(this.terms, priced, this.registration.closesOn) : this.guess;
    // What is sold can't be raised any more.
    return margin && this.registration.status === 'Converted' ? { ...margin, raise: [] } : margin;
  }

  get basis() {
    if (pricedOf(this._detail)) return label.basisRecord;
    return this.registration.families.length > 1 ? label.basisEvenly : label.basis;
  }

  get whyNoMargin() {
    const why = unpricedBecause(this._detail);
    return why ? inWords(why, this.terms?.known) : label.marginUnknown;
  }

  get isPriced() {
    return PRICED.includes(this.registration.status);
  }

  handleExpand() {
    this.isExpanded = !this.isExpanded;
    if (this.isCorrecting) this.correcting(false);
    this.isWithdrawing = false;
    this.isExtending = false;
  }

  /** The list keeps it until the form is closed, whatever becomes of it meanwhile. */
  correcting(isCorrecting) {
    this.isCorrecting = isCorrecting;
    this.dispatchEvent(
      new CustomEvent('correcting', { detail: { id: isCorrecting ? this.registration.id : undefined } })
    );
  }

  handleCorrect() {
    this.correcting(true);
    this.done = undefined;
    focusOn(this, 'form');
  }

  handleCancel() {
    this.correcting(false);
    focusOn(this, 'correct');
  }

  handleSaved() {
    this.correcting(false);
    this.done = label.corrected;
    this.dispatchEvent(new CustomEvent('changed'));
    focusOn(this, 'done');
  }

  handleWithdraw() {
    this.isWithdrawing = true;
    this.isExtending = false;
    this.done = undefined;
    focusOn(this, 'sure');
  }

  handleKeep() {
    this.isWithdrawing = false;
    focusOn(this, 'withdraw');
  }

  async handleWithdrawYes() {
    const now = new Date().toISOString();
    await this.save({ Status__c: 'Withdrawn', Ended_At__c: now }, label.withdrawn);
    this.isWithdrawing = false;
    if (this.done)
      this.dispatchEvent(new CustomEvent('withdrawn', { detail: { customer: this.registration.customer } }));
  }

  handleExtend() {
    this.isExtending = true;
    this.isWithdrawing = false;
    this.done = undefined;
    focusOn(this, 'extend-sure');
  }

  handleExtendNo() {
    this.isExtending = false;
    focusOn(this, 'extend');
  }

  async handleExtendYes() {
    await this.save({ Extension_Requested_At__c: new Date().toISOString() }, label.extended);
    this.isExtending = false;
  }

  async handleConfirm() {
    await this.save({ Partner_Confirmed_At__c: new Date().toISOString() }, label.confirmed);
  }

  async save(fields, done) {
    if (this.isSaving) return;
    this.isSaving = true;
    this.problem = undefined;
    this.done = undefined;
    try {
      await updateRecord({ fields: { Id: this.registration.id, ...fields } });
      this.done = done;
      this.dispatchEvent(new CustomEvent('changed'));
      focusOn(this, 'done');
    } catch (error) {
      this.problem = messageOf(error) ?? label.saveError;
      focusOn(this, 'problem');
    } finally {
      this.isSaving = false;
    }
  }
}
