/** Rows of field history, as Salesforce keeps them: one for a value, two for a lookup (its name and its id). */
import type { FieldDef, ObjectDef, Row, Value } from '../types.ts';
import type { Work } from './work.ts';

/** Longest text of which history keeps the values. */
const LONGEST_TEXT = 255;

const dataTypes: Record<FieldDef['type'], string> = {
  id: 'EntityId',
  reference: 'EntityId',
  string: 'Text',
  textarea: 'Text',
  email: 'Email',
  phone: 'PhoneNumber',
  url: 'Url',
  picklist: 'DynamicEnum',
  multipicklist: 'MultiEnum',
  boolean: 'Boolean',
  int: 'Double',
  double: 'Double',
  currency: 'Currency',
  percent: 'Percent',
  date: 'DateOnly',
  datetime: 'DateTime',
  time: 'TimeOnly',
  address: 'Address',
  encryptedstring: 'Text',
};

/** Writes the history of an insert (`prior` null) or update. */
export function writeHistory(work: Work, object: ObjectDef, row: Row, prior: Row | null): void {
  if (object.historyObject === null) return;
  if (prior === null) return add(work, object, row, 'created', 'Text', null, null);
  for (const field of object.fields.values()) {
    const [before, after] = [prior[field.name] ?? null, row[field.name] ?? null];
    if (!field.trackHistory || before === after) continue;
    const dataType = dataTypes[field.type];
    if (field.type === 'reference') {
      const name = field.custom ? field.name : (field.relationshipName ?? field.name);
      add(work, object, row, name, 'Text', nameOf(work, field, before), nameOf(work, field, after));
      add(work, object, row, name, dataType, before, after);
    } else {
      const kept = field.type !== 'textarea' && field.type !== 'multipicklist' && field.length <= LONGEST_TEXT;
      add(work, object, row, field.name, dataType, kept ? before : null, kept ? after : null);
    }
  }
}

function nameOf(work: Work, field: FieldDef, id: Value): Value {
  if (typeof id !== 'string') return null;
  const target = field.referenceTo
    .map((name) => work.rows.object(name))
    .find((object) => object.keyPrefix === id.slice(0, 3));
  const nameField = target && [...target.fields.values()].find((each) => each.nameField);
  return (nameField && work.rows.get(target.name, id)?.[nameField.name]) ?? null;
}

function add(
  work: Work,
  object: ObjectDef,
  row: Row,
  fieldName: string,
  dataType: string,
  before: Value,
  after: Value,
): void {
  const history = work.rows.object(object.historyObject ?? '');
  const parentField = [...history.fields.values()].find((field) => field.referenceTo[0] === object.name);
  work.rows.insert(history.name, {
    Id: work.rows.nextId(history),
    IsDeleted: false,
    [parentField?.name ?? 'ParentId']: row['Id'] ?? null,
    Field: fieldName,
    DataType: dataType,
    OldValue: before,
    NewValue: after,
    CreatedDate: work.at,
    CreatedById: work.session.userId,
  });
}
