import { gql } from 'lightning/graphql';

/** What waits for an answer, the oldest first. */
export const REQUESTS = gql`
  query requestDesk {
    uiapi {
      query {
        Exemption_Request__c(
          where: { Status__c: { eq: "Requested" } }
          orderBy: { CreatedDate: { order: ASC }, Id: { order: ASC } }
          first: 50
        ) {
          totalCount
          edges {
            node {
              Id
              CreatedDate {
                value
              }
              CreatedBy {
                Name {
                  value
                }
              }
              Reason_Code__c {
                value
                displayValue
              }
              Reason__c {
                value
              }
              Opportunity__r {
                Id
                Name {
                  value
                }
                Amount {
                  value
                }
                Deal_Assessment__r {
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
        Deal_Registration__c(
          where: {
            Status__c: { eq: "Approved" }
            Extension_Requested_At__c: { ne: { value: null } }
            Extension_Decided_At__c: { eq: { value: null } }
          }
          orderBy: { Extension_Requested_At__c: { order: ASC }, Id: { order: ASC } }
          first: 50
        ) {
          totalCount
          edges {
            node {
              Id
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
              Extension_Requested_At__c {
                value
              }
              Protected_From__c {
                value
              }
              Protected_Until__c {
                value
              }
              Extension_Until__c {
                value
              }
              Engaged_At__c {
                value
              }
            }
          }
        }
      }
    }
  }
`;
