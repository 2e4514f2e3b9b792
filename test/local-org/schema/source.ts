/** Reads metadata source files into plain values. Every error names the file and the element. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

/** One XML element: text for a leaf, an object of elements otherwise; repeated elements are arrays. */
export type Element = string | Element[] | { [name: string]: Element };
export type Elements = { [name: string]: Element };

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: true, processEntities: true });

export class MetadataError extends Error {}

export interface SourceFile {
  path: string;
  /** File name without the metadata ending: `Deal_Registration__c`, `Fairlead_Gate`. */
  name: string;
  /** Middle part of the ending: `object`, `field`, `permissionset` … */
  kind: string;
  /** The object folder it lies in, for parts of objects. */
  object: string | null;
  root: Elements;
}

/** All `-meta.xml` files below the folder, in order of path. */
export function readSource(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('-meta.xml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => readSourceFile(path, folder));
}

function readSourceFile(path: string, folder: string): SourceFile {
  const match = /^(.+?)\.([A-Za-z]+)-meta\.xml$/.exec(basename(path));
  if (!match) throw new MetadataError(`${path}: not named like a metadata file`);
  const object = /(?:^|\/)objects\/([^/]+)\//.exec(relative(folder, path));
  const document = parser.parse(readFileSync(path, 'utf8')) as Elements;
  const roots = Object.entries(document).filter(([name]) => name !== '?xml');
  const root = roots[0]?.[1];
  if (roots.length !== 1 || root === undefined || Array.isArray(root)) {
    throw new MetadataError(`${path}: not one root element`);
  }
  return {
    path,
    name: decodeURIComponent(match[1] ?? ''),
    kind: match[2] ?? '',
    object: object?.[1] ?? null,
    root: typeof root === 'string' ? {} : root,
  };
}

/** Takes elements out of a file one by one; `done` complains of what was never asked for. */
export class ElementReader {
  readonly #where: string;
  readonly #elements: Elements;
  readonly #seen = new Set<string>();

  constructor(where: string, elements: Elements) {
    this.#where = where;
    this.#elements = elements;
  }

  fail(element: string, problem: string): never {
    throw new MetadataError(`${this.#where}: <${element}> ${problem}`);
  }

  text(name: string): string | null {
    this.#seen.add(name);
    const value = this.#elements[name];
    if (value === undefined) return null;
    if (typeof value !== 'string') this.fail(name, 'is not a single text');
    return value;
  }

  needed(name: string): string {
    return this.text(name) ?? this.fail(name, 'is missing');
  }

  flag(name: string, otherwise = false): boolean {
    const value = this.text(name);
    if (value === null) return otherwise;
    if (value !== 'true' && value !== 'false') this.fail(name, `is neither true nor false but ${value}`);
    return value === 'true';
  }

  number(name: string): number | null {
    const value = this.text(name);
    if (value === null) return null;
    const number = Number(value);
    if (!Number.isFinite(number)) this.fail(name, `is not a number but ${value}`);
    return number;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | null {
    const value = this.text(name);
    if (value === null) return null;
    return values.find((each) => each === value) ?? this.fail(name, `has the unknown value ${value}`);
  }

  /** The element as a list of readers, whether it stands once, often or not at all. */
  list(name: string): ElementReader[] {
    this.#seen.add(name);
    const value = this.#elements[name];
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map((each) => {
      if (typeof each === 'string' && each === '') return new ElementReader(`${this.#where} ${name}`, {});
      if (typeof each === 'string' || Array.isArray(each))
        return this.fail(name, 'is text where elements are expected');
      return new ElementReader(`${this.#where} ${name}`, each);
    });
  }

  texts(name: string): string[] {
    this.#seen.add(name);
    const value = this.#elements[name];
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map((each) =>
      typeof each === 'string' ? each : this.fail(name, 'is not text'),
    );
  }

  /** Elements without meaning for an org that only keeps records. */
  skip(...names: string[]): void {
    for (const name of names) this.#seen.add(name);
  }

  done(): void {
    const unknown = Object.keys(this.#elements).find((name) => !this.#seen.has(name));
    if (unknown !== undefined) this.fail(unknown, 'is not known to the stand-in org');
  }
}
