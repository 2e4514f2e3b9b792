/** What a story has at hand: one customer, the vendor, and ways to register and open deals for it. */
import { dateOf, day, stamp } from './calendar.ts';
import { addClaim, type Claim, type Claiming } from './claim.ts';
import { addFieldHistory } from './history.ts';
import { company, respelled, type CompanyName } from './names.ts';
import { DealPlay, type Line, type Opening } from './play.ts';
import type { Random } from './random.ts';
import type { Tables } from './tables.ts';
import type { Pattern, EngagementState, Truth, TruthCase } from './truth.ts';
import type { PartnerFirm, Product, Salesperson, Vendor } from './vendor.ts';

export class Scene {
  readonly vendor: Vendor;
  readonly tables: Tables;
  readonly random: Random;
  readonly truth: Truth;
  readonly company: CompanyName;
  readonly accountId: string;
  readonly owner: Salesperson;

  constructor(vendor: Vendor, tables: Tables, random: Random, truth: Truth, number: number) {
    this.vendor = vendor;
    this.tables = tables;
    this.random = random;
    this.truth = truth;
    this.company = company(number, random);
    this.owner = random.pick(vendor.salespeople);
    this.accountId = this.account({ name: this.company.name });
    if (random.chance(0.4)) this.#contactPerson();
    if (random.chance(0.05)) this.#formerOwner();
  }

  /** An account of this company, or of one that belongs to it. A record may lack what nobody typed. */
  account(given: { name: string; parentId?: string; country?: string; bare?: boolean; at?: number }): string {
    const { website, taxId, country } = this.company;
    const own = given.parentId === undefined;
    return this.tables.add('Account', {
      Name: given.name,
      ParentId: given.parentId ?? null,
      Website: given.bare === true || this.random.chance(0.07) ? null : own ? website : siteOf(given.name),
      BillingCountry: this.random.chance(0.03) ? null : (given.country ?? country),
      Tax_Id__c: own && given.bare !== true && this.random.chance(0.6) ? taxId : null,
      Type: this.random.chance(0.5) ? 'Prospect' : 'Customer - Channel',
      Named_Account__c: false,
      OwnerId: this.owner.id,
      CreatedDate: stamp(given.at ?? this.vendor.asOf - 420 * day),
      CreatedById: this.owner.id,
    });
  }

  #contactPerson(): void {
    this.tables.add('Contact', {
      AccountId: this.accountId,
      FirstName: this.random.pick(['Anna', 'Jan', 'Sara', 'Luca', 'Eva']),
      LastName: this.random.pick(['Brandt', 'Moreau', 'Rossi', 'Vega', 'Nowak', 'Lind']),
      Email: `office@${this.company.website.replace('https://www.', '')}`,
      OwnerId: this.owner.id,
    });
  }

  /** The account was handed over by a salesperson who had it before. */
  #formerOwner(): void {
    const at = this.ago(this.random.whole(370, 410));
    const former = this.otherSalesperson(this.owner);
    this.#accountChange(at, this.vendor.managerOf(former), 'OwnerId', former.id, this.owner.id);
  }

  /** The customer is tagged as a named account; the tag dates from its recording. */
  nameAccount(at: number, by: Salesperson = this.vendor.managerOf(this.owner)): void {
    this.#accountChange(at, by, 'Named_Account__c', false, true);
    Object.assign(this.tables.row('Account', this.accountId), {
      Named_Account__c: true,
      Named_Account_Since__c: dateOf(at),
    });
  }

  #accountChange(
    at: number,
    by: Salesperson,
    field: 'OwnerId' | 'Named_Account__c',
    from: string | boolean,
    to: string | boolean,
  ): void {
    const [row, when] = [this.tables.row('Account', this.accountId), stamp(at)];
    Object.assign(row, { LastModifiedDate: when, LastModifiedById: by.id, SystemModstamp: when });
    const change = { at: when, byId: by.id, field, from, to };
    addFieldHistory(this.tables, { object: 'Account', id: this.accountId }, change, this.vendor.nameOf);
  }

  respelledName(): string {
    return respelled(this.company, this.random);
  }

  products(family: string): Line[] {
    const { random } = this;
    const own = this.vendor.products.filter((product) => product.family === family);
    const line = (product: Product) => ({
      product,
      quantity: random.whole(1, 6),
      discount: random.pick([0, 0, 0.05, 0.1]),
    });
    return random.chance(0.3) ? own.map(line) : [line(random.pick(own))];
  }

  otherSalesperson(...not: Salesperson[]): Salesperson {
    return this.random.pick(this.vendor.salespeople.filter(({ id }) => not.every((each) => each.id !== id)));
  }

  /** Another reseller who could do the same job: one in the role of the first. */
  otherPartner(not: PartnerFirm): PartnerFirm {
    const others = this.vendor.partners.filter((each) => each.id !== not.id);
    const alike = others.filter(({ roles }) => roles.includes(not.roles[0]!));
    return this.random.pick(alike.length > 0 ? alike : others);
  }

  /** A working moment so many days before today. */
  ago(days: number): number {
    return this.vendor.calendar.inOffice(this.vendor.asOf - days * day, this.random);
  }

  /** A working moment so many days after another, and after it in any case. */
  after(at: number, fromDays: number, toDays = fromDays): number {
    const then = this.vendor.calendar.inOffice(at + this.random.between(fromDays, toDays) * day, this.random);
    return then > at ? then : this.vendor.calendar.inOffice(Math.floor(at / day) * day + day, this.random);
  }

  open(family: string, at: number, given: Partial<Opening> = {}): DealPlay {
    const products = given.products ?? this.products(family);
    return new DealPlay(this.vendor, this.tables, {
      name: `${this.company.root} – ${family}`.slice(0, 120),
      accountId: this.accountId,
      owner: this.owner,
      at,
      closeDate: dateOf(at + this.random.whole(60, 120) * day),
      ...given,
      products,
    });
  }

  /** A partner's claim on this customer. Now and then it names a further family. */
  claim(given: Claiming): Claim {
    const { accountId, company, random } = this;
    const { name, website, country, taxId } = company;
    const customer = { accountId, name, website, country, taxId, respelled: () => this.respelledName() };
    const further = random.chance(0.1) ? { alsoFamily: this.otherOf(given.family) } : {};
    return addClaim(this, customer, { ...further, ...given });
  }

  /** A further family in the same claim; services go with anything and are no deal of their own here. */
  otherOf(family: string): string {
    const { families } = this.vendor;
    const last = families.at(-1)!;
    return family === last ? families[0]! : last;
  }

  /** The partner says that he was engaged. */
  confirm(claim: Claim, at: number): void {
    if (at >= this.vendor.asOf) return;
    const row = this.tables.row('Deal_Registration__c', claim.id);
    Object.assign(row, { Partner_Confirmed_At__c: stamp(at) });
    if (String(row['LastModifiedDate']) < stamp(at)) row['LastModifiedDate'] = row['SystemModstamp'] = stamp(at);
  }

  /** The deal was won with the partner inside the window, and the claim has done its work. */
  convert(claim: Claim, play: DealPlay): void {
    if (!play.isWon || play.lastChangeAt >= claim.until) return;
    const at = stamp(play.lastChangeAt);
    const ended = { Status__c: 'Converted', Ended_At__c: at, LastModifiedDate: at, SystemModstamp: at };
    Object.assign(this.tables.row('Deal_Registration__c', claim.id), ended);
  }

  /** Asked for by a salesperson, granted by the channel manager within a day. */
  exempt(dealId: string, reason: string, requestedAt: number, by: Salesperson): void {
    const { vendor } = this;
    if (requestedAt >= vendor.asOf) return;
    const decidedAt = requestedAt + Math.floor(this.random.between(0.2, 3) * 3600) * 1000;
    const answered = decidedAt < vendor.asOf;
    this.tables.add('Exemption_Request__c', {
      Opportunity__c: dealId,
      Reason_Code__c: reason,
      Reason__c: 'As discussed with the partner.',
      Status__c: answered ? 'Granted' : 'Requested',
      Decided_By__c: answered ? vendor.channelManager.id : null,
      Decided_At__c: answered ? stamp(decidedAt) : null,
      CreatedDate: stamp(requestedAt),
      CreatedById: by.id,
      LastModifiedDate: stamp(answered ? decidedAt : requestedAt),
      LastModifiedById: answered ? vendor.channelManager.id : by.id,
    });
  }

  /** Somebody went around the partner, unless that would only happen after today. */
  bypass(given: Omit<TruthCase, 'registrationId' | 'aspects'> & { aspects?: Pattern[] }, claim: Claim): void {
    if (given.since < this.vendor.asOf) this.truth.cases.push({ aspects: [], ...given, registrationId: claim.id });
  }

  protects(claim: Claim, dealId: string): void {
    if (claim.approvedAt < this.vendor.asOf)
      this.truth.protections.push({ opportunityId: dealId, registrationId: claim.id });
  }

  /** How the duty to engage stands today, where the deal is open and protected today. */
  duty(claim: Claim, play: DealPlay, state: EngagementState): void {
    const { asOf } = this.vendor;
    if (play.isClosed || claim.approvedAt >= asOf || claim.until <= asOf) return;
    this.truth.engagements.push({ opportunityId: play.id, state });
  }
}

function siteOf(name: string): string {
  const plain = name.split(' ')[0]!.normalize('NFKD').replace(/\W/g, '').toLowerCase();
  return `https://www.${plain}-group.example`;
}
