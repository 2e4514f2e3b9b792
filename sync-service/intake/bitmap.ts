/** Names of changed fields, which the Pub/Sub API sends as bitmaps over the positions in the event's schema. */

/** A field of an event's schema; compound fields such as an address have parts. */
export interface SchemaField {
  name: string;
  parts: readonly string[];
}

/** A bitmap that can't belong to this schema. */
export class BitmapError extends Error {}

/**
 * Names the fields of a bitmap list such as `['0x400800', '4-0x12']`: first the simple fields of the record, then for
 * each compound field its position and the bitmap of its parts. The last hexadecimal digit holds the first positions.
 * @returns field names; parts of a compound field as `BillingAddress.City`
 * @throws BitmapError for what is no bitmap, or names a position the schema does not have
 * @see https://developer.salesforce.com/docs/platform/pub-sub-api/guide/event-deserialization-considerations.html
 */
export function fieldsOfBitmaps(fields: readonly SchemaField[], bitmaps: readonly string[]): string[] {
  return bitmaps.flatMap((bitmap) => {
    const [, parent, hex] = /^(?:(\d+)-)?0x([0-9A-Fa-f]+)$/.exec(bitmap) ?? [];
    if (hex === undefined) throw new BitmapError(`${bitmap} is no bitmap of fields`);
    const positions = positionsOf(hex);
    if (parent === undefined) return positions.map((position) => at(fields, position, bitmap).name);
    const compound = at(fields, Number(parent), bitmap);
    return positions.map((position) => `${compound.name}.${at(compound.parts, position, bitmap)}`);
  });
}

function at<Field>(fields: readonly Field[], position: number, bitmap: string): Field {
  const field = fields[position];
  if (field === undefined)
    throw new BitmapError(`${bitmap} names position ${position}, which the schema does not have`);
  return field;
}

function positionsOf(hex: string): number[] {
  const positions: number[] = [];
  for (let digit = 0; digit < hex.length; digit++) {
    const bits = Number.parseInt(hex.charAt(hex.length - 1 - digit), 16);
    for (let bit = 0; bit < 4; bit++) if (bits & (1 << bit)) positions.push(digit * 4 + bit);
  }
  return positions;
}
