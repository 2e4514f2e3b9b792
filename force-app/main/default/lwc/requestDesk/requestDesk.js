import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import currency from '@salesforce/i18n/currency';
import LOCALE from '@salesforce/i18n/locale';
import { focusOn } from 'c/focus';
import { poll } from 'c/polling';
import { isHidden } from 'c/problems';
import { urlsOf } from 'c/recordUrls';
import title from '@salesforce/label/c.Fairlead_Request_Title';
import count from '@salesforce/label/c.Fairlead_Request_Count';
import loading from '@salesforce/label/c.Fairlead_Request_Loading';
import readError from '@salesforce/label/c.Fairlead_Request_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_Desk_No_Access';
import empty from '@salesforce/label/c.Fairlead_Request_Empty';
import more from '@salesforce/label/c.Fairlead_Desk_More_Entries';
import answer from '@salesforce/label/c.Fairlead_Request_Answer';
import saved from '@salesforce/label/c.Fairlead_Request_Saved';
import { REQUESTS } from './query';
import { exemptionOf, extensionOf } from './rows';

/** So many are shown until one asks for all: the cases stand below. */
const AT_FIRST = 5;

/** Exemptions and extensions that were asked for and wait for the channel manager's answer. */
export default class RequestDesk extends NavigationMixin(LightningElement) {
  label = { loading, empty, answer };
  currency = currency;
  problem;
  done = '';
  urls = {};
  _requests;
  _total = 0;
  _isWhole = false;
  /** The request that is being answered: it stays on screen when somebody else answers it. */
  _open;
  _read;
  _now = Date.now();
  _refresh;
  _polling;

  connectedCallback() {
    this._polling = poll(() => this.look());
  }

  disconnectedCallback() {
    this._polling.stop();
  }

  @wire(graphql, { query: REQUESTS })
  async receive({ data, errors, refresh }) {
    this._refresh = refresh ?? this._refresh;
    this._now = Date.now();
    if (errors?.length) {
      this.problem = errors.some(isHidden) ? noAccess : readError;
    } else if (data) {
      const { Exemption_Request__c: exemptions, Deal_Registration__c: extensions } = data.uiapi.query;
      this.problem = undefined;
      this._read = JSON.stringify(data);
      this._total = exemptions.totalCount + extensions.totalCount;
      this._requests = [
        ...exemptions.edges.map(({ node }) => exemptionOf(node, this._now)),
        ...extensions.edges.map(({ node }) => extensionOf(node, this._now))
      ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
      this.urls = await urlsOf(
        this,
        this._requests.map(({ recordId }) => recordId)
      );
    }
  }

  async look() {
    const before = this._read;
    await this._refresh?.();
    return this._read !== before;
  }

  get title() {
    return this._total > 0 ? count.replace('{0}', () => new Intl.NumberFormat(LOCALE).format(this._total)) : title;
  }

  get isUnread() {
    return !this._requests || this.problem;
  }

  get isEmpty() {
    return this.rows.length === 0;
  }

  get isCut() {
    return !this._isWhole && this._requests.length > AT_FIRST;
  }

  get more() {
    return more.replace('{0}', () => this._requests.length - AT_FIRST);
  }

  get rows() {
    const isGone = this._open && !this.waits(this._open.id);
    const shown = this.isCut ? this._requests.slice(0, AT_FIRST) : this._requests;
    return (isGone ? [this._open, ...shown] : shown).map((row) => {
      const isOpen = row.id === this._open?.id;
      return { ...row, url: this.urls[row.recordId], isOpen, canAnswer: !isOpen, isGone: isOpen && Boolean(isGone) };
    });
  }

  waits(id) {
    return this._requests.some((request) => request.id === id);
  }

  /** Whether the open request still waits, read anew. */
  stillWaits = async () => {
    await this._refresh?.();
    return this.waits(this._open?.id);
  };

  handleMore() {
    this._isWhole = true;
  }

  handleAnswer({ target }) {
    this._open = this._requests.find(({ id }) => id === target.dataset.request);
    this.done = '';
    focusOn(this, 'form');
  }

  handleCancel() {
    const { id } = this._open;
    this._open = undefined;
    focusOn(this, id, 'done');
  }

  async handleAnswered() {
    this.done = saved.replace('{0}', () => this._open.who);
    this._open = undefined;
    this._polling.hurry();
    await this.handleReadAgain();
    focusOn(this, 'done');
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch {
      this.problem = readError;
    }
  }
}
