/** A whole ledger settled in one go, one partner in memory at a time. */
import type { Id } from '../deal.ts';
import type { LedgerEntry } from './ledger.ts';
import { purchasesWithin, type Purchase, type Purchases } from './purchases.ts';
import type { SettledPartner } from './period-terms.ts';
import { isLookedAt, settlePartner, type PartnerSettlement, type Settling } from './settle.ts';

/** One line of a ledger: who a partner is, what he bought, or what was posted. */
export type LedgerLine = { partnerId: Id; /** Where it stands, from 1. */ position: number } & (
  | { kind: 'partner'; partner: SettledPartner }
  | { kind: 'purchase'; purchase: Purchase }
  | { kind: 'entry'; entry: LedgerEntry; dealName: string | null }
);

/** A partner's settlement, with all his entries and the names of his deals where they were asked for. */
export type SettledLedger = PartnerSettlement & {
  entries: LedgerEntry[];
  dealNames: ReadonlyMap<Id, string>;
};

export class PartnersMixedError extends Error {
  override name = 'PartnersMixedError';
  readonly position: number;
  constructor(partner: Id, other: Id, position: number) {
    super(
      `line ${position}: partner ${partner} comes again after partner ${other}; ` +
        'expected all lines of a partner together: sort the ledger by partner',
    );
    this.position = position;
  }
}

/**
 * Settles partner after partner as the lines come. What is held is one partner's sums and entries of the period, all
 * his entries with `keepEntries`, and the ids of the partners seen.
 * @throws PartnersMixedError where a partner's lines do not stand together
 */
export async function* settleAll(
  lines: AsyncIterable<LedgerLine>,
  settling: Settling,
  { keepEntries = false } = {},
): AsyncGenerator<SettledLedger> {
  const seen = new Set<Id>();
  let open: OpenPartner | null = null;
  for await (const line of lines) {
    if (open === null || line.partnerId !== open.partner.partnerId) {
      if (seen.has(line.partnerId)) {
        throw new PartnersMixedError(line.partnerId, open?.partner.partnerId ?? '', line.position);
      }
      if (open !== null) yield close(open, settling);
      seen.add(line.partnerId);
      open = begin(line.partnerId, settling);
    }
    take(open, line, settling, keepEntries);
  }
  if (open !== null) yield close(open, settling);
}

interface OpenPartner {
  partner: SettledPartner;
  purchases: Purchases;
  /** By key, since the same posting twice is one. */
  entries: Map<string, LedgerEntry>;
  dealNames: Map<Id, string>;
}

function begin(partnerId: Id, { windows }: Settling): OpenPartner {
  return {
    partner: { partnerId, name: null, level: null, roles: [], competencies: [], acceptedOn: null },
    purchases: purchasesWithin(windows),
    entries: new Map(),
    dealNames: new Map(),
  };
}

function take(open: OpenPartner, line: LedgerLine, settling: Settling, keepEntries: boolean): void {
  switch (line.kind) {
    case 'partner':
      open.partner = line.partner;
      break;
    case 'purchase':
      open.purchases.add(line.purchase);
      break;
    case 'entry':
      if (keepEntries || isLookedAt(line.entry, settling)) open.entries.set(line.entry.key, line.entry);
      if (keepEntries && line.entry.dealId !== null && line.dealName !== null) {
        open.dealNames.set(line.entry.dealId, line.dealName);
      }
      break;
  }
}

function close({ partner, purchases, entries, dealNames }: OpenPartner, settling: Settling): SettledLedger {
  const posted = [...entries.values()];
  const settled = settlePartner(partner, purchases, posted, settling);
  return { ...settled, entries: [...posted, ...settled.postings], dealNames };
}
