/** Values as the records take them: cut to a field's length, rounded to its scale, hashed when compared as a whole. */
import { createHash } from 'node:crypto';
import type { Decimal } from 'decimal.js';
import type { MarginPrediction } from '../domain/assessment.ts';
import type { PricedOn } from '../domain/margin/predict.ts';
import type { Instant } from '../domain/time.ts';

export type Fields = Record<string, unknown>;

/** SHA-256 of the fields as JSON with sorted names; equal for equal content. Null and a missing field differ. */
export function hashOf(fields: Fields): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(fields)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

/** Records keep whole seconds; what begins within one begins with it. */
export function timestamp(at: Instant | null): string | null {
  return at === null ? null : new Date(Math.floor(at / 1000) * 1000).toISOString();
}

/** As `timestamp`, but never earlier than the instant itself. */
export function timestampNotBefore(at: Instant | null): string | null {
  return at === null ? null : timestamp(Math.ceil(at / 1000) * 1000);
}

/** Whether a field says the same. The org trims text, keeps none as null, and may break lines its own way. */
export function isSame(a: unknown, b: unknown): boolean {
  return plain(a) === plain(b);
}

function plain(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  const text = value.replace(/\r\n/g, '\n').trim();
  return text === '' ? null : text;
}

/** Text no longer than its field; what is cut ends in an ellipsis. */
export function cut(text: string | null, length: number): string | null {
  if (text === null || text.length <= length) return text;
  return `${text.slice(0, length - 1)}…`;
}

/** A currency or percent field with two places. */
export function amount(value: Decimal | null): number | null {
  return value === null ? null : value.toDecimalPlaces(2).toNumber();
}

/** Margin fields, which assessments and registrations have in common. */
export function marginFields(margin: MarginPrediction): Fields {
  if (margin.kind === 'unknown') {
    return {
      Partner_Margin__c: null,
      Partner_Margin_Low__c: null,
      Partner_Margin_High__c: null,
      Partner_Margin_Percent__c: null,
      Waterfall__c: json({ version: 2, unknown: margin.why }, longText),
    };
  }
  return predictedFields(margin, { atClose: margin.atClose });
}

/**
 * The same for a claim, which its partner reads: with what was priced, so that his browser can price it again, and
 * without the vendor's own outlook.
 */
export function claimMarginFields(margin: MarginPrediction, priced: PricedOn | null): Fields {
  return margin.kind === 'unknown' ? marginFields(margin) : predictedFields(margin, { priced });
}

function predictedFields(margin: MarginPrediction & { kind: 'predicted' }, beside: object): Fields {
  const { atClose } = margin;
  const waterfall = { ...margin.waterfall, ...beside };
  return {
    Partner_Margin__c: amount(waterfall.partnerMargin),
    Partner_Margin_Low__c: amount(atClose?.margin?.low ?? null),
    Partner_Margin_High__c: amount(atClose?.margin?.high ?? null),
    Partner_Margin_Percent__c: amount(waterfall.partnerMarginPercent),
    // What did not apply is the first to go where the whole would not fit.
    Waterfall__c:
      json(waterfall, longText) ??
      json(
        { ...waterfall, decisions: waterfall.decisions.filter(({ outcome }) => outcome !== 'not eligible') },
        longText,
      ) ??
      json({ ...waterfall, decisions: [] }, longText),
  };
}

const longText = 131_072;

/** JSON that fits a field; null where it does not, for half of a JSON text is none. */
export function json(value: unknown, length: number): string | null {
  const written = JSON.stringify(value);
  return written.length <= length ? written : null;
}
