/** What goes wrong in a real org, on demand. Everything is off until a test turns it on. */
export class Faults {
  /** Each of the next so many data calls is answered with 503. */
  unavailable = 0;
  /** Every data call is refused for having used up the day's calls. */
  requestLimit = false;
  /** Every answer waits so long. */
  slowMilliseconds = 0;
  /** The connection of each of the next so many data calls is cut after the work was done and before the answer. */
  cutConnections = 0;
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
}
