/**
 * A lookup's change comes as two rows, with names and with ids. What reports export has the names only: a name then stands
 * for the one record that has it, and what it stands for is not known where none has it, or several.
 */
import type { Id } from '../domain/deal.ts';
import { isIdRow, type FieldChange } from '../domain/recorded.ts';

/** By name; null where several have it. */
export type Names = ReadonlyMap<string, Id | null>;

export function namesOf(records: Iterable<{ id: Id; name: string }>): Names {
  const names = new Map<string, Id | null>();
  for (const { id, name } of records) {
    const key = keyOf(name);
    names.set(key, names.has(key) && names.get(key) !== id ? null : id);
  }
  return names;
}

function keyOf(name: string): string {
  return name.trim().toLowerCase();
}

export interface Resolved {
  changes: FieldChange[];
  /** Whether it names a partner of whom nobody knows who he is. */
  namesStranger: boolean;
}

/**
 * Puts ids in the place of names where a history of one opportunity has no ids. An owner who is not known leaves nobody; of
 * a partner who is not known the change is left out.
 */
export function withIds(
  changes: readonly FieldChange[],
  { partnerField, partners, people }: { partnerField: string; partners: Names; people: Names },
): Resolved {
  const namesIn = (field: string) => (field === partnerField ? partners : field === 'Owner' ? people : null);
  const told = new Set(changes.filter((each) => namesIn(each.field) !== null && isIdRow(each)).map(momentOf));
  let namesStranger = false;
  const resolved = changes.flatMap((change): FieldChange[] => {
    const names = namesIn(change.field);
    if (names === null || isIdRow(change)) return [change];
    if (told.has(momentOf(change))) return [];
    const [from, to] = [change.from, change.to].map((name) => (name === null ? null : names.get(keyOf(name))));
    const isStranger = [from, to].some((id, index) => !id && [change.from, change.to][index] !== null);
    if (isStranger && names === partners) {
      namesStranger = true;
      return [];
    }
    return [{ ...change, dataType: 'EntityId', from: from ?? null, to: to ?? null }];
  });
  return { changes: resolved, namesStranger };
}

function momentOf({ field, at, byId }: FieldChange): string {
  return `${field}@${at}@${byId}`;
}
