import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import LOCALE from '@salesforce/i18n/locale';
import { dayInWords, fromNow } from 'c/dates';
import { urlsOf } from 'c/recordUrls';
import heading from '@salesforce/label/c.Fairlead_Overview_Ending';
import hint from '@salesforce/label/c.Fairlead_Overview_Ending_Hint';
import empty from '@salesforce/label/c.Fairlead_Overview_Ending_Empty';
import in7 from '@salesforce/label/c.Fairlead_Overview_In_7_Days';
import in14 from '@salesforce/label/c.Fairlead_Overview_In_14_Days';
import in30 from '@salesforce/label/c.Fairlead_Overview_In_30_Days';
import none from '@salesforce/label/c.Fairlead_Overview_Ending_None';
import extension from '@salesforce/label/c.Fairlead_Overview_Extension';
import more from '@salesforce/label/c.Fairlead_Desk_More_Entries';

const DAY = 86_400_000;
/** Spans of days, each from where the one before ends. */
const SPANS = [
  { key: '7', days: 7, words: in7 },
  { key: '14', days: 14, words: in14 },
  { key: '30', days: 30, words: in30 }
];
/** So many of a span are shown until one asks for all. */
const AT_FIRST = 5;

export default class OverviewEnding extends NavigationMixin(LightningElement) {
  label = { heading, hint, none };
  errors;
  urls = {};
  _claims;
  _whole = [];
  _now = Date.now();
  _refresh;

  /** Reads anew as of another moment. */
  @api
  refresh() {
    this._now = Date.now();
  }

  get variables() {
    return {
      now: new Date(this._now).toISOString(),
      until: new Date(this._now + SPANS[SPANS.length - 1].days * DAY).toISOString()
    };
  }

  @wire(graphql, {
    query: gql`
      query channelEnding($now: DateTime, $until: DateTime) {
        uiapi {
          query {
            Deal_Registration__c(
              where: {
                Status__c: { eq: "Approved" }
                and: [
                  { Protected_Until__c: { gte: { value: $now } } }
                  { Protected_Until__c: { lt: { value: $until } } }
                ]
              }
              orderBy: { Protected_Until__c: { order: ASC }, Id: { order: ASC } }
              first: 1000
              upperBound: 1000
            ) {
              edges {
                node {
                  Id
                  Name {
                    value
                  }
                  Customer_Name__c {
                    value
                  }
                  Partner__r {
                    Name {
                      value
                    }
                  }
                  Amount__c {
                    value
                  }
                  Protected_Until__c {
                    value
                  }
                  Extension_Requested_At__c {
                    value
                  }
                  Extension_Decided_At__c {
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
  async receive({ data, errors, refresh }) {
    if (refresh) this._refresh = refresh;
    if (errors?.length) {
      this.errors = errors;
    } else if (data) {
      this.errors = undefined;
      this._claims = data.uiapi.query.Deal_Registration__c.edges.map(({ node }) => node);
      this.urls = await urlsOf(
        this,
        this._claims.map(({ Id }) => Id)
      );
    }
  }

  get isLoading() {
    return !this._claims;
  }

  get empty() {
    return this._claims?.length === 0 ? empty : undefined;
  }

  get spans() {
    const number = new Intl.NumberFormat(LOCALE);
    return SPANS.map((span, index) => {
      const from = this._now + (SPANS[index - 1]?.days ?? 0) * DAY;
      const all = (this._claims ?? []).filter(({ Protected_Until__c: { value } }) => {
        const at = Date.parse(value);
        return at >= from && at < this._now + span.days * DAY;
      });
      const isCut = all.length > AT_FIRST && !this._whole.includes(span.key);
      return {
        ...span,
        titleId: `span-${span.key}`,
        count: number.format(all.length),
        isEmpty: all.length === 0,
        isCut,
        more: more.replace('{0}', () => number.format(all.length - AT_FIRST)),
        claims: (isCut ? all.slice(0, AT_FIRST) : all).map((node) => this.claimOf(node))
      };
    });
  }

  claimOf(node) {
    const until = node.Protected_Until__c.value;
    const isAsked = node.Extension_Requested_At__c?.value && !node.Extension_Decided_At__c?.value;
    return {
      id: node.Id,
      url: this.urls[node.Id],
      name: node.Customer_Name__c?.value ?? node.Name.value,
      partner: node.Partner__r?.Name?.value,
      amount: node.Amount__c?.value,
      standing: `${dayInWords(until)} · ${fromNow(until, this._now)}`,
      note: isAsked ? extension : undefined,
      icon: 'utility:date_input'
    };
  }

  handleMore({ target }) {
    this._whole = [...this._whole, target.dataset.span];
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch (error) {
      this.errors = [error];
    }
  }
}
