import { coded, filled } from 'c/conflictCodes';
import { dateInWords } from 'c/dates';
import approved from '@salesforce/label/c.Fairlead_Flag_Fact_Approved';
import submitted from '@salesforce/label/c.Fairlead_Flag_Fact_Submitted';
import rejected from '@salesforce/label/c.Fairlead_Flag_Fact_Rejected';
import withdrawn from '@salesforce/label/c.Fairlead_Flag_Fact_Withdrawn';
import lapsed from '@salesforce/label/c.Fairlead_Flag_Fact_Lapsed';
import namedAccount from '@salesforce/label/c.Fairlead_Flag_Fact_Named_Account';
import directOwner from '@salesforce/label/c.Fairlead_Flag_Fact_Direct_Owner';
import openedWithoutHim from '@salesforce/label/c.Fairlead_Flag_Fact_Opened_Without';
import movedOnWithoutHim from '@salesforce/label/c.Fairlead_Flag_Fact_Moved_On_Without';
import wonWithoutHim from '@salesforce/label/c.Fairlead_Flag_Fact_Won_Without';
import movedPastGate from '@salesforce/label/c.Fairlead_Flag_Fact_Moved_Past_Gate';
import fellDue from '@salesforce/label/c.Fairlead_Flag_Fact_Fell_Due';
import enteredBeforeClosing from '@salesforce/label/c.Fairlead_Flag_Fact_Entered_Before_Closing';
import enteredLastStage from '@salesforce/label/c.Fairlead_Flag_Fact_Entered_Last_Stage';
import contact from '@salesforce/label/c.Fairlead_Flag_Fact_Contact';
import contactBefore from '@salesforce/label/c.Fairlead_Flag_Fact_Contact_Before';
import removed from '@salesforce/label/c.Fairlead_Flag_Fact_Removed';
import putInHisPlace from '@salesforce/label/c.Fairlead_Flag_Fact_Put_In_His_Place';
import ownOpportunity from '@salesforce/label/c.Fairlead_Flag_Fact_Own_Opportunity';
import secondOpportunity from '@salesforce/label/c.Fairlead_Flag_Fact_Second_Opportunity';
import secondMovedOn from '@salesforce/label/c.Fairlead_Flag_Fact_Second_Moved_On';
import contactOnSecond from '@salesforce/label/c.Fairlead_Flag_Fact_Contact_On_Second';
import lowerPriceQuoted from '@salesforce/label/c.Fairlead_Flag_Fact_Lower_Price_Quoted';
import lowerPriceEntered from '@salesforce/label/c.Fairlead_Flag_Fact_Lower_Price_Entered';
import ownPrice from '@salesforce/label/c.Fairlead_Flag_Fact_Own_Price';
import pushed from '@salesforce/label/c.Fairlead_Flag_Fact_Pushed';
import closedAsLost from '@salesforce/label/c.Fairlead_Flag_Fact_Closed_As_Lost';
import movedBack from '@salesforce/label/c.Fairlead_Flag_Fact_Moved_Back';
import takenUpAgain from '@salesforce/label/c.Fairlead_Flag_Fact_Taken_Up_Again';
import openedAfterEnd from '@salesforce/label/c.Fairlead_Flag_Fact_Opened_After_End';
import reopenedAfterEnd from '@salesforce/label/c.Fairlead_Flag_Fact_Reopened_After_End';
import reason from '@salesforce/label/c.Fairlead_Flag_Fact_Reason';

/** What evidence tells, by its code, in the reader's language. Placeholders carry the names of the arguments. */
const WORDS = {
  approved,
  submitted,
  rejected,
  withdrawn,
  lapsed,
  'named account': namedAccount,
  'direct owner': directOwner,
  'opened without him': openedWithoutHim,
  'moved on without him': movedOnWithoutHim,
  'won without him': wonWithoutHim,
  'moved past the gate': movedPastGate,
  'fell due': fellDue,
  'entered before closing': enteredBeforeClosing,
  'entered at the last stage': enteredLastStage,
  contact,
  'contact before the submission': contactBefore,
  removed,
  'put in his place': putInHisPlace,
  'own opportunity': ownOpportunity,
  'second opportunity': secondOpportunity,
  'second moved on': secondMovedOn,
  'contact on the second': contactOnSecond,
  'lower price quoted': lowerPriceQuoted,
  'lower price entered': lowerPriceEntered,
  'own price': ownPrice,
  pushed,
  'closed as lost': closedAsLost,
  'moved back': movedBack,
  'taken up again': takenUpAgain,
  'opened after the end': openedAfterEnd,
  'reopened after the end': reopenedAfterEnd
};

/**
 * A piece of evidence as a sentence in the language of the user.
 * @param text `Fact__c`: a code with its values, as JSON
 * @param inEnglish `What__c`, for a fact that is not known here
 */
export function factInWords(text, inEnglish) {
  const { code, args } = coded(text) ?? {};
  return sayFact(code, args) ?? inEnglish;
}

/** A fact by its code and values; nothing where the code is not known here. */
export function sayFact(code, args = {}) {
  if (!Object.hasOwn(WORDS, code)) return undefined;
  const words = filled(WORDS[code], args);
  return args.reason ? reason.replace('{fact}', () => words).replace('{reason}', () => args.reason) : words;
}

/** Facts whose sentence has their values already, or whose values are the org's own words. */
const SAID = ['approved', 'submitted', 'rejected', 'withdrawn', 'lapsed', 'named account', 'moved past the gate'];

/**
 * What changed, as in "Brightwave → Corvus", where a fact does not say so itself.
 * @param from `From__c`
 * @param to `To__c`
 */
export function changeInWords(text, from, to) {
  const { code } = coded(text) ?? {};
  if (SAID.includes(code)) return undefined;
  const values = [from, to].filter(Boolean).map((value) => (code === 'pushed' ? dateInWords(value) : value));
  return values.length > 0 ? values.join(' → ') : undefined;
}
