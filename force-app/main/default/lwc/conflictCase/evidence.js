import { factInWords } from 'c/conflictFacts';
import opportunity from '@salesforce/label/c.Fairlead_Desk_Show_Opportunity';
import registration from '@salesforce/label/c.Fairlead_Desk_Show_Registration';
import account from '@salesforce/label/c.Fairlead_Desk_Show_Account';
import activity from '@salesforce/label/c.Fairlead_Desk_Show_Activity';
import quote from '@salesforce/label/c.Fairlead_Desk_Show_Quote';

/** What to call the record that shows something. Rows of a list, such as partners of a deal, have no page of their own. */
const RECORDS = {
  Opportunity: opportunity,
  'Deal Registration': registration,
  Deal_Registration__c: registration,
  Account: account,
  Activity: activity,
  Quote: quote
};

/** What happened, in order, for the timeline. */
export function evidenceOf(node, urls) {
  return evidenceRows(node).map((row) => {
    const record = RECORDS[row.Object__c?.value];
    // What became of a registration is the fact itself.
    const isChange = record !== registration;
    return {
      key: row.Id,
      at: row.At__c?.value,
      words: factInWords(row.Fact__c?.value, row.What__c?.value),
      from: isChange ? row.From__c?.value : undefined,
      to: isChange ? row.To__c?.value : undefined,
      by: row.By__r?.Name?.value,
      record,
      url: record ? urls[row.Record_Id__c?.value] : undefined
    };
  });
}

/** The records that the case leads to. */
export function recordsOf(node) {
  if (!node) return [];
  const shown = evidenceRows(node).filter((row) => row.Object__c?.value in RECORDS);
  return [node.Id, node.Opportunity__r?.Id, node.Registration__r?.Id, ...shown.map((row) => row.Record_Id__c?.value)];
}

function evidenceRows(node) {
  return (node.Conflict_Evidence__r?.edges ?? []).map((edge) => edge.node);
}
