/** The ledger of what partners earn. Entries are only ever appended; a mistake is reversed, never edited. */
import type { Decimal } from 'decimal.js';
import type { Id } from '../deal.ts';
import { ZERO } from '../money.ts';
import type { CalendarDate, Instant } from '../time.ts';

export const entryKinds = ['accrual', 'adjustment', 'reversal', 'settlement', 'payment'] as const;
/**
 * accrual: a deal line first earns, or earns anew · adjustment: it earns more · reversal: takes back all or part of an
 * entry · settlement: what a period earned, or the move of an accrual from provisional to payable · payment: below zero.
 */
export type EntryKind = (typeof entryKinds)[number];

/** Why an entry stands, as a code with its figures, so that every language can say it. */
export interface Explanation {
  code: string;
  args: Readonly<Record<string, ExplanationValue>>;
}
export type ExplanationValue = string | number | Decimal | readonly string[] | null;

export interface LedgerEntry {
  key: string;
  partnerId: Id;
  /** Null for what a whole period earned. */
  dealId: Id | null;
  lineId: Id | null;
  /** Id and version of the rule, as `growth@2`. */
  incentive: string;
  /** Label of the period it counts in, such as `2026-Q3`. */
  period: string;
  kind: EntryKind;
  /** What made it: a transition, an invoice, a credit note, the end of the period. */
  cause: string;
  /** In `currency`, rounded to its minor unit; below zero where it takes back or pays out. */
  amount: Decimal;
  currency: string;
  /** What the rate was applied to; null where the rule pays an amount. */
  base: Decimal | null;
  rate: Decimal | null;
  /** Units of `currency` for one unit of the deal's currency; null where they are the same. */
  exchangeRate: Decimal | null;
  postedAt: Instant;
  /** The first day on which it may be paid; null while it is provisional. */
  payableFrom: CalendarDate | null;
  /** Key of the entry that it takes back from. */
  reverses: string | null;
  explanation: Explanation;
}

const longest = 255;
const fingerprintLength = 32;

/** What identifies an entry. `repeat` counts from 1 where one cause posts to the same account once more. */
export type KeyParts = Pick<
  LedgerEntry,
  'partnerId' | 'dealId' | 'lineId' | 'incentive' | 'period' | 'kind' | 'cause' | 'reverses'
> & { repeat: number };

/**
 * The same posting always has the same key, of at most 255 characters: partner, deal, line, incentive and version,
 * period, kind, cause. What takes back from an entry carries that entry's fingerprint, since one credit note may take
 * back from several. Of a longer key the tail is replaced by its fingerprint.
 */
export function entryKey(parts: KeyParts): string {
  const { partnerId, dealId, lineId, incentive, period, kind, cause, reverses, repeat } = parts;
  const named = [partnerId, dealId ?? '', lineId ?? '', incentive, period, kind, cause.trim()].map(escape);
  if (reverses !== null) named.push(`of ${fingerprint(reverses)}`);
  if (repeat > 1) named.push(`no ${repeat}`);
  const key = named.join('|');
  if (key.length <= longest) return key;
  const kept = key.slice(0, longest - fingerprintLength - 1);
  return `${endsInHalfACharacter(kept) ? kept.slice(0, -1) : kept}~${fingerprint(key)}`;
}

/** Keeps the parts of a key apart, whatever they contain. */
function escape(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('|', '%7C').replaceAll('~', '%7E');
}

function endsInHalfACharacter(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}

/** FNV-1a of 128 bits as 32 hexadecimal digits. The domain has no library for it and needs no secrecy. */
export function fingerprint(text: string): string {
  let hash = 0x6c62272e07bb014262b821756295c58dn;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * 0x1000000000000000000013bn);
  }
  return hash.toString(16).padStart(fingerprintLength, '0');
}

/** The incentive's id, of `id@version`. */
export function incentiveIdOf({ incentive }: Pick<LedgerEntry, 'incentive'>): string {
  return incentive.slice(0, incentive.lastIndexOf('@'));
}

/** What is left of each entry after all that was taken back from it, by key. */
export function openAmounts(entries: readonly LedgerEntry[]): Map<string, Decimal> {
  const open = new Map(entries.map((entry) => [entry.key, entry.amount]));
  for (const { reverses, amount } of entries) {
    const left = reverses === null ? undefined : open.get(reverses);
    if (reverses !== null && left !== undefined) open.set(reverses, left.plus(amount));
  }
  return open;
}

/** What was earned, by the entries; payments do not lower it. */
export function earned(entries: readonly LedgerEntry[]): Decimal {
  return entries.reduce((total, { kind, amount }) => (kind === 'payment' ? total : total.plus(amount)), ZERO);
}

/** Oldest first; entries of one moment in the order of their keys, so that the order of reading says nothing. */
export function byTime(a: LedgerEntry, b: LedgerEntry): number {
  return a.postedAt - b.postedAt || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
