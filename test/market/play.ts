/** Plays one opportunity through time and writes down the record it leaves and the history behind it. */
import { dateOf, day, stamp } from './calendar.ts';
import type { Random } from './random.ts';
import type { Row, Tables } from './tables.ts';
import type { PartnerFirm, Product, Salesperson, Vendor } from './vendor.ts';

export const stages: Record<string, { probability: number; forecast: string; category: string }> = {
  Prospecting: { probability: 10, forecast: 'Pipeline', category: 'Pipeline' },
  Qualification: { probability: 10, forecast: 'Pipeline', category: 'Pipeline' },
  'Needs Analysis': { probability: 20, forecast: 'Pipeline', category: 'Pipeline' },
  'Value Proposition': { probability: 50, forecast: 'Pipeline', category: 'Pipeline' },
  'Id. Decision Makers': { probability: 60, forecast: 'Pipeline', category: 'Pipeline' },
  'Perception Analysis': { probability: 70, forecast: 'Pipeline', category: 'Pipeline' },
  'Proposal/Price Quote': { probability: 75, forecast: 'Pipeline', category: 'Pipeline' },
  'Negotiation/Review': { probability: 90, forecast: 'Pipeline', category: 'Pipeline' },
  'Closed Won': { probability: 100, forecast: 'Closed', category: 'Closed' },
  'Closed Lost': { probability: 0, forecast: 'Omitted', category: 'Omitted' },
};

export interface Opening {
  name: string;
  accountId: string;
  owner: Salesperson;
  at: number;
  closeDate: string;
  type?: string;
  products: { product: Product; quantity: number; discount: number }[];
}

type Change = { at: number; by: Salesperson; field: string; from: string | number | null; to: string | number | null };

export class DealPlay {
  readonly id: string;
  readonly #vendor: Vendor;
  readonly #tables: Tables;
  readonly #opening: Opening;
  readonly #changes: Change[] = [];
  #stage = 'Prospecting';
  #amount: number;
  #closeDate: string;
  #owner: Salesperson;
  #partner: PartnerFirm | null = null;
  #last: number;
  #lastBy: Salesperson;

  constructor(vendor: Vendor, tables: Tables, opening: Opening) {
    this.#vendor = vendor;
    this.#tables = tables;
    this.#opening = opening;
    this.id = tables.id('Opportunity');
    this.#amount = round(
      opening.products.reduce(
        (sum, { product, quantity, discount }) => sum + product.price * quantity * (1 - discount),
        0,
      ),
    );
    this.#closeDate = opening.closeDate;
    this.#owner = opening.owner;
    this.#last = opening.at;
    this.#lastBy = opening.owner;
  }

  get owner(): Salesperson {
    return this.#owner;
  }

  get amount(): number {
    return this.#amount;
  }

  /** What lies after the vendor's today has not happened; the play goes on without it. */
  #record(at: number, by: Salesperson, field: string, from: Change['from'], to: Change['to']): boolean {
    if (at >= this.#vendor.asOf || from === to) return false;
    if (at < this.#last) throw new Error(`${field} of ${this.id} would change before its last change`);
    this.#changes.push({ at, by, field, from, to });
    this.#last = at;
    this.#lastBy = by;
    return true;
  }

  stage(to: string, at: number, by: Salesperson = this.#owner): this {
    if (this.#record(at, by, 'StageName', this.#stage, to)) this.#stage = to;
    return this;
  }

  /** Puts a partner into the lookup, another in his place, or none. */
  partner(firm: PartnerFirm | null, at: number, by: Salesperson = this.#owner): this {
    if (this.#record(at, by, 'Engaged_Partner__c', this.#partner?.id ?? null, firm?.id ?? null)) this.#partner = firm;
    return this;
  }

  /** Enters a partner as a row beside the lookup. */
  partnerRow(firm: PartnerFirm, at: number, role = 'VAR/Reseller', by: Salesperson = this.#owner): this {
    if (at >= this.#vendor.asOf) return this;
    this.#tables.add('Partner', {
      OpportunityId: this.id,
      AccountFromId: this.#opening.accountId,
      AccountToId: firm.id,
      Role: role,
      IsPrimary: false,
      CreatedDate: stamp(at),
      CreatedById: by.id,
    });
    return this;
  }

  handTo(owner: Salesperson, at: number, by: Salesperson): this {
    if (this.#record(at, by, 'OwnerId', this.#owner.id, owner.id)) this.#owner = owner;
    return this;
  }

  push(closeDate: string, at: number): this {
    if (this.#record(at, this.#owner, 'CloseDate', this.#closeDate, closeDate)) this.#closeDate = closeDate;
    return this;
  }

  /** A finished call or meeting with the customer; with a contact of the partner's where he took part. */
  contact(at: number, subject: string, firm: PartnerFirm | null = null, by: Salesperson = this.#owner): this {
    if (at >= this.#vendor.asOf) return this;
    this.#tables.add('Task', {
      WhatId: this.id,
      WhoId: firm?.contactId ?? null,
      AccountId: this.#opening.accountId,
      Subject: subject,
      Status: 'Completed',
      IsClosed: true,
      ActivityDate: dateOf(at),
      CompletedDateTime: stamp(at),
      OwnerId: by.id,
      CreatedById: by.id,
      CreatedDate: stamp(at),
    });
    return this;
  }

  /** An honest course: through the stages, a push now and then, won or lost at the end. Instants after today do not happen. */
  course(from: number, days: number, won: boolean, random: Random, start = 1): this {
    const path = Object.keys(stages).slice(start, 8);
    const step = (days * day) / (path.length + 1);
    path.forEach((name, index) => {
      const at = this.#vendor.calendar.inOffice(from + step * (index + random.between(0.1, 0.6)), random);
      if (at <= this.#last) return;
      this.stage(name, at);
      if (random.chance(0.3)) this.contact(at + 3_600_000, random.pick(['Call', 'Meeting', 'Demonstration']));
      if (random.chance(0.12)) this.push(dateOf(at + random.whole(30, 70) * day), at + 60_000);
    });
    const end = this.#vendor.calendar.inOffice(from + days * day, random);
    if (end > this.#last) this.stage(won ? 'Closed Won' : 'Closed Lost', end).push(dateOf(end), end + 1000);
    return this;
  }

  /** Writes the record as it stands today, its lines and its history. */
  finish(): string {
    const { at, owner, name, accountId, type, products, closeDate } = this.#opening;
    const stage = stages[this.#stage]!;
    const closed = this.#stage.startsWith('Closed');
    this.#tables.add('Opportunity', {
      Id: this.id,
      Name: name,
      AccountId: accountId,
      OwnerId: this.#owner.id,
      CreatedById: owner.id,
      CreatedDate: stamp(at),
      LastModifiedById: this.#lastBy.id,
      LastModifiedDate: stamp(this.#last),
      SystemModstamp: stamp(this.#last),
      StageName: this.#stage,
      Probability: stage.probability,
      ForecastCategory: stage.forecast,
      ForecastCategoryName: stage.category,
      IsClosed: closed,
      IsWon: this.#stage === 'Closed Won',
      CloseDate: this.#closeDate,
      Amount: this.#amount,
      Type: type ?? 'New Customer',
      Pricebook2Id: this.#vendor.pricebookId,
      HasOpportunityLineItem: products.length > 0,
      Engaged_Partner__c: this.#partner?.id ?? null,
    });
    for (const { product, quantity, discount } of products) this.#line(product, quantity, discount, at);
    this.#history({ stage: 'Prospecting', closeDate, at, by: owner });
    return this.id;
  }

  #line(product: Product, quantity: number, discount: number, at: number): void {
    const unit = round(product.price * (1 - discount));
    this.#tables.add('OpportunityLineItem', {
      OpportunityId: this.id,
      Product2Id: product.id,
      PricebookEntryId: product.entryId,
      Quantity: quantity,
      UnitPrice: unit,
      TotalPrice: round(unit * quantity),
      ListPrice: product.price,
      CreatedDate: stamp(at),
      CreatedById: this.#opening.owner.id,
    });
  }

  #history(start: { stage: string; closeDate: string; at: number; by: Salesperson }): void {
    const created = { OpportunityId: this.id, CreatedDate: stamp(start.at), CreatedById: start.by.id };
    this.#tables.add('OpportunityFieldHistory', { ...created, Field: 'created', OldValue: null, NewValue: null });
    let { stage, closeDate } = start;
    this.#snapshot(stage, closeDate, start.at, start.by);
    for (const { at, by, field, from, to } of this.#changes) {
      this.#fieldHistory(at, by, field, from, to);
      if (field === 'StageName') stage = String(to);
      if (field === 'CloseDate') closeDate = String(to);
      if (field === 'StageName' || field === 'CloseDate') this.#snapshot(stage, closeDate, at, by);
    }
  }

  /** A lookup leaves two rows, one with the names and one with the ids. */
  #fieldHistory(at: number, by: Salesperson, field: string, from: Change['from'], to: Change['to']): void {
    const row: Row = {
      OpportunityId: this.id,
      Field: fieldNames[field] ?? field,
      CreatedDate: stamp(at),
      CreatedById: by.id,
    };
    if (field === 'Engaged_Partner__c' || field === 'OwnerId') {
      this.#tables.add('OpportunityFieldHistory', {
        ...row,
        OldValue: this.#nameOf(from),
        NewValue: this.#nameOf(to),
        DataType: 'Text',
      });
      this.#tables.add('OpportunityFieldHistory', { ...row, OldValue: from, NewValue: to, DataType: 'EntityId' });
    } else {
      this.#tables.add('OpportunityFieldHistory', {
        ...row,
        OldValue: from,
        NewValue: to,
        DataType: field === 'CloseDate' ? 'DateOnly' : 'DynamicEnum',
      });
    }
  }

  #nameOf(id: Change['from']): string | null {
    const { salespeople, partners, distributors } = this.#vendor;
    return [...salespeople, ...partners, ...distributors].find((each) => each.id === id)?.name ?? null;
  }

  #snapshot(stage: string, closeDate: string, at: number, by: Salesperson): void {
    const { probability, forecast } = stages[stage]!;
    this.#tables.add('OpportunityHistory', {
      OpportunityId: this.id,
      StageName: stage,
      Amount: this.#amount,
      ExpectedRevenue: round((this.#amount * probability) / 100),
      CloseDate: closeDate,
      Probability: probability,
      ForecastCategory: forecast,
      CreatedDate: stamp(at),
      CreatedById: by.id,
      SystemModstamp: stamp(at),
    });
  }
}

/** How history names a field. */
const fieldNames: Record<string, string> = { OwnerId: 'Owner' };

function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}
