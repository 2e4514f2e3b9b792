/** `/ui-api/object-info`: an object's properties and fields, and the values of its picklists. */
import { createHash } from 'node:crypto';
import { isServed } from '../graphql/objects.ts';
import { wordsFor, type Words } from '../language.ts';
import { childRelationships } from '../schema/index.ts';
import { OrgError, type FieldDef, type FieldType, type ObjectDef } from '../types.ts';
import { fieldNamed, notFound, notSupported, type Call, type Org } from './call.ts';
import { describeField, objectInfo } from './describe.ts';

/** The one record type of an org without any. */
const MASTER = '012000000000000AAA';

const dataTypes: Record<FieldType, string> = {
  id: 'Id',
  string: 'String',
  textarea: 'TextArea',
  email: 'Email',
  phone: 'Phone',
  url: 'Url',
  picklist: 'Picklist',
  multipicklist: 'MultiPicklist',
  boolean: 'Boolean',
  int: 'Int',
  double: 'Double',
  currency: 'Currency',
  percent: 'Percent',
  date: 'Date',
  datetime: 'DateTime',
  time: 'Time',
  reference: 'Reference',
  address: 'Address',
  encryptedstring: 'EncryptedString',
};

/** The object as the user may see it. Throws where he may not, or the User Interface API does not have it. */
export function uiObject(name: string, call: Call, org: Org): ObjectDef {
  const object = org.records.objectFor(call.session, name);
  if (isServed(object)) return object;
  throw new OrgError(400, 'INVALID_TYPE', `Object ${object.name} is not supported in UI API`);
}

export const eTagOf = (body: object): string => createHash('md5').update(JSON.stringify(body)).digest('hex');

export function objectInformation(object: ObjectDef, call: Call, org: Org) {
  const words = wordsFor(org.records, call.session.userId);
  const about = objectInfo(object, call, org, words);
  const fields = [...object.fields.values()].filter((field) =>
    org.records.mayRead(call.session, object.name, field.name),
  );
  const children = childRelationships(org.records.schema, object.name).filter(
    (child) => child.name !== null && org.records.mayRead(call.session, child.object, child.field),
  );
  return {
    apiName: object.name,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: children.map((child) => ({
      childObjectApiName: child.object,
      fieldName: child.field,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: child.name,
    })),
    compactLayoutable: true,
    createable: about.createable,
    custom: object.custom,
    defaultRecordTypeId: MASTER,
    deletable: about.deletable,
    dependentFields: {},
    feedEnabled: about.feedEnabled,
    fields: Object.fromEntries(fields.map((field) => [field.name, fieldInformation(object, field, call, org, words)])),
    keyPrefix: about.keyPrefix,
    label: about.label,
    labelPlural: about.labelPlural,
    layoutable: about.layoutable,
    mruEnabled: about.mruEnabled,
    nameFields: fields.filter((field) => field.nameField).map((field) => field.name),
    queryable: about.queryable,
    recordTypeInfos: {
      [MASTER]: {
        available: true,
        defaultRecordTypeMapping: true,
        master: true,
        name: 'Master',
        recordTypeId: MASTER,
      },
    },
    searchLayoutable: true,
    searchable: about.searchable,
    themeInfo: null,
    updateable: about.updateable,
  };
}

function fieldInformation(object: ObjectDef, field: FieldDef, call: Call, org: Org, words: Words) {
  const described = describeField(object, field, call, org, words);
  return {
    apiName: field.name,
    calculated: described.calculated,
    compound: field.type === 'address',
    compoundComponentName: null,
    compoundFieldName: described.compoundFieldName,
    controllerName: null,
    controllingFields: [],
    createable: described.createable,
    custom: field.custom,
    dataType: dataTypes[field.type],
    externalId: field.externalId,
    extraTypeInfo: null,
    filterable: described.filterable,
    filteredLookupInfo: null,
    highScaleNumber: false,
    htmlFormatted: false,
    inlineHelpText: described.inlineHelpText,
    label: described.label,
    length: field.length,
    maskType: null,
    nameField: field.nameField,
    polymorphicForeignKey: described.polymorphicForeignKey,
    precision: described.precision,
    reference: field.type === 'reference',
    referenceTargetField: null,
    referenceToInfos: field.referenceTo.map((apiName) => ({ apiName, nameFields: nameFieldsOf(apiName, org) })),
    relationshipName: field.relationshipName,
    required: field.required,
    scale: field.scale,
    searchPrefilterable: described.searchPrefilterable,
    sortable: described.sortable,
    unique: field.unique,
    updateable: described.updateable,
  };
}

const nameFieldsOf = (object: string, org: Org): string[] =>
  [...(org.records.schema.objects.get(object)?.fields.values() ?? [])]
    .filter((field) => field.nameField)
    .map((field) => field.name);

/** @param path record type and, for the values of one field alone, its name */
export function picklistValues(object: ObjectDef, path: string[], call: Call, org: Org) {
  const [recordType, name, ...more] = path;
  if (recordType === undefined || more.length > 0) throw notFound();
  if (recordType !== MASTER) throw notSupported('a record type other than the master');
  const base = `/services/data/v${call.version}/ui-api/object-info/${object.name}/picklist-values/${MASTER}`;
  const isPicklist = (field: FieldDef) => field.type === 'picklist' || field.type === 'multipicklist';
  const mayRead = (field: FieldDef) => org.records.mayRead(call.session, object.name, field.name);
  const words = wordsFor(org.records, call.session.userId);
  if (name === undefined) {
    const fields = [...object.fields.values()].filter((field) => isPicklist(field) && mayRead(field));
    const listed = fields.map((field) => [field.name, valuesOf(field, base, words)] as const);
    return { picklistFieldValues: Object.fromEntries(listed) };
  }
  const field = fieldNamed(object, name);
  if (!field || !isPicklist(field) || !mayRead(field)) {
    throw new OrgError(400, 'INVALID_FIELD', `${name} is not a picklist field of ${object.name}`);
  }
  return valuesOf(field, base, words);
}

function valuesOf(field: FieldDef, base: string, words: Words) {
  const values = words
    .choices(field)
    .filter((entry) => entry.active)
    .map(({ label, value }) => ({ attributes: null, label, validFor: [], value }));
  const standard = field.picklist.find((entry) => entry.default)?.value;
  return {
    controllerValues: {},
    defaultValue: values.find(({ value }) => value === standard) ?? null,
    url: `${base}/${field.name}`,
    values,
  };
}
