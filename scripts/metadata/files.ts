/** The metadata as it lies in force-app, and findings about it. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface MetadataFile {
  path: string;
  /** Path as shown to people. */
  shown: string;
  text: string;
  /** Name of the root element, such as `CustomField`; empty where the file is no XML. */
  type: string;
  root: Element;
  /** Name without the ending: `Status__c` of `Status__c.field-meta.xml`. */
  name: string;
  /** Object whose folder it lies in, null elsewhere. */
  object: string | null;
}

export type Element = { [child: string]: string | Element | (string | Element)[] };

export interface Finding {
  where: string;
  what: string;
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, ignoreDeclaration: true });

/** Every -meta.xml below a folder. A file that is no XML becomes a finding. */
export function readMetadata(folder: string, findings: Finding[]): MetadataFile[] {
  return filesBelow(folder, '-meta.xml').flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const shown = relative(process.cwd(), path);
    const valid = XMLValidator.validate(text);
    if (valid !== true) {
      findings.push({ where: `${shown}:${valid.err.line}`, what: `no well-formed XML — ${valid.err.msg}` });
      return [];
    }
    const [[type, root] = ['', '']] = Object.entries(parser.parse(text) as Element);
    const object = /objects\/([^/]+)\//.exec(path)?.[1] ?? null;
    const name = basename(path).replace(/\.[\w]+-meta\.xml$/, '');
    return [
      { path, shown, text, type, root: typeof root === 'object' && !Array.isArray(root) ? root : {}, name, object },
    ];
  });
}

export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The children of that name, one or many, as elements. */
export function children(element: Element, name: string): Element[] {
  return list(element[name]).filter((child): child is Element => typeof child === 'object');
}

/** The texts of the children of that name. */
export function texts(element: Element, name: string): string[] {
  return list(element[name]).filter((child): child is string => typeof child === 'string');
}

export function text(element: Element, name: string): string {
  return texts(element, name)[0] ?? '';
}

function list(value: Element[string] | undefined): (string | Element)[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Where a text stands in a file, for people. */
export function lineOf(file: { text: string; shown: string }, needle: string): string {
  const at = file.text.indexOf(needle);
  return at < 0 ? file.shown : `${file.shown}:${file.text.slice(0, at).split('\n').length}`;
}
