/** What every step of a save has at hand: the org, who saves, and what has changed so far. */
import type { CommittedTransaction, ObjectDef, Row, Session, SharingSet } from '../types.ts';
import type { UserAccess } from './access.ts';
import type { Formulas } from './formulas.ts';
import type { Rows } from './rows.ts';
import { rowCondition, type Purpose } from './sharing.ts';
import { quoted } from './tables.ts';

export type Change = CommittedTransaction['changes'][number];

export interface Work {
  rows: Rows;
  formulas: Formulas;
  session: Session;
  user: UserAccess;
  sharingSets: readonly SharingSet[];
  /** The instant of the save, as records keep it. */
  at: string;
  changes: Change[];
}

/** Who asks for a write: the user with his rights, or the org itself in consequence of another write. */
export type By = 'user' | 'org';

export function mayReach(work: Work, object: ObjectDef, id: string, purpose: Purpose): boolean {
  const condition = rowCondition(work.rows, work.user, object, 't', purpose, work.sharingSets);
  if (condition === '1') return true;
  if (condition === '0') return false;
  return work.rows.exists(`SELECT 1 FROM ${quoted(object.name)} t WHERE t."Id" = ? AND ${condition}`, id);
}

/** Names of the fields whose value differs. */
export function changedFields(before: Row, after: Row): string[] {
  return Object.keys(after).filter((name) => (before[name] ?? null) !== (after[name] ?? null));
}
