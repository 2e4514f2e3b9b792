import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import LOCALE from '@salesforce/i18n/locale';
import { AT_FIRST } from 'c/conflictFilters';
import { dueBetween } from 'c/decisionClock';
import { poll } from 'c/polling';
import { isHidden } from 'c/problems';
import title from '@salesforce/label/c.Fairlead_Desk_Title';
import loading from '@salesforce/label/c.Fairlead_Desk_Loading';
import readError from '@salesforce/label/c.Fairlead_Desk_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_Desk_No_Access';
import nothing from '@salesforce/label/c.Fairlead_Desk_Nothing';
import nothingWords from '@salesforce/label/c.Fairlead_Desk_Nothing_Words';
import nothingFits from '@salesforce/label/c.Fairlead_Desk_Nothing_Fits';
import reset from '@salesforce/label/c.Fairlead_Desk_Reset';
import toDecide from '@salesforce/label/c.Fairlead_Desk_Count_To_Decide';
import over from '@salesforce/label/c.Fairlead_Desk_Count_Over';
import soon from '@salesforce/label/c.Fairlead_Desk_Count_Soon';
import newOne from '@salesforce/label/c.Fairlead_Desk_New_One';
import newMany from '@salesforce/label/c.Fairlead_Desk_New_Many';
import showNewest from '@salesforce/label/c.Fairlead_Desk_Show_Newest';
import range from '@salesforce/label/c.Fairlead_Desk_Range';
import previous from '@salesforce/label/c.Fairlead_Desk_Previous';
import next from '@salesforce/label/c.Fairlead_Desk_Next';
import pages from '@salesforce/label/c.Fairlead_Desk_Pages';
import choose from '@salesforce/label/c.Fairlead_Desk_Choose';
import { filterFor, ORDERS, TO_DECIDE } from './selection';
import { after, before, cursorOf, isFirst, isLast, rangeOf, shownOf, START } from './paging';
import { LIST, PULSE, REGIONS } from './queries';
import { rowOf } from './row';

const MINUTE = 60_000;

export default class ConflictDesk extends LightningElement {
  label = {
    title,
    loading,
    nothing,
    nothingWords,
    nothingFits,
    reset,
    showNewest,
    previous,
    next,
    pages,
    choose
  };
  chosen = AT_FIRST;
  problem;
  isPending = true;
  openId;
  regions = [];
  counts;
  _now = Date.now();
  /** The moment as of which clocks are asked for. */
  _asOf = Date.now();
  _where = filterFor(AT_FIRST, Date.now());
  /** The page on screen, and the one that is to be as soon as it has been read. */
  _place = START;
  _wanted = START;
  _nodes;
  _total = 0;
  _endCursor;
  _newest = [];
  /** When the latest case was created that was there at first, and that the channel manager has been told of. */
  _known;
  _told;
  _pulse;
  _hasChanged = false;
  _refreshList;
  _refreshPulse;
  _polling;
  _isTurned = false;
  _focus;

  connectedCallback() {
    this._polling = poll(() => this.look());
  }

  disconnectedCallback() {
    this._polling.stop();
  }

  get listVariables() {
    return { where: this._where, orderBy: ORDERS[this.chosen.sort], after: cursorOf(this._wanted) };
  }

  @wire(graphql, { query: LIST, variables: '$listVariables' })
  receiveList({ data, errors, refresh }) {
    if (refresh) this._refreshList = refresh;
    if (errors?.length) {
      this.problem = errors.some(isHidden) ? noAccess : readError;
      this.isPending = false;
    } else if (data) {
      const { edges, totalCount, pageInfo } = data.uiapi.query.Channel_Conflict__c;
      this.problem = undefined;
      this._nodes = edges.map(({ node }) => node);
      this._total = totalCount;
      this._endCursor = pageInfo.endCursor;
      this.show();
      // Decided cases leave the list, and its last page may leave with them.
      if (!isFirst(this._place) && shownOf(this._place, this._nodes).length === 0)
        this.ask(() => (this._wanted = START));
    }
  }

  get pulseVariables() {
    const due = (clock) => ({ and: [TO_DECIDE, { Decision_Due__c: dueBetween(clock, this._asOf) }] });
    return { toDecide: TO_DECIDE, over: due('over'), soon: due('soon') };
  }

  @wire(graphql, { query: PULSE, variables: '$pulseVariables' })
  receivePulse({ data, refresh }) {
    if (refresh) this._refreshPulse = refresh;
    if (!data) return;
    const { toDecide: waiting, over: late, soon: near, changed } = data.uiapi.query;
    this.counts = { toDecide: waiting.totalCount, over: late.totalCount, soon: near.totalCount };
    this._newest = waiting.edges.map(({ node }) => ({ id: node.Id, at: node.CreatedDate.value }));
    this._known ??= this._newest[0]?.at ?? '';
    this._told ??= this._known;
    const [last] = changed.edges;
    const pulse = [waiting.totalCount, last?.node.Id, last?.node.SystemModstamp.value].join();
    this._hasChanged = this._pulse !== undefined && this._pulse !== pulse;
    this._pulse = pulse;
    if (this._hasChanged) this.readList();
  }

  @wire(graphql, { query: REGIONS })
  receiveRegions({ data }) {
    if (!data) return;
    const { edges } = data.uiapi.aggregate.Deal_Registration__c;
    this.regions = edges.map(({ node }) => node.aggregate.Customer_Country__c.value);
  }

  /** Looks whether anything has changed; only then the list is read again. */
  async look() {
    this._now = Date.now();
    this._hasChanged = false;
    // What is overdue changes by time alone; what is asked as of another moment is read by itself.
    if (this._now - this._asOf >= MINUTE) this.askAsOf(this._now);
    else await this._refreshPulse?.();
    return this._hasChanged;
  }

  askAsOf(moment) {
    this._asOf = moment;
    if (this.chosen.clock !== 'all') this._where = filterFor(this.chosen, moment);
  }

  async readList() {
    try {
      await this._refreshList?.();
    } catch {
      this.problem = readError;
    }
  }

  /** Changes what is asked of the org. What is on screen stays until the answer comes, if there is another. */
  ask(change) {
    const asked = JSON.stringify(this.listVariables);
    change();
    if (JSON.stringify(this.listVariables) === asked) this.show();
    else this.isPending = true;
  }

  show() {
    this._isTurned = this._place.page !== this._wanted.page;
    this._place = this._wanted;
    this.isPending = false;
  }

  get isUnread() {
    return this._nodes === undefined || this.problem;
  }

  get busy() {
    return String(this.isPending);
  }

  get rows() {
    const fresh = new Set(this.createdAfter(this._known));
    return shownOf(this._place, this._nodes).map((node) => rowOf(node, this._now, fresh.has(node.Id)));
  }

  createdAfter(moment) {
    return this._newest.filter(({ at }) => at > moment).map(({ id }) => id);
  }

  get isEmpty() {
    return this._nodes.length === 0;
  }

  get isFiltered() {
    return Object.keys(AT_FIRST).some((name) => name !== 'sort' && this.chosen[name] !== AT_FIRST[name]);
  }

  get tiles() {
    const number = new Intl.NumberFormat(LOCALE);
    const { status, clock } = this.chosen;
    return [
      { clock: 'all', words: toDecide, count: this.counts?.toDecide },
      { clock: 'over', words: over, count: this.counts?.over },
      { clock: 'soon', words: soon, count: this.counts?.soon }
    ].map((tile) => {
      const isOn = status === 'to-decide' && clock === tile.clock;
      return {
        ...tile,
        count: tile.count === undefined ? '–' : number.format(tile.count),
        pressed: String(isOn),
        tileClass: isOn ? 'tile tile_on' : 'tile'
      };
    });
  }

  get news() {
    const count = this.createdAfter(this._told).length;
    if (count === 0) return '';
    return count === 1 ? newOne : newMany.replace('{0}', () => new Intl.NumberFormat(LOCALE).format(count));
  }

  get newsClass() {
    return this.news ? 'news news_on' : 'news';
  }

  get range() {
    const number = new Intl.NumberFormat(LOCALE);
    const { first, last } = rangeOf(this._place, this._total);
    return range.replace(/\{(\d)\}/g, (_, index) => number.format([first, last, this._total][index]));
  }

  get isFirst() {
    return String(isFirst(this._place));
  }

  get isLast() {
    return String(isLast(this._place, this._total));
  }

  get deskClass() {
    return this.openId ? 'desk desk_open' : 'desk';
  }

  renderedCallback() {
    if (this._isTurned) {
      this._isTurned = false;
      this.scrollToStart();
    }
    if (!this._focus || this.isPending) return;
    const target = this.template.querySelector(this._focus.on);
    if (!target) return;
    const { id } = this._focus;
    this._focus = undefined;
    if (id === undefined) target.focus();
    else target.focusOn(id);
  }

  /** A page is read from its first row: in the list's own frame, or on the page where that is too narrow for one. */
  scrollToStart() {
    const pane = this.template.querySelector('.pane_list');
    const scroller = this.template.querySelector('.scroller');
    if (scroller) scroller.scrollTop = 0;
    if (pane.getBoundingClientRect().top < 0) pane.scrollIntoView({ block: 'start' });
  }

  handleChoose({ detail }) {
    this.choose(detail);
  }

  handleTile({ currentTarget }) {
    this.choose({ ...this.chosen, status: 'to-decide', clock: currentTarget.dataset.clock });
  }

  handleReset() {
    this.choose({ ...AT_FIRST, sort: this.chosen.sort });
  }

  /** The new cases, whatever was chosen before. */
  handleNewest() {
    const [id] = this.createdAfter(this._told);
    this._told = this._newest[0].at;
    this.choose({ ...AT_FIRST, sort: 'newest' });
    this._focus = { on: 'c-conflict-list', id };
  }

  choose(chosen) {
    this.ask(() => {
      this.chosen = chosen;
      this._wanted = START;
      this._asOf = Date.now();
      this._where = filterFor(chosen, this._asOf);
    });
  }

  handleNext() {
    if (this.isPending || isLast(this._place, this._total)) return;
    this.ask(() => (this._wanted = after(this._place, this._endCursor)));
  }

  handlePrevious() {
    if (this.isPending || isFirst(this._place)) return;
    this.ask(() => (this._wanted = before(this._place)));
  }

  handleOpen({ detail }) {
    this.openId = detail.id;
    this._focus = { on: 'c-conflict-case' };
  }

  handleBack() {
    this._focus = { on: 'c-conflict-list', id: this.openId };
    this.openId = undefined;
  }

  handleDecide() {
    this._polling.hurry();
    // The next look makes good for one that fails.
    this.look().catch(() => undefined);
  }
}
