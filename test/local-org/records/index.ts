/** Records and rules of the stand-in org. */
export {
  createRole,
  createUser,
  assignPermissionSets,
  seedOrg,
  type NewUser,
  type SeededOrg,
  type SeedOptions,
} from './seed.ts';
export { openRecords, FIRST_USER_ID, type OpenOptions, type OpenRecords } from './open.ts';
export { canonicalId, checksum, recordId } from './ids.ts';
export { ADMINISTRATOR, INTEGRATION, PARTNER, profiles, SALES } from './profiles.ts';
export { resolveParents } from './parents.ts';
export { FormulaError } from './formula/references.ts';
export { isStored } from './tables.ts';
