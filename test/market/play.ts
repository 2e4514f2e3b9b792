/** Plays one opportunity through time and writes down the record it leaves and the history behind it. */
import { dateOf, day, hour, minute, stamp } from './calendar.ts';
import { addFieldHistory, addSnapshot, type Change, type Snapshot } from './history.ts';
import type { Random } from './random.ts';
import { addQuote } from './quote.ts';
import { path, stages } from './stages.ts';
import type { Tables, Value } from './tables.ts';
import type { PartnerFirm, Product, Salesperson, Vendor } from './vendor.ts';

export interface Line {
  product: Product;
  quantity: number;
  /** Of the list price, as a fraction. */
  discount: number;
}

export interface Opening {
  name: string;
  accountId: string | null;
  owner: Salesperson;
  at: number;
  closeDate: string;
  type?: string;
  products: readonly Line[];
}

export class DealPlay {
  readonly id: string;
  readonly #vendor: Vendor;
  readonly #tables: Tables;
  readonly #opening: Opening;
  readonly #changes: Change[] = [];
  readonly #start: Snapshot;
  #lines: readonly Line[];
  #stage = 'Prospecting';
  #amount: number | null;
  #closeDate: string;
  #owner: Salesperson;
  #partner: PartnerFirm | null = null;
  #last: number;
  #lastBy: Salesperson;
  #isPriceFixed = false;
  readonly #offers: { at: number; by: Salesperson; discount: number }[] = [];

  constructor(vendor: Vendor, tables: Tables, opening: Opening) {
    this.#vendor = vendor;
    this.#tables = tables;
    this.#opening = opening;
    this.id = tables.id('Opportunity');
    this.#lines = opening.products;
    this.#amount = total(this.#lines);
    this.#closeDate = opening.closeDate;
    this.#start = { stage: this.#stage, amount: this.#amount, closeDate: this.#closeDate };
    this.#owner = opening.owner;
    this.#last = opening.at;
    this.#lastBy = opening.owner;
  }

  get owner(): Salesperson {
    return this.#owner;
  }

  get amount(): number {
    return this.#amount ?? 0;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  get closeDate(): string {
    return this.#closeDate;
  }

  get isClosed(): boolean {
    return this.#stage.startsWith('Closed');
  }

  get isWon(): boolean {
    return this.#stage === 'Closed Won';
  }

  get isPastGate(): boolean {
    return !this.isClosed && stages[this.#stage]!.probability >= 50;
  }

  get openedBy(): Salesperson {
    return this.#opening.owner;
  }

  get openedAt(): number {
    return this.#opening.at;
  }

  /** When it last changed; when it was closed, if it is. */
  get lastChangeAt(): number {
    return this.#last;
  }

  /** What lies after the vendor's today has not happened; the play goes on without it. */
  #record(at: number, by: Salesperson, field: Change['field'], from: Value, to: Value): boolean {
    if (at >= this.#vendor.asOf || from === to) return false;
    if (at < this.#last) throw new Error(`${field} of ${this.id} would change before its last change`);
    this.#changes.push({ at: stamp(at), byId: by.id, field, from, to });
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

  /** The price stays as it is, whatever the course of the deal, and only offers made by name are quoted. */
  fixPrice(): this {
    this.#isPriceFixed = true;
    return this;
  }

  /** An offer at this discount on every line, beside the prices of the deal itself. */
  quote(discount: number, at: number, by: Salesperson = this.#owner): this {
    if (at < this.#vendor.asOf) this.#offers.push({ at, by, discount });
    return this;
  }

  /** All lines are sold at this discount from now on; the amount follows them. */
  reprice(discount: number, at: number, by: Salesperson = this.#owner): this {
    if (this.#isPriceFixed) return this;
    const lines = this.#lines.map((line) => ({ ...line, discount }));
    const amount = total(lines);
    if (this.#record(at, by, 'Amount', this.#amount, amount)) {
      this.#amount = amount;
      this.#lines = lines;
    }
    return this;
  }

  /** A finished call with the customer; with a contact of the partner's where he took part. */
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

  /** A meeting of an hour that took place, written into the calendar two hours before. */
  meeting(at: number, subject: string, firm: PartnerFirm | null = null, by: Salesperson = this.#owner): this {
    if (at + hour >= this.#vendor.asOf) return this;
    this.#tables.add('Event', {
      WhatId: this.id,
      WhoId: firm?.contactId ?? null,
      AccountId: this.#opening.accountId,
      Subject: subject,
      StartDateTime: stamp(at),
      EndDateTime: stamp(at + hour),
      ActivityDateTime: stamp(at),
      ActivityDate: dateOf(at),
      DurationInMinutes: 60,
      OwnerId: by.id,
      CreatedById: by.id,
      CreatedDate: stamp(at - 2 * hour),
    });
    return this;
  }

  /**
   * An ordinary course: through the stages, a push, a new price, a new owner now and then, won or lost at the end. What
   * would come after today does not happen.
   */
  course(from: number, days: number, won: boolean, random: Random, start = 1): this {
    const { calendar } = this.#vendor;
    const steps = path.slice(start);
    const step = (days * day) / (steps.length + 1);
    steps.forEach((name, index) => {
      const at = calendar.inOffice(from + step * (index + random.between(0.1, 0.6)), random);
      // A step that the deal has overtaken is left out, as in life.
      if (at <= this.#last || random.chance(0.15)) return;
      this.stage(name, at);
      if (random.chance(0.2)) this.contact(at + hour, random.pick(['Call', 'Customer call', 'Follow-up']));
      else if (random.chance(0.12)) this.meeting(at + hour, random.pick(['Meeting', 'Demonstration', 'Workshop']));
      if (random.chance(0.12)) this.push(later(this.#closeDate, random.whole(14, 45)), at + minute);
      if (random.chance(0.08)) this.reprice(random.pick([0, 0.05, 0.08, 0.12]), at + 2 * minute);
      if (random.chance(0.02)) {
        const successor = random.pick(this.#vendor.salespeople);
        this.handTo(successor, at + 3 * minute, this.#vendor.managerOf(this.#owner));
      }
    });
    const end = calendar.inOffice(from + days * day, random);
    if (end > this.#last) this.stage(won ? 'Closed Won' : 'Closed Lost', end).push(dateOf(end), end + 1000);
    return this;
  }

  /** Writes the record as it stands today, its lines and its history; nothing where it would be opened after today. */
  finish(): string {
    if (this.openedAt >= this.#vendor.asOf) return this.id;
    const { at, owner, name, accountId, type } = this.#opening;
    const { probability, forecast } = stages[this.#stage]!;
    this.#tables.add('Opportunity', {
      Id: this.id,
      Name: name,
      AccountId: accountId,
      OwnerId: this.#owner.id,
      CreatedById: owner.id,
      CreatedDate: stamp(at),
      LastModifiedById: this.#lastBy.id,
      LastModifiedDate: stamp(this.#last),
      StageName: this.#stage,
      Probability: probability,
      ForecastCategory: forecast,
      ForecastCategoryName: forecast,
      IsClosed: this.isClosed,
      IsWon: this.isWon,
      CloseDate: this.#closeDate,
      Amount: this.#amount,
      Type: type ?? 'New Customer',
      Pricebook2Id: this.#lines.length > 0 ? this.#vendor.pricebookId : null,
      HasOpportunityLineItem: this.#lines.length > 0,
      Engaged_Partner__c: this.#partner?.id ?? null,
    });
    for (const line of this.#lines) this.#addLine(line, at);
    this.#addQuotes();
    this.#addHistory();
    return this.id;
  }

  /** An offer each time the deal came to its price. */
  #addQuotes(): void {
    const offers = this.#changes.filter(({ field, to }) => field === 'StageName' && to === 'Proposal/Price Quote');
    if (this.#lines.length === 0) return;
    const quoted = (at: number, ownerId: string, lines: readonly Line[]) =>
      addQuote(this.#tables, {
        opportunityId: this.id,
        name: this.#opening.name,
        ownerId,
        pricebookId: this.#vendor.pricebookId,
        at,
        isWon: this.isWon,
        lines: lines.map((line) => ({ ...line, unitPrice: priceOf(line) })),
      });
    if (!this.#isPriceFixed) for (const { at, byId } of offers) quoted(Date.parse(at), byId, this.#lines);
    for (const { at, by, discount } of this.#offers) {
      quoted(
        at,
        by.id,
        this.#lines.map((line) => ({ ...line, discount })),
      );
    }
  }

  #addLine({ product, quantity, discount }: Line, at: number): void {
    const unit = priceOf({ product, discount });
    this.#tables.add('OpportunityLineItem', {
      OpportunityId: this.id,
      Product2Id: product.id,
      PricebookEntryId: product.entryId,
      Quantity: quantity,
      UnitPrice: unit,
      TotalPrice: cents(unit * quantity),
      ListPrice: product.price,
      CreatedDate: stamp(at),
      CreatedById: this.#opening.owner.id,
    });
  }

  #addHistory(): void {
    const created = { at: stamp(this.#opening.at), byId: this.#opening.owner.id };
    this.#tables.add('OpportunityFieldHistory', {
      OpportunityId: this.id,
      Field: 'created',
      DataType: 'Text',
      OldValue: null,
      NewValue: null,
      CreatedDate: created.at,
      CreatedById: created.byId,
    });
    let before = this.#start;
    addSnapshot(this.#tables, this.id, before, null, created);
    for (const change of this.#changes) {
      addFieldHistory(this.#tables, { object: 'Opportunity', id: this.id }, change, this.#vendor.nameOf);
      const now = after(before, change);
      if (now !== before) addSnapshot(this.#tables, this.id, now, before, change);
      before = now;
    }
  }
}

function after(before: Snapshot, { field, to }: Change): Snapshot {
  if (field === 'StageName') return { ...before, stage: String(to) };
  if (field === 'CloseDate') return { ...before, closeDate: String(to) };
  if (field === 'Amount') return { ...before, amount: to === null ? null : Number(to) };
  return before;
}

function later(date: string, days: number): string {
  return dateOf(Date.parse(date) + days * day);
}

function priceOf({ product, discount }: Pick<Line, 'product' | 'discount'>): number {
  return cents(product.price * (1 - discount));
}

/** Null where nothing is on it yet. */
function total(lines: readonly Line[]): number | null {
  if (lines.length === 0) return null;
  return cents(lines.reduce((sum, line) => sum + priceOf(line) * line.quantity, 0));
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
