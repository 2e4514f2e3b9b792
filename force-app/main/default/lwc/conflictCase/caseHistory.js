import LOCALE from '@salesforce/i18n/locale';
import { remedyInWords } from 'c/conflictStories';
import { dateInWords } from 'c/dates';
import firstEvidence from '@salesforce/label/c.Fairlead_Desk_History_First';
import detected from '@salesforce/label/c.Fairlead_Desk_History_Detected';
import due from '@salesforce/label/c.Fairlead_Desk_History_Due';
import decided from '@salesforce/label/c.Fairlead_Desk_History_Decided';
import closedItself from '@salesforce/label/c.Fairlead_Desk_History_Closed_Itself';
import reopened from '@salesforce/label/c.Fairlead_Desk_History_Reopened';

const OPEN = ['Open', 'Under Review'];

/**
 * The case and its deal in order of time, the latest first: the case's own dates, and what the service has seen happen to
 * opportunity and registration. Who did these is left out: the evidence names people where the policy lets it.
 * @param node the case as GraphQL gives it
 * @param events as GraphQL gives them
 */
export function historyOf(node, events) {
  const status = node.Status__c.value;
  const reason = node.Decision_Reason__c?.value;
  const said = [node.Dismissed_Because__c?.displayValue, reason].filter(Boolean).join('\n');
  const byItself = remedyInWords(node.Remedy__c?.value, reason);
  const decidedAt = node.Decided_At__c?.value;
  const own = [
    entry('first', node.First_Evidence_At__c?.value, firstEvidence, 'utility:search'),
    entry('detected', node.Detected_At__c?.value, detected, 'utility:alert'),
    OPEN.includes(status) ? entry('due', node.Decision_Due__c?.value, due, 'utility:clock') : null,
    decidedAt
      ? {
          ...entry(
            'decided',
            decidedAt,
            decided.replace('{0}', () => shown(node.Status__c)),
            'utility:check'
          ),
          by: node.Decided_By__r?.Name?.value,
          note: said
        }
      : null,
    !decidedAt && status === 'Remedied' ? undated('closed', closedItself, 'utility:check', byItself, node) : null,
    // A reason without a decision is the service's own from when it closed the case; since then the cause came back.
    !decidedAt && OPEN.includes(status) && said ? undated('reopened', reopened, 'utility:undo', byItself, node) : null
  ];
  return [...own.filter((each) => each?.order), ...events.map(ofDeal)].sort((a, b) => (a.order < b.order ? 1 : -1));
}

function entry(key, at, words, icon) {
  return { key, at, order: at, words, icon };
}

/** What no record dates: it stands where the case was last changed, and tells no day. */
function undated(key, words, icon, note, node) {
  return { key, order: node.LastModifiedDate?.value, words, icon, note };
}

function ofDeal(event) {
  const [from, to] = changeOf(event);
  return {
    key: event.Id,
    at: event.Occurred_At__c?.value,
    order: event.Occurred_At__c?.value,
    words: shown(event.Kind__c),
    from,
    to,
    icon: 'utility:record',
    isSoft: true
  };
}

/** What a change was from and to, said as it is read. Of an owner only the id is kept, which names nobody. */
function changeOf({ Kind__c: kind, From__c: from, To__c: to, Partner__r: partner }) {
  const values = [from?.value, to?.value];
  switch (kind.value) {
    case 'Partner Entered':
      return [undefined, partner?.Name?.value];
    case 'Partner Left':
      return [partner?.Name?.value, undefined];
    case 'Owner Changed':
      return [];
    case 'Close Date Changed':
      return values.map((value) => value && dateInWords(value.slice(0, 10)));
    case 'Amount Changed':
      return values.map((value) => value && amountInWords(value));
    default:
      return values;
  }
}

function amountInWords(value) {
  const amount = Number(value);
  return Number.isNaN(amount) ? value : new Intl.NumberFormat(LOCALE).format(amount);
}

function shown({ value, displayValue }) {
  return displayValue ?? value;
}
