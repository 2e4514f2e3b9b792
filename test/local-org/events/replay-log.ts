/** What the bus keeps: every event in order, for as long as the org keeps events. */
import type { ChangeEvent } from './change-events.ts';

export interface KeptEvent {
  id: string;
  replayId: bigint;
  keptUntil: number;
  change: ChangeEvent;
}

/** A replay id that stands for no place the log has: unreadable, never given out, or older than what is kept. */
export class UnknownPlaceError extends Error {}

export class ReplayLog {
  readonly #retentionMs: number;
  readonly #now: () => number;
  #events: KeptEvent[] = [];
  /** How many events were dropped before the first one kept; positions count from the first event ever. */
  #dropped = 0;
  #last: bigint;

  constructor(options: { retentionHours: number; now: () => number }) {
    this.#retentionMs = options.retentionHours * 3_600_000;
    this.#now = options.now;
    // Above 2^53, where a client that takes replay ids for numbers goes wrong; later runs of the org go on higher.
    this.#last = 2n ** 53n + BigInt(Math.floor(options.now())) * 16n;
  }

  append(change: ChangeEvent): void {
    this.#forget();
    const size = this.end;
    // Ids are not consecutive: other events of the org lie in between.
    this.#last += BigInt(1 + (size % 7));
    const id = `${change.transactionKey}-${change.sequence}`;
    this.#events.push({ id, replayId: this.#last, keptUntil: this.#now() + this.#retentionMs, change });
  }

  /** Position of the oldest event kept. */
  get start(): number {
    this.#forget();
    return this.#dropped;
  }

  /** Position of the next event to come. */
  get end(): number {
    return this.#dropped + this.#events.length;
  }

  at(position: number): KeptEvent | undefined {
    return this.#events[position - this.#dropped];
  }

  /** The replay id that stands for having seen everything before this position. */
  idBefore(position: number): Buffer {
    return encodeReplayId(this.at(position - 1)?.replayId ?? this.#last);
  }

  /** The position after the event with this id. @throws UnknownPlaceError */
  after(replayId: Buffer): number {
    this.#forget();
    const wanted = decodeReplayId(replayId);
    if (wanted === null) throw new UnknownPlaceError('the replay id is malformed');
    if (wanted === this.#last) return this.end;
    let [low, high] = [0, this.#events.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#events[middle]?.replayId ?? 0n;
      if (found === wanted) return this.#dropped + middle + 1;
      if (found < wanted) low = middle + 1;
      else high = middle - 1;
    }
    throw new UnknownPlaceError('the replay id is not kept');
  }

  #forget(): void {
    const now = this.#now();
    let expired = 0;
    while ((this.#events[expired]?.keptUntil ?? Infinity) <= now) expired++;
    if (expired === 0) return;
    this.#events = this.#events.slice(expired);
    this.#dropped += expired;
  }
}

/** Ten bytes, as Salesforce sends: the number, and two bytes of zero. */
export function encodeReplayId(id: bigint): Buffer {
  const bytes = Buffer.alloc(10);
  bytes.writeBigUInt64BE(id);
  return bytes;
}

/** The eight bytes of the number alone are understood too, as clients send them. */
export function decodeReplayId(bytes: Buffer): bigint | null {
  return bytes.length === 8 || bytes.length === 10 ? bytes.readBigUInt64BE() : null;
}
