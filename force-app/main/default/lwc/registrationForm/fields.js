/** From what stands in the form to the fields of the record, and back. */

const WAITING = ['Submitted', 'Queued'];

/** A key for one registration that is to be written once. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether the org refused a record because its key is there already: the first call had arrived. */
export function isDuplicate(error) {
  const output = error?.body?.output;
  const errors = [...(output?.errors ?? []), ...Object.values(output?.fieldErrors ?? {}).flat()];
  return errors.some(({ errorCode }) => errorCode === 'DUPLICATE_VALUE');
}

/** What the form begins with. A partner who has one role has it here too. */
export function valuesOf(registration, { country, roles }) {
  const { customer = '', website, taxId, families = [], amount, closesOn, role, tenderOn } = registration ?? {};
  return {
    ...{ customer, website, taxId, families, amount, closesOn, tenderOn },
    country: registration ? registration.country : country,
    role: role ?? (roles.length === 1 ? roles[0] : undefined)
  };
}

/**
 * The fields to write. Amount and date are corrected in place. Another customer or product is a new submission, which a
 * decided registration no longer takes.
 */
export function fieldsOf(values, { registration, isDraft }) {
  const figures = {
    Amount__c: isEmpty(values.amount) ? null : Number(values.amount),
    Expected_Close_Date__c: values.closesOn || null
  };
  const claim = claimOf(values);
  const keepsItsPlace = WAITING.includes(registration?.status) && isSame(claim, claimOf(registration));
  if (registration?.status === 'Approved' || keepsItsPlace) return figures;
  return { ...figures, ...claim, ...statusFields(registration?.status, isDraft) };
}

/** For whom and for what. */
function claimOf({ customer, website, country, taxId, families, role, tenderOn }) {
  return {
    Customer_Name__c: customer.trim(),
    Customer_Website__c: trimmed(website),
    Customer_Country__c: country || null,
    Customer_Tax_Id__c: trimmed(taxId),
    Product_Families__c: families.join(';') || null,
    Partner_Role__c: role ?? null,
    Tender_Published_On__c: tenderOn || null
  };
}

function isSame(claim, other) {
  return Object.entries(claim).every(([field, value]) => value === other[field]);
}

function statusFields(status, isDraft) {
  if (isDraft) return { Status__c: 'Draft' };
  const submitted = { Submitted_At__c: new Date().toISOString() };
  // One that waits keeps its status: the service looks at it again.
  return WAITING.includes(status) ? submitted : { Status__c: 'Submitted', ...submitted };
}

function trimmed(text) {
  return text?.trim() || null;
}

function isEmpty(value) {
  return value === undefined || value === null || value === '';
}
