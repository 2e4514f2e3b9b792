import { dayInWords, fromNow } from 'c/dates';
import exemption from '@salesforce/label/c.Fairlead_Request_Exemption';
import anyExemption from '@salesforce/label/c.Fairlead_Request_Exemption_Any';
import extension from '@salesforce/label/c.Fairlead_Request_Extension';
import asked from '@salesforce/label/c.Fairlead_Request_Asked';
import protectedFor from '@salesforce/label/c.Fairlead_Request_Protected';
import engaged from '@salesforce/label/c.Fairlead_Request_Engaged';
import notEngaged from '@salesforce/label/c.Fairlead_Request_Not_Engaged';
import answerTo from '@salesforce/label/c.Fairlead_Request_Answer_To';

/** A salesperson's request to leave the partner out, as the desk shows it. */
export function exemptionOf(node, now) {
  const { Opportunity__r: deal } = node;
  const partner = deal.Deal_Assessment__r?.Required_Partner__r?.Name?.value;
  return rowOf({
    kind: 'exemption',
    id: node.Id,
    recordId: deal.Id,
    icon: 'utility:user_role',
    deal: deal.Name.value,
    amount: deal.Amount?.value,
    what: partner ? exemption.replace('{0}', () => partner) : anyExemption,
    who: node.CreatedBy?.Name?.value,
    at: node.CreatedDate.value,
    reason: node.Reason_Code__c?.displayValue ?? node.Reason_Code__c?.value,
    words: node.Reason__c?.value,
    now
  });
}

/** A partner's request for more time, with what shows whether he is at work on the deal. */
export function extensionOf(node, now) {
  const until = node.Protected_Until__c?.value;
  const engagedAt = node.Engaged_At__c?.value;
  return rowOf({
    kind: 'extension',
    id: node.Id,
    recordId: node.Id,
    icon: 'utility:date_input',
    deal: node.Customer_Name__c.value,
    amount: node.Amount__c?.value,
    what: extension,
    who: node.Partner__r?.Name?.value,
    at: node.Extension_Requested_At__c.value,
    until,
    offered: node.Extension_Until__c?.value,
    facts: [
      filled(protectedFor, dayInWords(node.Protected_From__c.value), dayInWords(until)),
      engagedAt ? filled(engaged, dayInWords(engagedAt)) : notEngaged
    ].join(' · '),
    now
  });
}

function rowOf({ now, ...row }) {
  return {
    ...row,
    hasAmount: row.amount !== null && row.amount !== undefined,
    asked: filled(asked, row.who ?? '', fromNow(row.at, now)),
    askedOn: dayInWords(row.at),
    answerTo: filled(answerTo, row.deal)
  };
}

function filled(words, ...values) {
  return words.replace(/\{(\d)\}/g, (_, index) => values[index]);
}
