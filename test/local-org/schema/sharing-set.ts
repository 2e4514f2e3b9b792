/** Which records partner users reach by their account, from a sharing set's file. */
import type { OrgSchema, SharingSet } from '../types.ts';
import { ElementReader, type SourceFile } from './source.ts';

/** Throws MetadataError for an object or lookup that does not exist, and for a way to reach records other than by account. */
export function sharingSet(schema: OrgSchema, file: SourceFile): SharingSet[] {
  const xml = new ElementReader(file.path, file.root);
  const profiles = xml.texts('profiles');
  const sets = xml.list('accessMappings').map((mapping): SharingSet => {
    const name = mapping.needed('object');
    const object = schema.objects.get(name);
    if (!object) throw mapping.fail('object', `${name} does not exist in this org`);
    const field = mapping.needed('objectField');
    if (!object.fields.get(field)?.referenceTo.includes('Account') && !(name === 'Account' && field === 'Id')) {
      mapping.fail('objectField', `${name}.${field} is no lookup to Account`);
    }
    if (mapping.needed('userField') !== 'Account') mapping.fail('userField', 'is not Account, the one this org knows');
    const access = mapping.oneOf('accessLevel', ['Read', 'Edit']) ?? mapping.fail('accessLevel', 'is missing');
    mapping.done();
    return { profiles, object: name, field, access };
  });
  xml.skip('name', 'description');
  xml.done();
  return sets;
}
