import { coded, filled } from 'c/conflictCodes';
import { sayFact } from 'c/conflictFacts';
import storyFellDue from '@salesforce/label/c.Fairlead_Desk_Story_Fell_Due';
import storyMovedPastGate from '@salesforce/label/c.Fairlead_Desk_Story_Moved_Past_Gate';
import storyForReview from '@salesforce/label/c.Fairlead_Desk_Story_For_Review';
import storyRemoved from '@salesforce/label/c.Fairlead_Desk_Story_Removed';
import storyPutInHisPlace from '@salesforce/label/c.Fairlead_Desk_Story_Put_In_His_Place';
import storyOpenedBeside from '@salesforce/label/c.Fairlead_Desk_Story_Opened_Beside';
import storyWorkedBeside from '@salesforce/label/c.Fairlead_Desk_Story_Worked_Beside';
import storyUndercutByPartner from '@salesforce/label/c.Fairlead_Desk_Story_Undercut_By_Partner';
import storyUndercutPastHim from '@salesforce/label/c.Fairlead_Desk_Story_Undercut_Past_Him';
import storyUndercutBeside from '@salesforce/label/c.Fairlead_Desk_Story_Undercut_Beside';
import storyWaitedOut from '@salesforce/label/c.Fairlead_Desk_Story_Waited_Out';
import storyWaitedOutElsewhere from '@salesforce/label/c.Fairlead_Desk_Story_Waited_Out_Elsewhere';
import storyTaggedRejected from '@salesforce/label/c.Fairlead_Desk_Story_Tagged_Rejected';
import storyTaggedWithdrawn from '@salesforce/label/c.Fairlead_Desk_Story_Tagged_Withdrawn';
import storyTaggedLapsed from '@salesforce/label/c.Fairlead_Desk_Story_Tagged_Lapsed';
import storyDirectRejected from '@salesforce/label/c.Fairlead_Desk_Story_Direct_Rejected';
import storyDirectWithdrawn from '@salesforce/label/c.Fairlead_Desk_Story_Direct_Withdrawn';
import storyDirectLapsed from '@salesforce/label/c.Fairlead_Desk_Story_Direct_Lapsed';
import storyLateBeforeClosing from '@salesforce/label/c.Fairlead_Desk_Story_Late_Before_Closing';
import storyLateLastStage from '@salesforce/label/c.Fairlead_Desk_Story_Late_Last_Stage';
import closedEntered from '@salesforce/label/c.Fairlead_Desk_Closed_Entered';
import closedRestored from '@salesforce/label/c.Fairlead_Desk_Closed_Restored';
import closedSameOffer from '@salesforce/label/c.Fairlead_Desk_Closed_Same_Offer';

/** What happened, by its code. Placeholders carry the names of the arguments. */
const WORDS = {
  'fell due': storyFellDue,
  'moved past the gate': storyMovedPastGate,
  'for review': storyForReview,
  removed: storyRemoved,
  'put in his place': storyPutInHisPlace,
  'opened beside': storyOpenedBeside,
  'worked beside': storyWorkedBeside,
  'undercut by another partner': storyUndercutByPartner,
  'undercut past him': storyUndercutPastHim,
  'undercut beside': storyUndercutBeside,
  'waited out': storyWaitedOut,
  'waited out elsewhere': storyWaitedOutElsewhere,
  'tagged and rejected': storyTaggedRejected,
  'tagged and withdrawn': storyTaggedWithdrawn,
  'tagged and lapsed': storyTaggedLapsed,
  'moved direct and rejected': storyDirectRejected,
  'moved direct and withdrawn': storyDirectWithdrawn,
  'moved direct and lapsed': storyDirectLapsed,
  'late before closing': storyLateBeforeClosing,
  'late at the last stage': storyLateLastStage
};

/** Why a case closed by itself, by its code. */
const REMEDIES = {
  entered: closedEntered,
  restored: closedRestored,
  'same offer': closedSameOffer
};

/**
 * What happened in a case, in the language of the user, a line for each pattern.
 * @param text `Story__c`: codes with their values, as JSON
 * @param inEnglish `Explanation__c`, for what is not known here
 */
export function storyInWords(text, inEnglish) {
  const told = coded(text)?.told ?? [];
  const isKnown = told.length > 0 && told.every(({ code }) => Object.hasOwn(WORDS, code));
  if (!isKnown) return inEnglish;
  return told.map(({ code, args }) => filled(WORDS[code], { ...args, act: sayFact(args?.act) })).join('\n');
}

/**
 * Why the service closed a case, in the language of the user.
 * @param text `Remedy__c`: a code with its values, as JSON
 * @param inEnglish `Decision_Reason__c`, for what is not known here
 */
export function remedyInWords(text, inEnglish) {
  const { code, args } = coded(text) ?? {};
  return Object.hasOwn(REMEDIES, code) ? filled(REMEDIES[code], args) : inEnglish;
}
