import { describe, expect, it } from '@jest/globals';
import { QueryText } from '../../local-org/soql/text.ts';

const shown = (soql: string, name: string, clause: 'SELECT' | 'WHERE'): string => {
  const text = new QueryText(soql);
  return text.invalidField('message', text.offsetOf(name, clause)).message;
};

describe('errors that point into the query', () => {
  it('marks the place under its line and counts rows and columns from one', () => {
    expect(shown('SELECT Foo FROM Account', 'Foo', 'SELECT')).toBe(
      '\nSELECT Foo FROM Account\n       ^\nERROR at Row:1:Column:8\nmessage',
    );
  });

  it('shows of a long line only the words around the place', () => {
    expect(shown('select Id, ProductCode from Product2 where ProductCode = 3999', 'ProductCode', 'WHERE')).toBe(
      `\nProductCode from Product2 where ProductCode = 3999\n${' '.repeat(32)}^\nERROR at Row:1:Column:44\nmessage`,
    );
  });

  it('counts the rows of a query of several lines', () => {
    expect(shown('SELECT Id\nFROM Account\nWHERE A__r.B__c = 1', 'A__r.B__c', 'WHERE')).toBe(
      '\nWHERE A__r.B__c = 1\n      ^\nERROR at Row:3:Column:7\nmessage',
    );
  });

  it('does not take a word in quotes for a name', () => {
    expect(shown(`SELECT Id FROM A WHERE B = 'it\\'s Foo' AND Foo = 1`, 'Foo', 'WHERE')).toContain('Column:44');
  });
});
