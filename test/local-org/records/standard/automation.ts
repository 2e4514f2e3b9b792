/** What Salesforce itself does on a save of a standard object: values set before, rows written after. */
import type { Row } from '../../types.ts';
import type { By, Work } from '../work.ts';

/** Writes that a save brings about, without asking for the user's rights on them. */
export interface Writer {
  insert(object: string, values: Row): string;
  update(object: string, id: string, values: Row): void;
  remove(object: string, id: string): void;
}

export interface Automation {
  /** Changes the row before it is checked. `given` are the values that were sent. */
  before?(work: Work, row: Row, prior: Row | null, given: Row, by: By): void;
  /** `after` is null for a delete, `prior` for an insert; of an undelete `prior` is the deleted row. */
  after?(work: Work, after: Row | null, prior: Row | null, writer: Writer): void;
}

export const asNumber = (value: Row[string] | undefined): number | null => (typeof value === 'number' ? value : null);
export const asText = (value: Row[string] | undefined): string | null => (typeof value === 'string' ? value : null);
