/** `/ui-api/…`: what `lightning/uiRecordApi` and `lightning/uiObjectInfoApi` ask. */
import { notAllowed, notFound, notSupported, type Answer, type Call, type Org } from './call.ts';
import { eTagOf, objectInformation, picklistValues, uiObject } from './ui-object-info.ts';
import { createRecord, record } from './ui-records.ts';

export function uiApi(call: Call, org: Org): Answer {
  const [, kind, name, part, ...rest] = call.path;
  if (kind === 'records' && name === undefined) {
    if (call.method !== 'POST') throw notAllowed(call, 'POST');
    return createRecord(call, org);
  }
  if (kind === 'records' && name !== undefined && part === undefined) return record(name, call, org);
  if (kind === 'object-info' && name !== undefined) {
    if (call.method !== 'GET') throw notAllowed(call, 'GET');
    const object = uiObject(name, call, org);
    if (part === undefined) return tagged(objectInformation(object, call, org));
    if (part === 'picklist-values') return tagged(picklistValues(object, rest, call, org));
  }
  throw kind === undefined ? notFound() : notSupported(`/${call.path.join('/')}`);
}

const tagged = (body: object): Answer => ({ status: 200, body: { ...body, eTag: eTagOf(body) } });
