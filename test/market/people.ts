/** Salespeople, their managers and the channel manager, with roles by region. */
import { person } from './names.ts';
import type { Random } from './random.ts';
import type { Tables } from './tables.ts';

export interface Salesperson {
  id: string;
  name: string;
}

/** A manager and his people. */
export interface Team {
  region: string;
  manager: string;
  members: readonly string[];
}

export interface People {
  salespeople: Salesperson[];
  channelManager: Salesperson;
  /** The manager of a salesperson, by the salesperson's id. */
  managers: Map<string, Salesperson>;
}

/** As many made-up teams of seven as it takes. */
export function usualTeams(count: number, random: Random): Team[] {
  const name = () => {
    const { first, last } = person(random);
    return `${first} ${last}`;
  };
  return Array.from({ length: Math.ceil(count / 8) }, (_, index) => ({
    region: `Region ${index + 1}`,
    manager: name(),
    members: Array.from({ length: 7 }, name),
  }));
}

/** Adds roles, users and their permission sets. */
export function foundPeople(teams: readonly Team[], tables: Tables, profileId: string): People {
  const role = (name: string, parent: string | null) =>
    tables.add('UserRole', { Name: name, DeveloperName: name.replace(/\W+/g, '_'), ParentRoleId: parent });
  const user = (name: string, of: { role: string; title: string; set: string; manager?: Salesperson }): Salesperson => {
    const id = tables.id('User');
    tables.add('User', {
      ...userRow(id, name),
      ...(of.manager && { ManagerId: of.manager.id }),
      Title: of.title,
      ProfileId: profileId,
      UserRoleId: of.role,
    });
    tables.add('PermissionSetAssignment', { AssigneeId: id, PermissionSetId: of.set, IsActive: true });
    return { id, name };
  };
  const head = role('Head of Sales', null);
  const channelManager = user('Noor Halden', {
    role: role('Channel', null),
    title: 'Channel Manager',
    set: 'Fairlead_Channel_Manager',
  });
  const managers = new Map<string, Salesperson>();
  const salespeople = teams.flatMap(({ region, manager, members }) => {
    const set = 'Fairlead_Salesperson';
    const above = role(region, head);
    const below = role(`${region} Sales`, above);
    const leader = user(manager, { role: above, title: 'Sales Manager', set });
    const team = members.map((name) => user(name, { role: below, title: 'Account Executive', set, manager: leader }));
    for (const each of [leader, ...team]) managers.set(each.id, leader);
    return [leader, ...team];
  });
  return { salespeople, channelManager, managers };
}

/** A user's row without what the job brings. */
export function userRow(id: string, name: string) {
  const [first = '', ...rest] = name.split(' ');
  const last = rest.join(' ');
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase();
  const number = id.slice(8, 15).replace(/^0+/, '').toLowerCase();
  return {
    Id: id,
    Username: `${plain(first)}.${plain(last)}.${number}@vendor.example`,
    FirstName: first,
    LastName: last,
    Name: name,
    Email: `${plain(first)}.${plain(last)}@vendor.example`,
    Alias: `${plain(first).slice(0, 1)}${plain(last)}`.slice(0, 8),
    IsActive: true,
    UserType: 'Standard',
    TimeZoneSidKey: 'UTC',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  };
}
