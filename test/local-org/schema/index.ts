/** The org's schema: the standard objects we use plus what force-app brings, less what the org lacks. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature, ObjectDef, OrgSchema } from '../types.ts';
import { activityObjects, calendarObjects } from './catalogue/activities.ts';
import { productObjects } from './catalogue/products.ts';
import { salesObjects } from './catalogue/sales.ts';
import { setupObjects } from './catalogue/setup.ts';
import { customField } from './custom-field.ts';
import { customObject, standardObjectSource, validationRule } from './custom-object.ts';
import { addHistory, type TrackedHistory } from './history.ts';
import { permissionSet } from './permission-set.ts';
import { addShares } from './share.ts';
import { sharingRules } from './sharing-rules.ts';
import { sharingSet } from './sharing-set.ts';
import { ElementReader, MetadataError, readSource, type SourceFile } from './source.ts';
import { addTranslation } from './translations.ts';

export { addressParts, childRelationships, parentField, type ChildRelationship } from './navigation.ts';
export { isAnyType } from './history.ts';
export { sharedObject, shareObject } from './share.ts';
export { MetadataError } from './source.ts';

export type Package = 'main' | 'i18n' | 'cdc' | 'quotes' | 'experience';

export interface SchemaOptions {
  /** Path of the force-app folder. */
  forceApp: string;
  packages: readonly Package[];
  features: Iterable<Feature>;
  /** Fields of standard objects that the customer has chosen to track. */
  trackedHistory?: TrackedHistory;
  /** Organisation-wide defaults that differ from ours: accounts are read by all, opportunities private. */
  sharing?: Record<string, ObjectDef['sharing']>;
}

/** Metadata that changes how things look, not what records hold or who may touch them. */
const presentation = new Set([
  'labels',
  'flexipage',
  'tab',
  'app',
  'layout',
  'listView',
  'compactLayout',
  'fieldSet',
  'webLink',
  'js',
  'css',
  'resource',
  'translation',
  'contentAsset',
  'quickAction',
  'customSite',
  'site',
  'network',
  'digitalExperienceConfig',
  'digitalExperience',
]);
/** Feature without which a package can't be deployed. */
const needs: Partial<Record<Package, Feature>> = {
  i18n: 'translations',
  cdc: 'changeEvents',
  quotes: 'quotes',
  experience: 'experience',
};

/**
 * Reads the schema from source. Throws MetadataError naming file and element for what it does not know, for a
 * package whose feature the org lacks, and for a reference to an object that does not exist.
 */
export function loadSchema(options: SchemaOptions): OrgSchema {
  const features = new Set(options.features);
  const schema: OrgSchema = {
    objects: new Map(standardObjects().map((object) => [object.name, object])),
    features,
    permissionSets: [],
    customPermissions: [],
    sharingSets: [],
    sharingRules: [],
    changeEventEntities: [],
    notificationTypes: [],
    translations: new Map(),
  };
  dropMissingFeatures(schema, features);
  const files = options.packages.flatMap((name) => packageFiles(options.forceApp, name, features));
  const tracked = readObjects(schema, files);
  for (const file of files) readOther(schema, file);
  addHistory(schema, tracked, options.trackedHistory ?? {});
  for (const [name, sharing] of Object.entries(options.sharing ?? {})) {
    const object = schema.objects.get(name);
    if (!object) throw new MetadataError(`sharing: object ${name} does not exist in this org`);
    object.sharing = sharing;
  }
  addShares(schema);
  checkReferences(schema);
  return schema;
}

// A copy each time: what is loaded into one org must not show in another.
const standardObjects = (): ObjectDef[] =>
  structuredClone([...salesObjects, ...productObjects, ...activityObjects, ...calendarObjects, ...setupObjects]);

function packageFiles(forceApp: string, name: Package, features: Set<Feature>): SourceFile[] {
  const feature = needs[name];
  if (feature && !features.has(feature)) {
    throw new MetadataError(`force-app/${name}: can't be deployed to an org without the feature ${feature}`);
  }
  const folder = join(forceApp, name);
  if (!existsSync(folder)) throw new MetadataError(`${folder}: no such folder`);
  return readSource(folder);
}

function dropMissingFeatures(schema: OrgSchema, features: Set<Feature>): void {
  for (const object of schema.objects.values()) {
    if (object.feature && !features.has(object.feature)) schema.objects.delete(object.name);
    for (const field of object.fields.values()) {
      if (field.feature && !features.has(field.feature)) object.fields.delete(field.name);
    }
  }
}

/** Objects first, then their fields and rules. Gives back the objects whose history is on. */
function readObjects(schema: OrgSchema, files: SourceFile[]): Set<string> {
  const withHistory = new Set<string>();
  let customCount = 0;
  for (const file of files.filter((each) => each.kind === 'object')) {
    const known = schema.objects.get(file.name);
    if (known && !known.custom) {
      if (standardObjectSource(file).enableHistory) withHistory.add(file.name);
    } else if (file.name.endsWith('__c')) {
      const source = customObject(file, customPrefix(customCount++));
      schema.objects.set(file.name, source.object);
      if (source.enableHistory) withHistory.add(file.name);
      if (source.enableActivities) allowActivities(schema, file.name);
    } else {
      throw new MetadataError(`${file.path}: object ${file.name} does not exist in this org`);
    }
  }
  for (const file of files) {
    if (file.kind === 'field') addField(objectOf(schema, file), file);
    if (file.kind === 'validationRule') objectOf(schema, file).validationRules.push(validationRule(file));
  }
  if (schema.objects.has('Quote')) allowActivities(schema, 'Quote');
  return withHistory;
}

const addField = (object: ObjectDef, file: SourceFile): void => {
  const added = customField(file);
  object.fields.set(added.name, added);
};

/** Custom objects are a00, a01 … in order of name. */
const customPrefix = (index: number): string => `a${index.toString(36).toUpperCase().padStart(2, '0')}`;

function allowActivities(schema: OrgSchema, object: string): void {
  for (const activity of ['Task', 'Event'])
    schema.objects.get(activity)?.fields.get('WhatId')?.referenceTo.push(object);
}

function objectOf(schema: OrgSchema, file: SourceFile): ObjectDef {
  const object = schema.objects.get(file.object ?? '');
  if (!object) throw new MetadataError(`${file.path}: object ${file.object} does not exist in this org`);
  return object;
}

function readOther(schema: OrgSchema, file: SourceFile): void {
  const xml = new ElementReader(file.path, file.root);
  switch (file.kind) {
    case 'object':
    case 'field':
    case 'validationRule':
    case 'platformEventChannel':
      return;
    case 'permissionset':
      schema.permissionSets.push(permissionSet(file));
      return;
    case 'sharingSet':
      schema.sharingSets.push(...sharingSet(schema, file));
      return;
    case 'sharingRules':
      schema.sharingRules.push(...sharingRules(schema, file));
      return;
    case 'customPermission':
      schema.customPermissions.push(file.name);
      return;
    case 'objectTranslation':
    case 'fieldTranslation':
      addTranslation(schema, file);
      return;
    case 'notiftype':
      schema.notificationTypes.push({ name: file.name, label: xml.needed('masterLabel') });
      return;
    case 'platformEventChannelMember':
      if (schema.features.has('changeEvents')) schema.changeEventEntities.push(changeEventEntity(schema, xml));
      return;
    default:
      if (!presentation.has(file.kind)) {
        throw new MetadataError(`${file.path}: metadata of kind ${file.kind} is not known to the stand-in org`);
      }
  }
}

/** `OpportunityChangeEvent` → `Opportunity`, `Deal__ChangeEvent` → `Deal__c`. */
function changeEventEntity(schema: OrgSchema, xml: ElementReader): string {
  const selected = xml.needed('selectedEntity');
  const entity = selected.replace(/__ChangeEvent$/, '__c').replace(/ChangeEvent$/, '');
  if (!schema.objects.has(entity)) xml.fail('selectedEntity', `${selected} is no object of this org`);
  return entity;
}

function checkReferences(schema: OrgSchema): void {
  for (const object of schema.objects.values()) {
    for (const field of object.fields.values()) {
      const missing = field.referenceTo.find((target) => !schema.objects.has(target));
      if (missing !== undefined) {
        throw new MetadataError(`${object.name}.${field.name} points to ${missing}, which does not exist in this org`);
      }
    }
    const details = [...object.fields.values()].filter((field) => field.masterDetail);
    if (object.custom && !object.customSetting && (object.sharing === 'ControlledByParent') !== details.length > 0) {
      throw new MetadataError(
        `${object.name}: sharing is ControlledByParent where there is a master-detail field, and only there`,
      );
    }
  }
}
