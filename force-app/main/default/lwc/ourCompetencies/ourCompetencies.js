import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import isGuest from '@salesforce/user/isGuest';
import { dayBefore } from 'c/dates';
import { today } from 'c/partnerTerms';
import { isHidden } from 'c/problems';
import title from '@salesforce/label/c.Fairlead_Showcase_Title';
import loading from '@salesforce/label/c.Fairlead_Showcase_Loading';
import readError from '@salesforce/label/c.Fairlead_Showcase_Read_Error';
import notPublic from '@salesforce/label/c.Fairlead_Showcase_Not_Public';
import noAccess from '@salesforce/label/c.Fairlead_Register_No_Access';
import empty from '@salesforce/label/c.Fairlead_Showcase_Empty';
import readAgain from '@salesforce/label/c.Fairlead_Read_Again';
import business from '@salesforce/label/c.Fairlead_Showcase_Business';
import technology from '@salesforce/label/c.Fairlead_Showcase_Technology';
import since from '@salesforce/label/c.Fairlead_Showcase_Since';
import until from '@salesforce/label/c.Fairlead_Standing_Until';

const GROUPS = { Business: business, Technology: technology };

/**
 * A partner's business and technology specialisations with their validity, and nothing else of him.
 *
 * A guest belongs to no firm, and a sharing set does not reach him. For a public page an admin opens: the object and field
 * permissions of Fairlead Showcase to the site's guest user; a guest sharing rule on Partner Competency, read only, for
 * the partners who are to be shown; and the setting "Let guest users access public APIs" of the site. The page then names
 * the firm by the property Partner Account Id. Without all of this a guest is told that nothing is public here.
 */
export default class OurCompetencies extends LightningElement {
  /** Account of the partner; empty for the visitor's own firm. */
  @api partnerId;

  label = { title, loading, empty, readAgain, since, until };
  problem;
  rows;
  _refresh;

  /** Whoever asks without naming a firm gets what is shared with him: his own. */
  get variables() {
    return { where: this.partnerId ? { Partner__c: { eq: this.partnerId } } : {} };
  }

  @wire(graphql, {
    query: gql`
      query ourCompetencies($where: Partner_Competency__c_Filter) {
        uiapi {
          query {
            Partner_Competency__c(where: $where, first: 200) {
              edges {
                node {
                  Id
                  Valid_From__c {
                    value
                  }
                  Valid_Until__c {
                    value
                  }
                  Certified_People__c {
                    value
                  }
                  Competency__r {
                    Name {
                      value
                    }
                    Kind__c {
                      value
                    }
                    Description__c {
                      value
                    }
                    Definition__c {
                      value
                    }
                  }
                }
              }
            }
          }
        }
      }
    `,
    variables: '$variables'
  })
  receive({ data, errors, refresh }) {
    this._refresh = refresh;
    if (errors?.length) {
      const hidden = isGuest ? notPublic : noAccess;
      this.problem = errors.some(isHidden) ? hidden : readError;
    } else if (data) {
      this.problem = undefined;
      this.rows = data.uiapi.query.Partner_Competency__c.edges.map(({ node }) => competencyOf(node));
    }
  }

  get isLoading() {
    return !this.rows && !this.problem;
  }

  get groups() {
    const held = latestOf(this.rows.filter(isHeld));
    return Object.entries(GROUPS)
      .map(([kind, heading]) => ({ kind, heading, competencies: held.filter((each) => each.kind === kind) }))
      .filter(({ competencies }) => competencies.length > 0);
  }

  get isEmpty() {
    return this.groups.length === 0;
  }

  async handleReadAgain() {
    try {
      await this._refresh?.();
    } catch {
      this.problem = readError;
    }
  }
}

function competencyOf({ Id, Valid_From__c, Valid_Until__c, Certified_People__c, Competency__r }) {
  return {
    id: Id,
    from: Valid_From__c?.value ?? undefined,
    end: Valid_Until__c?.value ?? undefined,
    people: Certified_People__c?.value,
    needed: neededBy(Competency__r?.Definition__c?.value),
    name: Competency__r?.Name?.value,
    kind: Competency__r?.Kind__c?.value,
    description: Competency__r?.Description__c?.value
  };
}

/** Certified people that it takes. */
function neededBy(definition) {
  try {
    return JSON.parse(definition)?.people ?? 0;
  } catch {
    return 0;
  }
}

/** In force today, with people enough where their number is on record. */
function isHeld({ name, from, end, people, needed }) {
  const day = today();
  const enough = people === null || people === undefined || people >= needed;
  return Boolean(name) && enough && (!from || from <= day) && (!end || day < end);
}

/** Each once, by the row that holds longest. */
function latestOf(rows) {
  const best = new Map();
  for (const row of rows) {
    const known = best.get(row.name);
    if (!known || !row.end || (known.end && known.end < row.end)) best.set(row.name, row);
  }
  return [...best.values()]
    .map((row) => ({ ...row, lastDay: row.end ? dayBefore(row.end) : undefined }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
