/** What a user may do: profile and permission sets together, by object and by field. */
import type { FieldDef, ObjectDef, PermissionSetDef } from '../types.ts';
import { OrgError } from '../types.ts';
import { profiles, type ObjectAccess, type ProfileDef } from './profiles.ts';
import { sharedObject } from '../schema/index.ts';
import type { Rows } from './rows.ts';

export interface UserAccess {
  userId: string;
  profile: ProfileDef;
  profileId: string;
  roleId: string | null;
  /** Account of a partner user, by his contact; null for the vendor's own people. */
  partnerAccountId: string | null;
  external: boolean;
  permissionSets: PermissionSetDef[];
  userPermissions: Set<string>;
  customPermissions: Set<string>;
  objects: Map<string, ObjectAccess>;
  readFields: Set<string>;
  editFields: Set<string>;
}

const NOTHING: ObjectAccess = {
  create: false,
  read: false,
  edit: false,
  delete: false,
  viewAll: false,
  modifyAll: false,
};
const EVERYTHING: ObjectAccess = { create: true, read: true, edit: true, delete: true, viewAll: true, modifyAll: true };

/** Objects without permissions of their own: who may read the parent reads them, who may edit it writes them. */
const governedBy: Record<string, string> = {
  OpportunityLineItem: 'Opportunity',
  OpportunityContactRole: 'Opportunity',
  OpportunityPartner: 'Opportunity',
  OpportunityHistory: 'Opportunity',
  OpportunityFieldHistory: 'Opportunity',
  Partner: 'Opportunity',
  AccountHistory: 'Account',
  ContactHistory: 'Contact',
  PricebookEntry: 'Pricebook2',
  QuoteLineItem: 'Quote',
};
/** Objects of the set-up: the user permission that lets read them and the one that lets write. */
const setup: Record<string, { read: string | null; write: string | null }> = {
  User: { read: null, write: 'ManageUsers' },
  UserRole: { read: null, write: 'ManageUsers' },
  Profile: { read: 'ViewSetup', write: null },
  PermissionSet: { read: 'ViewSetup', write: null },
  PermissionSetAssignment: { read: 'ViewSetup', write: 'AssignPermissionSets' },
  SetupEntityAccess: { read: 'ViewSetup', write: null },
  CustomPermission: { read: 'ViewSetup', write: null },
  Organization: { read: null, write: null },
  OpportunityStage: { read: null, write: null },
  RecordType: { read: null, write: null },
  CustomNotificationType: { read: null, write: null },
  BusinessHours: { read: null, write: 'CustomizeApplication' },
  Holiday: { read: null, write: 'CustomizeApplication' },
  Task: { read: null, write: 'EditTask' },
  Event: { read: null, write: 'EditEvent' },
};
const isHistoryOf = (object: ObjectDef): string | null =>
  object.name.endsWith('__History') ? object.name.replace(/__History$/, '__c') : null;

/** Combines profile and assigned permission sets. Throws OrgError 401 where there is no such active user. */
export function userAccess(rows: Rows, userId: string): UserAccess {
  const user = rows.get('User', userId);
  if (!user || user['IsActive'] !== true) throw new OrgError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  const profileId = String(user['ProfileId']);
  const profileName = rows.get('Profile', profileId)?.['Name'];
  const profile = profiles.find((each) => each.name === profileName);
  if (!profile) throw new Error(`profile ${String(profileName)} is not known to the stand-in org`);
  const assigned = rows.where('PermissionSetAssignment', '"AssigneeId" = ?', userId);
  const names = assigned.map((row) => rows.get('PermissionSet', String(row['PermissionSetId']))?.['Name']);
  const permissionSets = rows.schema.permissionSets.filter((set) => names.includes(set.name));
  const contact = typeof user['ContactId'] === 'string' ? rows.get('Contact', user['ContactId']) : null;
  const accountId = contact?.['AccountId'];
  return {
    userId,
    profile,
    profileId,
    roleId: typeof user['UserRoleId'] === 'string' ? user['UserRoleId'] : null,
    partnerAccountId: typeof accountId === 'string' ? accountId : null,
    external: profile.userType !== 'Standard',
    permissionSets,
    userPermissions: new Set([...profile.userPermissions, ...permissionSets.flatMap((set) => set.userPermissions)]),
    customPermissions: new Set(permissionSets.flatMap((set) => set.customPermissions)),
    objects: combinedObjects(profile, permissionSets),
    readFields: grantedFields(permissionSets, 'read'),
    editFields: grantedFields(permissionSets, 'edit'),
  };
}

function combinedObjects(profile: ProfileDef, sets: PermissionSetDef[]): Map<string, ObjectAccess> {
  const combined = new Map(Object.entries(profile.objects));
  for (const set of sets) {
    for (const [object, granted] of set.objects) {
      const before = combined.get(object) ?? NOTHING;
      combined.set(object, {
        create: before.create || granted.create,
        read: before.read || granted.read,
        edit: before.edit || granted.edit,
        delete: before.delete || granted.delete,
        viewAll: before.viewAll || granted.viewAll,
        modifyAll: before.modifyAll || granted.modifyAll,
      });
    }
  }
  return combined;
}

const grantedFields = (sets: PermissionSetDef[], right: 'read' | 'edit'): Set<string> =>
  new Set(sets.flatMap((set) => [...set.fields].filter(([, field]) => field[right]).map(([name]) => name)));

export function objectAccess(user: UserAccess, object: ObjectDef): ObjectAccess {
  const allowed = granted(user, object);
  return {
    ...allowed,
    create: allowed.create && object.createable,
    edit: allowed.edit && object.updateable,
    delete: allowed.delete && object.deletable,
  };
}

function granted(user: UserAccess, object: ObjectDef): ObjectAccess {
  if (user.profile.everything) return EVERYTHING;
  const shared = sharedObject(object);
  // Whoever reads an object may share what is his.
  if (shared !== null) {
    const rights = withAllData(user, user.objects.get(shared) ?? NOTHING);
    return { ...rights, create: rights.read, edit: rights.read, delete: rights.read };
  }
  const parent = governedBy[object.name] ?? isHistoryOf(object);
  if (parent !== null && parent !== undefined) {
    const rights = withAllData(user, user.objects.get(parent) ?? NOTHING);
    return { ...rights, create: rights.edit, delete: rights.edit };
  }
  const rule = setup[object.name];
  if (rule) return setupAccess(user, rule);
  if (object.customSetting) return settingAccess(user, object);
  return withAllData(user, user.objects.get(object.name) ?? NOTHING);
}

function withAllData(user: UserAccess, access: ObjectAccess): ObjectAccess {
  if (user.userPermissions.has('ModifyAllData')) return EVERYTHING;
  if (user.userPermissions.has('ViewAllData')) return { ...access, read: true, viewAll: true };
  return access;
}

function setupAccess(user: UserAccess, rule: { read: string | null; write: string | null }): ObjectAccess {
  const read = rule.read === null || user.userPermissions.has(rule.read);
  const write = rule.write !== null && user.userPermissions.has(rule.write);
  const viewAll = user.userPermissions.has('ViewAllData');
  return {
    create: write,
    read,
    edit: write,
    delete: write,
    viewAll,
    modifyAll: user.userPermissions.has('ModifyAllData'),
  };
}

/** A custom setting is read by whom it was granted to and written by who may customise the application. */
function settingAccess(user: UserAccess, object: ObjectDef): ObjectAccess {
  if (user.userPermissions.has('CustomizeApplication')) return EVERYTHING;
  const read = user.objects.get(object.name)?.read === true || user.userPermissions.has('ViewAllCustomSettings');
  return { ...NOTHING, read, viewAll: read };
}

/** Field-level security of an address part is that of the whole address. */
function securedName(object: ObjectDef, field: FieldDef): string {
  const part = /^(.+?)(Street|City|State|PostalCode|Country|Latitude|Longitude|GeocodeAccuracy)$/.exec(field.name);
  const compound = part ? `${part[1]}Address` : field.name;
  return `${object.name}.${object.fields.has(compound) ? compound : field.name}`;
}

/** Fields of a custom setting have no security of their own: who reaches the setting reaches them. */
export function mayReadField(user: UserAccess, object: ObjectDef, field: FieldDef): boolean {
  if (user.profile.everything || !field.permissionable || object.customSetting) return true;
  if (!field.custom && user.profile.standardFields) return true;
  return user.readFields.has(securedName(object, field));
}

export function mayEditField(user: UserAccess, object: ObjectDef, field: FieldDef): boolean {
  if (user.profile.everything || !field.permissionable || object.customSetting) return true;
  if (!field.custom && user.profile.standardFields) return true;
  return user.editFields.has(securedName(object, field));
}
