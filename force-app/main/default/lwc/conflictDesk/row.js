import { clockOf } from 'c/decisionClock';
import { countryInWords } from 'c/countries';

/** A case as the list shows it. */
export function rowOf(node, now, isNew) {
  const { Registration__r: registration, Customer__r: customer } = node;
  const decided = !['Open', 'Under Review'].includes(node.Status__c?.value);
  const amount = node.Amount_At_Stake__c?.value;
  return {
    id: node.Id,
    customer: customer?.Name?.value ?? registration?.Customer_Name__c?.value ?? node.Name.value,
    partner: node.Partner__r?.Name?.value,
    pattern: node.Pattern__c?.displayValue ?? node.Pattern__c?.value,
    status: node.Status__c?.displayValue ?? node.Status__c?.value,
    severity: node.Severity__c?.displayValue ?? node.Severity__c?.value,
    severityValue: node.Severity__c?.value,
    region: countryInWords(registration?.Customer_Country__c?.value ?? customer?.BillingCountry?.value),
    clock: decided ? null : clockOf(node.Decision_Due__c?.value, now),
    amount,
    hasAmount: amount !== null && amount !== undefined,
    isNew
  };
}
