/** Whether a value fits its field, and the form in which records keep it. */
import type { FieldDef, SaveError, Value } from '../types.ts';
import { onField, saveError } from './failure.ts';
import { canonicalId } from './ids.ts';

export type Checked = { value: Value } | { error: SaveError };

/** How Salesforce calls the JSON types of fields it could not read. */
const wireNames: Partial<Record<FieldDef['type'], string>> = {
  boolean: 'boolean',
  int: 'int',
  double: 'double',
  currency: 'currency',
  percent: 'percent',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
};

const unreadable = (field: FieldDef, value: Value): Checked => ({
  error: saveError(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${wireNames[field.type] ?? 'string'} from VALUE_${typeof value === 'string' ? 'STRING' : typeof value === 'boolean' ? String(value).toUpperCase() : 'NUMBER'} value ${String(value)} or request may be missing a required field`,
    [field.name],
  ),
});

/** The empty text is no value. Texts of numbers and checkboxes are read, as CSV brings them. */
export function checkValue(field: FieldDef, value: Value): Checked {
  if (value === null || value === '') return { value: field.type === 'boolean' ? false : null };
  switch (field.type) {
    case 'boolean':
      return checkbox(field, value);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return number(field, value);
    case 'date':
      return calendarDate(field, value);
    case 'datetime':
      return instant(field, value);
    case 'time':
      return typeof value === 'string' && /^\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z?$/.test(value)
        ? { value: `${value.slice(0, 8)}.000Z` }
        : unreadable(field, value);
    case 'id':
    case 'reference':
      return reference(field, value);
    case 'multipicklist':
    case 'picklist':
    case 'string':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
    case 'encryptedstring':
      return text(field, value);
    case 'address':
      return { error: saveError('INVALID_FIELD_FOR_INSERT_UPDATE', `${field.name} is set by its parts`, [field.name]) };
  }
}

function checkbox(field: FieldDef, value: Value): Checked {
  if (typeof value === 'boolean') return { value };
  const word = String(value).toLowerCase();
  if (word === 'true' || word === '1') return { value: true };
  if (word === 'false' || word === '0') return { value: false };
  return unreadable(field, value);
}

function number(field: FieldDef, value: Value): Checked {
  const isText = typeof value === 'string' && /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value);
  const result = typeof value === 'number' ? value : isText ? Number(value) : Number.NaN;
  if (!Number.isFinite(result)) return unreadable(field, value);
  if (field.type === 'int' && !Number.isInteger(result)) return unreadable(field, value);
  const rounded = round(result, field.scale);
  if (field.precision > 0 && Math.abs(rounded) >= 10 ** (field.precision - field.scale)) {
    return {
      error: onField('NUMBER_OUTSIDE_VALID_RANGE', field, `value outside of valid range on numeric field: ${result}`),
    };
  }
  return { value: rounded };
}

/** Half away from zero on the decimal digits as written, so that 1.005 becomes 1.01. */
export function round(value: number, scale: number): number {
  const [digits, exponent = '0'] = Math.abs(value).toString().split('e');
  const shifted = Math.round(Number(`${digits}e${Number(exponent) + scale}`));
  // Beyond this a number has no digits after the point left to round.
  if (shifted > Number.MAX_SAFE_INTEGER) return value;
  return Math.sign(value) * Number(`${shifted}e${-scale}`) || 0;
}

function calendarDate(field: FieldDef, value: Value): Checked {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return unreadable(field, value);
  const date = new Date(`${value}T00:00:00.000Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? { value } : unreadable(field, value);
}

function instant(field: FieldDef, value: Value): Checked {
  const pattern = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
  const match = typeof value === 'string' ? pattern.exec(value) : null;
  if (!match) return unreadable(field, value);
  const [, day = '', time = 'T00:00:00', , , zone] = match;
  const local = zone ? time.slice(0, -zone.length) : time;
  const offset = (zone ?? 'Z').replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const date = new Date(day + local + offset);
  if (Number.isNaN(date.getTime()) || 'error' in calendarDate(field, day)) return unreadable(field, value);
  return { value: date.toISOString() };
}

function reference(field: FieldDef, value: Value): Checked {
  const id = typeof value === 'string' ? canonicalId(value) : null;
  return id === null
    ? { error: onField('MALFORMED_ID', field, `id value of incorrect type: ${String(value)}`) }
    : { value: id };
}

function text(field: FieldDef, value: Value): Checked {
  const result = field.type === 'textarea' ? String(value).trimEnd() : String(value).trim();
  if (result === '') return { value: null };
  if (field.length > 0 && result.length > field.length) {
    return { error: onField('STRING_TOO_LONG', field, `data value too large: ${result} (max length=${field.length})`) };
  }
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(result)) {
    return { error: onField('INVALID_EMAIL_ADDRESS', field, `invalid email address: ${result}`) };
  }
  return { value: result };
}

/** Whether a restricted picklist has the value; of a multi-select list, every value. */
export function picklistError(field: FieldDef, value: Value): SaveError | null {
  if (!field.restricted || value === null) return null;
  const chosen = field.type === 'multipicklist' ? String(value).split(';') : [String(value)];
  const bad = chosen.find((each) => !field.picklist.some((entry) => entry.active && entry.value === each));
  if (bad === undefined) return null;
  return onField('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', field, `bad value for restricted picklist field: ${bad}`);
}
