import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import LOCALE from '@salesforce/i18n/locale';
import { lastMonths, monthInWords, shortMonthInWords } from 'c/dates';
import heading from '@salesforce/label/c.Fairlead_Overview_Patterns';
import hint from '@salesforce/label/c.Fairlead_Overview_Patterns_Hint';
import empty from '@salesforce/label/c.Fairlead_Overview_Patterns_Empty';
import pattern from '@salesforce/label/c.Fairlead_Overview_Pattern';
import total from '@salesforce/label/c.Fairlead_Overview_Total';
import showTable from '@salesforce/label/c.Fairlead_Margin_Show_Table';
import showPicture from '@salesforce/label/c.Fairlead_Margin_Show_Picture';

const MONTHS = 12;
/** Width of a month and height of the picture of one pattern, in the picture's own units. */
const STEP = 10;
const HEIGHT = 40;

export default class OverviewPatterns extends LightningElement {
  label = { heading, hint, pattern, total };
  errors;
  isTable = false;
  box = `0 0 ${MONTHS * STEP} ${HEIGHT}`;
  _groups;
  _now = Date.now();
  _refresh;

  /** Reads anew as of another moment. */
  @api
  refresh() {
    this._now = Date.now();
  }

  get variables() {
    return { since: lastMonths(MONTHS, this._now)[0].start };
  }

  @wire(graphql, {
    query: gql`
      query channelPatterns($since: DateTime) {
        uiapi {
          aggregate {
            Channel_Conflict__c(
              where: { Status__c: { ne: "Dismissed" }, First_Evidence_At__c: { gte: { value: $since } } }
              groupBy: { Pattern__c: { group: true }, First_Evidence_At__c: { function: CALENDAR_MONTH } }
            ) {
              edges {
                node {
                  aggregate {
                    Pattern__c {
                      value
                      label
                    }
                    First_Evidence_At__c {
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
      this._groups = data.uiapi.aggregate.Channel_Conflict__c.edges.map(({ node }) => node.aggregate);
    }
  }

  get isLoading() {
    return !this._groups;
  }

  get empty() {
    return this._groups?.length === 0 ? empty : undefined;
  }

  get months() {
    return lastMonths(MONTHS, this._now).map((each) => ({
      key: each.start,
      number: each.month,
      words: monthInWords(each),
      short: shortMonthInWords(each)
    }));
  }

  get firstMonth() {
    return this.months[0].words;
  }

  get lastMonth() {
    return this.months[MONTHS - 1].words;
  }

  /** A row for each pattern, the most frequent first; all are drawn to the same scale, so that they compare. */
  get rows() {
    const groups = this._groups ?? [];
    const most = Math.max(1, ...groups.map(({ Id }) => Id.count.value));
    const number = new Intl.NumberFormat(LOCALE);
    const keys = [...new Set(groups.map(keyOf))];
    return keys
      .map((key) => {
        const own = groups.filter((group) => keyOf(group) === key);
        const counts = this.months.map((month) => countIn(own, month.number));
        return {
          key,
          name: own[0].Pattern__c.label ?? key,
          sum: counts.reduce((all, count) => all + count, 0),
          cells: counts.map((count, index) => cellOf(count, index, most, number))
        };
      })
      .sort((a, b) => b.sum - a.sum || (a.key < b.key ? -1 : 1))
      .map((row) => ({ ...row, total: number.format(row.sum) }));
  }

  get toggle() {
    return this.isTable ? showPicture : showTable;
  }

  handleToggle() {
    this.isTable = !this.isTable;
  }

  handleReadAgain() {
    return this._refresh?.().catch(() => undefined);
  }
}

function keyOf({ Pattern__c: name }) {
  return name.value ?? '';
}

function countIn(groups, month) {
  const found = groups.find(({ First_Evidence_At__c: at }) => at.calendarMonth.value === month);
  return found?.Id.count.value ?? 0;
}

function cellOf(count, index, most, number) {
  const height = (count / most) * HEIGHT;
  return {
    key: String(index),
    words: number.format(count),
    x: index * STEP + 1,
    y: HEIGHT - Math.max(height, 1),
    width: STEP - 2,
    // A month without any keeps a line, so that it does not look as if it were not there.
    height: Math.max(height, 1),
    shape: count === 0 ? 'bar bar_none' : 'bar'
  };
}
