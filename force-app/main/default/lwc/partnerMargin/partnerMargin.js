import { LightningElement, api } from 'lwc';
import LOCALE from '@salesforce/i18n/locale';
import { inWords } from 'c/marginReasons';
import yourMargin from '@salesforce/label/c.Fairlead_Register_Margin';
import total from '@salesforce/label/c.Fairlead_Register_Margin_Total';
import ofList from '@salesforce/label/c.Fairlead_Margin_Of_List';
import ofCustomerPrice from '@salesforce/label/c.Fairlead_Register_Of_Customer_Price';
import listPrice from '@salesforce/label/c.Fairlead_Margin_List';
import partnerPrice from '@salesforce/label/c.Fairlead_Register_Your_Price';
import customerPrice from '@salesforce/label/c.Fairlead_Register_Customer_Price';
import frontMargin from '@salesforce/label/c.Fairlead_Register_Front_Margin';
import specialPrice from '@salesforce/label/c.Fairlead_Margin_Special_Price';
import rateOf from '@salesforce/label/c.Fairlead_Register_Rate_Of';
import lines from '@salesforce/label/c.Fairlead_Register_Lines';
import conditional from '@salesforce/label/c.Fairlead_Register_Conditional';
import conditionalWords from '@salesforce/label/c.Fairlead_Register_Conditional_Words';
import raise from '@salesforce/label/c.Fairlead_Register_Raise';
import raiseWords from '@salesforce/label/c.Fairlead_Register_Raise_Words';
import raiseRegistration from '@salesforce/label/c.Fairlead_Register_Raise_Registration';
import raiseLevel from '@salesforce/label/c.Fairlead_Register_Raise_Level';
import raiseCompetency from '@salesforce/label/c.Fairlead_Register_Raise_Competency';
import raiseEarlier from '@salesforce/label/c.Fairlead_Register_Raise_Earlier';
import notApplied from '@salesforce/label/c.Fairlead_Margin_Not_Applied';

const SUMS = { list: listPrice, 'partner price': partnerPrice, 'customer price': customerPrice };
const BACK = ['rebate', 'bonus'];
const SHOWN = ['list', 'discount', 'partner price', 'customer price', 'front margin', ...BACK];

/** What a deal leaves the partner, line by line, and what would raise it. */
export default class PartnerMargin extends LightningElement {
  /** JSON of the engine's `priceDeal`. */
  @api margin;
  /** Names of incentives by id and version. */
  @api incentives = new Map();
  /** Names and currency for the reasons, as `c/partnerTerms` gives them. */
  @api known = {};
  /** What the figure rests on, in words. */
  @api basis;

  label = { ofList, ofCustomerPrice, lines, conditional, conditionalWords, raise, raiseWords };

  get title() {
    return this.hasTotal ? total : yourMargin;
  }

  get currency() {
    return this.margin.currency;
  }

  get hasTotal() {
    return this.margin.total !== null;
  }

  get amount() {
    return this.hasTotal ? this.margin.total : this.margin.partnerMargin;
  }

  get share() {
    return Number(this.hasTotal ? this.margin.totalPercent : this.margin.partnerMarginPercent) / 100;
  }

  get shareOf() {
    return this.hasTotal ? ofCustomerPrice : ofList;
  }

  get lines() {
    return this.margin.lines
      .filter(({ kind, amount, paidTo }) => SHOWN.includes(kind) && amount !== null && paidTo !== 'distributor')
      .map((line, index) => ({
        key: String(index),
        name: nameOf(line),
        amount: line.amount,
        why: SUMS[line.kind] ? undefined : this.whyOf(line),
        rowClass: SUMS[line.kind] ? 'line line_sum' : 'line'
      }));
  }

  /** Its rate and what it is taken of, and why. */
  whyOf({ rate, base, reason }) {
    if (rate === null || base === null) return this.sayWhy(reason);
    const share = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 4 }).format(Number(rate));
    const money = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: this.currency }).format(Number(base));
    return rateOf
      .replace('{0}', () => share)
      .replace('{1}', () => money)
      .replace('{2}', () => this.sayWhy(reason));
  }

  sayWhy(reason) {
    const currency = this.margin.exchange?.from ?? this.margin.currency;
    return inWords(reason, { ...this.known, currency });
  }

  get hasConditional() {
    return this.margin.conditional.length > 0;
  }

  get conditional() {
    const currency = this.margin.exchange?.from ?? this.margin.currency;
    return this.margin.conditional.map(({ rule, label, due, reason }) => ({
      key: rule,
      name: label,
      due,
      currency,
      why: this.sayWhy(reason)
    }));
  }

  get hasRaise() {
    return this.margin.raise.length > 0;
  }

  get raises() {
    return this.margin.raise.map((each) => ({
      key: `${each.kind} ${each.level ?? each.competency ?? each.by ?? ''}`,
      what: raiseInWords(each),
      amount: each.amount
    }));
  }

  get notApplied() {
    return this.margin.decisions
      .filter(({ outcome }) => outcome === 'not eligible' || outcome === 'beaten')
      .map(({ incentive, reason }) => ({
        key: incentive,
        name: this.incentives.get(incentive) ?? incentive,
        why: this.sayWhy(reason)
      }));
  }

  get hasNotApplied() {
    return this.notApplied.length > 0;
  }

  get notAppliedTitle() {
    return notApplied.replace('{0}', () => this.notApplied.length);
  }
}

function nameOf({ kind, label, rule }) {
  if (kind === 'front margin') return frontMargin;
  if (rule === 'special-price') return specialPrice;
  return SUMS[kind] ?? label;
}

function raiseInWords({ kind, name, by }) {
  switch (kind) {
    case 'registration':
      return raiseRegistration;
    case 'level':
      return raiseLevel.replace('{0}', () => name);
    case 'competency':
      return raiseCompetency.replace('{0}', () => name);
    default:
      return raiseEarlier.replace('{0}', () =>
        new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${by}T00:00:00Z`))
      );
  }
}
