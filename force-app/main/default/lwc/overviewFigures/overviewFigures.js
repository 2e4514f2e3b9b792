import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import currency from '@salesforce/i18n/currency';
import LANG from '@salesforce/i18n/lang';
import LOCALE from '@salesforce/i18n/locale';
import heading from '@salesforce/label/c.Fairlead_Overview_Figures';
import protectedPipeline from '@salesforce/label/c.Fairlead_Overview_Protected';
import deals from '@salesforce/label/c.Fairlead_Overview_Deals';
import onTime from '@salesforce/label/c.Fairlead_Overview_On_Time';
import onTimeOf from '@salesforce/label/c.Fairlead_Overview_On_Time_Of';
import unpartnered from '@salesforce/label/c.Fairlead_Overview_Unpartnered';
import decision from '@salesforce/label/c.Fairlead_Overview_Decision';
import decisionOf from '@salesforce/label/c.Fairlead_Overview_Decision_Of';
import noneYet from '@salesforce/label/c.Fairlead_Overview_None_Yet';
import { median } from './median';
import { DECIDED, FIGURES } from './queries';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Rates are told of the last 90 days. */
const LATELY = 90 * DAY;

export default class OverviewFigures extends LightningElement {
  label = { heading, protectedPipeline, onTime, unpartnered, decision, noneYet };
  currency = currency;
  errors;
  _figures;
  _decided;
  _now = Date.now();
  _refreshFigures;
  _refreshDecided;

  /** Reads everything as of another moment. */
  @api
  refresh() {
    this._now = Date.now();
  }

  get variables() {
    return { now: new Date(this._now).toISOString(), since: new Date(this._now - LATELY).toISOString() };
  }

  @wire(graphql, { query: FIGURES, variables: '$variables' })
  receiveFigures({ data, errors, refresh }) {
    if (refresh) this._refreshFigures = refresh;
    if (errors?.length) this.errors = errors;
    else if (data) {
      this.errors = undefined;
      this._figures = data.uiapi.aggregate;
    }
  }

  get decidedVariables() {
    return { since: new Date(this._now - LATELY).toISOString() };
  }

  @wire(graphql, { query: DECIDED, variables: '$decidedVariables' })
  receiveDecided({ data, refresh }) {
    if (refresh) this._refreshDecided = refresh;
    if (data) this._decided = data.uiapi.query.Channel_Conflict__c.edges.map(({ node }) => node);
  }

  get isRead() {
    return Boolean(this._figures);
  }

  get isLoading() {
    return !this.isRead;
  }

  get protected() {
    return moneyOf(this._figures.protected);
  }

  get unpartnered() {
    return moneyOf(this._figures.unpartnered);
  }

  /** Of the partners to engage whose time ran out lately, those engaged before it did. */
  get engagement() {
    const groups = this._figures.due.edges.map(({ node }) => node.aggregate);
    const counts = groups.map(({ Engagement_State__c: state, Id }) => [state.value, Id.count.value]);
    const all = counts.reduce((sum, [, count]) => sum + count, 0);
    const inTime = new Map(counts).get('Engaged') ?? 0;
    return { isKnown: all > 0, share: inTime / all, words: filled(onTimeOf, inTime, all) };
  }

  get decision() {
    const took = (this._decided ?? [])
      .map(({ Detected_At__c: from, Decided_At__c: to }) => Date.parse(to.value) - Date.parse(from?.value))
      .filter((time) => time >= 0);
    const middle = median(took);
    if (middle === undefined) return { isKnown: false };
    return { isKnown: true, value: timeInWords(middle), words: filled(decisionOf, took.length) };
  }

  handleReadAgain() {
    return Promise.allSettled([this._refreshFigures?.(), this._refreshDecided?.()]);
  }
}

function moneyOf({ edges }) {
  const { Id, Amount } = edges[0]?.node.aggregate ?? {};
  const count = Id?.count?.value ?? 0;
  return { amount: Amount?.sum?.value ?? 0, words: filled(deals, count) };
}

function filled(words, ...values) {
  const number = new Intl.NumberFormat(LOCALE);
  return words.replace(/\{(\d)\}/g, (_, index) => {
    const value = values[index];
    return typeof value === 'number' ? number.format(value) : value;
  });
}

/** As in "12 minutes", "3.5 hours" and "2 days". */
function timeInWords(time) {
  if (time < HOUR) return inUnit('minute', Math.max(1, Math.round(time / MINUTE)));
  return time < 2 * DAY ? inUnit('hour', time / HOUR) : inUnit('day', time / DAY);
}

function inUnit(unit, value) {
  const words = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 };
  return new Intl.NumberFormat(LANG, words).format(value);
}
