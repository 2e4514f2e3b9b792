/** What a page knows of the person who looks at it: put into it by the server, as an org does it. */
import type { LocalOrg } from '../local-org/index.ts';
import { labels, type Language } from './build/sources.ts';
import { i18nOf } from './i18n.ts';
import type { Person } from './people.ts';

export const apiVersion = '65.0';

/** Locale of each language, as a user's settings name it. */
const locales: Record<Language, string> = { en: 'en_US', fr: 'fr_FR', de: 'de_DE', es: 'es_ES' };
const languageKeys: Record<Language, string> = { en: 'en_US', fr: 'fr', de: 'de', es: 'es' };

/** Logs the person in and sets his language and locale, as he would in his settings. */
export function openSession(org: LocalOrg, person: Person, language: Language) {
  const { records } = org;
  records.database
    .prepare('UPDATE "User" SET "LanguageLocaleKey" = ?, "LocaleSidKey" = ? WHERE "Id" = ?')
    .run(languageKeys[language], locales[language], person.userId);
  const user = records.database
    .prepare('SELECT "TimeZoneSidKey" AS zone FROM "User" WHERE "Id" = ?')
    .get(person.userId);
  return {
    session: { token: org.sessions.open(person.userId, 'preview'), apiVersion },
    user: { Id: person.userId, isGuest: false },
    language,
    i18n: i18nOf(locales[language], language, String(user?.['zone']), records.currency),
    labels: labels(language),
    customPermissions: permissionsOf(org, person.userId),
    community: person.kind === 'partner' ? { Id: '0DB000000000001AAA', basePath: '/partner' } : null,
  };
}

function permissionsOf({ records }: LocalOrg, userId: string): string[] {
  const sql = `SELECT c."DeveloperName" AS name FROM "PermissionSetAssignment" a
    JOIN "SetupEntityAccess" e ON e."ParentId" = a."PermissionSetId"
    JOIN "CustomPermission" c ON c."Id" = e."SetupEntityId" WHERE a."AssigneeId" = ?`;
  return records.database
    .prepare(sql)
    .all(userId)
    .map((row) => String(row['name']));
}

/** Names of the permission sets that the person has. */
export function permissionSetsOf({ records }: LocalOrg, userId: string): string[] {
  const sql = `SELECT p."Name" AS name FROM "PermissionSetAssignment" a
    JOIN "PermissionSet" p ON p."Id" = a."PermissionSetId" WHERE a."AssigneeId" = ?`;
  return records.database
    .prepare(sql)
    .all(userId)
    .map((row) => String(row['name']));
}
