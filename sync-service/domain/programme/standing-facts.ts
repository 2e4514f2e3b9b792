/** What a partner's standing is made from: plain data, read at one moment. */
import type { Decimal } from 'decimal.js';
import type { Id, Partner } from '../deal.ts';
import type { PricedDeal } from '../margin/priced-deal.ts';
import type { LedgerEntry } from '../payout/ledger.ts';
import type { CalendarDate } from '../time.ts';

export interface PartnerFacts {
  /** With the level that a person gave him. */
  partner: Pick<Partner, 'id' | 'name' | 'level' | 'roles'>;
  competencies: readonly CompetencyOnRecord[];
  won: readonly WonDeal[];
  /** The first day from which on all deals won with him are among `won`. What came before is not known. */
  wonFrom: CalendarDate;
  open: readonly OpenDeal[];
  /** Open deals without products, or with one that has no list price. */
  unpriced: number;
  /** Deals of his whose records could not be read, and which count for nothing. */
  unreadable: number;
  /** Every entry of his. */
  ledger: readonly LedgerEntry[];
  /** When he accepted his targets; null where not on record. */
  acceptedOn: CalendarDate | null;
}

export interface CompetencyOnRecord {
  key: string;
  /** Certified people; null where the record gives no number, and so says that he holds it. */
  people: number | null;
  validFrom: CalendarDate | null;
  /** The first day on which it no longer holds. */
  validUntil: CalendarDate | null;
}

export interface WonDeal {
  id: Id;
  customerId: Id | null;
  currency: string;
  wonOn: CalendarDate;
  registered: boolean;
  specialPrice: boolean;
  /** As sold by the vendor, in the deal's currency. */
  lines: readonly { family: string | null; amount: Decimal }[];
}

export interface OpenDeal {
  id: Id;
  closesOn: CalendarDate;
  deal: Omit<PricedDeal, 'partner'>;
}
