/** A permission set from its `permissionset-meta.xml`. */
import type { PermissionSetDef } from '../types.ts';
import { ElementReader, type SourceFile } from './source.ts';

export function permissionSet(file: SourceFile): PermissionSetDef {
  const xml = new ElementReader(file.path, file.root);
  const set: PermissionSetDef = {
    name: file.name,
    label: xml.needed('label'),
    objects: new Map(),
    fields: new Map(),
    customPermissions: granted(xml, 'customPermissions', 'name'),
    userPermissions: granted(xml, 'userPermissions', 'name'),
  };
  for (const each of xml.list('objectPermissions')) {
    set.objects.set(each.needed('object'), {
      create: each.flag('allowCreate'),
      read: each.flag('allowRead'),
      edit: each.flag('allowEdit'),
      delete: each.flag('allowDelete'),
      viewAll: each.flag('viewAllRecords'),
      modifyAll: each.flag('modifyAllRecords'),
    });
    each.skip('viewAllFields');
    each.done();
  }
  for (const each of xml.list('fieldPermissions')) {
    const edit = each.flag('editable');
    set.fields.set(each.needed('field'), { read: each.flag('readable') || edit, edit });
    each.done();
  }
  for (const each of xml.list('customSettingAccesses')) {
    const read = each.flag('enabled');
    set.objects.set(each.needed('name'), {
      create: false,
      read,
      edit: false,
      delete: false,
      viewAll: read,
      modifyAll: false,
    });
    each.done();
  }
  xml.skip('description', 'license', 'hasActivationRequired', 'applicationVisibilities', 'tabSettings');
  xml.skip(
    'classAccesses',
    'pageAccesses',
    'customSettingAccesses',
    'customMetadataTypeAccesses',
    'recordTypeVisibilities',
  );
  if (xml.list('recordTypeVisibilities').length > 0)
    xml.fail('recordTypeVisibilities', 'is not known to the stand-in org');
  xml.done();
  return set;
}

function granted(xml: ElementReader, element: string, name: string): string[] {
  return xml.list(element).flatMap((each) => {
    const entry = each.needed(name);
    const enabled = each.flag('enabled');
    each.done();
    return enabled ? [entry] : [];
  });
}
