/** YAML and JSON files (JSON is YAML) with the place of every value, so that an error can name its line. */
import { readFileSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml';
import { z } from 'zod';
import { editDistance } from '../domain/customer/distance.ts';
import { pathText, problemsOf, unknownField, type Path, type Problem } from '../domain/programme/problems.ts';

export interface FileContent {
  path: string;
  content: unknown;
  /** Line and column, from 1, of what stands at a path, else of the nearest thing around it. */
  placeOf(path: Path): { line: number; column: number };
}

export interface Reading {
  /** Fields whose content's names are data, and are left as they are; `all`: every name is. */
  verbatim?: readonly string[] | 'all';
  /** Other names of fields. */
  aliases?: Readonly<Record<string, string>>;
}

/** A file can't be used. One line a problem, each with file, line and column. */
export class FileError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'FileError';
    this.problems = problems;
  }
}

/**
 * Reads a YAML or JSON file. Field names may be written in camelCase, snake_case, kebab-case or with blanks.
 * @throws FileError naming every syntax error
 */
export function readFile(path: string, { verbatim = [], aliases = {} }: Reading = {}): FileContent {
  const lines = new LineCounter();
  const documents = parseAllDocuments(textOf(path), { lineCounter: lines, uniqueKeys: true });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (document === undefined || document.contents === null) throw new FileError([`${path}: the file is empty`]);
  if (second !== undefined) throw new FileError([`${path}: expected one document, found several`]);
  if (document.errors.length > 0) {
    throw new FileError(
      document.errors.map(({ pos, message }) => {
        const { line, col } = lines.linePos(pos[0]);
        return `${path}:${line}:${col}  ${message.split('\n')[0]?.replace(/ at line .*$/, '') ?? 'cannot be read'}`;
      }),
    );
  }
  const places = new Map<string, number>();
  const content = plain(document.contents as Node, [], { document, places, aliases }, verbatim);
  return {
    path,
    content,
    placeOf(at) {
      for (let length = at.length; length >= 0; length -= 1) {
        const offset = places.get(JSON.stringify(at.slice(0, length)));
        if (offset === undefined) continue;
        const { line, col } = lines.linePos(offset);
        return { line, column: col };
      }
      return { line: 1, column: 1 };
    },
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FileError([
      code === 'ENOENT' ? `${path}: there is no such file` : `${path}: cannot be read (${code ?? String(error)})`,
    ]);
  }
}

function plain(
  node: Node | null,
  path: Path,
  within: { document: Document; places: Map<string, number>; aliases: Readonly<Record<string, string>> },
  verbatim: readonly string[] | 'all',
): unknown {
  if (node === null) return null;
  const { document, places, aliases } = within;
  const at = JSON.stringify(path);
  if (!places.has(at)) places.set(at, node.range?.[0] ?? 0);
  if (isAlias(node)) return plain((node.resolve(document) ?? null) as Node | null, path, within, verbatim);
  if (isSeq(node)) return node.items.map((item, i) => plain(item as Node, [...path, i], within, verbatim));
  if (isMap(node)) {
    const fields: [string, unknown][] = [];
    for (const { key, value } of node.items) {
      const written = isScalar(key) ? String(key.value) : String(key);
      const name = verbatim === 'all' ? written : nameOf(written, aliases);
      const inner = [...path, name];
      const start = (key as Node | null)?.range?.[0];
      if (start !== undefined) places.set(JSON.stringify(inner), start);
      const names = verbatim === 'all' || verbatim.includes(name) ? 'all' : verbatim;
      fields.push([name, plain(value as Node | null, inner, within, names)]);
    }
    return Object.fromEntries(fields);
  }
  if (!isScalar(node)) return null;
  // A number with more digits than a double holds is taken as it is written.
  const { value, source } = node;
  const exact = typeof value === 'number' && /^-?\d+(\.\d+)?$/.test(source ?? '') && (source ?? '').length > 15;
  return exact ? source : value;
}

function nameOf(written: string, aliases: Readonly<Record<string, string>>): string {
  const name = written.trim().replace(/[\s_-]+(.)/g, (_, letter: string) => letter.toUpperCase());
  return aliases[name] ?? name;
}

/**
 * Parses what a file holds.
 * @throws FileError with every problem at once: place, path, what stands there, what was expected
 */
export function parseFile<T extends z.ZodType>(file: FileContent, schema: T): z.output<T> {
  const parsed = schema.safeParse(file.content);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error, file.content);
  const known = fieldsOf(schema);
  const lines = problems.map((problem) => ({ place: file.placeOf(problem.path), text: sentence(problem, known) }));
  lines.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  throw new FileError(lines.map(({ place, text }) => `${file.path}:${place.line}:${place.column}  ${text}`));
}

function sentence({ path, value, message }: Problem, known: ReadonlyMap<string, string | null>): string {
  const where = path.length === 0 ? 'the file' : pathText(path);
  if (message === unknownField) {
    const name = String(path.at(-1));
    const home = known.get(name);
    if (home !== undefined) return `${where}: ${unknownField} here${home === null ? '' : `; it belongs ${home}`}`;
    const meant = nearest(name, [...known.keys()]);
    return `${where}: ${unknownField}${meant === null ? '' : `; did you mean ${meant}?`}`;
  }
  if (value === undefined) return `${where} is missing: ${message}`;
  const shown = typeof value === 'object' ? '' : ` is ${JSON.stringify(value)}`;
  return `${where}${shown}: ${message}`;
}

/** Every name of a field, with where it belongs; null where that is in more than one place. */
function fieldsOf(schema: z.ZodType): Map<string, string | null> {
  const homes = new Map<string, string | null>();
  const walk = (value: unknown, path: Path | null): void => {
    if (typeof value !== 'object' || value === null) return;
    const { properties = {}, ...others } = value as { properties?: object };
    const home = path === null ? null : path.length === 0 ? 'at the top of the file' : `to ${pathText(path)}`;
    for (const [name, inner] of Object.entries(properties)) {
      homes.set(name, homes.has(name) ? null : home);
      walk(inner, path === null ? null : [...path, name]);
    }
    // What is defined once for several places belongs to none of them.
    for (const [key, inner] of Object.entries(others)) walk(inner, key === '$defs' ? null : path);
  };
  walk(z.toJSONSchema(schema, { io: 'input' }), []);
  return homes;
}

/** The known name that was probably meant; null where none is near enough. */
export function nearest(name: string, known: readonly string[]): string | null {
  const most = Math.max(2, Math.floor(name.length / 3));
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase(), most) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate ?? null;
}
