/** Describe, global and of one object, from the schema and what the session may do. */
import { wordsFor, type Words } from '../language.ts';
import { addressParts, childRelationships } from '../schema/index.ts';
import { isGroupable } from '../soql/operand.ts';
import type { FieldDef, FieldType, ObjectDef } from '../types.ts';
import type { Call, Org } from './call.ts';

const soapTypes: Record<FieldType, string> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  address: 'urn:address',
  string: 'xsd:string',
  textarea: 'xsd:string',
  email: 'xsd:string',
  phone: 'xsd:string',
  url: 'xsd:string',
  picklist: 'xsd:string',
  multipicklist: 'xsd:string',
  encryptedstring: 'xsd:string',
};

export function describeGlobal(call: Call, org: Org) {
  const visible = [...org.records.schema.objects.values()].filter(
    (object) => org.records.access(call.session, object.name).read,
  );
  const words = wordsFor(org.records, call.session.userId);
  const sobjects = visible.map((object) => objectInfo(object, call, org, words));
  return { encoding: 'UTF-8', maxBatchSize: 200, sobjects };
}

/** What the global describe says of an object. */
export function objectInfo(object: ObjectDef, call: Call, org: Org, words: Words) {
  const { label, plural } = words.object(object);
  const access = org.records.access(call.session, object.name);
  const base = `/services/data/v${call.version}/sobjects/${object.name}`;
  return {
    activateable: false,
    createable: object.createable && access.create,
    custom: object.custom,
    customSetting: object.customSetting,
    deepCloneable: false,
    deletable: object.deletable && access.delete,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix === '' ? null : object.keyPrefix,
    label,
    labelPlural: plural,
    layoutable: true,
    mergeable: ['Account', 'Contact'].includes(object.name),
    mruEnabled: false,
    name: object.name,
    queryable: object.queryable,
    replicateable: object.replicateable,
    retrieveable: true,
    searchable: true,
    triggerable: true,
    undeletable: object.fields.has('IsDeleted'),
    updateable: object.updateable && access.edit,
    urls: { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` },
  };
}

export function describeObject(object: ObjectDef, call: Call, org: Org) {
  const { records } = org;
  const words = wordsFor(records, call.session.userId);
  const readable = [...object.fields.values()].filter((field) =>
    records.mayRead(call.session, object.name, field.name),
  );
  const children = childRelationships(records.schema, object.name).filter(({ object: child, field }) =>
    records.mayRead(call.session, child, field),
  );
  return {
    ...objectInfo(object, call, org, words),
    childRelationships: children.map((child) => ({
      cascadeDelete: child.cascadeDelete,
      childSObject: child.object,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      deprecatedAndHidden: false,
      field: child.field,
      relationshipName: child.name,
      restrictedDelete: child.restrictedDelete,
    })),
    fields: readable.map((field) => describeField(object, field, call, org, words)),
    namedLayoutInfos: [],
    recordTypeInfos: [
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: true,
        developerName: 'Master',
        master: true,
        name: 'Master',
        recordTypeId: '012000000000000AAA',
      },
    ],
    supportedScopes: [{ label: `All ${words.object(object).plural}`, name: 'everything' }],
  };
}

const audited = [
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'Id',
  'IsDeleted',
];

/** The address that a street or a city is part of. */
function compoundOf(object: ObjectDef, name: string): string | null {
  const addresses = [...object.fields.values()].filter((field) => field.type === 'address');
  return addresses.find((field) => Object.values(addressParts(field.name)).includes(name))?.name ?? null;
}

export function describeField(object: ObjectDef, field: FieldDef, call: Call, org: Org, words: Words) {
  const editable = org.records.mayEdit(call.session, object.name, field.name);
  const isId = field.type === 'id' || field.type === 'reference';
  const longText = field.type === 'textarea' && field.length > 255;
  return {
    aggregatable: !longText && field.type !== 'boolean',
    autoNumber: field.autoNumber !== null,
    aiPredictionField: false,
    byteLength: isId ? field.length : field.length * 3,
    calculated: field.formula !== null,
    calculatedFormula: field.formula,
    cascadeDelete: field.cascadeDelete,
    caseSensitive: false,
    compoundFieldName: compoundOf(object, field.name),
    controllerName: null,
    createable: field.createable && editable,
    custom: field.custom,
    defaultValue: field.type === 'boolean' ? field.defaultValue === 'true' : null,
    defaultValueFormula: field.type === 'boolean' ? null : field.defaultValue,
    defaultedOnCreate:
      field.defaultValue !== null ||
      field.type === 'boolean' ||
      field.autoNumber !== null ||
      ['OwnerId', ...audited].includes(field.name),
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? field.precision : 0,
    displayLocationInDecimal: false,
    encrypted: field.type === 'encryptedstring',
    externalId: field.externalId,
    extraTypeInfo: null,
    filterable: !longText,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: field.formula !== null && field.blankAs === 'zero',
    groupable: isGroupable(field),
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.type === 'id' || field.externalId,
    inlineHelpText: words.help(field),
    label: words.label(field),
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.referenceTo.length > 1,
    nillable: !field.required && field.type !== 'boolean' && field.type !== 'id',
    permissionable: field.permissionable,
    picklistValues: words.choices(field).map((value) => ({
      active: value.active,
      defaultValue: value.default,
      label: value.label,
      validFor: null,
      value: value.value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.type === 'int' ? 0 : field.precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: field.masterDetail ? 0 : null,
    restrictedDelete: field.restrictedDelete,
    restrictedPicklist: field.restricted,
    scale: field.scale,
    searchPrefilterable: field.type === 'reference',
    soapType: soapTypes[field.type],
    sortable: !longText && field.type !== 'multipicklist',
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && editable,
    writeRequiresMasterRead: field.writeRequiresMasterRead,
  };
}
