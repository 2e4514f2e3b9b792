/** Records that sharing rules open to many, from the file of an object's rules. */
import type { ObjectDef, OrgSchema, SharingRule } from '../types.ts';
import { ElementReader, type SourceFile } from './source.ts';

/**
 * Two kinds are known: by owner, what internal users own, to be read by all partner users; and by one value of a field, to
 * all internal users. Throws MetadataError for an object that does not exist, and for any other rule.
 */
export function sharingRules(schema: OrgSchema, file: SourceFile): SharingRule[] {
  const xml = new ElementReader(file.path, file.root);
  const object = schema.objects.get(file.name);
  if (!object) throw xml.fail('fullName', `${file.name} does not exist in this org`);
  const rules = [
    ...xml.list('sharingOwnerRules').map((rule) => byOwner(rule, object)),
    ...xml.list('sharingCriteriaRules').map((rule) => byCriterion(rule, object)),
  ];
  xml.done();
  return rules;
}

function byOwner(rule: ElementReader, object: ObjectDef): SharingRule {
  if (rule.needed('accessLevel') !== 'Read') rule.fail('accessLevel', 'is not Read, the one this org knows');
  only(rule, 'sharedFrom', 'allInternalUsers');
  only(rule, 'sharedTo', 'allPartnerUsers');
  finish(rule);
  return { object: object.name, access: 'Read', to: 'partners', where: null };
}

function byCriterion(rule: ElementReader, object: ObjectDef): SharingRule {
  const access = rule.oneOf('accessLevel', ['Read', 'Edit']) ?? rule.fail('accessLevel', 'is missing');
  if (!rule.flag('includeRecordsOwnedByAll'))
    rule.fail('includeRecordsOwnedByAll', 'is not true, the one this org knows');
  only(rule, 'sharedTo', 'allInternalUsers');
  const items = rule.list('criteriaItems');
  const [item] = items;
  if (item === undefined || items.length > 1) return rule.fail('criteriaItems', 'are not one, which this org knows');
  if (item.needed('operation') !== 'equals') item.fail('operation', 'is not equals, the one this org knows');
  const field = object.fields.get(item.needed('field')) ?? item.fail('field', `is no field of ${object.name}`);
  if (field.type !== 'picklist') item.fail('field', 'is no picklist, the one type this org knows');
  const value = item.needed('value');
  item.done();
  finish(rule);
  return { object: object.name, access, to: 'internal users', where: { field: field.name, value } };
}

function only(rule: ElementReader, end: string, group: string): void {
  const who = rule.list(end)[0] ?? rule.fail(end, 'is missing');
  if (who.text(group) === null) rule.fail(end, `is not ${group}, the one this org knows`);
  who.done();
}

function finish(rule: ElementReader): void {
  rule.skip('fullName', 'label', 'description');
  rule.done();
}
