import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import LOCALE from '@salesforce/i18n/locale';
import { lastMonths, monthInWords, shortMonthInWords } from 'c/dates';
import heading from '@salesforce/label/c.Fairlead_Overview_Engagement';
import hint from '@salesforce/label/c.Fairlead_Overview_Engagement_Hint';
import empty from '@salesforce/label/c.Fairlead_Overview_Engagement_Empty';
import month from '@salesforce/label/c.Fairlead_Overview_Month';
import inTime from '@salesforce/label/c.Fairlead_Overview_In_Time';
import ofDeals from '@salesforce/label/c.Fairlead_Overview_Of_Deals';
import ratio from '@salesforce/label/c.Fairlead_Overview_Ratio';

const MONTHS = 12;

export default class OverviewEngagement extends LightningElement {
  label = { heading, hint };
  headings = [month, inTime, ofDeals];
  errors;
  _groups;
  _now = Date.now();
  _refresh;

  /** Reads anew as of another moment. */
  @api
  refresh() {
    this._now = Date.now();
  }

  get months() {
    return lastMonths(MONTHS, this._now);
  }

  get variables() {
    return { since: this.months[0].start, now: new Date(this._now).toISOString() };
  }

  @wire(graphql, {
    query: gql`
      query channelEngagement($since: DateTime, $now: DateTime) {
        uiapi {
          aggregate {
            Deal_Assessment__c(
              where: {
                Engagement_State__c: { in: ["Engaged", "Engaged Late", "Overdue"] }
                Engagement_Due__c: { gte: { value: $since }, lt: { value: $now } }
              }
              groupBy: { Engagement_State__c: { group: true }, Engagement_Due__c: { function: CALENDAR_MONTH } }
            ) {
              edges {
                node {
                  aggregate {
                    Engagement_State__c {
                      value
                    }
                    Engagement_Due__c {
                      calendarMonth {
                        value
                      }
                    }
                    Id {
                      count {
                        value
                      }
                    }
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
    if (refresh) this._refresh = refresh;
    if (errors?.length) {
      this.errors = errors;
    } else if (data) {
      this.errors = undefined;
      this._groups = data.uiapi.aggregate.Deal_Assessment__c.edges.map(({ node }) => node.aggregate);
    }
  }

  get isLoading() {
    return !this._groups;
  }

  get empty() {
    return this._groups?.length === 0 ? empty : undefined;
  }

  /** In twelve months each month comes once, so that its number tells which one it is. */
  get columns() {
    const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
    return this.months.map((each) => {
      const of = (this._groups ?? []).filter(({ Engagement_Due__c: due }) => due.calendarMonth.value === each.month);
      const all = sum(of);
      const good = sum(of.filter(({ Engagement_State__c: state }) => state.value === 'Engaged'));
      return {
        key: each.start,
        month: monthInWords(each),
        shortMonth: shortMonthInWords(each),
        share: all === 0 ? undefined : good / all,
        words: all === 0 ? '–' : percent.format(good / all),
        note: filled(good, all)
      };
    });
  }

  handleReadAgain() {
    return this._refresh?.().catch(() => undefined);
  }
}

function sum(groups) {
  return groups.reduce((total, { Id }) => total + Id.count.value, 0);
}

function filled(...values) {
  const number = new Intl.NumberFormat(LOCALE);
  return ratio.replace(/\{(\d)\}/g, (_, index) => number.format(values[index]));
}
