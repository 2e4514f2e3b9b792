/** What a story has at hand: one customer, the vendor, and ways to register and open deals for it. */
import { dateOf, day, hour, stamp } from './calendar.ts';
import { company, respelled, type CompanyName } from './names.ts';
import { DealPlay, type Opening } from './play.ts';
import type { Random } from './random.ts';
import type { Tables } from './tables.ts';
import type { PartnerFirm, Product, Salesperson, Vendor } from './vendor.ts';

/** A bypass as it was played. */
export interface TruthCase {
  opportunityId: string;
  registrationId: string;
  pattern: 'not-engaged' | 'replaced' | 'shadow';
  personId: string;
  /** When it happened. */
  since: number;
}

/** Which claim protects which opportunity, as it was played. */
export interface TruthProtection {
  opportunityId: string;
  registrationId: string;
}

export interface Truth {
  cases: TruthCase[];
  protections: TruthProtection[];
}

export interface Claim {
  id: string;
  partner: PartnerFirm;
  family: string;
  submittedAt: number;
  approvedAt: number;
  until: number;
}

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
  }

  /** An account of this company, or of one that belongs to it. A record may lack what nobody typed. */
  account(given: { name: string; parentId?: string; country?: string; bare?: boolean; at?: number }): string {
    const { website, taxId, country } = this.company;
    const own = given.parentId === undefined;
    const subsidiary = given.name.split(' ')[0]!.normalize('NFKD').replace(/\W/g, '').toLowerCase();
    return this.tables.add('Account', {
      Name: given.name,
      ParentId: given.parentId ?? null,
      Website: given.bare === true ? null : own ? website : `https://www.${subsidiary}-group.example`,
      BillingCountry: given.country ?? country,
      Tax_Id__c: own && given.bare !== true && this.random.chance(0.6) ? taxId : null,
      Type: this.random.chance(0.5) ? 'Prospect' : 'Customer - Channel',
      Named_Account__c: false,
      OwnerId: this.owner.id,
      CreatedDate: stamp(given.at ?? this.vendor.asOf - 420 * day),
      CreatedById: this.owner.id,
    });
  }

  respelledName(): string {
    return respelled(this.company, this.random);
  }

  products(family: string): Opening['products'] {
    const { random } = this;
    const own = this.vendor.products.filter((product) => product.family === family);
    const line = (product: Product) => ({
      product,
      quantity: random.whole(1, 6),
      discount: random.pick([0, 0, 0.05, 0.1]),
    });
    return random.chance(0.3) ? own.map(line) : [line(random.pick(own))];
  }

  otherFamily(family: string): string {
    return this.random.pick(this.vendor.families.filter((each) => each !== family));
  }

  otherSalesperson(not: Salesperson): Salesperson {
    return this.random.pick(this.vendor.salespeople.filter((each) => each.id !== not.id));
  }

  otherPartner(not: PartnerFirm): PartnerFirm {
    return this.random.pick(this.vendor.partners.filter((each) => each.id !== not.id));
  }

  /** A working moment so many days before today. */
  ago(days: number): number {
    return this.vendor.calendar.inOffice(this.vendor.asOf - days * day, this.random);
  }

  /** A working moment so many days after another. */
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

  /** A partner's claim, decided as it should be. `dealId` where the approval names the opportunity. */
  claim(given: {
    partner: PartnerFirm;
    family: string;
    submittedAt: number;
    dealId?: string | null;
    status?: string;
    endedAt?: number;
    amount?: number;
    queuePosition?: number;
    reason?: string;
  }): Claim {
    const { vendor, random, company } = this;
    const { partner, family, submittedAt } = given;
    const approvedAt = submittedAt + Math.floor(random.between(2, 40) * 3600) * 1000;
    const until = approvedAt + 90 * day;
    const usual = vendor.asOf >= until ? 'Expired' : vendor.asOf >= approvedAt ? 'Approved' : 'Submitted';
    const status = given.status ?? usual;
    const decided = !['Draft', 'Submitted'].includes(status) && approvedAt < vendor.asOf;
    const held = decided && !['Rejected', 'Queued'].includes(status);
    const id = this.tables.add('Deal_Registration__c', {
      Partner__c: partner.id,
      Partner_Role__c: partner.roles[0]!,
      Customer_Name__c: random.chance(0.5) ? company.name : respelled(company, random),
      Customer_Website__c: random.chance(0.8) ? company.website : null,
      Customer_Country__c: company.country,
      Customer_Tax_Id__c: random.chance(0.4) ? company.taxId : null,
      Customer__c: decided ? this.accountId : null,
      Product_Families__c: random.chance(0.1) ? `${family};${this.otherOf(family)}` : family,
      Amount__c: given.amount ?? random.whole(10, 90) * 1000,
      Expected_Close_Date__c: dateOf(submittedAt + random.whole(50, 110) * day),
      Status__c: status,
      Submitted_At__c: status === 'Draft' ? null : stamp(submittedAt),
      Decided_At__c: decided ? stamp(approvedAt) : null,
      Decision_Reason__c: given.reason ?? (held ? 'the first eligible claim on this deal' : null),
      Protected_From__c: held ? stamp(approvedAt) : null,
      Protected_Until__c: held ? stamp(until) : null,
      Queue_Position__c: given.queuePosition ?? null,
      Ended_At__c: given.endedAt === undefined ? null : stamp(given.endedAt),
      Opportunity__c: given.dealId ?? null,
      CreatedDate: stamp(submittedAt - hour),
      CreatedById: vendor.channelManager.id,
      OwnerId: vendor.channelManager.id,
      LastModifiedDate: stamp(decided ? approvedAt : submittedAt),
      SystemModstamp: stamp(decided ? approvedAt : submittedAt),
    });
    return {
      id,
      partner,
      family,
      submittedAt: Math.floor(submittedAt / 1000) * 1000,
      approvedAt: Math.floor(approvedAt / 1000) * 1000,
      until: Math.floor(until / 1000) * 1000,
    };
  }

  /** A further family in the same claim; services go with anything and are no deal of their own here. */
  otherOf(family: string): string {
    return family === 'Services' ? 'Backup' : 'Services';
  }

  exempt(dealId: string, reason: string, requestedAt: number, by: Salesperson): void {
    const { vendor } = this;
    const decidedAt = this.after(requestedAt, 0.2, 0.8);
    if (requestedAt >= vendor.asOf) return;
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
    });
  }

  bypass(given: Omit<TruthCase, 'registrationId'>, claim: Claim): void {
    if (given.since < this.vendor.asOf) this.truth.cases.push({ ...given, registrationId: claim.id });
  }

  protects(claim: Claim, dealId: string): void {
    if (claim.approvedAt < this.vendor.asOf)
      this.truth.protections.push({ opportunityId: dealId, registrationId: claim.id });
  }
}
