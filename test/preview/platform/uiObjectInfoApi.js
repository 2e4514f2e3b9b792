/** `lightning/uiObjectInfoApi`: an object's properties and the values of its picklists. */
import { call, resource } from './org.js';
import { answerOf } from './uiRecordApi.js';
import { adapter } from './wire.js';

const objectInfo = resource('ui-api/object-info');
const nameOf = (object) => (typeof object === 'string' ? object : object.objectApiName);

export const getObjectInfo = adapter(
  ({ objectApiName }) => answerOf(call('GET', `${objectInfo}/${nameOf(objectApiName)}`)),
  ({ objectApiName }) => Boolean(objectApiName),
);

export const getPicklistValues = adapter(
  ({ recordTypeId, fieldApiName }) => {
    const [object, field] =
      typeof fieldApiName === 'string'
        ? fieldApiName.split('.')
        : [fieldApiName.objectApiName, fieldApiName.fieldApiName];
    return answerOf(call('GET', `${objectInfo}/${object}/picklist-values/${recordTypeId}/${field}`));
  },
  ({ recordTypeId, fieldApiName }) => Boolean(recordTypeId && fieldApiName),
);

export const getPicklistValuesByRecordType = adapter(
  ({ objectApiName, recordTypeId }) =>
    answerOf(call('GET', `${objectInfo}/${nameOf(objectApiName)}/picklist-values/${recordTypeId}`)),
  ({ objectApiName, recordTypeId }) => Boolean(objectApiName && recordTypeId),
);
