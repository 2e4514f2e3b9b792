import { gql } from 'lightning/graphql';

/** The one record that tells a partner his programme and his standing, as `readTerms` takes it. */
export const TERMS = gql`
  query partnerTerms {
    uiapi {
      query {
        Partner_Programme__c(first: 1) {
          edges {
            node {
              Id
              Partner__c {
                value
              }
              Programme__c {
                value
              }
              Standing__c {
                value
              }
            }
          }
        }
      }
    }
  }
`;
