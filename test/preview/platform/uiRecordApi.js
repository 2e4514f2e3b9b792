/** `lightning/uiRecordApi`: one record read, created, changed or deleted through the org's User Interface API. */
import { call, resource } from './org.js';
import { adapter, readAllAgain } from './wire.js';

const records = resource('ui-api/records');
const pathOf = (field) => (typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`);
const pathsOf = (fields) => [fields].flat().map(pathOf).join(',');

export const getRecord = adapter(
  async ({ recordId, ...asked }) => {
    const query = new URLSearchParams();
    for (const name of ['fields', 'optionalFields']) if (asked[name]) query.set(name, pathsOf(asked[name]));
    for (const name of ['layoutTypes', 'modes']) if (asked[name]) query.set(name, [asked[name]].flat().join(','));
    return answerOf(call('GET', `${records}/${recordId}?${query}`));
  },
  ({ recordId, fields, optionalFields, layoutTypes }) => Boolean(recordId && (fields || optionalFields || layoutTypes)),
);

export async function answerOf(asked) {
  try {
    return { data: await asked, error: undefined };
  } catch (error) {
    return { data: undefined, error };
  }
}

export async function createRecord({ apiName, fields, ...more }) {
  const created = await call('POST', records, { apiName, fields, ...more });
  await readAllAgain();
  return created;
}

export async function updateRecord({ fields: { Id, ...fields }, ...more }, options) {
  if (options) throw new Error('preview: lightning/uiRecordApi updateRecord takes no client options here');
  const updated = await call('PATCH', `${records}/${Id}`, { fields, ...more });
  await readAllAgain();
  return updated;
}

export async function deleteRecord(recordId) {
  await call('DELETE', `${records}/${recordId}`);
  await readAllAgain();
}

export const notifyRecordUpdateAvailable = readAllAgain;

export const getFieldValue = (record, field) => fieldOf(record, field)?.value;
export const getFieldDisplayValue = (record, field) => fieldOf(record, field)?.displayValue;

function fieldOf(record, field) {
  const [, ...steps] = pathOf(field).split('.');
  return steps.reduce((found, step, i) => (i === 0 ? record : found?.value)?.fields?.[step], undefined);
}
