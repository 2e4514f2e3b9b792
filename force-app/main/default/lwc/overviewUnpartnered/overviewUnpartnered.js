import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import { fromNow } from 'c/dates';
import heading from '@salesforce/label/c.Fairlead_Overview_Unpartnered';
import hint from '@salesforce/label/c.Fairlead_Overview_Without_Partner_Hint';
import empty from '@salesforce/label/c.Fairlead_Overview_Without_Partner_Empty';
import anyPartner from '@salesforce/label/c.Fairlead_Overview_Any_Partner';
import wasDue from '@salesforce/label/c.Fairlead_Desk_Clock_Over';
import { urlsOf } from 'c/recordUrls';

export default class OverviewUnpartnered extends NavigationMixin(LightningElement) {
  label = { heading, hint };
  errors;
  urls = {};
  _deals;
  _now = Date.now();
  _refresh;

  /** Reads anew. */
  @api
  refresh() {
    this._now = Date.now();
    return this.handleReadAgain();
  }

  @wire(graphql, {
    query: gql`
      query channelUnpartnered {
        uiapi {
          query {
            Opportunity(
              where: { IsClosed: { eq: false }, Deal_Assessment__r: { Engagement_State__c: { eq: "Overdue" } } }
              orderBy: { Amount: { order: DESC, nulls: LAST }, Id: { order: ASC } }
              first: 10
            ) {
              edges {
                node {
                  Id
                  Name {
                    value
                  }
                  Amount {
                    value
                  }
                  StageName {
                    value
                    displayValue
                  }
                  Deal_Assessment__r {
                    Engagement_Due__c {
                      value
                    }
                    Required_Partner__r {
                      Name {
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
    `
  })
  async receive({ data, errors, refresh }) {
    if (refresh) this._refresh = refresh;
    if (errors?.length) {
      this.errors = errors;
    } else if (data) {
      this.errors = undefined;
      this._deals = data.uiapi.query.Opportunity.edges.map(({ node }) => node);
      this.urls = await urlsOf(
        this,
        this._deals.map(({ Id }) => Id)
      );
    }
  }

  get isLoading() {
    return !this._deals;
  }

  get empty() {
    return this._deals?.length === 0 ? empty : undefined;
  }

  get deals() {
    return (this._deals ?? []).map((node) => {
      const { Engagement_Due__c: due, Required_Partner__r: partner } = node.Deal_Assessment__r;
      return {
        id: node.Id,
        url: this.urls[node.Id],
        name: node.Name.value,
        partner: partner?.Name?.value ?? anyPartner,
        standing: node.StageName.displayValue ?? node.StageName.value,
        note: due?.value ? wasDue.replace('{0}', () => fromNow(due.value, this._now)) : undefined,
        amount: node.Amount?.value
      };
    });
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch (error) {
      this.errors = [error];
    }
  }
}
