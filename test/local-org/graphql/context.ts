/** What one request carries to every resolver. */
import type { FieldDef, Records, Session } from '../types.ts';

export interface Context {
  records: Records;
  session: Session;
  /** Such as `65.0`. */
  apiVersion: string;
  /** Variables as they were sent, in the order in which they were written. */
  variables: Record<string, unknown>;
  /** A value as the user reads it; null where it is shown as it is. */
  display: (field: FieldDef, value: unknown) => string | null;
}
