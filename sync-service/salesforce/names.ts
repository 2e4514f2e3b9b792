/** API names in the source carry no namespace. Here, and only here, they get it on the way out and lose it on the way in. */

/** A name of ours: `Partner__c`, `Partner__r`, `Deal_Registration__History`. */
const ours = /\b[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*__(?:c|r|History|Share)\b/g;
const literal = /('(?:[^'\\]|\\.)*')/;

export interface Names {
  readonly namespace: string;
  /** One object, field or relationship as the org names it. */
  inOrg(name: string): string;
  /** A query as the org understands it. Text between quotes stays as it is. */
  query(soql: string): string;
  /** A record to write, records it refers to by external id included. */
  record(fields: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** A record that was read, with our own names. */
  read(record: unknown): unknown;
}

/** @param namespace of the installed package, empty for a deploy from source */
export function namesFor(namespace: string): Names {
  const prefix = namespace === '' ? '' : `${namespace}__`;
  const inOrg = (name: string) => name.replace(ours, (found) => prefix + found);
  const record = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [inOrg(name), isRecord(value) ? record(value) : value]),
    );
  const read = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(read);
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name.startsWith(prefix) ? name.slice(prefix.length) : name,
        read(inner),
      ]),
    );
  };
  return {
    namespace,
    inOrg,
    query: (soql) =>
      soql
        .split(literal)
        .map((part) => (part.startsWith("'") ? part : inOrg(part)))
        .join(''),
    record,
    read: prefix === '' ? (value) => value : read,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
