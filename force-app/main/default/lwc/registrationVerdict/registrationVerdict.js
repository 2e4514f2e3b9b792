import { LightningElement, api } from 'lwc';
import { decisionInWords } from 'c/claimReasons';
import { dayInWords, daysLeft, endOf, isProtected, shareLeft } from 'c/registrations';
import draft from '@salesforce/label/c.Fairlead_Register_Is_Draft';
import draftWords from '@salesforce/label/c.Fairlead_Register_Is_Draft_Words';
import submitted from '@salesforce/label/c.Fairlead_Register_Is_Submitted';
import submittedWords from '@salesforce/label/c.Fairlead_Register_Is_Submitted_Words';
import queued from '@salesforce/label/c.Fairlead_Register_Is_Queued';
import queuedWords from '@salesforce/label/c.Fairlead_Register_Is_Queued_Words';
import approved from '@salesforce/label/c.Fairlead_Register_Is_Approved';
import approvedWords from '@salesforce/label/c.Fairlead_Register_Is_Approved_Words';
import rejected from '@salesforce/label/c.Fairlead_Register_Is_Rejected';
import rejectedWords from '@salesforce/label/c.Fairlead_Register_Is_Rejected_Words';
import expired from '@salesforce/label/c.Fairlead_Register_Is_Expired';
import expiredWords from '@salesforce/label/c.Fairlead_Register_Is_Expired_Words';
import lapsed from '@salesforce/label/c.Fairlead_Register_Is_Lapsed';
import lapsedWords from '@salesforce/label/c.Fairlead_Register_Is_Lapsed_Words';
import converted from '@salesforce/label/c.Fairlead_Register_Is_Converted';
import convertedWords from '@salesforce/label/c.Fairlead_Register_Is_Converted_Words';
import withdrawn from '@salesforce/label/c.Fairlead_Register_Is_Withdrawn';
import withdrawnWords from '@salesforce/label/c.Fairlead_Register_Is_Withdrawn_Words';
import daysLeftWords from '@salesforce/label/c.Fairlead_Register_Days_Left';
import lastDay from '@salesforce/label/c.Fairlead_Register_Last_Day';
import extensionAsked from '@salesforce/label/c.Fairlead_Register_Extension_Asked';
import extensionGranted from '@salesforce/label/c.Fairlead_Register_Extension_Granted';
import extensionRefused from '@salesforce/label/c.Fairlead_Register_Extension_Refused';
import why from '@salesforce/label/c.Fairlead_Why';

/** By status: icon, heading and what it means for him. The icon is never alone. */
const VERDICTS = {
  Draft: { icon: 'utility:edit', heading: draft, words: draftWords },
  Submitted: { icon: 'utility:clock', heading: submitted, words: submittedWords },
  Queued: { icon: 'utility:clock', heading: queued, words: queuedWords },
  Approved: { icon: 'utility:success', variant: 'success', heading: approved, words: approvedWords },
  Rejected: { icon: 'utility:info', heading: rejected, words: rejectedWords },
  Expired: { icon: 'utility:clock', heading: expired, words: expiredWords },
  Lapsed: { icon: 'utility:clock', heading: lapsed, words: lapsedWords },
  Converted: { icon: 'utility:success', variant: 'success', heading: converted, words: convertedWords },
  Withdrawn: { icon: 'utility:back', heading: withdrawn, words: withdrawnWords }
};

/** Statuses in which it matters whether more time was given. */
const EXTENDED = ['Approved', 'Expired'];
const EXTENSIONS = { Granted: extensionGranted, Refused: extensionRefused };

const PAST = ['Converted', 'Lapsed', 'Withdrawn'];

/** What was decided on a registration, until when it protects, and why. */
export default class RegistrationVerdict extends LightningElement {
  /** As `c/registrations` gives it. */
  @api registration;

  label = { why };

  get verdict() {
    return VERDICTS[this.registration.status] ?? { icon: 'utility:info', heading: this.registration.statusLabel };
  }

  get icon() {
    return this.verdict.icon;
  }

  get iconVariant() {
    return this.verdict.variant;
  }

  get heading() {
    const { status, queuePosition } = this.registration;
    const until = endOf(this.registration);
    const value = status === 'Approved' && until ? dayInWords(until) : queuePosition;
    return this.verdict.heading.replace('{0}', () => value ?? '');
  }

  get words() {
    return this.verdict.words;
  }

  get reasons() {
    // Why it was approved is of no interest any more once it came to something else.
    if (PAST.includes(this.registration.status)) return [];
    return decisionInWords(this.registration.reason).map((words, index) => ({ key: String(index), words }));
  }

  get hasReasons() {
    return this.reasons.length > 0;
  }

  get hasClock() {
    return isProtected(this.registration);
  }

  get clock() {
    const days = daysLeft(this.registration);
    return days <= 1 ? lastDay : daysLeftWords.replace('{0}', () => days);
  }

  get shareLeft() {
    return shareLeft(this.registration);
  }

  /** What came of his request for more time. */
  get extension() {
    const { extensionRequestedAt, extensionDecision, extensionDecidedAt, status } = this.registration;
    if (!extensionRequestedAt || !EXTENDED.includes(status)) return undefined;
    const told = EXTENSIONS[extensionDecision];
    if (told) return told.replace('{0}', () => dayInWords(extensionDecidedAt));
    return status === 'Approved' ? extensionAsked.replace('{0}', () => dayInWords(extensionRequestedAt)) : undefined;
  }
}
