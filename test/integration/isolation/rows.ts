/** Whose rows are whose, told by the tables themselves and not by the org's own sharing. */
import { isStored } from '../../local-org/records/index.ts';
import type { LocalOrg } from '../../local-org/index.ts';
import type { Firm } from './vendor.ts';

export type Rows = Map<string, Record<string, unknown>[]>;

/** Every row of the org, by object. */
export function everything({ records }: LocalOrg): Rows {
  return new Map(
    [...records.schema.objects.keys()].map((name) => [
      name,
      records.database.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[],
    ]),
  );
}

/** What a partner may see, in so many words: his firm, its people, and what is filed under it. */
export const filedUnder: Record<string, string> = {
  Account: 'Id',
  AccountHistory: 'AccountId',
  Contact: 'AccountId',
  User: 'AccountId',
  Deal_Registration__c: 'Partner__c',
  Partner_Programme__c: 'Partner__c',
  Partner_Competency__c: 'Partner__c',
  Rebate_Entry__c: 'Partner__c',
};
/** Set-up that everybody sees, and what the programme calls a competency. */
const ofEverybody = [
  'Competency__c',
  'Organization',
  'OpportunityStage',
  'RecordType',
  'Profile',
  'BusinessHours',
  'Holiday',
  'CustomNotificationType',
];
/** Texts of his ledger that hold ids of the deal line it is about. */
const texts = ['Line_Id__c', 'Entry_Key__c'];

export const ownRows = (rows: Rows, { accountId }: Firm): [object: string, row: Record<string, unknown>][] =>
  Object.entries(filedUnder).flatMap(([object, field]) =>
    (rows.get(object) ?? [])
      .filter((row) => row[field] === accountId)
      .map((row): [string, Record<string, unknown>] => [object, row]),
  );

/** Ids of all rows but his own and those to which a field of them points that he may read. */
export function forbiddenIds(org: LocalOrg, firm: Firm): Set<string> {
  const rows = everything(org);
  const { records } = org;
  const session = { userId: firm.userId, clientId: 'test' };
  const allowed = new Set(ofEverybody.flatMap((object) => (rows.get(object) ?? []).map((row) => String(row['Id']))));
  for (const [object, row] of ownRows(rows, firm)) {
    for (const field of records.schema.objects.get(object)!.fields.values()) {
      const points = field.type === 'id' || field.type === 'reference' || texts.includes(field.name);
      if (!points || !isStored(field) || !records.mayRead(session, object, field.name)) continue;
      for (const id of String(row[field.name]).match(/[A-Za-z0-9]{18}/g) ?? []) allowed.add(id);
    }
  }
  const all = [...rows.values()].flat().map((row) => String(row['Id']));
  return new Set(all.filter((id) => !allowed.has(id)));
}

/** The rows that are not his, as text: what he does must leave it as it is. */
export function othersAsText(org: LocalOrg, firm: Firm): string {
  const rows = everything(org);
  const own = new Set(ownRows(rows, firm).map(([, row]) => row));
  return JSON.stringify([...rows].map(([object, list]) => [object, list.filter((row) => !own.has(row))]));
}
