/** Bands and their edges. `from` and `to` belong to the band, `above` and `below` do not. */
import type { Decimal } from 'decimal.js';
import type { Edges } from '../programme/schema.ts';

export function isInBand({ from, above, to, below }: Edges, value: Decimal): boolean {
  return (
    (from === null || value.gte(from)) &&
    (above === null || value.gt(above)) &&
    (to === null || value.lte(to)) &&
    (below === null || value.lt(below))
  );
}

export function lowerEdge({ from, above }: Edges): Decimal | null {
  return from ?? above;
}

export function upperEdge({ to, below }: Edges): Decimal | null {
  return to ?? below;
}

/** In words, such as `from 100000 to below 300000`; empty without edges. */
export function describeBand({ from, above, to, below }: Edges, asPercent = false): string {
  const text = (value: Decimal) => (asPercent ? `${value.times(100).toString()} %` : value.toString());
  const parts = [
    from === null ? null : `from ${text(from)}`,
    above === null ? null : `above ${text(above)}`,
    to === null ? null : `up to ${text(to)}`,
    below === null ? null : `below ${text(below)}`,
  ];
  return parts.filter((part) => part !== null).join(' ');
}
