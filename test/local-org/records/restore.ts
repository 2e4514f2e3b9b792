/** Brings rows in as a sandbox copy would: types are checked, rules, rights and events are not run. */
import type { StatementSync } from 'node:sqlite';
import { isAnyType } from '../schema/index.ts';
import type { FieldDef, ObjectDef, Row, Value } from '../types.ts';
import { canonicalId } from './ids.ts';
import { bound, type Rows } from './rows.ts';
import { expectedRevenue, setByStage, setPeriod } from './standard/opportunity.ts';
import { quoted, storedFields } from './tables.ts';
import { checkValue } from './values.ts';

export interface RestoreOptions {
  /** Who owns and made rows that name nobody, and when. */
  userId: string;
  at: string;
}

/** All or nothing. Throws an Error naming object, row and field of the first row that does not fit. */
export function restoreTables(
  rows: Rows,
  tables: Iterable<[object: string, rows: Iterable<Row>]>,
  options: RestoreOptions,
): void {
  rows.database.exec('BEGIN IMMEDIATE');
  try {
    const touched = new Set<string>();
    for (const [name, tableRows] of tables) {
      touched.add(name);
      restoreTable(rows, name, tableRows, options);
    }
    if (touched.has('Partner') || touched.has('OpportunityPartner')) completePartners(rows);
    if (touched.has('OpportunityLineItem')) markLines(rows);
    rows.database.exec('COMMIT');
  } catch (error) {
    rows.database.exec('ROLLBACK');
    throw error;
  } finally {
    rows.forget();
  }
}

function restoreTable(rows: Rows, name: string, tableRows: Iterable<Row>, options: RestoreOptions): void {
  const object = rows.schema.objects.get(name);
  if (!object) throw new Error(`restore: object ${name} does not exist in this org`);
  const fields = storedFields(object);
  const known = new Map(fields.map((field) => [field.name, field]));
  const columns = fields.map((field) => quoted(field.name));
  const places = columns.map(() => '?').join(', ');
  const insert = rows.database.prepare(`INSERT INTO ${quoted(name)} (${columns.join(', ')}) VALUES (${places})`);
  let index = 0;
  for (const given of tableRows) {
    const where = `restore: ${name} row ${index++}`;
    const unknown = Object.keys(given).find((key) => !known.has(key));
    if (unknown !== undefined) throw new Error(`${where}: ${unknown} is no field that records keep`);
    const row = completeRow(rows, object, given, options);
    run(
      insert,
      fields.map((field) =>
        bound(isAnyType(object, field) ? (row[field.name] ?? null) : fitting(where, field, row[field.name] ?? null)),
      ),
      where,
    );
  }
}

function run(insert: StatementSync, values: (string | number | null)[], where: string): void {
  try {
    insert.run(...values);
  } catch (cause) {
    throw new Error(`${where}: ${String(cause)}`, { cause });
  }
}

function fitting(where: string, field: FieldDef, value: Value): Value {
  if (value === null && field.type !== 'boolean') return null;
  // Texts that fit are the bulk of a load: they are taken as they are.
  if (typeof value === 'string' && isPlainText(field) && value.length <= field.length && value !== '') return value;
  const checked = checkValue(field, value);
  if ('error' in checked) throw new Error(`${where}: ${field.name}: ${checked.error.message}`);
  return checked.value;
}

const isPlainText = ({ type }: FieldDef): boolean => type === 'string' || type === 'textarea' || type === 'picklist';

function completeRow(rows: Rows, object: ObjectDef, given: Row, options: RestoreOptions): Row {
  const id = typeof given['Id'] === 'string' ? canonicalId(given['Id']) : null;
  const row: Row = { ...given, Id: id ?? given['Id'] ?? rows.nextId(object) };
  row['CreatedDate'] ??= options.at;
  row['CreatedById'] ??= options.userId;
  row['LastModifiedDate'] ??= row['CreatedDate'];
  row['LastModifiedById'] ??= row['CreatedById'];
  row['SystemModstamp'] ??= row['LastModifiedDate'];
  if (object.fields.has('OwnerId')) row['OwnerId'] ??= row['CreatedById'];
  for (const field of object.fields.values()) {
    if (field.autoNumber !== null) row[field.name] ??= rows.nextAutoNumber(object, field);
  }
  if (object.name === 'Opportunity') completeOpportunity(rows, row, given);
  if (object.name === 'Contact' || object.name === 'User') {
    row['Name'] ??= [row['FirstName'], row['LastName']].filter((part) => typeof part === 'string').join(' ');
  }
  if (object.name === 'Task') row['IsClosed'] ??= row['Status'] === 'Completed';
  return row;
}

function completeOpportunity(rows: Rows, row: Row, given: Row): void {
  const stage: Row = { ...row };
  setByStage({ rows }, stage, given);
  for (const name of ['IsClosed', 'IsWon', 'Probability', 'ForecastCategory', 'ForecastCategoryName'])
    row[name] ??= stage[name] ?? null;
  row['ExpectedRevenue'] ??= expectedRevenue(row);
  if ((row['FiscalYear'] ?? null) === null) setPeriod(row);
}

/** A row of either kind makes the other, as when partners are created one by one. */
function completePartners(rows: Rows): void {
  const audit = '"IsDeleted", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp"';
  const shared = `"Id", "OpportunityId", "AccountToId", "Role", "IsPrimary", "ReversePartnerId", ${audit}`;
  // The reverse row of a pair points to the account of the opportunity itself: it stands for no partner on the deal.
  rows.database.exec(`
    INSERT INTO "OpportunityPartner" (${shared}) SELECT ${shared} FROM "Partner" p
      WHERE p."OpportunityId" IS NOT NULL AND p."Id" NOT IN (SELECT "Id" FROM "OpportunityPartner")
        AND p."AccountToId" IS NOT (SELECT o."AccountId" FROM "Opportunity" o WHERE o."Id" = p."OpportunityId");
    INSERT INTO "Partner" (${shared}, "AccountFromId")
      SELECT ${shared}, (SELECT o."AccountId" FROM "Opportunity" o WHERE o."Id" = p."OpportunityId") FROM "OpportunityPartner" p
      WHERE p."Id" NOT IN (SELECT "Id" FROM "Partner")`);
}

function markLines(rows: Rows): void {
  rows.database.exec(`UPDATE "Opportunity" SET "HasOpportunityLineItem" = 1
    WHERE "Id" IN (SELECT "OpportunityId" FROM "OpportunityLineItem" WHERE "IsDeleted" = 0)`);
}
