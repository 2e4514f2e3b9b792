/** The seams between the parts of the stand-in org: schema, records, queries, HTTP and events. */
import type { DatabaseSync } from 'node:sqlite';

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'reference'
  | 'address'
  | 'encryptedstring';

export interface FieldDef {
  name: string;
  label: string;
  type: FieldType;
  custom: boolean;
  /** Characters, for text. */
  length: number;
  precision: number;
  scale: number;
  required: boolean;
  unique: boolean;
  externalId: boolean;
  createable: boolean;
  updateable: boolean;
  /** Objects a reference may point to. */
  referenceTo: string[];
  /** Name by which SOQL reaches the parent, such as `Account` or `Partner__r`. */
  relationshipName: string | null;
  /** Name by which the parent reaches these children, such as `Opportunities`. */
  childRelationshipName: string | null;
  masterDetail: boolean;
  cascadeDelete: boolean;
  picklist: { value: string; label: string; default: boolean; active: boolean }[];
  restricted: boolean;
  /** Source text of a formula field. */
  formula: string | null;
  blankAs: 'zero' | 'blank';
  /** Source text of a default value (a formula), or a literal. */
  defaultValue: string | null;
  autoNumber: string | null;
  trackHistory: boolean;
  /** Which feature brings the field; null for what every org has. */
  feature: Feature | null;
  /** Whether field-level security is granted for it; where not, it follows the object. */
  permissionable: boolean;
  /** The one field that stands for the record, such as `Name`. */
  nameField: boolean;
  /** A parent that children point to can't be deleted. */
  restrictedDelete: boolean;
  /** Master-detail only: whether a child may be written by who may only read the master. */
  writeRequiresMasterRead: boolean;
  inlineHelpText: string | null;
}

export interface ValidationRule {
  name: string;
  active: boolean;
  formula: string;
  message: string;
  errorField: string | null;
}

export interface ObjectDef {
  name: string;
  label: string;
  pluralLabel: string;
  keyPrefix: string;
  custom: boolean;
  customSetting: boolean;
  fields: Map<string, FieldDef>;
  validationRules: ValidationRule[];
  sharing: 'Private' | 'Read' | 'ReadWrite' | 'ControlledByParent';
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  queryable: boolean;
  /** Whether `/updated` and `/deleted` answer for it. */
  replicateable: boolean;
  historyObject: string | null;
  feature: Feature | null;
}

/** Partner users reach the records whose lookup points to their own account. */
export interface SharingSet {
  /** Users of these profiles, by name. */
  profiles: string[];
  object: string;
  /** Lookup to Account on that object, or `Id` for the account itself. */
  field: string;
  access: 'Read' | 'Edit';
}

/** Opens records to many: to partners what internal users own, to internal users what has a value. */
export interface SharingRule {
  object: string;
  access: 'Read' | 'Edit';
  to: 'partners' | 'internal users';
  where: { field: string; value: string } | null;
}

/** What an org may have or lack. Off means that the objects and fields it brings do not exist. */
export type Feature = 'quotes' | 'translations' | 'prm' | 'fieldHistory' | 'changeEvents' | 'experience';

export interface OrgSchema {
  objects: Map<string, ObjectDef>;
  features: ReadonlySet<Feature>;
  /** From force-app: permission sets, custom permissions, channel members. */
  permissionSets: PermissionSetDef[];
  customPermissions: string[];
  sharingSets: SharingSet[];
  sharingRules: SharingRule[];
  /** Objects with change events, by the deployed channel members. */
  changeEventEntities: string[];
  /** Custom notification types, by developer name. */
  notificationTypes: { name: string; label: string }[];
  /** By language, such as `fr`. */
  translations: Map<string, Translation>;
}

/** What one language calls things. What is missing there has no translation. */
export interface Translation {
  objects: Map<ObjectDef, { label: string | null; plural: string | null }>;
  /** `choices` by the value of the choice. */
  fields: Map<FieldDef, { label: string | null; help: string | null; choices: Map<string, string> }>;
  rules: Map<ValidationRule, string>;
}

export interface PermissionSetDef {
  name: string;
  label: string;
  objects: Map<
    string,
    { create: boolean; read: boolean; edit: boolean; delete: boolean; viewAll: boolean; modifyAll: boolean }
  >;
  fields: Map<string, { read: boolean; edit: boolean }>;
  customPermissions: string[];
  userPermissions: string[];
}

/** A field's value as the records keep it: dates `YYYY-MM-DD`, instants `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

/** Who is asking, and as what. */
export interface Session {
  userId: string;
  clientId: string;
}

export interface SaveError {
  statusCode: string;
  message: string;
  fields: string[];
}
export type SaveResult =
  { success: true; id: string; created: boolean } | { success: false; id: string | null; errors: SaveError[] };

export type SaveOperation =
  | { kind: 'insert'; object: string; values: Row }
  | { kind: 'update'; object: string; id: string; values: Row }
  | { kind: 'upsert'; object: string; externalIdField: string; externalId: string; values: Row }
  | { kind: 'delete'; object: string; id: string }
  | { kind: 'undelete'; object: string; id: string };

/** What one committed transaction changed, in order. */
export interface CommittedTransaction {
  key: string;
  at: number;
  userId: string;
  clientId: string;
  changes: {
    kind: 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE';
    object: string;
    id: string;
    before: Row | null;
    after: Row | null;
    /** Names of the fields whose value changed, system fields included. */
    changed: string[];
  }[];
}

/** An error in Salesforce's own terms: HTTP status, code and message of a REST answer. */
export class OrgError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: string[];
  constructor(status: number, errorCode: string, message: string, fields: string[] = []) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** Records and rules: one SQLite database, a table an object (named as the object), a column a field. */
export interface Records {
  readonly schema: OrgSchema;
  readonly database: DatabaseSync;
  /** ISO code of the org's currency, of which it has one. */
  readonly currency: string;
  /** The org's clock, which tests may set. */
  now(): number;
  /** Runs operations with every rule of the org. With `allOrNone` one failure undoes all. Never throws for a record's sake. */
  save(session: Session, operations: SaveOperation[], options: { allOrNone: boolean }): SaveResult[];
  /** One record, only fields the session may read. Throws OrgError 404 NOT_FOUND, 400 INVALID_FIELD. */
  retrieve(session: Session, object: string, id: string, fields: string[] | null): Row;
  /** Object as this session may see it. Throws OrgError 404 NOT_FOUND where it does not exist or may not be read. */
  objectFor(session: Session, name: string): ObjectDef;
  mayRead(session: Session, object: string, field: string): boolean;
  mayEdit(session: Session, object: string, field: string): boolean;
  access(
    session: Session,
    object: string,
  ): { create: boolean; read: boolean; edit: boolean; delete: boolean; viewAll: boolean; modifyAll: boolean };
  /** A SQL condition on alias `t` for the rows this session may see, `1` where all. */
  visibleRows(session: Session, object: string, alias: string): string;
  /** Brings rows in as a sandbox copy would: types are checked, rules and events are not run. */
  restore(tables: Iterable<[object: string, rows: Iterable<Row>]>): void;
  /** After commit, in order of commit. */
  onCommit(listener: (transaction: CommittedTransaction) => void): void;
}

export interface QueryPage {
  totalSize: number;
  /** Records in REST shape: `attributes`, nested parents and child results. */
  records: Record<string, unknown>[];
}

/** Compiles and runs SOQL. Throws OrgError 400 MALFORMED_QUERY, INVALID_FIELD, INVALID_TYPE … as Salesforce words them. */
export type RunQuery = (
  records: Records,
  session: Session,
  soql: string,
  options: { all: boolean; apiVersion: string },
) => QueryPage;
