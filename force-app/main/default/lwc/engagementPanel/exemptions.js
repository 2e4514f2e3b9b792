import requested from '@salesforce/label/c.Fairlead_Exemption_Requested';
import granted from '@salesforce/label/c.Fairlead_Exemption_Granted';
import grantedUntil from '@salesforce/label/c.Fairlead_Exemption_Granted_Until';
import over from '@salesforce/label/c.Fairlead_Exemption_Over';
import refused from '@salesforce/label/c.Fairlead_Exemption_Refused';
import answer from '@salesforce/label/c.Fairlead_Exemption_Answer';
import { dayInWords } from 'c/dates';

const ICONS = { Requested: 'utility:clock', Granted: 'utility:check', Refused: 'utility:info' };

/** The latest request of a deal in words; nothing where none was made. */
export function latestRequest(nodes, now) {
  const [node] = nodes;
  if (!node) return undefined;
  const status = node.Status__c.value;
  const until = node.Valid_Until__c?.value;
  const isOver = Boolean(until) && new Date(until).getTime() <= now;
  return {
    id: node.Id,
    status,
    statusWord: node.Status__c.displayValue ?? status,
    isOpen: status === 'Requested',
    isInForce: status === 'Granted' && !isOver,
    icon: ICONS[status] ?? 'utility:info',
    words: sentence(status, until, isOver)
      .replace('{0}', () => dayInWords(node.Decided_At__c?.value ?? node.CreatedDate.value))
      .replace('{1}', () => node.Reason_Code__c.displayValue ?? node.Reason_Code__c.value)
      .replace('{2}', () => dayInWords(new Date(until).getTime() - 1)),
    answer: answerOf(node.Decision_Reason__c?.value)
  };
}

/** What the channel manager wrote with his answer. */
function answerOf(words) {
  return words ? answer.replace('{0}', () => words) : undefined;
}

function sentence(status, until, isOver) {
  if (status === 'Requested') return requested;
  if (status === 'Refused') return refused;
  if (isOver) return over;
  return until ? grantedUntil : granted;
}
