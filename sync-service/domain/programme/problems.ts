/** What is wrong with a file, said so that its writer can mend it: where, what stands there, what was expected. */
import type { z } from 'zod';

export type Path = readonly (string | number)[];

export interface Problem {
  path: Path;
  /** As it stands there; undefined where nothing does. */
  value: unknown;
  message: string;
}

/** Every issue of a failed parse as a problem, in the order of the content. */
export function problemsOf(error: z.ZodError, content: unknown): Problem[] {
  return error.issues.flatMap((issue) => flatten(issue, [], content));
}

function flatten(issue: z.core.$ZodIssue, above: Path, content: unknown): Problem[] {
  const path = [...above, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch that reached deepest is the one that was meant.
    const depths = issue.errors.map((branch) => Math.max(0, ...branch.map((inner) => inner.path.length)));
    const meant = issue.errors[depths.indexOf(Math.max(...depths))] ?? [];
    if (Math.max(...depths) > 0) return meant.flatMap((inner) => flatten(inner, path, content));
    if (issue.message !== 'Invalid input') return [{ path, value: at(content, path), message: issue.message }];
    const expected = [...new Set(issue.errors.flat().map(expectation))].join(', or ');
    return [{ path, value: at(content, path), message: expected }];
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      value: at(content, [...path, key]),
      message: issue.message.startsWith('expected') ? issue.message : unknownField,
    }));
  }
  return [{ path, value: at(content, path), message: expectation(issue) }];
}

export const unknownField = 'no such field';

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('expected')) return issue.message;
  if (issue.code === 'invalid_type') return `expected ${article(issue.expected)}`;
  if (issue.code === 'too_small') return `expected at least ${String(issue.minimum)}`;
  if (issue.code === 'too_big') return `expected at most ${String(issue.maximum)}`;
  if (issue.code !== 'invalid_value') return issue.message;
  return `expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
}

function article(type: string): string {
  const names: Record<string, string> = {
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'fields with names',
  };
  return names[type] ?? type;
}

function at(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
    content,
  );
}

/** A path as people write it: `incentives[3].requires.levels[0]`. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
