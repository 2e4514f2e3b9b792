import { LightningElement, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { keeping } from 'lightning/navigation';

const { words } = globalThis.preview;

/** Open opportunities that the person may see, those with a state of engagement first. */
export default class OpportunityList extends LightningElement {
  words = words;
  rows;
  problem;

  @wire(graphql, {
    query: gql`
      query opportunities {
        uiapi {
          query {
            Opportunity(
              where: { IsClosed: { eq: false } }
              orderBy: { Engagement_State__c: { order: DESC, nulls: LAST }, CloseDate: { order: ASC } }
              first: 200
              upperBound: 2000
            ) {
              edges {
                node {
                  Id
                  Name {
                    value
                  }
                  Account {
                    Name {
                      value
                    }
                  }
                  StageName {
                    displayValue
                  }
                  Amount {
                    displayValue
                  }
                  CloseDate {
                    displayValue
                  }
                  Engagement_State__c {
                    value
                  }
                }
              }
            }
          }
        }
      }
    `,
  })
  receive({ data, errors }) {
    if (errors) this.problem = `${words.unreadable} ${errors[0].message}`;
    if (data) this.rows = data.uiapi.query.Opportunity.edges.map(({ node }) => rowOf(node));
  }

  get isEmpty() {
    return this.rows?.length === 0;
  }

  handleOpen(event) {
    event.preventDefault();
    const { href } = event.currentTarget;
    window.dispatchEvent(new CustomEvent('preview:navigate', { detail: { href } }));
  }
}

function rowOf({ Id, Name, Account, StageName, Amount, CloseDate, Engagement_State__c: engagement }) {
  return {
    id: Id,
    href: keeping(`/lightning/r/Opportunity/${Id}/view`),
    name: Name.value,
    account: Account?.Name?.value,
    stage: StageName.displayValue,
    amount: Amount.displayValue,
    closeDate: CloseDate.displayValue,
    engagement: engagement?.value,
  };
}
