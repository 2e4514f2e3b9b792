/** What a formula may name: fields, fields of parents, and the `$` globals. */
import type { FieldDef, ObjectDef, OrgSchema } from '../../types.ts';
import { parentField } from '../../schema/index.ts';

/** Thrown when the org is opened: a formula it can't evaluate must never count as false. */
export class FormulaError extends Error {}

export interface Reference {
  scope: 'record' | 'prior' | 'global';
  /** Names as written for the evaluator, such as `['Deal_Assessment__r', 'Gate_Open__c']`. */
  path: string[];
  /** References to follow from the record, empty for its own fields and for globals. */
  parents: FieldDef[];
  object: ObjectDef;
  field: FieldDef;
}

export function findField(object: ObjectDef, name: string): FieldDef | null {
  const exact = object.fields.get(name);
  if (exact) return exact;
  const wanted = name.toLowerCase();
  return [...object.fields.values()].find((field) => field.name.toLowerCase() === wanted) ?? null;
}

const objectNamed = (schema: OrgSchema, name: string): ObjectDef => {
  const object = schema.objects.get(name);
  if (!object) throw new FormulaError(`object ${name} does not exist`);
  return object;
};

/** `Owner.Name`, `Deal_Assessment__r.Gate_Open__c`, `Amount`. */
export function recordReference(schema: OrgSchema, start: ObjectDef, name: string): Reference {
  const names = name.split('.');
  const last = names.pop() ?? '';
  let object = start;
  const path: string[] = [];
  const parents: FieldDef[] = [];
  for (const relationship of names) {
    const parent = parentField(object, relationship);
    const target = parent?.referenceTo[0];
    if (!parent || !target || parent.referenceTo.length !== 1 || !parent.relationshipName) {
      throw new FormulaError(`${object.name} has no parent ${relationship}`);
    }
    path.push(parent.relationshipName);
    parents.push(parent);
    object = objectNamed(schema, target);
  }
  const field = findField(object, last);
  if (!field || field.type === 'address') throw new FormulaError(`${object.name} has no field ${last}`);
  return { scope: 'record', path: [...path, field.name], parents, object, field };
}

const globalObjects: Record<string, string> = {
  $user: 'User',
  $profile: 'Profile',
  $userrole: 'UserRole',
  $organization: 'Organization',
};

/** `$User.Id`, `$Permission.Fairlead_Gate`, `$Setup.Fairlead__c.Gate_Active__c`. */
export function globalReference(schema: OrgSchema, name: string): Reference {
  const [scope = '', first = '', second] = name.split('.');
  const standard = globalObjects[scope.toLowerCase()];
  if (standard && second === undefined) {
    const object = objectNamed(schema, standard);
    return globalField([`$${standard}`], object, first);
  }
  if (scope.toLowerCase() === '$setup' && second !== undefined) {
    const setting = [...schema.objects.values()].find((each) => each.name.toLowerCase() === first.toLowerCase());
    if (!setting?.customSetting) throw new FormulaError(`${first} is no custom setting`);
    return globalField(['$Setup', setting.name], setting, second);
  }
  if (scope.toLowerCase() === '$permission' && second === undefined) return permission(schema, first);
  throw new FormulaError(`${name} is not known to the stand-in org`);
}

function globalField(path: string[], object: ObjectDef, name: string): Reference {
  const field = findField(object, name);
  if (!field || field.formula !== null) throw new FormulaError(`${path.join('.')} has no field ${name}`);
  return { scope: 'global', path: [...path, field.name], parents: [], object, field };
}

function permission(schema: OrgSchema, name: string): Reference {
  const known = schema.customPermissions.find((each) => each.toLowerCase() === name.toLowerCase());
  const object = objectNamed(schema, 'CustomPermission');
  const flag = objectNamed(schema, 'User').fields.get('IsActive');
  if (known === undefined || !flag) throw new FormulaError(`there is no custom permission ${name}`);
  return { scope: 'global', path: ['$Permission', known], parents: [], object, field: { ...flag, name: known } };
}
