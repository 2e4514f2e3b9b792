import { gql } from 'lightning/graphql';

/** Open deals under protection, those without their partner, and how engagements that were due lately went. */
export const FIGURES = gql`
  query channelFigures($now: DateTime, $since: DateTime) {
    uiapi {
      aggregate {
        protected: Opportunity(
          where: {
            IsClosed: { eq: false }
            Deal_Assessment__r: {
              Protected_From__c: { lte: { value: $now } }
              Protected_Until__c: { gt: { value: $now } }
            }
          }
        ) {
          edges {
            node {
              aggregate {
                Id {
                  count {
                    value
                  }
                }
                Amount {
                  sum {
                    value
                  }
                }
              }
            }
          }
        }
        unpartnered: Opportunity(
          where: { IsClosed: { eq: false }, Deal_Assessment__r: { Engagement_State__c: { eq: "Overdue" } } }
        ) {
          edges {
            node {
              aggregate {
                Id {
                  count {
                    value
                  }
                }
                Amount {
                  sum {
                    value
                  }
                }
              }
            }
          }
        }
        due: Deal_Assessment__c(
          where: {
            Engagement_State__c: { in: ["Engaged", "Engaged Late", "Overdue"] }
            Engagement_Due__c: { gte: { value: $since }, lt: { value: $now } }
          }
          groupBy: { Engagement_State__c: { group: true } }
        ) {
          edges {
            node {
              aggregate {
                Engagement_State__c {
                  value
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
`;

/** When cases were opened and decided by a person; a median needs each of them. */
export const DECIDED = gql`
  query channelDecisions($since: DateTime) {
    uiapi {
      query {
        Channel_Conflict__c(
          where: { Decided_At__c: { gte: { value: $since } } }
          orderBy: { Decided_At__c: { order: DESC } }
          first: 2000
          upperBound: 2000
        ) {
          edges {
            node {
              Id
              Detected_At__c {
                value
              }
              Decided_At__c {
                value
              }
            }
          }
        }
      }
    }
  }
`;
