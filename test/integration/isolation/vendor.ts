/** A vendor in whose org two partners claim the same customer: everything of the rival and of the desk bears a mark. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../sync-service/config.ts';
import { startService } from '../../../sync-service/main.ts';
import { startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import { createUser, PARTNER, SALES } from '../../local-org/records/index.ts';
import type { Row } from '../../local-org/types.ts';
import { fillOrg, marketOrg } from '../../market/fill-org.ts';
import { generateMarket } from '../../market/index.ts';

export interface Firm {
  accountId: string;
  contactId: string;
  userId: string;
}

export interface IsolationVendor {
  org: LocalOrg;
  us: Firm;
  rival: Firm;
  /** Owns the deal that the rival has registered, and the account of its customer. */
  salesperson: string;
  dealId: string;
  /** Claims that nobody has decided yet: of the rival, and a draft. */
  undecided: string[];
  close(): Promise<void>;
}

/** Words that stand in the rival's records and in those of the desk, and in nothing that anybody else may read. */
export const marks = [
  ...['Quillstone', 'Ottoline', 'Vandermeer', 'QX-771177', 'Zephyrbackbone', 'Marlowe Freight Holdings'],
  ...['98765.43', '98,765.43', '4321.09', '4,321.09', 'Desk eyes only', 'Sworn statement'],
];
/** Words of the claims that are not decided yet. */
export const undecidedMarks = ['Pelican Undecided', '55443.21', '55,443.21', 'Heron Draft'];

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();

export async function isolationVendor(): Promise<IsolationVendor> {
  const features = ['changeEvents', 'fieldHistory', 'quotes', 'experience', 'translations'] as const;
  const org = await startLocalOrg({ timeZone: 'UTC', features });
  const { records } = org;
  const market = { seed: 'isolation', opportunities: 25, asOf: Date.now(), org: marketOrg(records, org.seeded) };
  fillOrg(generateMarket(market), records, org.seeded);
  const admin = { userId: org.seeded.adminId, clientId: 'test' };
  const make = (object: string, values: Row): string => {
    const [saved] = records.save(admin, [{ kind: 'insert', object, values }], { allOrNone: true });
    if (saved?.success !== true) throw new Error(`${object}: ${JSON.stringify(saved)}`);
    return saved.id;
  };
  const one = (sql: string) => String(records.database.prepare(sql).get()?.['id']);
  const level = one(`SELECT "Id" AS id FROM "Program_Level__c" WHERE "Level_Key__c" = 'scaler'`);
  const competency = one('SELECT "Id" AS id FROM "Competency__c" LIMIT 1');
  const incentive = one(`SELECT "Id" AS id FROM "Incentive__c" WHERE "Kind__c" = 'Rebate' LIMIT 1`);

  const salesperson = createUser(records, {
    ...{ username: 'seller@vendor.example', lastName: 'Seller', profile: SALES },
    permissionSets: ['Fairlead_Salesperson'],
  });
  const firm = (name: string, firstName: string, lastName: string, earned: number): Firm => {
    const accountId = make('Account', { Name: name, Partner_Roles__c: 'Reseller', Partner_Level__c: level });
    const contactId = make('Contact', { AccountId: accountId, FirstName: firstName, LastName: lastName });
    const userId = createUser(records, {
      ...{ username: `${lastName.toLowerCase()}@partner.example`, firstName, lastName, contactId },
      ...{ profile: PARTNER, permissionSets: ['Fairlead_Partner'] },
    });
    const key = `${accountId}/${competency}`;
    make('Partner_Competency__c', { Partner__c: accountId, Competency__c: competency, Partner_Competency_Key__c: key });
    make('Rebate_Entry__c', {
      ...{ Entry_Key__c: `opening/${accountId}`, Partner__c: accountId, Incentive__c: incentive, Kind__c: 'Accrual' },
      ...{ Amount__c: earned, Currency__c: 'USD', Period__c: '2020-Q1', Rule_Version__c: '1', Posted_At__c: ago(400) },
    });
    return { accountId, contactId, userId };
  };
  const us = firm('Alderbrook Systems', 'Una', 'Alder', 1234.56);
  const rival = firm('Quillstone Networks', 'Ottoline', 'Vandermeer', 4321.09);

  const website = 'https://www.marlowe-freight.example';
  const customer = make('Account', { Name: 'Marlowe Freight Holdings', Website: website, OwnerId: salesperson });
  const dealId = make('Opportunity', {
    ...{ Name: 'Zephyrbackbone', AccountId: customer, OwnerId: salesperson, StageName: 'Qualification' },
    ...{ Amount: 98_765.43, CloseDate: ago(-60).slice(0, 10), Engaged_Partner__c: rival.accountId },
  });
  const claim = (by: Firm, values: Row): string =>
    make('Deal_Registration__c', {
      ...{
        Partner__c: by.accountId,
        OwnerId: by.userId,
        Customer_Name__c: 'Marlowe Freight',
        Customer_Website__c: website,
      },
      ...{ Product_Families__c: 'Networking', Partner_Role__c: 'Reseller', Customer_Country__c: 'GB' },
      ...{ Expected_Close_Date__c: ago(-60).slice(0, 10), Status__c: 'Submitted', ...values },
    });
  const first = claim(rival, {
    ...{ Amount__c: 98_765.43, Submitted_At__c: ago(3), Opportunity__c: dealId, Customer_Tax_Id__c: 'QX-771177' },
  });
  const second = claim(us, { Amount__c: 61_000, Submitted_At__c: ago(1) });
  const own = make('Opportunity', {
    ...{ Name: 'Birchwood Mills', AccountId: make('Account', { Name: 'Birchwood Mills' }), StageName: 'Qualification' },
    ...{ OwnerId: salesperson, CloseDate: ago(-60).slice(0, 10), Pricebook2Id: org.seeded.standardPricebookId },
  });
  const entry = one('SELECT "Id" AS id FROM "PricebookEntry" WHERE "IsActive" = 1 LIMIT 1');
  make('OpportunityLineItem', { OpportunityId: own, PricebookEntryId: entry, Quantity: 3, UnitPrice: 20_000 });
  claim(us, {
    Customer_Name__c: 'Birchwood Mills',
    Customer_Website__c: null,
    Opportunity__c: own,
    Submitted_At__c: ago(2),
  });
  const conflict = make('Channel_Conflict__c', {
    ...{
      Case_Key__c: `${dealId}-${second}`,
      Opportunity__c: dealId,
      Registration__c: second,
      Partner__c: us.accountId,
    },
    ...{ Customer__c: customer, Salesperson__c: salesperson, Pattern__c: 'Replaced', Status__c: 'Open' },
    ...{ Explanation__c: 'Desk eyes only: Quillstone took his place', Salesperson_Statement__c: 'Sworn statement' },
  });
  make('Conflict_Evidence__c', {
    ...{ Conflict__c: conflict, Evidence_Key__c: `${conflict}:1`, Sequence__c: 1, To__c: 'Quillstone Networks' },
    ...{ What__c: 'Desk eyes only', Record_Id__c: dealId, Object__c: 'Opportunity', At__c: ago(1) },
  });

  const stop = await decided(org);
  const statuses = [first, second].map(
    (id) =>
      org.records.database.prepare('SELECT "Status__c" AS status FROM "Deal_Registration__c" WHERE "Id" = ?').get(id)?.[
        'status'
      ],
  );
  if (String(statuses) !== 'Approved,Queued') throw new Error(`the claims do not compete: ${String(statuses)}`);
  const undecided = [
    claim(rival, { Customer_Name__c: 'Pelican Undecided', Amount__c: 55_443.21, Submitted_At__c: ago(0) }),
    claim(rival, { Customer_Name__c: 'Heron Draft', Status__c: 'Draft' }),
  ];
  return { org, us, rival, salesperson, dealId, undecided, close: async () => stop() };
}

/** Lets the service look at everything once, and stops it. */
async function decided(org: LocalOrg): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-isolation-'));
  const settings = { CURRENCY: 'USD', DATA_DIR: folder, HTTP_PORT: '0', LOG_LEVEL: 'error' };
  const service = await startService(readConfig({ ...org.environment('jwt'), ...settings }), { intake: false });
  try {
    await service.ready;
    await service.backfill();
    await service.idle();
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return () => org.close();
}
