import { gql } from 'lightning/graphql';

/** What the panel reads of one deal: its assessment, and the latest request for an exemption. */
export const ENGAGEMENT = gql`
  query engagement($recordId: ID) {
    uiapi {
      query {
        Deal_Assessment__c(where: { Opportunity__c: { eq: $recordId } }, first: 1) {
          edges {
            node {
              Id
              Engagement_State__c {
                value
                displayValue
              }
              Required_Partner__c {
                value
              }
              Required_Partner__r {
                Name {
                  value
                }
              }
              Engagement_Due__c {
                value
              }
              Partner_Entered_At__c {
                value
              }
              Partner_Confirmed_At__c {
                value
              }
              Protected_Until__c {
                value
              }
              Gate_Open__c {
                value
              }
              Open_Conflicts__c {
                value
              }
              Explanation__c {
                value
              }
              Assessed_At__c {
                value
              }
            }
          }
        }
        Exemption_Request__c(
          where: { Opportunity__c: { eq: $recordId } }
          orderBy: { CreatedDate: { order: DESC } }
          first: 1
        ) {
          edges {
            node {
              Id
              CreatedDate {
                value
              }
              Status__c {
                value
                displayValue
              }
              Reason_Code__c {
                value
                displayValue
              }
              Decided_At__c {
                value
              }
              Valid_Until__c {
                value
              }
              Decision_Reason__c {
                value
              }
            }
          }
        }
      }
    }
  }
`;
