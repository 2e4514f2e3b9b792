import { describe, expect, it } from '@jest/globals';
import type { FieldDef, Value } from '../../local-org/types.ts';
import { checkValue, picklistError, round } from '../../local-org/records/values.ts';
import {
  checkbox,
  currency,
  date,
  datetime,
  email,
  field,
  int,
  long,
  picklist,
  reference,
  text,
} from '../../local-org/schema/field.ts';

const kept = (definition: FieldDef, value: Value): Value | string => {
  const checked = checkValue(definition, value);
  return 'error' in checked ? `${checked.error.statusCode}: ${checked.error.message}` : checked.value;
};
const parserError = (type: string, kind: string, value: string): string =>
  `JSON_PARSER_ERROR: Cannot deserialize instance of ${type} from VALUE_${kind} value ${value} or request may be missing a required field`;

describe('text', () => {
  const name = text('LastName', 5);

  it('fits up to its length and not one character more', () => {
    expect(kept(name, '12345')).toBe('12345');
    expect(kept(name, '123456')).toBe('STRING_TOO_LONG: Last Name: data value too large: 123456 (max length=5)');
  });

  it('loses the blanks around it, which do not count', () => {
    expect(kept(name, '  12345  ')).toBe('12345');
  });

  it('is no value when empty', () => {
    expect(kept(name, '')).toBeNull();
    expect(kept(name, '   ')).toBeNull();
  });

  it('keeps the blanks at the beginning of a long text', () => {
    expect(kept(long('Description', 20), '  x  ')).toBe('  x');
  });

  it('must look like an address in an email field', () => {
    expect(kept(email('Email', 80), 'a@b.fr')).toBe('a@b.fr');
    expect(kept(email('Email', 80), 'a@b')).toBe('INVALID_EMAIL_ADDRESS: Email: invalid email address: a@b');
  });
});

describe('numbers', () => {
  const amount = currency('Amount', 5, 2);

  it('have room for the digits before the point and no more', () => {
    expect(kept(amount, 999.99)).toBe(999.99);
    expect(kept(amount, -999.99)).toBe(-999.99);
    expect(kept(amount, 1000)).toBe(
      'NUMBER_OUTSIDE_VALID_RANGE: Amount: value outside of valid range on numeric field: 1000',
    );
  });

  it('are rounded to their scale before their size is looked at', () => {
    expect(kept(amount, 1.005)).toBe(1.01);
    expect(kept(amount, -1.005)).toBe(-1.01);
    expect(kept(amount, 999.994)).toBe(999.99);
    expect(kept(amount, 999.996)).toMatch(/^NUMBER_OUTSIDE_VALID_RANGE/);
  });

  it('are read from text, as CSV brings them', () => {
    expect(kept(amount, '12.5')).toBe(12.5);
    expect(kept(amount, '1e2')).toBe(100);
    expect(kept(amount, '12,5')).toBe(parserError('currency', 'STRING', '12,5'));
    expect(kept(amount, true)).toBe(parserError('currency', 'TRUE', 'true'));
  });

  it('are whole where the field is', () => {
    expect(kept(int('Count'), 3)).toBe(3);
    expect(kept(int('Count'), 3.5)).toBe(parserError('int', 'NUMBER', '3.5'));
  });

  it('round half away from zero on the digits as written', () => {
    expect([round(2.675, 2), round(-2.675, 2), round(0.5, 0), round(1e21, 2), round(-0.001, 2)]).toEqual([
      2.68, -2.68, 1, 1e21, 0,
    ]);
  });
});

describe('dates', () => {
  it('exist in the calendar', () => {
    expect(kept(date('CloseDate'), '2028-02-29')).toBe('2028-02-29');
    expect(kept(date('CloseDate'), '2026-02-29')).toBe(parserError('date', 'STRING', '2026-02-29'));
    expect(kept(date('CloseDate'), '2026-1-1')).toBe(parserError('date', 'STRING', '2026-1-1'));
  });

  it('are brought to UTC with milliseconds where they have a time', () => {
    expect(kept(datetime('At'), '2026-03-01T10:00:00Z')).toBe('2026-03-01T10:00:00.000Z');
    expect(kept(datetime('At'), '2026-03-01T10:00:00.000+0000')).toBe('2026-03-01T10:00:00.000Z');
    expect(kept(datetime('At'), '2026-03-01T00:30:00+02:00')).toBe('2026-02-28T22:30:00.000Z');
    expect(kept(datetime('At'), '2026-03-01')).toBe('2026-03-01T00:00:00.000Z');
    expect(kept(datetime('At'), 'tomorrow')).toBe(parserError('datetime', 'STRING', 'tomorrow'));
    expect(kept(datetime('At'), '2026-02-30T10:00:00Z')).toBe(
      parserError('datetime', 'STRING', '2026-02-30T10:00:00Z'),
    );
  });
});

describe('checkboxes', () => {
  it('are never empty', () => {
    expect(kept(checkbox('IsActive'), null)).toBe(false);
  });

  it('are read from the words true and false', () => {
    expect(kept(checkbox('IsActive'), 'TRUE')).toBe(true);
    expect(kept(checkbox('IsActive'), 'false')).toBe(false);
    expect(kept(checkbox('IsActive'), 'yes')).toBe(parserError('boolean', 'STRING', 'yes'));
  });
});

describe('lookups', () => {
  it('take ids in both lengths and refuse anything else', () => {
    const account = reference('AccountId', 'Account', 'Contacts', { label: 'Account ID' });
    expect(kept(account, '001A0000006Vm9r')).toBe('001A0000006Vm9rIAC');
    expect(kept(account, 'Acme')).toBe('MALFORMED_ID: Account ID: id value of incorrect type: Acme');
  });
});

describe('picklists', () => {
  const restricted = picklist('Status', 'Draft;Approved', { restricted: true });

  it('take only active values of theirs where restricted', () => {
    expect(picklistError(restricted, 'Draft')).toBeNull();
    expect(picklistError(restricted, 'Lost')).toEqual({
      statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      message: 'Status: bad value for restricted picklist field: Lost',
      fields: ['Status'],
    });
    const retired = { ...restricted, picklist: restricted.picklist.map((entry) => ({ ...entry, active: false })) };
    expect(picklistError(retired, 'Draft')?.statusCode).toBe('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
  });

  it('take any value where not restricted', () => {
    expect(picklistError({ ...restricted, restricted: false }, 'Lost')).toBeNull();
  });

  it('look at each value of a multi-select list', () => {
    const roles = { ...restricted, type: 'multipicklist' as const };
    expect(picklistError(roles, 'Draft;Approved')).toBeNull();
    expect(picklistError(roles, 'Draft;Lost')?.message).toBe('Status: bad value for restricted picklist field: Lost');
  });
});

it('a compound address is set by its parts only', () => {
  expect(kept(field('BillingAddress', 'address'), 'Lyon')).toMatch(/^INVALID_FIELD_FOR_INSERT_UPDATE/);
});
