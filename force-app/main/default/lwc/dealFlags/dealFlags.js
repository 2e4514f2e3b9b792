import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { isHidden } from 'c/problems';
import title from '@salesforce/label/c.Fairlead_Flag_Title';
import titleDecided from '@salesforce/label/c.Fairlead_Flag_Title_Decided';
import intro from '@salesforce/label/c.Fairlead_Flag_Intro';
import count from '@salesforce/label/c.Fairlead_Flag_Count';
import readError from '@salesforce/label/c.Fairlead_Flag_Read_Error';

const OPEN = ['Open', 'Under Review'];

/** The cases on a deal that were shared with the user, because they concern him; of others he learns the number. */
export default class DealFlags extends LightningElement {
  @api recordId;
  /** How many cases on the deal wait for a decision, shared with him or not. */
  @api openOnDeal = 0;

  label = { intro };
  problem;
  flags = [];
  _refresh;

  /** Reads again. */
  @api
  async refresh() {
    await this._refresh?.();
  }

  get variables() {
    return { dealId: this.recordId };
  }

  @wire(graphql, {
    query: gql`
      query flags($dealId: ID) {
        uiapi {
          query {
            Channel_Conflict__c(
              where: { Opportunity__c: { eq: $dealId } }
              orderBy: { Detected_At__c: { order: DESC } }
              first: 10
            ) {
              edges {
                node {
                  Id
                  Name {
                    value
                  }
                  Pattern__c {
                    value
                    displayValue
                  }
                  Status__c {
                    value
                    displayValue
                  }
                  Partner__r {
                    Name {
                      value
                    }
                  }
                  Decision_Due__c {
                    value
                  }
                  Decided_At__c {
                    value
                  }
                  Decision_Reason__c {
                    value
                  }
                  Dismissed_Because__c {
                    value
                    displayValue
                  }
                  Remedy__c {
                    value
                  }
                  Salesperson_Statement__c {
                    value
                  }
                  Conflict_Evidence__r(first: 50, orderBy: { Sequence__c: { order: ASC } }) {
                    edges {
                      node {
                        Id
                        At__c {
                          value
                        }
                        What__c {
                          value
                        }
                        Fact__c {
                          value
                        }
                        From__c {
                          value
                        }
                        To__c {
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
      }
    `,
    variables: '$variables'
  })
  receive({ data, errors, refresh }) {
    this._refresh = refresh ?? this._refresh;
    if (errors?.length) {
      // Where cases do not exist for the user, none was shared with him.
      this.problem = errors.some(isHidden) ? undefined : readError;
    } else if (data) {
      this.problem = undefined;
      this.flags = data.uiapi.query.Channel_Conflict__c.edges.map(({ node }) => node);
    }
  }

  get hasFlags() {
    return this.flags.length > 0;
  }

  get open() {
    return this.flags.filter(({ Status__c: status }) => OPEN.includes(status.value)).length;
  }

  get hasOpen() {
    return this.open > 0;
  }

  /** What is decided is no question any more. */
  get title() {
    return this.hasFlags && !this.hasOpen && !this.others ? titleDecided : title;
  }

  get others() {
    const others = this.openOnDeal - this.open;
    return others > 0 ? count.replace('{0}', () => others) : undefined;
  }

  get isShown() {
    return this.hasFlags || Boolean(this.others) || Boolean(this.problem);
  }
}
