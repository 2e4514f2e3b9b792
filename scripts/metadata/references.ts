/** Whether everything that metadata names exists: objects, fields, permissions, tabs. */
import type { OrgSchema } from '../../test/local-org/types.ts';
import { children, lineOf, text, texts, type Element, type Finding, type MetadataFile } from './files.ts';

/** Columns of list views that are no field names. */
const listColumns: Record<string, string> = {
  NAME: 'Name',
  CREATED_DATE: 'CreatedDate',
  CREATEDBY_USER: 'CreatedById',
  UPDATEDBY_USER: 'LastModifiedById',
  LAST_UPDATE: 'LastModifiedDate',
  'OWNER.ALIAS': 'OwnerId',
};

export interface Names {
  schema: OrgSchema;
  files: MetadataFile[];
  /** Custom labels by name. */
  labels: Map<string, string>;
}

export function namesOf(schema: OrgSchema, files: MetadataFile[]): Names {
  const labels = files
    .filter((file) => file.type === 'CustomLabels')
    .flatMap((file) => children(file.root, 'labels'))
    .map((label) => [text(label, 'fullName'), text(label, 'value')] as const);
  return { schema, files, labels: new Map(labels) };
}

export function checkReferences(file: MetadataFile, names: Names, findings: Finding[]): void {
  const report = (needle: string, what: string) => findings.push({ where: lineOf(file, needle), what });
  switch (file.type) {
    case 'PermissionSet':
      return checkPermissionSet(file, names, report);
    case 'CustomApplication':
      for (const tab of texts(file.root, 'tabs')) {
        if (!tab.startsWith('standard-') && !exists(names, 'CustomTab', tab))
          report(`>${tab}<`, `tab ${tab} does not exist`);
      }
      return;
    case 'CustomTab':
      if (text(file.root, 'customObject') === 'true' && !names.schema.objects.has(file.name)) {
        report('<customObject>', `object ${file.name} does not exist`);
      }
      return;
    case 'ListView':
      for (const column of [
        ...texts(file.root, 'columns'),
        ...children(file.root, 'filters').map((f) => text(f, 'field')),
      ]) {
        checkField(file.object ?? '', listColumns[column] ?? column, names, report, column);
      }
      return;
    case 'CompactLayout':
      for (const field of texts(file.root, 'fields')) checkField(file.object ?? '', field, names, report);
      return;
    case 'CustomObject':
      checkObject(file, names, report);
      return;
    case 'CustomField':
      checkLookup(file, names, report);
      return;
    case 'ValidationRule': {
      const shown = text(file.root, 'errorDisplayField');
      if (shown !== '') checkField(file.object ?? '', shown, names, report);
      return;
    }
    case 'PlatformEventChannelMember':
      checkMember(file, names, report);
      return;
    default:
      return;
  }
}

type Report = (needle: string, what: string) => void;

function exists(names: Names, type: string, name: string): boolean {
  return names.files.some((file) => file.type === type && file.name === name);
}

function checkField(object: string, field: string, names: Names, report: Report, shown = field): void {
  const def = names.schema.objects.get(object);
  if (def === undefined) report(`>${shown}<`, `object ${object} does not exist`);
  else if (!def.fields.has(field)) report(`>${shown}<`, `field ${object}.${field} does not exist`);
}

function checkPermissionSet(file: MetadataFile, names: Names, report: Report): void {
  const objects = new Map(children(file.root, 'objectPermissions').map((each) => [text(each, 'object'), each]));
  for (const [object, granted] of objects) checkObjectPermission(object, granted, names, report);
  const seen = new Set<string>();
  for (const permission of children(file.root, 'fieldPermissions')) {
    const path = text(permission, 'field');
    if (seen.has(path)) report(`>${path}<`, `${path} stands twice`);
    seen.add(path);
    const [object = '', field = ''] = path.split('.');
    checkField(object, field, names, report, path);
    const def = names.schema.objects.get(object)?.fields.get(field);
    if (def === undefined) continue;
    if (def.custom && (def.required || def.masterDetail))
      report(`>${path}<`, `${path} is required: it takes no field permission`);
    if (def.formula !== null && text(permission, 'editable') === 'true')
      report(`>${path}<`, `${path} is a formula: nobody edits it`);
    if (def.custom && names.schema.objects.get(object)?.custom === true && !objects.has(object)) {
      report(`>${path}<`, `${path} is granted without its object`);
    }
  }
  for (const custom of children(file.root, 'customPermissions')) {
    const name = text(custom, 'name');
    if (!names.schema.customPermissions.includes(name)) report(`>${name}<`, `custom permission ${name} does not exist`);
  }
  for (const app of children(file.root, 'applicationVisibilities')) {
    const name = text(app, 'application');
    if (!exists(names, 'CustomApplication', name)) report(`>${name}<`, `application ${name} does not exist`);
  }
  for (const setting of children(file.root, 'tabSettings')) {
    const name = text(setting, 'tab');
    if (!name.startsWith('standard-') && !exists(names, 'CustomTab', name))
      report(`>${name}<`, `tab ${name} does not exist`);
  }
}

/** What a deploy refuses: rights that need others which are not granted. */
function checkObjectPermission(object: string, granted: Element, names: Names, report: Report): void {
  if (!names.schema.objects.has(object)) report(`>${object}<`, `object ${object} does not exist`);
  const has = (name: string) => text(granted, name) === 'true';
  const needs: [string, string][] = [
    ['allowEdit', 'allowRead'],
    ['allowCreate', 'allowRead'],
    ['allowDelete', 'allowEdit'],
    ['viewAllRecords', 'allowRead'],
    ['modifyAllRecords', 'viewAllRecords'],
    ['modifyAllRecords', 'allowDelete'],
  ];
  for (const [right, other] of needs)
    if (has(right) && !has(other)) report(`>${object}<`, `${object}: ${right} needs ${other}`);
}

function checkObject(file: MetadataFile, names: Names, report: Report): void {
  const compact = text(file.root, 'compactLayoutAssignment');
  const own = names.files.some(
    (other) => other.type === 'CompactLayout' && other.object === file.name && other.name === compact,
  );
  if (compact !== '' && compact !== 'SYSTEM' && !own)
    report('<compactLayoutAssignment>', `compact layout ${compact} does not exist`);
  for (const layout of children(file.root, 'searchLayouts')) {
    for (const field of texts(layout, 'searchResultsAdditionalFields')) checkField(file.name, field, names, report);
  }
}

function checkLookup(file: MetadataFile, names: Names, report: Report): void {
  const target = text(file.root, 'referenceTo');
  if (target === '') return;
  if (!names.schema.objects.has(target)) report('<referenceTo>', `object ${target} does not exist`);
  const relationship = text(file.root, 'relationshipName');
  const twin = names.files.find(
    (other) =>
      other !== file &&
      other.type === 'CustomField' &&
      text(other.root, 'referenceTo') === target &&
      text(other.root, 'relationshipName') === relationship,
  );
  if (twin !== undefined)
    report('<relationshipName>', `relationship ${relationship} to ${target} is taken by ${twin.shown}`);
}

function checkMember(file: MetadataFile, names: Names, report: Report): void {
  const channel = text(file.root, 'eventChannel');
  if (!exists(names, 'PlatformEventChannel', channel)) report('<eventChannel>', `channel ${channel} does not exist`);
  const entity = text(file.root, 'selectedEntity');
  const object = entity.endsWith('__ChangeEvent')
    ? entity.replace(/ChangeEvent$/, 'c')
    : entity.replace(/ChangeEvent$/, '');
  if (!names.schema.objects.has(object)) report('<selectedEntity>', `${entity}: object ${object} does not exist`);
}
