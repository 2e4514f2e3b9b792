/** Places in a list and the pages that begin there. */
import { OrgError } from '../types.ts';

export type Node = Record<string, unknown>;

export interface Page {
  edges: { node: Node; cursor: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** @param offset how many of the list come before the page */
export function pageOf(nodes: Node[], offset: number, hasNextPage: boolean): Page {
  const cursor = (index: number) => Buffer.from(`v1:${offset + index + 1}`).toString('base64');
  return {
    edges: nodes.map((node, index) => ({ node, cursor: cursor(index) })),
    pageInfo: {
      hasNextPage,
      hasPreviousPage: offset > 0,
      startCursor: nodes.length === 0 ? null : cursor(0),
      endCursor: nodes.length === 0 ? null : cursor(nodes.length - 1),
    },
  };
}

/** How many of the list come before the first that lies behind the cursor. */
export function offsetOf(cursor: string | null | undefined): number {
  if (cursor == null) return 0;
  const match = /^v1:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (!match) throw invalid(`Invalid cursor: ${cursor}`);
  return Number(match[1]);
}

export const invalid = (message: string): OrgError => new OrgError(400, 'INVALID_INPUT', message);
