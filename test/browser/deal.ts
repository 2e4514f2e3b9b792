/** A deal to tell a story on: a new customer, and an opportunity that its salesperson has just opened. */
import type { Row } from '../local-org/types.ts';
import type { InBrowser } from './harness.ts';

export interface NewDeal {
  id: string;
  customer: string;
  website: string;
  /** Product family of what is offered. */
  family: string;
}

const family = 'Storage';

export interface Customer {
  name: string;
  website: string;
  /** ISO code. */
  country: string;
}

/** The salesperson enters account, opportunity and its first product, as on any morning. */
export function openDeal(world: InBrowser, salesperson: string, { name, website, country }: Customer): NewDeal {
  const session = { userId: world.person(salesperson).userId, clientId: 'lightning' };
  const make = (object: string, values: Row): string => {
    const [saved] = world.org.records.save(session, [{ kind: 'insert', object, values }], { allOrNone: true });
    if (saved?.success !== true) throw new Error(JSON.stringify(saved));
    return saved.id;
  };
  const entry = world.org.records.database
    .prepare(
      `SELECT e."Id" AS id, e."Pricebook2Id" AS book, e."UnitPrice" AS price FROM "PricebookEntry" e
       JOIN "Product2" p ON p."Id" = e."Product2Id" WHERE p."Family" = ? ORDER BY e."UnitPrice"`,
    )
    .get(family) as { id: string; book: string; price: number };
  const account = make('Account', { Name: name, Website: website, BillingCountry: country });
  const inThreeMonths = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const id = make('Opportunity', {
    Name: `${name} – ${family}`,
    AccountId: account,
    StageName: 'Qualification',
    CloseDate: inThreeMonths,
    Pricebook2Id: entry.book,
  });
  make('OpportunityLineItem', { OpportunityId: id, PricebookEntryId: entry.id, Quantity: 3, UnitPrice: entry.price });
  return { id, customer: name, website, family };
}

/** A manager gives the deal to somebody else. */
export function handOver(world: InBrowser, deal: NewDeal, salesperson: string): void {
  const values = { OwnerId: world.person(salesperson).userId };
  const manager = { userId: world.org.seeded.adminId, clientId: 'lightning' };
  const operation = { kind: 'update', object: 'Opportunity', id: deal.id, values } as const;
  const [saved] = world.org.records.save(manager, [operation], { allOrNone: true });
  if (saved?.success !== true) throw new Error(JSON.stringify(saved));
}
