/** What goes wrong in a real org, on demand. Everything is off until a test turns it on. */
import { z } from 'zod';
import type { OpenRecords } from './records/index.ts';
import type { SaveOperation, SaveResult, Session } from './types.ts';

export class Faults {
  /** Each of the next so many data calls is answered with 503. */
  unavailable = 0;
  /** Every data call is refused for having used up the day's calls. */
  requestLimit = false;
  /** Every answer waits so long. */
  slowMilliseconds = 0;
  /** The connection of each of the next so many data calls is cut after the work was done and before the answer. */
  cutConnections = 0;
  /** The connection of each of the next so many data calls is cut in the middle of the answer. */
  cutAnswers = 0;
  /** The next so many records to be saved find their row locked. */
  lockNext = 0;
  /** These records are locked until taken off. */
  readonly locked = new Set<string>();
  #expire: () => void = () => undefined;
  #dropStreams: () => void = () => undefined;

  /** How sessions are ended and event streams broken, told by the parts that hold them. */
  connect(parts: { expireSessions?: () => void; dropStreams?: () => void }): void {
    if (parts.expireSessions) this.#expire = parts.expireSessions;
    if (parts.dropStreams) this.#dropStreams = parts.dropStreams;
  }

  expireSessions(): void {
    this.#expire();
  }

  dropStreams(): void {
    this.#dropStreams();
  }

  /** Whether a record finds its row locked; counts down. */
  locks(id: string | null): boolean {
    if (id !== null && this.locked.has(id)) return true;
    if (this.lockNext === 0) return false;
    this.lockNext--;
    return true;
  }

  /** Sets what is named in `change`, and carries out what happens once. Throws where it names something else. */
  set(change: unknown): void {
    const { locked, expireSessions, dropStreams, ...rest } = changes.parse(change);
    Object.assign(this, rest);
    if (locked !== undefined) {
      this.locked.clear();
      for (const id of locked) this.locked.add(id);
    }
    if (expireSessions === true) this.expireSessions();
    if (dropStreams === true) this.dropStreams();
  }

  state() {
    const { unavailable, requestLimit, slowMilliseconds, cutConnections, cutAnswers, lockNext } = this;
    const counts = { unavailable, requestLimit, slowMilliseconds, cutConnections, cutAnswers, lockNext };
    return { ...counts, locked: [...this.locked] };
  }
}

const count = z.number().int().nonnegative().optional();
const changes = z.strictObject({
  unavailable: count,
  requestLimit: z.boolean().optional(),
  slowMilliseconds: count,
  cutConnections: count,
  cutAnswers: count,
  lockNext: count,
  locked: z.array(z.string()).optional(),
  expireSessions: z.boolean().optional(),
  dropStreams: z.boolean().optional(),
});

/** Saves; records that the fault switch holds locked fail as they do in an org, and the rest goes on. */
export function saveWithLocks(
  records: OpenRecords,
  faults: Faults,
  session: Session,
  operations: SaveOperation[],
  how: { allOrNone: boolean },
): SaveResult[] {
  const ids = operations.map((operation) => idOf(operation, records));
  const held = ids.map((id) => faults.locks(id));
  if (!held.includes(true)) return records.save(session, operations, how);
  if (how.allOrNone) return held.map((isHeld, i) => (isHeld ? lockedRow(ids[i]!) : rolledBack));
  const free = operations.filter((_, i) => !held[i]);
  const saved = records.save(session, free, how);
  let next = 0;
  return held.map((isHeld, i) => (isHeld ? lockedRow(ids[i]!) : saved[next++]!));
}

function idOf(operation: SaveOperation, { database, schema }: OpenRecords): string | null {
  if ('id' in operation) return operation.id;
  if (operation.kind !== 'upsert') return null;
  const wanted = operation.externalIdField.toLowerCase();
  const field = [...(schema.objects.get(operation.object)?.fields.keys() ?? [])].find(
    (name) => name.toLowerCase() === wanted,
  );
  if (field === undefined) return null;
  const found = database
    .prepare(`SELECT "Id" AS id FROM "${operation.object}" WHERE "${field}" = ?`)
    .get(operation.externalId);
  return found === undefined ? null : String(found['id']);
}

const lockedRow = (id: string | null): SaveResult => ({
  success: false,
  id,
  errors: [
    { statusCode: 'UNABLE_TO_LOCK_ROW', message: 'unable to obtain exclusive access to this record', fields: [] },
  ],
});

const rolledBack: SaveResult = {
  success: false,
  id: null,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};
