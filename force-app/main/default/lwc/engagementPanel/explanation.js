import policyWarns from '@salesforce/label/c.Fairlead_Engagement_Gate_Policy_Warns';
import firstDays from '@salesforce/label/c.Fairlead_Engagement_Gate_First_Days';
import uncertainMatch from '@salesforce/label/c.Fairlead_Engagement_Gate_Uncertain_Match';
import beganPast from '@salesforce/label/c.Fairlead_Engagement_Gate_Began_Past';
import notLive from '@salesforce/label/c.Fairlead_Engagement_Gate_Not_Live';
import unanswered from '@salesforce/label/c.Fairlead_Engagement_Gate_Unanswered';
import furtherOn from '@salesforce/label/c.Fairlead_Engagement_Gate_Further_On';
import nobodyNamed from '@salesforce/label/c.Fairlead_Engagement_Gate_Nobody_Named';
import noPolicy from '@salesforce/label/c.Fairlead_Engagement_Why_No_Policy';
import notCovered from '@salesforce/label/c.Fairlead_Engagement_Why_Not_Covered';
import lost from '@salesforce/label/c.Fairlead_Engagement_Why_Lost';
import notYet from '@salesforce/label/c.Fairlead_Engagement_Why_Not_Yet';
import ended from '@salesforce/label/c.Fairlead_Engagement_Why_Ended';
import { dateInWords } from 'c/dates';

/** The version of the JSON that is understood. */
const VERSION = 2;

/** Why nothing is asked, and what keeps the gate open, by code; of others the panel's own words say enough. */
const WORDS = {
  'no policy': noPolicy,
  'not covered': notCovered,
  lost,
  'not yet protected': notYet,
  'protection ended': ended,
  'policy warns': policyWarns,
  'first days': firstDays,
  'uncertain match': uncertainMatch,
  'began past the gate': beganPast,
  'not live yet': notLive,
  'request unanswered': unanswered,
  'gate further on': furtherOn,
  'nobody named': nobodyNamed
};

const DATES = ['from', 'until'];

/**
 * Reads `Explanation__c`.
 * @returns `{kind: 'none'}`, `{kind: 'other version', version}` or `{kind: 'known', protection, engagement, gate}`
 */
export function readExplanation(text) {
  try {
    const { version, protection, engagement, gate } = JSON.parse(text);
    if (version !== VERSION) return { kind: 'other version', version: version ?? 1 };
    return { kind: 'known', protection, engagement, gate };
  } catch {
    return { kind: 'none' };
  }
}

/** A reason of the service in the language of the user; nothing where the panel's own words say it. */
export function reasonInWords(reason) {
  if (!Object.hasOwn(WORDS, reason?.code)) return undefined;
  return WORDS[reason.code].replace(/\{(\w+)\}/g, (_, name) => {
    const value = reason.args?.[name];
    return DATES.includes(name) ? dateInWords(value) : String(value ?? '');
  });
}
