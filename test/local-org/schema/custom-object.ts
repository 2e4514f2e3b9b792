/** Custom objects from source, and what force-app adds to standard ones. */
import type { FieldDef, ObjectDef, ValidationRule } from '../types.ts';
import { nameText, reference, text } from './field.ts';
import { autoNumber } from './custom-field.ts';
import { standard } from './object.ts';
import { ElementReader, type SourceFile } from './source.ts';

const presentation = [
  'description',
  'actionOverrides',
  'compactLayoutAssignment',
  'searchLayouts',
  'enableBulkApi',
  'enableFeeds',
  'enableReports',
  'enableSearch',
  'enableSharing',
  'enableStreamingApi',
  'enableLicensing',
  'allowInChatterGroups',
  'startsWith',
  'gender',
  'visibility',
];

const sharingModels = {
  Private: 'Private',
  Read: 'Read',
  ReadWrite: 'ReadWrite',
  ControlledByParent: 'ControlledByParent',
} as const;

export interface ObjectSource {
  object: ObjectDef;
  enableHistory: boolean;
  enableActivities: boolean;
}

/** The custom object without its custom fields, which lie in files of their own. */
export function customObject(file: SourceFile, keyPrefix: string): ObjectSource {
  const xml = new ElementReader(file.path, file.root);
  const label = xml.needed('label');
  const customSettingsType = xml.oneOf('customSettingsType', ['Hierarchy']);
  const isSetting = customSettingsType !== null;
  const sharingModel = xml.oneOf('sharingModel', Object.keys(sharingModels) as (keyof typeof sharingModels)[]);
  if (!isSetting && sharingModel === null) xml.fail('sharingModel', 'is missing');
  const object = standard(
    file.object ?? file.name,
    keyPrefix,
    {
      label,
      plural: xml.text('pluralLabel') ?? `${label}s`,
      custom: true,
      customSetting: isSetting,
      sharing: sharingModel === null ? 'ReadWrite' : sharingModels[sharingModel],
      owner: !isSetting && sharingModel !== 'ControlledByParent',
    },
    isSetting ? settingFields() : [nameField(xml)],
  );
  const source = { object, enableHistory: xml.flag('enableHistory'), enableActivities: xml.flag('enableActivities') };
  const status = xml.oneOf('deploymentStatus', ['Deployed', 'InDevelopment']);
  if (status === 'InDevelopment') xml.fail('deploymentStatus', 'is InDevelopment, so nobody could use the object');
  xml.skip(...presentation, 'externalSharingModel');
  xml.done();
  return source;
}

function nameField(xml: ElementReader): FieldDef {
  const [definition] = xml.list('nameField');
  if (!definition) return xml.fail('nameField', 'is missing');
  const label = { label: definition.text('label') ?? 'Name' };
  const type = definition.oneOf('type', ['Text', 'AutoNumber']);
  const tracked = { trackHistory: definition.flag('trackHistory') };
  const result =
    type === 'AutoNumber'
      ? text(
          'Name',
          80,
          { nameField: true, permissionable: false },
          autoNumber(definition),
          { length: 80 },
          label,
          tracked,
        )
      : nameText(80, label, tracked);
  definition.skip('startingNumber', 'displayFormat', 'trackFeedHistory');
  definition.done();
  return result;
}

/** Rows of a hierarchy setting belong to the organisation, a profile or a user. */
function settingFields(): FieldDef[] {
  return [
    nameText(38, { required: false }),
    reference('SetupOwnerId', ['Organization', 'Profile', 'User'], null, {
      required: true,
      unique: true,
      permissionable: false,
      label: 'Location',
    }),
  ];
}

/** Changes that an `object-meta.xml` makes to a standard object: history and presentation, nothing else. */
export function standardObjectSource(file: SourceFile): { enableHistory: boolean } {
  const xml = new ElementReader(file.path, file.root);
  const enableHistory = xml.flag('enableHistory');
  xml.skip(...presentation, 'externalSharingModel', 'recordTypeTrackHistory', 'enableActivities');
  xml.done();
  return { enableHistory };
}

export function validationRule(file: SourceFile): ValidationRule {
  const xml = new ElementReader(file.path, file.root);
  const message = xml.needed('errorMessage');
  if (message.length > 255) xml.fail('errorMessage', `has ${message.length} characters; at most 255 are allowed`);
  const rule = {
    name: xml.needed('fullName'),
    active: xml.flag('active'),
    formula: xml.needed('errorConditionFormula'),
    message,
    errorField: xml.text('errorDisplayField'),
  };
  xml.skip('description');
  xml.done();
  return rule;
}
