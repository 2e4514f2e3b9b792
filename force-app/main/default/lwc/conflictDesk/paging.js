/**
 * A place in a list of any length. The org reads no fewer than 200 cases at a time where a list may be long; of these 50
 * are shown at a time. `cursors` tells where each part that was read begins, the last being the part of this page.
 */
const SHOWN = 50;
const READ = 200;

export const START = { page: 0, cursors: [null] };

/** Where the part of this page begins. */
export function cursorOf({ cursors }) {
  return cursors[cursors.length - 1];
}

/** @param endCursor where the part that was read ends */
export function after({ page, cursors }, endCursor) {
  const isInside = (page + 1) % (READ / SHOWN) !== 0;
  return { page: page + 1, cursors: isInside ? cursors : [...cursors, endCursor] };
}

export function before({ page, cursors }) {
  const isInside = page % (READ / SHOWN) !== 0;
  return { page: page - 1, cursors: isInside ? cursors : cursors.slice(0, -1) };
}

/** What of a part is on this page. */
export function shownOf({ page }, part) {
  const from = (page * SHOWN) % READ;
  return part.slice(from, from + SHOWN);
}

/** The first and the last number on this page, of so many. */
export function rangeOf({ page }, total) {
  return { first: page * SHOWN + 1, last: Math.min((page + 1) * SHOWN, total) };
}

export function isFirst({ page }) {
  return page === 0;
}

export function isLast({ page }, total) {
  return (page + 1) * SHOWN >= total;
}
