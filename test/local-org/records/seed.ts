/** What a fresh org holds before anybody works in it, and ways to add roles and users. */
import type { OrgSchema, Records, Row } from '../types.ts';
import { recordId } from './ids.ts';
import { FIRST_USER_ID } from './open.ts';
import { ADMINISTRATOR, profiles } from './profiles.ts';

export interface SeedOptions {
  organizationName?: string;
  /** IANA name; the time zone of the org and of its first user. */
  timeZone?: string;
  adminUsername?: string;
  isSandbox?: boolean;
}

export interface SeededOrg {
  organizationId: string;
  adminId: string;
  standardPricebookId: string;
  /** Ids by name. */
  profiles: Record<string, string>;
  permissionSets: Record<string, string>;
}

/** Stages of a fresh org: probability, forecast category, closed, won. */
const stages: [name: string, probability: number, category: string][] = [
  ['Prospecting', 10, 'Pipeline'],
  ['Qualification', 10, 'Pipeline'],
  ['Needs Analysis', 20, 'Pipeline'],
  ['Value Proposition', 50, 'Pipeline'],
  ['Id. Decision Makers', 60, 'Pipeline'],
  ['Perception Analysis', 70, 'Pipeline'],
  ['Proposal/Price Quote', 75, 'Pipeline'],
  ['Negotiation/Review', 90, 'Pipeline'],
  ['Closed Won', 100, 'Closed'],
  ['Closed Lost', 0, 'Omitted'],
];

/** Ids in order of the list, by name. */
const idsByName = (keyPrefix: string, names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name, index) => [name, recordId(keyPrefix, index + 1)]));

const locale = { LocaleSidKey: 'en_US', LanguageLocaleKey: 'en_US', EmailEncodingKey: 'UTF-8' };

/** Fills an empty org; of one that is filled already it only gives back the ids. */
export function seedOrg(records: Records, options: SeedOptions = {}): SeededOrg {
  const { schema } = records;
  const seeded: SeededOrg = {
    organizationId: recordId('00D', 1),
    adminId: FIRST_USER_ID,
    standardPricebookId: recordId('01s', 1),
    profiles: idsByName(
      '00e',
      profiles.map((profile) => profile.name),
    ),
    permissionSets: idsByName(
      '0PS',
      schema.permissionSets.map((set) => set.name),
    ),
  };
  if (records.database.prepare('SELECT 1 FROM "Organization"').get() !== undefined) return seeded;
  const timeZone = options.timeZone ?? 'Europe/Paris';
  const tables: [string, Row[]][] = [
    ['Organization', [organization(schema, seeded, options, timeZone)]],
    [
      'Profile',
      profiles.map(({ name, userType }) => ({ Id: seeded.profiles[name] ?? null, Name: name, UserType: userType })),
    ],
    ['User', [adminRow(seeded, options, timeZone)]],
    ['Pricebook2', [{ Id: seeded.standardPricebookId, Name: 'Standard Price Book', IsStandard: true, IsActive: true }]],
    ['OpportunityStage', stages.map(stageRow)],
    ['BusinessHours', [{ Name: 'Default', IsActive: true, IsDefault: true, TimeZoneSidKey: timeZone }]],
    ...permissionRows(records, seeded),
    ['CustomNotificationType', notificationRows(records)],
  ];
  records.restore(tables);
  return seeded;
}

const organization = (schema: OrgSchema, seeded: SeededOrg, options: SeedOptions, timeZone: string): Row => ({
  Id: seeded.organizationId,
  Name: options.organizationName ?? 'Fairlead Local Org',
  TimeZoneSidKey: timeZone,
  DefaultLocaleSidKey: 'en_US',
  LanguageLocaleKey: 'en_US',
  FiscalYearStartMonth: 1,
  OrganizationType: 'Enterprise Edition',
  InstanceName: 'LOCAL',
  IsSandbox: options.isSandbox ?? false,
  DefaultContactAccess: 'ControlledByParent',
  DefaultAccountAccess: accessNames[schema.objects.get('Account')?.sharing ?? 'Private'],
  DefaultOpportunityAccess: accessNames[schema.objects.get('Opportunity')?.sharing ?? 'Private'],
});

/** How the organisation's row calls the defaults. */
const accessNames = { Private: 'None', Read: 'Read', ReadWrite: 'Edit', ControlledByParent: 'ControlledByParent' };

const adminRow = (seeded: SeededOrg, options: SeedOptions, timeZone: string): Row => ({
  Id: seeded.adminId,
  Username: options.adminUsername ?? 'admin@fairlead.example',
  FirstName: 'Ada',
  LastName: 'Admin',
  Email: 'admin@fairlead.example',
  Alias: 'admin',
  IsActive: true,
  ProfileId: seeded.profiles[ADMINISTRATOR] ?? null,
  UserType: 'Standard',
  TimeZoneSidKey: timeZone,
  ...locale,
});

const stageRow = ([name, probability, category]: (typeof stages)[number], index: number): Row => ({
  MasterLabel: name,
  ApiName: name,
  IsActive: true,
  SortOrder: index + 1,
  IsClosed: name.startsWith('Closed'),
  IsWon: name === 'Closed Won',
  ForecastCategory: category,
  ForecastCategoryName: category,
  DefaultProbability: probability,
});

const notificationRows = ({ schema }: Records): Row[] =>
  schema.notificationTypes.map(({ name, label }) => ({
    CustomNotifTypeName: name,
    DeveloperName: name,
    MasterLabel: label,
    Desktop: true,
    Mobile: true,
  }));

function permissionRows({ schema }: Records, seeded: SeededOrg): [string, Row[]][] {
  const custom = idsByName('0CP', schema.customPermissions);
  const flags = [...(schema.objects.get('PermissionSet')?.fields.keys() ?? [])].filter((name) =>
    name.startsWith('Permissions'),
  );
  const sets = schema.permissionSets.map((set): Row => ({
    Id: seeded.permissionSets[set.name] ?? null,
    Name: set.name,
    Label: set.label,
    IsCustom: true,
    Type: 'Regular',
    ...Object.fromEntries(flags.map((flag) => [flag, set.userPermissions.includes(flag.replace('Permissions', ''))])),
  }));
  const grants = schema.permissionSets.flatMap((set) =>
    set.customPermissions.map((name): Row => ({
      ParentId: seeded.permissionSets[set.name] ?? null,
      SetupEntityId: custom[name] ?? null,
      SetupEntityType: 'CustomPermission',
    })),
  );
  const permissions = schema.customPermissions.map((name): Row => ({
    Id: custom[name] ?? null,
    DeveloperName: name,
    MasterLabel: name.replaceAll('_', ' '),
  }));
  return [
    ['CustomPermission', permissions],
    ['PermissionSet', sets],
    ['SetupEntityAccess', grants],
  ];
}

function idOf(records: Records, object: string, field: string, value: string): string {
  const row = records.database.prepare(`SELECT "Id" AS id FROM "${object}" WHERE "${field}" = ?`).get(value);
  if (!row) throw new Error(`there is no ${object} with ${field} ${value}`);
  return String(row['id']);
}

/** Gives back the id of the new role. */
export function createRole(records: Records, role: { name: string; parentRoleId?: string }): string {
  records.restore([
    [
      'UserRole',
      [{ Name: role.name, DeveloperName: role.name.replace(/\W+/g, '_'), ParentRoleId: role.parentRoleId ?? null }],
    ],
  ]);
  return idOf(records, 'UserRole', 'Name', role.name);
}

export interface NewUser {
  username: string;
  lastName: string;
  firstName?: string;
  /** Name of a profile, such as `Standard User`. */
  profile: string;
  roleId?: string;
  /** Names of permission sets. */
  permissionSets?: readonly string[];
  /** Contact of a partner user. */
  contactId?: string;
  timeZone?: string;
  /** Such as `fr`. Default: `en_US`. */
  language?: string;
  /** Such as `fr_FR`. Default: `en_US`. */
  locale?: string;
}

/** Gives back the id of the new user. Throws where profile or permission set does not exist. */
export function createUser(records: Records, user: NewUser): string {
  const contact =
    user.contactId === undefined
      ? undefined
      : records.database.prepare('SELECT "AccountId" AS id FROM "Contact" WHERE "Id" = ?').get(user.contactId);
  const row: Row = {
    Username: user.username,
    LastName: user.lastName,
    FirstName: user.firstName ?? null,
    Email: user.username,
    Alias: user.username.slice(0, 8),
    IsActive: true,
    ProfileId: idOf(records, 'Profile', 'Name', user.profile),
    UserType: profiles.find((profile) => profile.name === user.profile)?.userType ?? 'Standard',
    UserRoleId: user.roleId ?? null,
    ContactId: user.contactId ?? null,
    AccountId: contact ? String(contact['id']) : null,
    TimeZoneSidKey: user.timeZone ?? 'Europe/Paris',
    ...locale,
    ...(user.language === undefined ? {} : { LanguageLocaleKey: user.language }),
    ...(user.locale === undefined ? {} : { LocaleSidKey: user.locale }),
  };
  records.restore([['User', [row]]]);
  const id = idOf(records, 'User', 'Username', user.username);
  assignPermissionSets(records, id, user.permissionSets ?? []);
  return id;
}

/** Throws where a permission set does not exist. */
export function assignPermissionSets(records: Records, userId: string, names: readonly string[]): void {
  const rows = names.map((name): Row => ({
    AssigneeId: userId,
    PermissionSetId: idOf(records, 'PermissionSet', 'Name', name),
    IsActive: true,
  }));
  records.restore([['PermissionSetAssignment', rows]]);
}
