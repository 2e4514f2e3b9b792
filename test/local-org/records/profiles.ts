/** The few profiles of a fresh org that we need, and what each allows. */

export interface ObjectAccess {
  create: boolean;
  read: boolean;
  edit: boolean;
  delete: boolean;
  viewAll: boolean;
  modifyAll: boolean;
}

export interface ProfileDef {
  name: string;
  userType: 'Standard' | 'PowerPartner';
  /** Everything on every object and field. */
  everything: boolean;
  objects: Record<string, ObjectAccess>;
  /** Whether the standard fields that field-level security covers are open. Custom fields never are. */
  standardFields: boolean;
  userPermissions: string[];
}

const write = { create: true, read: true, edit: true, delete: true, viewAll: false, modifyAll: false };
const read = { create: false, read: true, edit: false, delete: false, viewAll: false, modifyAll: false };

export const ADMINISTRATOR = 'System Administrator';
export const SALES = 'Standard User';
export const INTEGRATION = 'Minimum Access - API Only Integrations';
export const PARTNER = 'Partner Community User';

export const profiles: readonly ProfileDef[] = [
  {
    name: ADMINISTRATOR,
    userType: 'Standard',
    everything: true,
    objects: {},
    standardFields: true,
    userPermissions: [
      'ApiEnabled',
      'ViewAllData',
      'ModifyAllData',
      'ViewSetup',
      'CustomizeApplication',
      'ManageUsers',
      'AssignPermissionSets',
      'EditTask',
      'EditEvent',
      'SendCustomNotifications',
      'ViewAllUsers',
    ],
  },
  {
    name: SALES,
    userType: 'Standard',
    everything: false,
    objects: { Account: write, Contact: write, Opportunity: write, Quote: write, Product2: read, Pricebook2: read },
    standardFields: true,
    userPermissions: ['ApiEnabled', 'EditTask', 'EditEvent', 'ViewSetup'],
  },
  {
    name: INTEGRATION,
    userType: 'Standard',
    everything: false,
    objects: {},
    standardFields: false,
    userPermissions: ['ApiEnabled', 'ApiUserOnly'],
  },
  {
    name: PARTNER,
    userType: 'PowerPartner',
    everything: false,
    objects: { Account: read, Contact: read },
    standardFields: true,
    userPermissions: ['ApiEnabled'],
  },
];
