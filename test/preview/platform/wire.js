/**
 * Wire adapters as Lightning Data Service has them, less its cache: each asks the org anew. First a wire gives neither
 * data nor error, then the answer; when its configuration changes it keeps what it had until the new answer is there.
 */
const connected = new Set();

/**
 * A class for `@wire`.
 * @param read asks for the data of a configuration; gives what the wire hands on
 * @param isComplete whether a configuration says enough to ask
 */
export function adapter(read, isComplete) {
  return class {
    constructor(deliver) {
      this.deliver = deliver;
      this.asked = 0;
      deliver({ data: undefined, error: undefined });
    }

    connect() {
      connected.add(this);
      if (this.config) this.again();
    }

    disconnect() {
      connected.delete(this);
      this.asked++;
    }

    update(config) {
      this.config = config;
      if (connected.has(this)) this.again();
    }

    async again() {
      if (!isComplete(this.config)) return;
      const asked = ++this.asked;
      const answer = await read(this.config, () => this.again());
      if (asked === this.asked && connected.has(this)) this.deliver(frozen(answer));
    }
  };
}

/** Asks again for whatever is shown: a record was saved, and any answer may hold it. */
export async function readAllAgain() {
  await Promise.all([...connected].map((wire) => wire.again()));
}

/** What a component receives it may not change, as in the platform. */
function frozen(value) {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
