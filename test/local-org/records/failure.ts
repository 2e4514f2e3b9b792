/** Why a record was not saved, in Salesforce's codes and words. */
import type { FieldDef, SaveError } from '../types.ts';

export class SaveFailure extends Error {
  readonly errors: SaveError[];
  constructor(errors: SaveError[]) {
    super(errors.map((error) => `${error.statusCode}: ${error.message}`).join('; '));
    this.errors = errors;
  }
}

export const saveError = (statusCode: string, message: string, fields: string[] = []): SaveError => ({
  statusCode,
  message,
  fields,
});

export function refuse(statusCode: string, message: string, fields: string[] = []): never {
  throw new SaveFailure([saveError(statusCode, message, fields)]);
}

export const onField = (statusCode: string, field: FieldDef, problem: string): SaveError =>
  saveError(statusCode, `${field.label}: ${problem}`, [field.name]);
