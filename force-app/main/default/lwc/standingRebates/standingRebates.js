import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { inWords } from 'c/marginReasons';
import { namesOf } from 'c/partnerTerms';
import { isHidden } from 'c/problems';
import accrued from '@salesforce/label/c.Fairlead_Standing_Accrued';
import accruedHint from '@salesforce/label/c.Fairlead_Standing_Accrued_Hint';
import payable from '@salesforce/label/c.Fairlead_Standing_Payable';
import paid from '@salesforce/label/c.Fairlead_Standing_Paid';
import lines from '@salesforce/label/c.Fairlead_Standing_Lines';
import empty from '@salesforce/label/c.Fairlead_Standing_No_Entries';
import loading from '@salesforce/label/c.Fairlead_Standing_Loading';
import readError from '@salesforce/label/c.Fairlead_Standing_Read_Error';
import noAccess from '@salesforce/label/c.Fairlead_Register_No_Access';
import posted from '@salesforce/label/c.Fairlead_Standing_Posted';
import incentive from '@salesforce/label/c.Fairlead_Standing_Incentive';
import kind from '@salesforce/label/c.Fairlead_Margin_Kind';
import amount from '@salesforce/label/c.Fairlead_Margin_Amount';
import due from '@salesforce/label/c.Fairlead_Standing_Due';
import notYet from '@salesforce/label/c.Fairlead_Standing_Not_Yet_Due';
import next from '@salesforce/label/c.Fairlead_Deals_Next_Page';
import previous from '@salesforce/label/c.Fairlead_Deals_Previous_Page';

const PAGE = 20;

/** Codes of the ledger that its kind says already. */
const SAID = ['accrual', 'reversal', 'made payable', 'note'];

/** Rebates accrued, payable and paid, with the lines of the statement. */
export default class StandingRebates extends LightningElement {
  /** `Standing__c` of his record. */
  @api standing;
  /** Names of incentives by id and version. */
  @api incentives = new Map();

  label = {
    ...{ accrued, accruedHint, payable, paid, lines, empty, loading },
    ...{ posted, incentive, kind, amount, due, notYet, next, previous }
  };
  problem;
  entries;
  cursors = [null];
  nextCursor = null;
  _refresh;

  get variables() {
    return { first: PAGE, after: this.cursors.at(-1) };
  }

  @wire(graphql, {
    query: gql`
      query statement($first: Int, $after: String) {
        uiapi {
          query {
            Rebate_Entry__c(
              orderBy: { Posted_At__c: { order: DESC, nulls: LAST }, Id: { order: DESC } }
              first: $first
              after: $after
            ) {
              edges {
                node {
                  Id
                  Rule_Version__c {
                    value
                  }
                  Customer__c {
                    value
                  }
                  Period__c {
                    value
                  }
                  Kind__c {
                    value
                    displayValue
                  }
                  Amount__c {
                    value
                  }
                  Currency__c {
                    value
                  }
                  Posted_At__c {
                    value
                  }
                  Payable_From__c {
                    value
                  }
                  Explanation__c {
                    value
                  }
                }
              }
              pageInfo {
                hasNextPage
                endCursor
              }
            }
          }
        }
      }
    `,
    variables: '$variables'
  })
  receive({ data, errors, refresh }) {
    this._refresh = refresh;
    if (errors?.length) {
      this.problem = errors.some(isHidden) ? noAccess : readError;
    } else if (data) {
      const { edges, pageInfo } = data.uiapi.query.Rebate_Entry__c;
      this.problem = undefined;
      this.nextCursor = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      this.entries = edges.map(({ node }) => this.entryOf(node));
    }
  }

  entryOf(node) {
    const rule = node.Rule_Version__c.value;
    return {
      id: node.Id,
      name: this.incentives.get(rule) ?? rule,
      of: [node.Customer__c?.value, node.Period__c.value].filter(Boolean).join(' · '),
      kind: node.Kind__c.displayValue ?? node.Kind__c.value,
      amount: node.Amount__c.value,
      currency: node.Currency__c.value ?? this.standing.currency,
      postedAt: node.Posted_At__c.value,
      payableFrom: node.Payable_From__c.value,
      why: explanationInWords(node.Explanation__c.value, namesOf(this.standing))
    };
  }

  get sums() {
    return this.standing.rebates.map((each) => ({ key: each.currency, ...each }));
  }

  get isUnread() {
    return !this.entries || this.problem;
  }

  get isEmpty() {
    return this.entries.length === 0;
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

  handleNext() {
    this.cursors = [...this.cursors, this.nextCursor];
  }

  handlePrevious() {
    this.cursors = this.cursors.slice(0, -1);
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch {
      this.problem = readError;
    }
  }
}

/** A reason of the engine in words; what a person wrote beside an entry of his as it stands. */
function explanationInWords(text, known) {
  if (!text) return undefined;
  try {
    const reason = JSON.parse(text);
    if (reason.code === 'note') return reason.args?.text;
    return SAID.includes(reason.code) ? undefined : inWords(reason, known);
  } catch {
    return text;
  }
}
