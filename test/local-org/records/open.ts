/** Opens the org's records: one SQLite database behind the interface that everything else uses. */
import { DatabaseSync } from 'node:sqlite';
import {
  OrgError,
  type CommittedTransaction,
  type FieldDef,
  type ObjectDef,
  type OrgSchema,
  type Records,
  type Session,
  type SharingSet,
} from '../types.ts';
import { addressParts } from '../schema/index.ts';
import { mayEditField, mayReadField, objectAccess, userAccess, type UserAccess } from './access.ts';
import { Formulas } from './formulas.ts';
import { findField } from './formula/references.ts';
import { canonicalId, recordId } from './ids.ts';
import { PARTNER } from './profiles.ts';
import { restoreTables } from './restore.ts';
import { bound, Rows } from './rows.ts';
import { rowCondition } from './sharing.ts';
import { createTables, isStored } from './tables.ts';
import { runTransaction } from './transaction.ts';
import { mayReach, type Work } from './work.ts';

export interface OpenOptions {
  schema: OrgSchema;
  /** The org's clock, in milliseconds since 1970. */
  now: () => number;
  /** A file to keep the records in; in memory without. */
  file?: string;
  /** Records that partner users reach by their account. Default: those deployed; without any, their own firm's registrations. */
  sharingSets?: readonly SharingSet[];
  /** ISO code. Default: USD. */
  currency?: string;
}

const registrationsOfOwnFirm: SharingSet[] = [
  { profiles: [PARTNER], object: 'Deal_Registration__c', field: 'Partner__c', access: 'Edit' },
];
/** Objects whose rows decide what users may do. */
const decidesAccess = ['User', 'UserRole', 'Profile', 'PermissionSet', 'PermissionSetAssignment', 'Contact'];

/** Owner of restored rows that name nobody: the administrator with whom an org starts. */
export const FIRST_USER_ID = recordId('005', 1);

export interface OpenRecords extends Records {
  /** Names what the session may do with objects and fields: equal for all users with the same profile and permission sets. */
  rights(session: Session): string;
  /**
   * Runs several saves as one: all are undone where `work` says not to keep them, or throws. Listeners hear of them
   * afterwards. Gives back the result of `work`.
   */
  together<Result>(work: () => { keep: boolean; result: Result }): Result;
  close(): void;
}

/** Throws FormulaError where a formula of the schema can't be evaluated. */
export function openRecords(options: OpenOptions): OpenRecords {
  const database = new DatabaseSync(options.file ?? ':memory:');
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  createTables(database, options.schema);
  return new LocalRecords(database, options);
}

class LocalRecords implements OpenRecords {
  readonly schema: OrgSchema;
  readonly database: DatabaseSync;
  readonly currency: string;
  readonly #rows: Rows;
  readonly now: () => number;
  readonly #formulas: Formulas;
  readonly #sharingSets: readonly SharingSet[];
  readonly #users = new Map<string, UserAccess>();
  readonly #listeners: ((transaction: CommittedTransaction) => void)[] = [];
  readonly #committed: CommittedTransaction[] = [];
  #telling = false;
  /** What was saved within `together` and is not yet known to be kept. */
  #held: CommittedTransaction[] | null = null;

  constructor(database: DatabaseSync, options: OpenOptions) {
    this.database = database;
    this.schema = options.schema;
    this.currency = options.currency ?? 'USD';
    this.now = options.now;
    this.#rows = new Rows(database, options.schema);
    this.#formulas = new Formulas(this.#rows, options.now);
    const deployed = options.schema.sharingSets;
    this.#sharingSets = options.sharingSets ?? (deployed.length > 0 ? deployed : registrationsOfOwnFirm);
    database.function('sf_formula', (object, field, id) =>
      id === null ? null : bound(this.#formulas.cachedField(String(object), String(field), String(id))),
    );
  }

  #user(session: Session): UserAccess {
    const known = this.#users.get(session.userId);
    if (known) return known;
    const user = userAccess(this.#rows, session.userId);
    this.#users.set(session.userId, user);
    return user;
  }

  rights: OpenRecords['rights'] = (session) => {
    const { profile, permissionSets } = this.#user(session);
    return JSON.stringify([profile.name, ...permissionSets.map((set) => set.name).sort()]);
  };

  #work(session: Session): Work {
    return {
      rows: this.#rows,
      formulas: this.#formulas,
      session,
      user: this.#user(session),
      sharingSets: this.#sharingSets,
      at: new Date(this.now()).toISOString(),
      changes: [],
    };
  }

  save: Records['save'] = (session, operations, { allOrNone }) => {
    const { results, committed } = runTransaction(this.#work(session), operations, allOrNone);
    if (committed) {
      if (committed.changes.some((change) => decidesAccess.includes(change.object))) this.#users.clear();
      if (this.#held === null) this.#tell(committed);
      else this.#held.push(committed);
    }
    return results;
  };

  together: OpenRecords['together'] = (work) => {
    if (this.#held !== null) throw new Error('saves are run together already');
    const held: CommittedTransaction[] = [];
    this.#held = held;
    this.database.exec('BEGIN IMMEDIATE');
    let keep = false;
    try {
      const done = work();
      keep = done.keep;
      return done.result;
    } finally {
      this.#held = null;
      this.database.exec(keep ? 'COMMIT' : 'ROLLBACK');
      if (keep) for (const transaction of held) this.#tell(transaction);
      else {
        this.#rows.forget();
        this.#users.clear();
      }
    }
  };

  /** A listener may save in turn: its transaction is told after this one was told to everybody. */
  #tell(transaction: CommittedTransaction): void {
    this.#committed.push(transaction);
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#committed.shift(); next; next = this.#committed.shift()) {
        for (const listener of this.#listeners) listener(next);
      }
    } finally {
      this.#telling = false;
    }
  }

  onCommit: Records['onCommit'] = (listener) => {
    this.#listeners.push(listener);
  };

  objectFor: Records['objectFor'] = (session, name) => {
    const object = this.schema.objects.get(name) ?? this.#byAnyCase(name);
    if (!object || !objectAccess(this.#user(session), object).read) {
      throw new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
    }
    return object;
  };

  #byAnyCase(name: string): ObjectDef | undefined {
    const wanted = name.toLowerCase();
    return [...this.schema.objects.values()].find((object) => object.name.toLowerCase() === wanted);
  }

  #field(object: string, field: string): [ObjectDef, FieldDef] | null {
    const objectDef = this.schema.objects.get(object);
    const fieldDef = objectDef?.fields.get(field);
    return objectDef && fieldDef ? [objectDef, fieldDef] : null;
  }

  mayRead: Records['mayRead'] = (session, object, field) => {
    const found = this.#field(object, field);
    if (!found) return false;
    const user = this.#user(session);
    return objectAccess(user, found[0]).read && mayReadField(user, ...found);
  };

  mayEdit: Records['mayEdit'] = (session, object, field) => {
    const found = this.#field(object, field);
    if (!found) return false;
    const user = this.#user(session);
    const access = objectAccess(user, found[0]);
    const possible = (access.create && found[1].createable) || (access.edit && found[1].updateable);
    return possible && mayEditField(user, ...found);
  };

  access: Records['access'] = (session, object) => objectAccess(this.#user(session), this.#rows.object(object));

  visibleRows: Records['visibleRows'] = (session, object, alias) =>
    rowCondition(this.#rows, this.#user(session), this.#rows.object(object), alias, 'read', this.#sharingSets);

  retrieve: Records['retrieve'] = (session, objectName, id, fields) => {
    const object = this.objectFor(session, objectName);
    const canonical = canonicalId(id);
    const row = canonical === null ? null : this.#rows.get(object.name, canonical);
    if (!row || canonical === null || !mayReach(this.#work(session), object, canonical, 'read')) {
      throw new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
    }
    if (row['IsDeleted'] === true) throw new OrgError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
    const names = fields ? this.#chosen(session, object, fields) : this.#readable(session, object);
    return Object.fromEntries(names.map((name) => [name, this.#formulas.fieldOf(object, row, name)]));
  };

  #readable(session: Session, object: ObjectDef): string[] {
    const all = [...object.fields.values()].filter((field) => isStored(field) || field.formula !== null);
    return all.map((field) => field.name).filter((name) => this.mayRead(session, object.name, name));
  }

  /** Compound addresses are asked for by their name and given by their parts. */
  #chosen(session: Session, object: ObjectDef, fields: string[]): string[] {
    return fields.flatMap((name) => {
      const field = findField(object, name);
      if (!field || !this.mayRead(session, object.name, field.name)) {
        throw new OrgError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
      }
      return field.type === 'address' ? Object.values(addressParts(field.name)) : [field.name];
    });
  }

  restore: Records['restore'] = (tables) => {
    restoreTables(this.#rows, tables, { userId: FIRST_USER_ID, at: new Date(this.now()).toISOString() });
    this.#users.clear();
  };

  close(): void {
    this.database.close();
  }
}
