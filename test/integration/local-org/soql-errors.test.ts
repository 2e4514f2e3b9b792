import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queryOrg, type QueryOrg } from './soql-org.ts';

const reference = 'Please reference your WSDL or the describe call for the appropriate names.';
const noColumn = (name: string, entity: string) =>
  `INVALID_FIELD: No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${reference}`;
const noParent = (name: string) =>
  `INVALID_FIELD: Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${reference}`;

describe('queries that are refused', () => {
  let org: QueryOrg;
  beforeAll(() => {
    org = queryOrg();
  });
  afterAll(() => org.records.close());

  it.each([
    ['SELECT Foo FROM Account', noColumn('Foo', 'Account')],
    ['SELECT Owner.Foo FROM Account', noColumn('Foo', 'User')],
    ['SELECT Id FROM Account WHERE Foo = 1', noColumn('Foo', 'Account')],
    ['SELECT Id FROM Account ORDER BY Foo', noColumn('Foo', 'Account')],
    ['SELECT Owner FROM Account', noColumn('Owner', 'Account')],
    ['SELECT Foo.Name FROM Account', noParent('Foo')],
    ['SELECT Active_Registration__c.Name FROM Account', noParent('Active_Registration__c')],
    [
      'SELECT Id FROM Foo__c',
      `INVALID_TYPE: sObject type 'Foo__c' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${reference}`,
    ],
    [
      'SELECT Id, (SELECT Id FROM Opportunity) FROM Account',
      `INVALID_TYPE: Didn't understand relationship 'Opportunity' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${reference}`,
    ],
    ['SELECT Id, Name, id FROM Account', 'INVALID_FIELD: duplicate field selected: Id'],
  ])('%s names what does not exist', (soql, said) => {
    expect(org.said(soql)).toBe(said);
  });

  const criterion = (field: string, type: string, quotes: 'should' | 'should not') =>
    `INVALID_FIELD: value of filter criterion for field '${field}' must be of type ${type} and ${quotes} be enclosed in quotes`;
  it.each([
    ['Name = 5', criterion('Name', 'string', 'should')],
    ['Name = true', criterion('Name', 'string', 'should')],
    ['Industry IN (1)', criterion('Industry', 'string', 'should')],
    ['OwnerId = 5', criterion('OwnerId', 'id', 'should')],
    [`AnnualRevenue > '5'`, criterion('AnnualRevenue', 'double', 'should not')],
    [`NumberOfEmployees = '5'`, criterion('NumberOfEmployees', 'int', 'should not')],
    ['NumberOfEmployees = 5.5', criterion('NumberOfEmployees', 'int', 'should not')],
    [`Named_Account__c = 'true'`, criterion('Named_Account__c', 'boolean', 'should not')],
    [`Named_Account_Since__c = '2026-01-01'`, criterion('Named_Account_Since__c', 'date', 'should not')],
    ['Named_Account_Since__c = 2026-01-01T00:00:00Z', criterion('Named_Account_Since__c', 'date', 'should not')],
    ['CreatedDate > 2026-01-01', criterion('CreatedDate', 'dateTime', 'should not')],
    [`Parent.CreatedDate > '2026'`, criterion('CreatedDate', 'dateTime', 'should not')],
    [`Id = '001'`, 'INVALID_QUERY_FILTER_OPERATOR: invalid ID field: 001'],
    [`Id LIKE '001%'`, 'INVALID_QUERY_FILTER_OPERATOR: invalid operator on id field'],
    ['Named_Account__c > false', 'INVALID_QUERY_FILTER_OPERATOR: invalid operator on boolean field'],
    [
      `Industry INCLUDES ('Energy')`,
      'INVALID_QUERY_FILTER_OPERATOR: includes or excludes operator only valid on multipicklist field',
    ],
    [`Description = 'x'`, `INVALID_FIELD: field 'Description' can not be filtered in a query call`],
    [`BillingAddress = 'x'`, `INVALID_FIELD: field 'BillingAddress' can not be filtered in a query call`],
    ['Named_Account_Since__c = 2026-02-30', `MALFORMED_QUERY: unexpected token: '2026-02-30'`],
    [`Name = :name`, 'MALFORMED_QUERY: Bind variables only allowed in Apex code'],
    [`Name = 'a' AND Industry = 'b' OR Site = 'c'`, `MALFORMED_QUERY: unexpected token: 'OR'`],
    [`Name = "x"`, `MALFORMED_QUERY: line 1:36 no viable alternative at character '"'`],
  ])('WHERE %s', (where, said) => {
    expect(org.said(`SELECT Id FROM Account WHERE ${where}`)).toBe(said);
  });

  it.each([
    ['SELECT Id FROM Account WHERE Name =', `unexpected token: '<EOF>'`],
    ['SELECT Id, FROM Account', `unexpected token: 'FROM'`],
    [`SELECT Id FROM Account WHERE (Name = 'x'`, `unexpected token: '<EOF>'`],
    ['UPDATE Account SET Name = 1', `unexpected token: 'UPDATE'`],
    ['', `unexpected token: '<EOF>'`],
  ])('does not take %s for a query', (soql, message) => {
    expect(org.said(soql)).toBe(`MALFORMED_QUERY: ${message}`);
  });

  it.each([
    ['SELECT TYPEOF What WHEN Account THEN Phone END FROM Task', 'TYPEOF'],
    ['SELECT FORMAT(AnnualRevenue) FROM Account', 'FORMAT(AnnualRevenue)'],
    ['SELECT convertCurrency(AnnualRevenue) FROM Account', 'convertCurrency(AnnualRevenue)'],
    ['SELECT CALENDAR_YEAR(CreatedDate) FROM Account', 'CALENDAR_YEAR(CreatedDate)'],
    [
      `SELECT Id FROM Account WHERE DISTANCE(BillingAddress, GEOLOCATION(1, 2), 'km') < 3`,
      `DISTANCE(BillingAddress, GEOLOCATION(1, 2), 'km') in WHERE`,
    ],
    ['SELECT Id FROM Account WITH DATA CATEGORY Geo__c AT (x__c)', 'WITH DATA CATEGORY'],
    ['SELECT Id FROM Account USING SCOPE team', 'USING SCOPE team'],
    ['SELECT Id FROM Account UPDATE TRACKING', 'UPDATE TRACKING'],
    [
      `SELECT Id FROM Account WHERE NOT (NOT (NOT Name = 'x'))`,
      'NOT after NOT after NOT, or NOT before a field in HAVING,',
    ],
  ])('says that it can not do %s', (soql, what) => {
    expect(org.said(soql)).toBe(`MALFORMED_QUERY: ${what} is not supported by this stand-in org`);
  });

  it.each([
    'SELECT Id FROM Account WITH USER_MODE',
    'SELECT Id FROM Account WITH SECURITY_ENFORCED',
    'SELECT Id FROM Account LIMIT 1 FOR UPDATE',
    'SELECT Id FROM Account LIMIT 1 FOR VIEW',
    'SELECT Id FROM Account USING SCOPE everything',
  ])('accepts %s', (soql) => {
    expect(org.said(soql)).toBe('0');
  });

  it('refuses more values than the database takes', () => {
    const query = (count: number) =>
      `SELECT Id FROM Account WHERE NumberOfEmployees IN (${Array(count).fill('1').join(',')})`;
    expect(org.said(query(32_766))).toBe('0');
    expect(org.said(query(32_767))).toMatch(/^QUERY_TOO_COMPLICATED/);
  });

  it('points to the place', () => {
    expect(org.message('SELECT Id,\n  Foo\nFROM Account')).toMatch(
      /^\n {2}Foo\n {2}\^\nERROR at Row:2:Column:3\nNo such column 'Foo'/,
    );
    expect(org.message('SELECT Id FROM Foo')).toMatch(
      /^\nSELECT Id FROM Foo\n {15}\^\nERROR at Row:1:Column:16\nsObject type 'Foo'/,
    );
  });
});
