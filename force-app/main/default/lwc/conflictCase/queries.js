import { gql } from 'lightning/graphql';

/** The case with both its records and its evidence. */
export const CASE = gql`
  query conflictCase($recordId: ID) {
    uiapi {
      query {
        Channel_Conflict__c(where: { Id: { eq: $recordId } }, first: 1) {
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
              Aspects__c {
                value
                displayValue
              }
              Status__c {
                value
                displayValue
              }
              Severity__c {
                value
                displayValue
              }
              Confidence__c {
                value
              }
              Confidence_Band__c {
                value
                displayValue
              }
              Amount_At_Stake__c {
                value
              }
              First_Evidence_At__c {
                value
              }
              Detected_At__c {
                value
              }
              Decision_Due__c {
                value
              }
              Decided_At__c {
                value
              }
              Decided_By__r {
                Name {
                  value
                }
              }
              Decision_Reason__c {
                value
              }
              Remedy__c {
                value
              }
              Dismissed_Because__c {
                value
                displayValue
              }
              Explanation__c {
                value
              }
              Story__c {
                value
              }
              Innocent_Explanations__c {
                value
              }
              Salesperson_Statement__c {
                value
              }
              Partner_Statement__c {
                value
              }
              LastModifiedDate {
                value
              }
              Salesperson__r {
                Name {
                  value
                }
              }
              Partner__r {
                Id
                Name {
                  value
                }
              }
              Customer__r {
                Id
                Name {
                  value
                }
              }
              Opportunity__r {
                Id
                Name {
                  value
                }
                Amount {
                  value
                }
                CloseDate {
                  value
                }
                CreatedDate {
                  value
                }
                StageName {
                  value
                  displayValue
                }
                Account {
                  Id
                  Name {
                    value
                  }
                  BillingCountry {
                    value
                  }
                }
                Engaged_Partner__r {
                  Id
                  Name {
                    value
                  }
                }
              }
              Registration__r {
                Id
                Name {
                  value
                }
                Customer_Name__c {
                  value
                }
                Customer__c {
                  value
                }
                Customer_Country__c {
                  value
                }
                Partner__r {
                  Id
                  Name {
                    value
                  }
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
                Submitted_At__c {
                  value
                }
                Status__c {
                  value
                  displayValue
                }
              }
              Conflict_Evidence__r(orderBy: { At__c: { order: ASC }, Sequence__c: { order: ASC } }, first: 200) {
                edges {
                  node {
                    Id
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
                    At__c {
                      value
                    }
                    By__r {
                      Name {
                        value
                      }
                    }
                    Record_Id__c {
                      value
                    }
                    Object__c {
                      value
                    }
                    Field__c {
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
`;

/** What happened to the opportunity and the registration, the latest first, as far as the service keeps it. */
export const EVENTS = gql`
  query conflictCaseEvents($opportunityId: ID, $registrationId: ID) {
    uiapi {
      query {
        Deal_Event__c(
          where: { or: [{ Opportunity__c: { eq: $opportunityId } }, { Registration__c: { eq: $registrationId } }] }
          orderBy: { Occurred_At__c: { order: DESC } }
          first: 100
        ) {
          edges {
            node {
              Id
              Kind__c {
                value
                displayValue
              }
              Occurred_At__c {
                value
              }
              From__c {
                value
              }
              To__c {
                value
              }
              Partner__r {
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
`;

/** Product families on the opportunity. Who may not see its products still sees the case. */
export const FAMILIES = gql`
  query conflictCaseFamilies($opportunityId: ID) {
    uiapi {
      query {
        OpportunityLineItem(where: { OpportunityId: { eq: $opportunityId } }, first: 200) {
          edges {
            node {
              Id
              Product2 {
                Family {
                  value
                  displayValue
                }
              }
            }
          }
        }
      }
    }
  }
`;
