import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { inWords } from 'c/marginReasons';
import { poll } from 'c/polling';
import { isHidden } from 'c/problems';
import title from '@salesforce/label/c.Fairlead_Margin_Title';
import loading from '@salesforce/label/c.Fairlead_Margin_Loading';
import notAssessed from '@salesforce/label/c.Fairlead_Engagement_Empty';
import empty from '@salesforce/label/c.Fairlead_Margin_Empty';
import noMargin from '@salesforce/label/c.Fairlead_Margin_None';
import tooLong from '@salesforce/label/c.Fairlead_Margin_Too_Long';
import otherVersion from '@salesforce/label/c.Fairlead_Margin_Other_Version';
import unreadable from '@salesforce/label/c.Fairlead_Margin_Unreadable';
import readError from '@salesforce/label/c.Fairlead_Margin_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_No_Access';
import readAgain from '@salesforce/label/c.Fairlead_Read_Again';
import now from '@salesforce/label/c.Fairlead_Margin_Now';
import ofList from '@salesforce/label/c.Fairlead_Margin_Of_List';
import atClose from '@salesforce/label/c.Fairlead_Margin_At_Close';
import intervalWords from '@salesforce/label/c.Fairlead_Margin_Interval_Words';
import to from '@salesforce/label/c.Fairlead_Margin_To';
import tooLittle from '@salesforce/label/c.Fairlead_Margin_Too_Little';
import vendorNet from '@salesforce/label/c.Fairlead_Margin_Vendor_Net';
import picture from '@salesforce/label/c.Fairlead_Margin_Picture';
import explainHint from '@salesforce/label/c.Fairlead_Margin_Explain_Hint';
import showTable from '@salesforce/label/c.Fairlead_Margin_Show_Table';
import showPicture from '@salesforce/label/c.Fairlead_Margin_Show_Picture';
import line from '@salesforce/label/c.Fairlead_Margin_Line';
import kind from '@salesforce/label/c.Fairlead_Margin_Kind';
import rule from '@salesforce/label/c.Fairlead_Margin_Rule';
import version from '@salesforce/label/c.Fairlead_Margin_Rule_Version';
import base from '@salesforce/label/c.Fairlead_Margin_Base';
import rate from '@salesforce/label/c.Fairlead_Margin_Rate';
import amount from '@salesforce/label/c.Fairlead_Margin_Amount';
import reason from '@salesforce/label/c.Fairlead_Margin_Reason';
import cap from '@salesforce/label/c.Fairlead_Margin_Cap';
import toDistributor from '@salesforce/label/c.Fairlead_Margin_To_Distributor';
import listPrice from '@salesforce/label/c.Fairlead_Margin_List';
import partnerPrice from '@salesforce/label/c.Fairlead_Margin_Partner_Price';
import resellerPrice from '@salesforce/label/c.Fairlead_Margin_Reseller_Price';
import distributorPrice from '@salesforce/label/c.Fairlead_Margin_Distributor_Price';
import distributorMargin from '@salesforce/label/c.Fairlead_Margin_Distributor_Margin';
import specialPrice from '@salesforce/label/c.Fairlead_Margin_Special_Price';
import kindPrice from '@salesforce/label/c.Fairlead_Margin_Kind_Price';
import kindDiscount from '@salesforce/label/c.Fairlead_Margin_Kind_Discount';
import kindMargin from '@salesforce/label/c.Fairlead_Margin_Kind_Margin';
import kindRebate from '@salesforce/label/c.Fairlead_Margin_Kind_Rebate';
import kindBonus from '@salesforce/label/c.Fairlead_Margin_Kind_Bonus';
import kindNet from '@salesforce/label/c.Fairlead_Margin_Kind_Net';
import conditional from '@salesforce/label/c.Fairlead_Margin_Conditional';
import conditionalWords from '@salesforce/label/c.Fairlead_Margin_Conditional_Words';
import notApplied from '@salesforce/label/c.Fairlead_Margin_Not_Applied';
import notEligible from '@salesforce/label/c.Fairlead_Margin_Outcome_Not_Eligible';
import beaten from '@salesforce/label/c.Fairlead_Margin_Outcome_Beaten';
import capped from '@salesforce/label/c.Fairlead_Margin_Outcome_Capped';
import ifReached from '@salesforce/label/c.Fairlead_Margin_Outcome_If_Reached';
import whyVendorNet from '@salesforce/label/c.Fairlead_Why_Vendor_Net';
import { NAMES, NO_NAMES, namesFrom } from './names';
import { readWaterfall } from './waterfall';

/** By kind of bar: the word for it, how it is drawn, and its name where that is not the rule's own. */
const KINDS = {
  list: { kind: kindPrice, shape: 'bar__shape bar__shape_price', name: listPrice },
  'distributor price': { kind: kindPrice, shape: 'bar__shape bar__shape_price', name: distributorPrice },
  'partner price': { kind: kindPrice, shape: 'bar__shape bar__shape_price', name: partnerPrice },
  'vendor net': { kind: kindNet, shape: 'bar__shape bar__shape_price', name: vendorNet },
  discount: { kind: kindDiscount, shape: 'bar__shape bar__shape_discount' },
  'distributor margin': { kind: kindMargin, shape: 'bar__shape bar__shape_margin', name: distributorMargin },
  rebate: { kind: kindRebate, shape: 'bar__shape bar__shape_back' },
  bonus: { kind: kindBonus, shape: 'bar__shape bar__shape_back' }
};

const OUTCOMES = { 'not eligible': notEligible, beaten, capped, 'if reached': ifReached };

const SPECIAL_PRICE = 'special-price';

export default class MarginPanel extends LightningElement {
  @api recordId;

  label = {
    title,
    loading,
    noMargin,
    readAgain,
    now,
    ofList,
    atClose,
    intervalWords,
    to,
    tooLittle,
    vendorNet,
    picture,
    explainHint,
    line,
    kind,
    rule,
    version,
    base,
    rate,
    amount,
    reason,
    cap,
    toDistributor,
    conditional,
    conditionalWords
  };
  problem;
  isTable = false;
  closedSections = [];
  _assessment;
  _waterfall = { kind: 'none' };
  _explained;
  _names = NO_NAMES;
  _refresh;
  _polling;
  _read = false;

  connectedCallback() {
    this._polling = poll(() => this.look());
  }

  disconnectedCallback() {
    this._polling.stop();
  }

  get variables() {
    return { recordId: this.recordId };
  }

  @wire(graphql, {
    query: gql`
      query margin($recordId: ID) {
        uiapi {
          query {
            Deal_Assessment__c(where: { Opportunity__c: { eq: $recordId } }, first: 1) {
              edges {
                node {
                  Id
                  Partner_Margin__c {
                    value
                  }
                  Partner_Margin_Percent__c {
                    value
                  }
                  Partner_Margin_Low__c {
                    value
                  }
                  Partner_Margin_High__c {
                    value
                  }
                  Vendor_Net__c {
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
    `,
    variables: '$variables'
  })
  receive({ data, errors, refresh }) {
    this._refresh = refresh ?? this._refresh;
    if (errors?.length) {
      this.problem = errors.some(isHidden) ? noAccess : readError;
      this._read = true;
    } else if (data) {
      this.problem = undefined;
      const node = data.uiapi.query.Deal_Assessment__c.edges[0]?.node;
      const text = node?.Waterfall__c?.value;
      // A bar explained on one waterfall is another bar on the next.
      if (text !== this._assessment?.Waterfall__c?.value) this._explained = undefined;
      this._assessment = node;
      this._waterfall = readWaterfall(text);
      this._read = true;
    }
  }

  /** Nothing is asked before there is something to name. */
  get namesQuery() {
    return this.isMargin ? NAMES : undefined;
  }

  get namesVariables() {
    return { keys: this._waterfall.ruleKeys };
  }

  @wire(graphql, { query: '$namesQuery', variables: '$namesVariables' })
  receiveNames({ data }) {
    if (data?.uiapi.query.Incentive__c) this._names = namesFrom(data.uiapi.query);
  }

  sayWhy(why) {
    return inWords(why, { ...this._names, currency: this._waterfall.programmeCurrency });
  }

  /** Reads once; the margin follows what the service concludes of a save a moment ago. */
  async look() {
    const before = this._assessment?.Waterfall__c?.value;
    await this._refresh?.();
    return before !== this._assessment?.Waterfall__c?.value;
  }

  get isUnread() {
    return !this._read || this.problem;
  }

  get isMargin() {
    return this._waterfall.kind === 'margin';
  }

  get isNoMargin() {
    return this._waterfall.kind === 'no margin';
  }

  get whyNoMargin() {
    return this.sayWhy(this._waterfall.why);
  }

  get isUnreadable() {
    return this._waterfall.kind === 'unreadable' || this._waterfall.kind === 'other version';
  }

  get unreadable() {
    return this._waterfall.kind === 'unreadable'
      ? unreadable
      : otherVersion.replace('{0}', () => this._waterfall.version);
  }

  get empty() {
    if (!this._assessment) return notAssessed;
    return isKnown(this.margin) ? tooLong : empty;
  }

  get margin() {
    return this._assessment?.Partner_Margin__c?.value;
  }

  /** The field holds percent, what shows it takes a share. */
  get marginShare() {
    return this._assessment.Partner_Margin_Percent__c?.value / 100;
  }

  get low() {
    return this._assessment.Partner_Margin_Low__c?.value;
  }

  get high() {
    return this._assessment.Partner_Margin_High__c?.value;
  }

  get hasInterval() {
    return isKnown(this.low) && isKnown(this.high);
  }

  get isShortOfHistory() {
    return !this.hasInterval && this._waterfall.isShortOfHistory;
  }

  get vendorNet() {
    return this._assessment.Vendor_Net__c?.value;
  }

  get currency() {
    return this._waterfall.currency;
  }

  get bars() {
    const { bars } = this._waterfall;
    const isTwoTier = bars.some((each) => each.kind === 'distributor price');
    return bars.map((each, index) => {
      const isOpen = index === this._explained;
      const { kind: kindWord, shape } = KINDS[each.kind];
      return {
        ...each,
        key: String(index),
        detailId: `detail-${index}`,
        name: nameOf(each, isTwoTier),
        rule: each.rule === SPECIAL_PRICE ? specialPrice : each.rule,
        versionWords: each.version && `${version} ${each.version}`,
        kindWord,
        shape,
        isOpen,
        expanded: String(isOpen),
        icon: isOpen ? 'utility:chevrondown' : 'utility:chevronright',
        hasBase: each.base !== null,
        baseStyle: this.isOfThings(each) ? 'decimal' : 'currency',
        hasRate: each.rate !== null,
        hasCap: each.cap !== null,
        why: each.kind === 'vendor net' ? whyVendorNet : this.sayWhy(each.why)
      };
    });
  }

  /** A fixed amount may be on a number of things, which is no money. */
  isOfThings({ rate: share, ruleKey }) {
    return share === null && (this._names.rules.get(ruleKey)?.isOfThings ?? true);
  }

  get sides() {
    return this._waterfall.sides;
  }

  get toggle() {
    return this.isTable ? showPicture : showTable;
  }

  get hasConditional() {
    return this._waterfall.conditional.length > 0;
  }

  get conditional() {
    return this._waterfall.conditional.map((each) => ({ ...each, why: this.sayWhy(each.why) }));
  }

  get hasNotApplied() {
    return this._waterfall.decisions.length > 0;
  }

  get notAppliedTitle() {
    return notApplied.replace('{0}', () => this._waterfall.decisions.length);
  }

  get notApplied() {
    return this._waterfall.decisions.map((each, index) => ({
      ...each,
      key: String(index),
      name: this._names.rules.get(each.ruleKey)?.name ?? `${each.rule} (${each.version})`,
      outcome: OUTCOMES[each.outcome],
      why: this.sayWhy(each.why)
    }));
  }

  handleExplain({ currentTarget }) {
    const index = Number(currentTarget.dataset.index);
    this._explained = this._explained === index ? undefined : index;
  }

  handleKey({ key }) {
    if (key === 'Escape') this._explained = undefined;
  }

  handleToggle() {
    this.isTable = !this.isTable;
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch {
      this.problem = readError;
    }
  }
}

function nameOf({ kind: barKind, name, rule: barRule }, isTwoTier) {
  if (barRule === SPECIAL_PRICE) return specialPrice;
  if (barKind === 'partner price' && isTwoTier) return resellerPrice;
  return KINDS[barKind].name ?? name;
}

function isKnown(value) {
  return value !== null && value !== undefined;
}
