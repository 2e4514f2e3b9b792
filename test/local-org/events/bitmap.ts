/**
 * Bitmaps over the positions in a schema, as change events carry them: hexadecimal, whole bytes, position 0 in the
 * lowest bit of the last byte.
 */
import type { EventLayout } from './avro-schema.ts';

/**
 * `['0x400800', '4-0x12']`: simple fields first, then each compound field by its position with its parts.
 * @param names API names of fields; those that the layout does not have are passed over
 */
export function bitmapsOf(layout: EventLayout, names: Iterable<string>): string[] {
  const simple: number[] = [];
  const compound = new Map<number, number[]>();
  for (const name of names) {
    const place = layout.places.get(name);
    if (place === undefined) continue;
    if (place.part === null) simple.push(place.position);
    else compound.set(place.position, [...(compound.get(place.position) ?? []), place.part]);
  }
  return [
    ...(simple.length > 0 ? [bitmap(simple)] : []),
    ...[...compound].sort(([a], [b]) => a - b).map(([position, parts]) => `${position}-${bitmap(parts)}`),
  ];
}

function bitmap(positions: number[]): string {
  const bytes = Buffer.alloc(Math.floor(Math.max(...positions) / 8) + 1);
  for (const position of positions) {
    const index = bytes.length - 1 - Math.floor(position / 8);
    bytes[index] = (bytes[index] ?? 0) | (1 << (position % 8));
  }
  return `0x${bytes.toString('hex').toUpperCase()}`;
}
