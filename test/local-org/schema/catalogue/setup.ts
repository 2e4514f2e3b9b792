/** Users, roles, permissions and the organisation itself. Rows come from the seed, seldom through the API. */
import {
  always,
  checkbox,
  datetime,
  email,
  int,
  long,
  phone,
  picklist,
  reference,
  required,
  system,
  text,
} from '../field.ts';
import { standard } from '../object.ts';
import type { ObjectDef } from '../../types.ts';

const setup = { writes: 'none' as const, softDelete: false };

const user = standard('User', '005', { writes: 'create-update', softDelete: false }, [
  text('Username', 80, required, { unique: true }),
  text('LastName', 80, required),
  text('FirstName', 40, always),
  text('Name', 121, system, { nameField: true, label: 'Full Name' }),
  text('CompanyName', 80, always),
  text('Division', 80, always),
  text('Department', 80, always),
  text('Title', 80, always),
  long('Street', 255, always),
  text('City', 40, always),
  text('State', 80, always),
  text('PostalCode', 20, always),
  text('Country', 80, always),
  email('Email', 128, required),
  phone('Phone', always),
  phone('MobilePhone', always),
  text('Alias', 8, required),
  text('CommunityNickname', 40, always, { label: 'Nickname' }),
  checkbox('IsActive', always, { label: 'Active', defaultValue: 'true' }),
  text('TimeZoneSidKey', 40, required, { label: 'Time Zone' }),
  reference('UserRoleId', 'UserRole', 'Users', always),
  text('LocaleSidKey', 40, required, { label: 'Locale' }),
  text('EmailEncodingKey', 40, required, { label: 'Email Encoding' }),
  reference('ProfileId', 'Profile', 'Users', required),
  picklist('UserType', 'Standard;PowerPartner;PowerCustomerSuccess;CustomerSuccess;Guest;CspLitePortal', system),
  text('LanguageLocaleKey', 40, required, { label: 'Language' }),
  text('EmployeeNumber', 20, always),
  reference('ManagerId', 'User', 'ManagedUsers', always),
  text('FederationIdentifier', 512, always),
  reference('ContactId', 'Contact', 'Users', always),
  reference('AccountId', 'Account', 'Users', system),
  datetime('LastLoginDate', system),
]);

const userRole = standard('UserRole', '00E', { label: 'Role', softDelete: false, audit: 'modstamp' }, [
  text('Name', 80, required, { nameField: true }),
  reference('ParentRoleId', 'UserRole', null, always, { relationshipName: null }),
  text('RollupDescription', 80, always),
  text('DeveloperName', 80, always),
  picklist('OpportunityAccessForAccountOwner', 'None;Read;*Edit', { length: 40 }, always),
  picklist('PortalType', '*None;CustomerPortal;Partner', system),
]);

const profile = standard('Profile', '00e', setup, [
  text('Name', 255, required, { nameField: true }, system),
  picklist('UserType', 'Standard;PowerPartner;CustomerSuccess;Guest', system),
  text('Description', 255, system),
]);

const permissionFlags = [
  'ApiEnabled',
  'ViewAllData',
  'ModifyAllData',
  'CreateAuditFields',
  'ViewSetup',
  'ManageUsers',
  'SendCustomNotifications',
];

const permissionSet = standard('PermissionSet', '0PS', setup, [
  text('Name', 80, required, { nameField: true }, system),
  text('Label', 80, system),
  reference('ProfileId', 'Profile', null, system),
  checkbox('IsOwnedByProfile', system),
  checkbox('IsCustom', system),
  picklist('Type', 'Profile;*Regular;Standard;Session;Group', system),
  text('NamespacePrefix', 15, system),
  text('Description', 255, system),
  ...permissionFlags.map((flag) => checkbox(`Permissions${flag}`, system)),
]);

const permissionSetAssignment = standard(
  'PermissionSetAssignment',
  '0Pa',
  { writes: 'create-delete', softDelete: false, audit: 'modstamp' },
  [
    reference('PermissionSetId', 'PermissionSet', 'Assignments', required, { updateable: false }),
    reference('AssigneeId', 'User', 'PermissionSetAssignments', required, { updateable: false, cascadeDelete: true }),
    checkbox('IsActive', system, { defaultValue: 'true' }),
    datetime('ExpirationDate', always),
  ],
);

const organization = standard('Organization', '00D', { ...setup, writes: 'none' }, [
  text('Name', 80, required, { nameField: true }, system),
  text('Division', 80, system),
  long('Street', 255, system),
  text('City', 40, system),
  text('PostalCode', 20, system),
  text('Country', 80, system),
  text('PrimaryContact', 80, system),
  text('DefaultLocaleSidKey', 40, system),
  text('LanguageLocaleKey', 40, system),
  text('TimeZoneSidKey', 40, system),
  int('FiscalYearStartMonth', system),
  checkbox('UsesStartDateAsFiscalYearName', system),
  picklist('DefaultAccountAccess', 'None;Read;Edit;ControlledByParent', system),
  picklist('DefaultContactAccess', 'None;Read;Edit;ControlledByParent', system),
  picklist('DefaultOpportunityAccess', 'None;Read;Edit;ControlledByParent', system),
  picklist('OrganizationType', 'Enterprise Edition;Developer Edition;Unlimited Edition;Professional Edition', system),
  text('InstanceName', 5, system),
  text('NamespacePrefix', 15, system),
  checkbox('IsSandbox', system),
  datetime('TrialExpirationDate', system),
]);

export const setupObjects: ObjectDef[] = [
  organization,
  user,
  userRole,
  profile,
  permissionSet,
  permissionSetAssignment,
  standard('CustomPermission', '0CP', setup, [
    text('DeveloperName', 80, system, { nameField: true }),
    text('MasterLabel', 80, system),
    text('NamespacePrefix', 15, system),
    text('Description', 255, system),
  ]),
  standard('SetupEntityAccess', '0J0', { ...setup, audit: 'modstamp' }, [
    reference('ParentId', 'PermissionSet', 'SetupEntityAccessItems', required, system),
    reference('SetupEntityId', 'CustomPermission', 'SetupEntityAccessItems', required, system, {
      relationshipName: null,
    }),
    picklist('SetupEntityType', 'CustomPermission;ApexClass;ApexPage;ConnectedApplication;TabSet', system),
  ]),
  standard('RecordType', '012', setup, [
    text('Name', 80, system, { nameField: true }),
    text('DeveloperName', 80, system),
    text('NamespacePrefix', 15, system),
    text('Description', 255, system),
    picklist('SobjectType', '', system),
    checkbox('IsActive', system),
  ]),
  standard('CustomNotificationType', '0ML', setup, [
    text('CustomNotifTypeName', 80, system, { nameField: true }),
    text('DeveloperName', 80, system),
    text('MasterLabel', 80, system),
    text('NamespacePrefix', 15, system),
    checkbox('Desktop', system),
    checkbox('Mobile', system),
  ]),
];
