/** Who looks at the preview: people of the made-up vendor, chosen so that each has something to see. */
import type { LocalOrg } from '../local-org/index.ts';
import { createUser, PARTNER } from '../local-org/records/index.ts';

export type Kind = 'salesperson' | 'channel manager' | 'partner';

export interface Person {
  /** As in the address: `salesperson-1`. */
  key: string;
  kind: Kind;
  userId: string;
  name: string;
  /** The firm of a partner. */
  firm: string | null;
  /** The opportunity that a salesperson looks at first. */
  dealId: string | null;
}

type Row = Record<string, string>;

/** Three salespeople, the channel manager and two partners, as far as the org has them. */
export function choosePeople(org: LocalOrg): Person[] {
  const salespeople = chooseSalespeople(org);
  return [
    ...salespeople,
    ...usersWith(org, 'Fairlead_Channel_Manager')
      .slice(0, 1)
      .map(({ id, name }) => person('channel-manager', 'channel manager', id!, name!)),
    ...choosePartners(org, salespeople[0]?.dealId ?? null),
  ];
}

const person = (key: string, kind: Kind, userId: string, name: string): Person => ({
  ...{ key, kind, userId, name },
  firm: null,
  dealId: null,
});

/** Deals worth a look: one that must not pass the gate yet, one with a case that its owner is asked about, one that goes well. */
const looks = [
  `d."Gate_Open__c" = 0 AND d."Registration__c" IS NOT NULL AND d."Engagement_State__c" IN ('Pending', 'Overdue')
    AND o."IsClosed" = 0`,
  `d."Open_Conflicts__c" > 0 AND EXISTS (
    SELECT 1 FROM "Channel_Conflict__c" c JOIN "Channel_Conflict__Share" s ON s."ParentId" = c."Id"
    WHERE c."Opportunity__c" = o."Id" AND s."UserOrGroupId" = o."OwnerId" AND s."IsDeleted" = 0)`,
  `d."Engagement_State__c" = 'Engaged' AND o."IsClosed" = 0`,
];

function chooseSalespeople(org: LocalOrg): Person[] {
  const chosen: Person[] = [];
  const owners = new Map(usersWith(org, 'Fairlead_Salesperson').map(({ id, name }) => [id!, name!]));
  for (const look of looks) {
    const deals = ask(
      org,
      `SELECT o."Id" AS id, o."OwnerId" AS owner FROM "Deal_Assessment__c" d
       JOIN "Opportunity" o ON o."Id" = d."Opportunity__c"
       WHERE ${look} AND o."IsDeleted" = 0 ORDER BY d."Waterfall__c" IS NULL, o."Id"`,
    );
    const found = deals.find(({ owner }) => owners.has(owner!) && chosen.every(({ userId }) => userId !== owner));
    if (found === undefined) continue;
    const key = `salesperson-${chosen.length + 1}`;
    chosen.push({ ...person(key, 'salesperson', found['owner']!, owners.get(found['owner']!)!), dealId: found['id']! });
  }
  return chosen;
}

/** Users with that permission set whom nobody reports to. */
const usersWith = (org: LocalOrg, permissionSet: string): Row[] =>
  ask(
    org,
    `SELECT u."Id" AS id, u."Name" AS name FROM "User" u
     JOIN "PermissionSetAssignment" a ON a."AssigneeId" = u."Id"
     JOIN "PermissionSet" p ON p."Id" = a."PermissionSetId"
     WHERE p."Name" = ? AND u."IsActive" = 1
       AND NOT EXISTS (SELECT 1 FROM "User" r WHERE r."ManagerId" = u."Id") ORDER BY u."Id"`,
    permissionSet,
  );

/** The partner whom that deal waits for, and the one of another firm who has most claims, waiting ones first. */
function choosePartners(org: LocalOrg, dealId: string | null): Person[] {
  const firms = ask(
    org,
    `SELECT a."Id" AS id, a."Name" AS name, c."Id" AS contact, c."FirstName" AS first, c."LastName" AS last,
       EXISTS (SELECT 1 FROM "Deal_Assessment__c" d WHERE d."Opportunity__c" = ? AND d."Required_Partner__c" = a."Id") AS waited,
       SUM(r."Status__c" = 'Queued') AS queued, COUNT(*) AS claims
     FROM "Account" a JOIN "Contact" c ON c."AccountId" = a."Id"
     JOIN "Deal_Registration__c" r ON r."Partner__c" = a."Id"
     GROUP BY a."Id" ORDER BY waited DESC, queued DESC, claims DESC, a."Id"`,
    dealId,
  );
  return firms.slice(0, 2).map((firm, i) => ({
    ...person(`partner-${i + 1}`, 'partner', userOf(org, firm), `${firm['first']} ${firm['last']}`),
    firm: firm['name']!,
  }));
}

/** The user of a partner's contact: a member of the portal, who is made where there is none. */
function userOf(org: LocalOrg, { contact, first, last }: Row): string {
  const [known] = ask(org, 'SELECT "Id" AS id FROM "User" WHERE "ContactId" = ?', contact!);
  return (
    known?.['id'] ??
    createUser(org.records, {
      username: `${contact}@partner.example`,
      firstName: first!,
      lastName: last!,
      profile: PARTNER,
      contactId: contact!,
      permissionSets: ['Fairlead_Partner'],
      timeZone: 'UTC',
    })
  );
}

const ask = ({ records }: LocalOrg, sql: string, ...values: (string | null)[]): Row[] =>
  records.database.prepare(sql).all(...values) as Row[];
