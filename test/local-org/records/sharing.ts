/** Which rows a user may see or change: defaults by object, ownership, role hierarchy, parents, sharing sets and rules. */
import type { ObjectDef, SharingSet } from '../types.ts';
import { sharedObject, shareObject } from '../schema/index.ts';
import { objectAccess, type UserAccess } from './access.ts';
import type { Rows } from './rows.ts';
import { quoted } from './tables.ts';

/** `share`: to see and say with whom a record is shared. */
export type Purpose = 'read' | 'edit' | 'share';

/** Standard details and the field that points to the record whose sharing they have. */
const standardParents: Record<string, string[]> = {
  Contact: ['AccountId'],
  OpportunityLineItem: ['OpportunityId'],
  OpportunityContactRole: ['OpportunityId'],
  OpportunityPartner: ['OpportunityId'],
  OpportunityHistory: ['OpportunityId'],
  OpportunityFieldHistory: ['OpportunityId'],
  AccountHistory: ['AccountId'],
  ContactHistory: ['ContactId'],
  Partner: ['OpportunityId', 'AccountFromId'],
  Quote: ['OpportunityId'],
  QuoteLineItem: ['QuoteId'],
  PricebookEntry: ['Pricebook2Id'],
};
/** Set-up that partner users see like everybody else. */
const openToPartners = [
  'Organization',
  'OpportunityStage',
  'RecordType',
  'Profile',
  'BusinessHours',
  'Holiday',
  'CustomNotificationType',
];

const ALL = '1';
const NONE = '0';
const list = (ids: Iterable<string>): string => [...ids].map((id) => `'${id.replace(/'/g, "''")}'`).join(', ');
const anyOf = (conditions: string[]): string => {
  if (conditions.includes(ALL)) return ALL;
  const some = conditions.filter((condition) => condition !== NONE);
  return some.length === 0 ? NONE : `(${some.join(' OR ')})`;
};

/** A SQL condition on the alias, `1` for all rows and `0` for none. */
export function rowCondition(
  rows: Rows,
  user: UserAccess,
  object: ObjectDef,
  alias: string,
  purpose: Purpose,
  sets: readonly SharingSet[],
): string {
  const access = objectAccess(user, object);
  if (access.modifyAll || (purpose === 'read' && access.viewAll)) return ALL;
  const condition = (each: ObjectDef, inner: string, why: Purpose) => rowCondition(rows, user, each, inner, why, sets);
  if (purpose === 'share') return object.fields.has('OwnerId') ? byOwner(rows, user, alias) : NONE;
  const governed = sharedObject(object);
  if (governed !== null) return byShared(rows, governed, alias, condition);
  const shared = anyOf([
    sharedBySet(user, object, alias, purpose, sets),
    sharedByRule(rows, user, object, alias, purpose),
  ]);
  if (object.name === 'User' && user.external) return ownUsers(user, alias);
  if (object.sharing === 'ControlledByParent') {
    return anyOf([shared, byParents(rows, object, alias, purpose, condition), orphans(rows, user, object, alias)]);
  }
  const open = object.sharing === 'ReadWrite' || (object.sharing === 'Read' && purpose === 'read');
  if (open && (!user.external || openToPartners.includes(object.name))) return ALL;
  if (!object.fields.has('OwnerId')) return user.external ? shared : ALL;
  const byHand = sharedWith(rows, user, object, alias, purpose);
  return anyOf([byOwner(rows, user, alias), byHand, shared, ...implied(rows, user, object, alias, purpose, condition)]);
}

const ownUsers = (user: UserAccess, alias: string): string =>
  anyOf([
    `${alias}."Id" = '${user.userId}'`,
    user.partnerAccountId === null ? NONE : `${alias}."AccountId" = '${user.partnerAccountId}'`,
  ]);

function sharedBySet(
  user: UserAccess,
  object: ObjectDef,
  alias: string,
  purpose: Purpose,
  sets: readonly SharingSet[],
): string {
  if (!user.external || user.partnerAccountId === null) return NONE;
  const account = user.partnerAccountId;
  const fitting = sets.filter(
    (set) =>
      set.object === object.name &&
      set.profiles.includes(user.profile.name) &&
      (purpose === 'read' || set.access === 'Edit'),
  );
  const own = object.name === 'Account' && purpose === 'read' ? [`${alias}."Id" = '${account}'`] : [];
  return anyOf([...own, ...fitting.map((set) => `${alias}.${quoted(set.field)} = '${account}'`)]);
}

/** What sharing rules open: to all partner users records of internal owners, to all internal users those with a value. */
function sharedByRule(rows: Rows, user: UserAccess, object: ObjectDef, alias: string, purpose: Purpose): string {
  const rules = rows.schema.sharingRules.filter(
    (rule) =>
      rule.object === object.name &&
      (purpose === 'read' || rule.access === 'Edit') &&
      (rule.to === 'partners' ? user.partnerAccountId !== null : !user.external),
  );
  return anyOf(
    rules.map(({ where }) =>
      where === null
        ? `${alias}."OwnerId" IN (SELECT "Id" FROM "User" WHERE "UserType" = 'Standard')`
        : `${alias}.${quoted(where.field)} = ${list([where.value])}`,
    ),
  );
}

type Condition = (object: ObjectDef, alias: string, purpose: Purpose) => string;

/** A detail is seen with its master; a child that needs only read on the master is written with it too. */
function byParents(rows: Rows, object: ObjectDef, alias: string, purpose: Purpose, condition: Condition): string {
  const history = object.name.endsWith('__History') ? ['ParentId'] : [];
  const details = [...object.fields.values()].filter((field) => field.masterDetail).map((field) => field.name);
  const parents = standardParents[object.name] ?? [...history, ...details];
  return anyOf(
    parents.map((name) => {
      const field = object.fields.get(name);
      const parent = rows.object(field?.referenceTo[0] ?? '');
      const inner = `${alias}_${parent.name}`;
      const needed = field?.writeRequiresMasterRead ? 'read' : purpose;
      return existsParent(parent.name, `${alias}.${quoted(name)}`, inner, condition(parent, inner, needed));
    }),
  );
}

/** A contact without an account is its owner's alone. */
function orphans(rows: Rows, user: UserAccess, object: ObjectDef, alias: string): string {
  return object.name === 'Contact' ? `(${alias}."AccountId" IS NULL AND ${byOwner(rows, user, alias)})` : NONE;
}

function existsParent(parent: string, reference: string, inner: string, condition: string): string {
  if (condition === NONE) return NONE;
  if (condition === ALL) return `${reference} IS NOT NULL`;
  return `EXISTS (SELECT 1 FROM ${quoted(parent)} ${inner} WHERE ${inner}."Id" = ${reference} AND ${condition})`;
}

/** The user's own rows and those of everybody below his role. */
function byOwner(rows: Rows, user: UserAccess, alias: string): string {
  return `${alias}."OwnerId" IN (${himAndThoseBelow(rows, user)})`;
}

/** What was shared by hand with him or with somebody below his role. */
function sharedWith(rows: Rows, user: UserAccess, object: ObjectDef, alias: string, purpose: 'read' | 'edit'): string {
  const share = shareObject(rows.schema, object);
  if (share === null) return NONE;
  const level = purpose === 'edit' ? ` AND s."AccessLevel" = 'Edit'` : '';
  const withHim = `s."UserOrGroupId" IN (${himAndThoseBelow(rows, user)})${level}`;
  return `EXISTS (SELECT 1 FROM ${quoted(share)} s WHERE s."ParentId" = ${alias}."Id" AND s."IsDeleted" = 0 AND ${withHim})`;
}

const himAndThoseBelow = (rows: Rows, user: UserAccess): string =>
  list([user.userId, ...(user.external ? [] : usersBelow(rows, user.roleId))]);

/** A share is seen and written by who may share its record. */
function byShared(rows: Rows, governed: string, alias: string, condition: Condition): string {
  const inner = `${alias}_Parent`;
  const parent = rows.object(governed);
  return existsParent(governed, `${alias}."ParentId"`, inner, condition(parent, inner, 'share'));
}

function usersBelow(rows: Rows, roleId: string | null): string[] {
  if (roleId === null) return [];
  const sql = `WITH RECURSIVE below(id) AS (
      SELECT "Id" FROM "UserRole" WHERE "ParentRoleId" = ?
      UNION SELECT r."Id" FROM "UserRole" r JOIN below ON r."ParentRoleId" = below.id)
    SELECT u."Id" AS id FROM "User" u JOIN below ON u."UserRoleId" = below.id`;
  return rows
    .statement(sql)
    .all(roleId)
    .map((row) => String(row['id']));
}

/** Access that follows from access to something else. */
function implied(
  rows: Rows,
  user: UserAccess,
  object: ObjectDef,
  alias: string,
  purpose: Purpose,
  condition: Condition,
): string[] {
  if (user.external) return [];
  if (object.name === 'Account' && purpose === 'read') {
    const inner = `${alias}_o`;
    const visible = condition(rows.object('Opportunity'), inner, 'read');
    return [`${alias}."Id" IN (SELECT ${inner}."AccountId" FROM "Opportunity" ${inner} WHERE ${visible})`];
  }
  if (object.name === 'Opportunity') return byAccountOwner(rows, user, alias, purpose);
  if ((object.name === 'Task' || object.name === 'Event') && purpose === 'read') {
    return ['Opportunity', 'Account'].map((name) => {
      const inner = `${alias}_${name}`;
      const visible = condition(rows.object(name), inner, 'read');
      if (visible === ALL) return `${alias}."WhatId" LIKE '${rows.object(name).keyPrefix}%'`;
      return existsParent(name, `${alias}."WhatId"`, inner, visible);
    });
  }
  return [];
}

/** What the role says of opportunities on accounts that the user owns. */
function byAccountOwner(rows: Rows, user: UserAccess, alias: string, purpose: Purpose): string[] {
  const level = user.roleId === null ? null : rows.get('UserRole', user.roleId)?.['OpportunityAccessForAccountOwner'];
  const allowed = level === 'Edit' || (level === 'Read' && purpose === 'read');
  return allowed ? [`${alias}."AccountId" IN (SELECT "Id" FROM "Account" WHERE "OwnerId" = '${user.userId}')`] : [];
}
