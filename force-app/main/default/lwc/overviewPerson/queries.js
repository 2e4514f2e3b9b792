import { gql } from 'lightning/graphql';

/** How many policies let people be named and how many do not, and how many deals with a partner to engage each of them owns. */
export const OWNERS = gql`
  query channelOwners {
    uiapi {
      query {
        naming: Engagement_Policy__c(where: { Name_Persons__c: { eq: true } }, first: 1) {
          totalCount
        }
        silent: Engagement_Policy__c(where: { Name_Persons__c: { eq: false } }, first: 1) {
          totalCount
        }
      }
      aggregate {
        all: Opportunity(
          where: { Deal_Assessment__r: { Engagement_State__c: { in: ["Engaged", "Engaged Late", "Overdue"] } } }
          groupBy: { OwnerId: { group: true } }
        ) {
          edges {
            node {
              aggregate {
                OwnerId {
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
        inTime: Opportunity(
          where: { Deal_Assessment__r: { Engagement_State__c: { eq: "Engaged" } } }
          groupBy: { OwnerId: { group: true } }
        ) {
          edges {
            node {
              aggregate {
                OwnerId {
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

/** Their names, in the order of the alphabet. */
export const NAMES = gql`
  query channelOwnerNames($ids: [ID]) {
    uiapi {
      query {
        User(where: { Id: { in: $ids } }, orderBy: { Name: { order: ASC } }, first: 2000) {
          edges {
            node {
              Id
              Name {
                value
              }
            }
          }
        }
      }
    }
  }
`;
