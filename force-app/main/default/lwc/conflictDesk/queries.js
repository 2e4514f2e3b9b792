import { gql } from 'lightning/graphql';

/** A part of the list. */
export const LIST = gql`
  query conflictDeskList($where: Channel_Conflict__c_Filter, $orderBy: Channel_Conflict__c_OrderBy, $after: String) {
    uiapi {
      query {
        Channel_Conflict__c(where: $where, orderBy: $orderBy, first: 200, after: $after, upperBound: 50000) {
          totalCount
          pageInfo {
            endCursor
            hasNextPage
          }
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
              Severity__c {
                value
                displayValue
              }
              Status__c {
                value
                displayValue
              }
              Decision_Due__c {
                value
              }
              Amount_At_Stake__c {
                value
              }
              Partner__r {
                Name {
                  value
                }
              }
              Customer__r {
                Name {
                  value
                }
                BillingCountry {
                  value
                }
              }
              Registration__r {
                Customer_Name__c {
                  value
                }
                Customer_Country__c {
                  value
                }
              }
            }
          }
        }
      }
    }
  }
`;

/** How many wait, the newest of them, and when anything was last changed: little enough to ask every few seconds. */
export const PULSE = gql`
  query conflictDeskPulse(
    $toDecide: Channel_Conflict__c_Filter
    $over: Channel_Conflict__c_Filter
    $soon: Channel_Conflict__c_Filter
  ) {
    uiapi {
      query {
        toDecide: Channel_Conflict__c(where: $toDecide, orderBy: { CreatedDate: { order: DESC } }, first: 50) {
          totalCount
          edges {
            node {
              Id
              CreatedDate {
                value
              }
            }
          }
        }
        over: Channel_Conflict__c(where: $over, first: 1) {
          totalCount
        }
        soon: Channel_Conflict__c(where: $soon, first: 1) {
          totalCount
        }
        changed: Channel_Conflict__c(orderBy: { SystemModstamp: { order: DESC } }, first: 1) {
          edges {
            node {
              Id
              SystemModstamp {
                value
              }
            }
          }
        }
      }
    }
  }
`;

/** Countries that partners have registered customers in. */
export const REGIONS = gql`
  query conflictDeskRegions {
    uiapi {
      aggregate {
        Deal_Registration__c(groupBy: { Customer_Country__c: { group: true } }) {
          edges {
            node {
              aggregate {
                Customer_Country__c {
                  value
                }
              }
            }
          }
        }
      }
    }
  }
`;
