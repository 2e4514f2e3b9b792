import { gql } from 'lightning/graphql';

/** Registrations with what a partner's pages show of them, the newest first and drafts before. */
export const REGISTRATIONS = gql`
  query registrations($where: Deal_Registration__c_Filter, $first: Int, $after: String) {
    uiapi {
      query {
        Deal_Registration__c(
          where: $where
          orderBy: { Submitted_At__c: { order: DESC, nulls: FIRST } }
          first: $first
          after: $after
        ) {
          edges {
            node {
              Id
              Name {
                value
              }
              Customer_Name__c {
                value
              }
              Customer_Website__c {
                value
              }
              Customer_Country__c {
                value
              }
              Customer_Tax_Id__c {
                value
              }
              Product_Families__c {
                value
              }
              Amount__c {
                value
              }
              Expected_Close_Date__c {
                value
              }
              Partner_Role__c {
                value
              }
              Tender_Published_On__c {
                value
              }
              Status__c {
                value
                displayValue
              }
              Submitted_At__c {
                value
              }
              Decision_Reason__c {
                value
              }
              Protected_From__c {
                value
              }
              Protected_Until__c {
                value
              }
              Queue_Position__c {
                value
              }
              Extension_Requested_At__c {
                value
              }
              Extension_Until__c {
                value
              }
              Extension_Decision__c {
                value
              }
              Extension_Decided_At__c {
                value
              }
              Extension_Reason__c {
                value
              }
              Engaged_At__c {
                value
              }
              Partner_Confirmed_At__c {
                value
              }
              Partner_Margin__c {
                value
              }
              Partner_Margin_Percent__c {
                value
              }
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`;
