/** A custom field from its `field-meta.xml`. */
import type { FieldDef, FieldType } from '../types.ts';
import { field, type FieldOptions } from './field.ts';
import { ElementReader, type SourceFile } from './source.ts';

const simpleTypes: Record<string, FieldType> = {
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Html: 'textarea',
  Email: 'email',
  Phone: 'phone',
  Url: 'url',
  Checkbox: 'boolean',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Date: 'date',
  DateTime: 'datetime',
  Time: 'time',
  Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist',
  Lookup: 'reference',
  MasterDetail: 'reference',
  AutoNumber: 'string',
  EncryptedText: 'encryptedstring',
};

const lengths: Record<string, number> = {
  TextArea: 255,
  Email: 80,
  Phone: 40,
  Url: 255,
  Picklist: 255,
  MultiselectPicklist: 4099,
};
/** Longest text a formula may give. */
const FORMULA_TEXT_LENGTH = 1300;

export function customField(file: SourceFile): FieldDef {
  const xml = new ElementReader(file.path, file.root);
  const name = xml.needed('fullName');
  if (!name.endsWith('__c'))
    return xml.fail('fullName', `${name} is not a custom field; standard fields stay as they are`);
  const type = xml.needed('type');
  const fieldType = simpleTypes[type] ?? xml.fail('type', `${type} is not known to the stand-in org`);
  const formula = xml.text('formula');
  const base: FieldOptions = {
    custom: true,
    label: xml.needed('label'),
    inlineHelpText: xml.text('inlineHelpText'),
    length: xml.number('length') ?? lengths[type] ?? 0,
    precision: xml.number('precision') ?? 0,
    scale: xml.number('scale') ?? 0,
    required: xml.flag('required'),
    unique: xml.flag('unique'),
    externalId: xml.flag('externalId'),
    defaultValue: xml.text('defaultValue'),
    formula,
    blankAs: xml.oneOf('formulaTreatBlanksAs', ['BlankAsZero', 'BlankAsBlank']) === 'BlankAsBlank' ? 'blank' : 'zero',
    trackHistory: xml.flag('trackHistory'),
  };
  const result = field(name, fieldType, base, typed(type, name, xml), formula === null ? {} : computed(fieldType));
  result.permissionable = !result.required && !result.masterDetail;
  xml.skip('description', 'trackTrending', 'trackFeedHistory', 'visibleLines', 'displayFormat', 'startingNumber');
  xml.skip('securityClassification', 'businessStatus', 'complianceGroup', 'caseSensitive', 'externalDeveloperName');
  xml.done();
  return result;
}

function computed(type: FieldType): FieldOptions {
  return {
    createable: false,
    updateable: false,
    defaultValue: null,
    ...(type === 'string' ? { length: FORMULA_TEXT_LENGTH } : {}),
  };
}

function typed(type: string, name: string, xml: ElementReader): FieldOptions {
  switch (type) {
    case 'Lookup':
    case 'MasterDetail':
      return relation(type, name, xml);
    case 'Picklist':
    case 'MultiselectPicklist':
      return { ...values(xml) };
    case 'AutoNumber':
      return autoNumber(xml);
    case 'Checkbox':
      return { defaultValue: xml.text('defaultValue') ?? 'false' };
    default:
      return {};
  }
}

export function autoNumber(xml: ElementReader): FieldOptions {
  const format = xml.needed('displayFormat');
  if (!/^[^{}]*\{0+\}[^{}]*$/.test(format)) xml.fail('displayFormat', `${format} is not understood`);
  return { autoNumber: format, length: 30, createable: false, updateable: false };
}

function relation(type: string, name: string, xml: ElementReader): FieldOptions {
  const children = xml.text('relationshipName');
  const onDelete = xml.oneOf('deleteConstraint', ['SetNull', 'Restrict', 'Cascade']);
  xml.skip('relationshipLabel', 'relationshipOrder', 'lookupFilter');
  if (xml.list('lookupFilter').length > 0) xml.fail('lookupFilter', 'is not known to the stand-in org');
  const masterDetail = type === 'MasterDetail';
  return {
    length: 18,
    referenceTo: [xml.needed('referenceTo')],
    relationshipName: name.replace(/__c$/, '__r'),
    childRelationshipName: children === null ? null : `${children}__r`,
    masterDetail,
    required: masterDetail || xml.flag('required'),
    updateable: !masterDetail || xml.flag('reparentableMasterDetail'),
    writeRequiresMasterRead: xml.flag('writeRequiresMasterRead'),
    cascadeDelete: masterDetail || onDelete === 'Cascade',
    restrictedDelete: onDelete === 'Restrict',
  };
}

function values(xml: ElementReader): FieldOptions {
  const [set, ...more] = xml.list('valueSet');
  if (!set || more.length > 0) return xml.fail('valueSet', 'is missing or repeated');
  const restricted = set.flag('restricted');
  const [definition] = set.list('valueSetDefinition');
  if (!definition)
    return xml.fail('valueSetDefinition', 'is missing: global value sets are not known to the stand-in org');
  definition.skip('sorted');
  const picklist = definition.list('value').map((value) => {
    const entry = {
      value: value.needed('fullName'),
      label: value.text('label') ?? value.needed('fullName'),
      default: value.flag('default'),
      active: value.flag('isActive', true),
    };
    value.skip('color', 'description');
    value.done();
    return entry;
  });
  definition.done();
  set.done();
  return { picklist, restricted };
}
