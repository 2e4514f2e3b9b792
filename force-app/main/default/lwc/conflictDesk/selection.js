/** What the desk asks of the org for what the channel manager has chosen. */
import { dueBetween } from 'c/decisionClock';
import { spellingsOf } from 'c/countries';
import { NO_REGION } from 'c/conflictFilters';

export const TO_DECIDE = { Status__c: { in: ['Open', 'Under Review'] } };

/** Cases that are alike come by their id, so that no page repeats or skips one. */
const BY_ID = { Id: { order: 'ASC' } };

export const ORDERS = {
  due: { Decision_Due__c: { order: 'ASC', nulls: 'LAST' }, ...BY_ID },
  newest: { CreatedDate: { order: 'DESC' }, ...BY_ID },
  severity: { Severity__c: { order: 'DESC', nulls: 'LAST' }, Decision_Due__c: { order: 'ASC' }, ...BY_ID },
  amount: { Amount_At_Stake__c: { order: 'DESC', nulls: 'LAST' }, ...BY_ID }
};

/** The filter of the list, as a `Channel_Conflict__c_Filter`. */
export function filterFor({ status, pattern, severity, clock, region }, now) {
  const due = dueBetween(clock, now);
  return {
    and: [
      ...(status === 'to-decide' ? [TO_DECIDE] : equal('Status__c', status)),
      ...equal('Pattern__c', pattern),
      ...equal('Severity__c', severity),
      ...(due ? [{ Decision_Due__c: due }] : []),
      ...inRegion(region)
    ]
  };
}

function equal(field, value) {
  return value === 'all' ? [] : [{ [field]: { eq: value } }];
}

/** The country that the partner registered; where he gave none, the customer's as it stands on the account. */
function inRegion(region) {
  if (region === 'all') return [];
  const registered = (value) => ({ Registration__r: { Customer_Country__c: { eq: value } } });
  const ofCustomer = (countries) => ({ Customer__r: { BillingCountry: { in: countries } } });
  if (region === NO_REGION) return [registered(null), { Customer__r: { BillingCountry: { eq: null } } }];
  return [{ or: [registered(region), { and: [registered(null), ofCustomer(spellingsOf(region))] }] }];
}
