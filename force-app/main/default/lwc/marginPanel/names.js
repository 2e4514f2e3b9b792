import { gql } from 'lightning/graphql';

/** What the programme calls the rules of a waterfall, its levels and its competencies, and what each rule is taken of. */
export const NAMES = gql`
  query marginNames($keys: [String]) {
    uiapi {
      query {
        Incentive__c(where: { Incentive_Key__c: { in: $keys } }, first: 200) {
          edges {
            node {
              Id
              Name {
                value
              }
              Incentive_Key__c {
                value
              }
              Base__c {
                value
              }
            }
          }
        }
        Program_Level__c(first: 200) {
          edges {
            node {
              Id
              Name {
                value
              }
              Level_Key__c {
                value
              }
            }
          }
        }
        Competency__c(first: 200) {
          edges {
            node {
              Id
              Name {
                value
              }
              Competency_Key__c {
                value
              }
            }
          }
        }
      }
    }
  }
`;

/** Nothing is known before it was read, nor where it may not be read: keys stand in for names then. */
export const NO_NAMES = { rules: new Map(), levels: new Map(), competencies: new Map() };

/** @returns `{rules, levels, competencies}`, each by key; of a rule `{name, isOfThings}` */
export function namesFrom({ Incentive__c: rules, Program_Level__c: levels, Competency__c: competencies }) {
  const byKey = ({ edges }, key, read) => new Map(edges.map(({ node }) => [node[key].value, read(node)]));
  const name = (node) => node.Name.value;
  return {
    rules: byKey(rules, 'Incentive_Key__c', (node) => ({
      name: name(node),
      isOfThings: node.Base__c?.value === 'Quantity'
    })),
    levels: byKey(levels, 'Level_Key__c', name),
    competencies: byKey(competencies, 'Competency_Key__c', name)
  };
}
