/** Records that a sharing rule opens to all partner users, from the file of an object's rules. */
import type { OrgSchema } from '../types.ts';
import { ElementReader, type SourceFile } from './source.ts';

/**
 * The objects that partners read wherever an internal user owns the record. Throws MetadataError for an object that does
 * not exist, and for any other rule: this org knows the one by owner, from all internal users to all partner users.
 */
export function sharingRules(schema: OrgSchema, file: SourceFile): string[] {
  const xml = new ElementReader(file.path, file.root);
  const object = schema.objects.get(file.name);
  if (!object) throw xml.fail('fullName', `${file.name} does not exist in this org`);
  const rules = xml.list('sharingOwnerRules');
  for (const rule of rules) {
    if (rule.needed('accessLevel') !== 'Read') rule.fail('accessLevel', 'is not Read, the one this org knows');
    for (const [end, group] of [
      ['sharedFrom', 'allInternalUsers'],
      ['sharedTo', 'allPartnerUsers'],
    ] as const) {
      const who = rule.list(end)[0] ?? rule.fail(end, 'is missing');
      if (who.text(group) === null) rule.fail(end, `is not ${group}, the one this org knows`);
      who.done();
    }
    rule.skip('fullName', 'label', 'description');
    rule.done();
  }
  xml.done();
  return rules.length === 0 ? [] : [object.name];
}
