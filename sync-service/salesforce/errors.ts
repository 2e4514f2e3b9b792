/** What can go wrong between the service and the org, as classes with the remedy and the cause. */

/** The org could not be reached: network, name resolution, a time-out. Goes away by itself or at the network's end. */
export class OrgUnreachableError extends Error {
  override readonly name = 'OrgUnreachableError';
  constructor(url: string, options: ErrorOptions) {
    super(`The org at ${url} can't be reached. Check the network and SALESFORCE_LOGIN_URL.`, options);
  }
}

/** The org does not let the service in. */
export class OrgAuthError extends Error {
  override readonly name = 'OrgAuthError';
  constructor(what: string, options: ErrorOptions) {
    super(
      `The org refuses the login: ${what}. Check the client id, the key or secret, the user, and that the app is allowed for him.`,
      options,
    );
  }
}

/** The org is overloaded, in maintenance, or a record is locked. Trying again later helps. */
export class OrgBusyError extends Error {
  override readonly name = 'OrgBusyError';
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number, options: ErrorOptions) {
    super(`The org is busy. Try again in ${Math.ceil(retryAfterMs / 1000)} s.`, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The calls of the last 24 hours are used up. */
export class OrgLimitError extends Error {
  override readonly name = 'OrgLimitError';
  constructor(usage: { used: number; limit: number } | null, options: ErrorOptions) {
    const figures = usage === null ? '' : ` (${usage.used} of ${usage.limit})`;
    super(
      `The org's API calls of the last 24 hours are used up${figures}. Poll less often or raise the limit.`,
      options,
    );
  }
}

/** The org understood the call and refuses it, such as a query for a field the user may not read. */
export class OrgRefusalError extends Error {
  override readonly name = 'OrgRefusalError';
  /** Salesforce's own error code. */
  readonly code: string;
  constructor(code: string, message: string, options: ErrorOptions) {
    super(`The org refuses a call: ${code}: ${message}`, options);
    this.code = code;
  }
}

/** The org lacks what the service needs. */
export class MissingMetadataError extends Error {
  override readonly name = 'MissingMetadataError';
  /** Objects and fields, as `Object` or `Object.Field`. */
  readonly missing: string[];
  constructor(missing: string[]) {
    super(
      `The org lacks, or the integration user may not see: ${missing.join(', ')}. ` +
        'Deploy force-app and assign the permission set Fairlead_Integration.',
    );
    this.missing = missing;
  }
}

/** The connected org is not the one this service belongs to, as after a sandbox refresh. */
export class WrongOrgError extends Error {
  override readonly name = 'WrongOrgError';
  constructor(connected: string, pinned: string) {
    super(
      `Connected to organisation ${connected}, but this service belongs to ${pinned}: nothing is written. ` +
        'If the change is meant, set SALESFORCE_ORG_ID to the new id.',
    );
  }
}

/** A policy or programme record, or a setting of the org, can't be read as what it should be. */
export class UnreadableRulesError extends Error {
  override readonly name = 'UnreadableRulesError';
  constructor(what: string) {
    super(`The rules can't be read: ${what}. Correct the record; the service reads the rules again by itself.`);
  }
}

export type OrgError = OrgUnreachableError | OrgAuthError | OrgBusyError | OrgLimitError | OrgRefusalError;

export interface Circumstances {
  url: string;
  usage: { used: number; limit: number } | null;
  retryAfterMs: number;
  /** Why the last renewal of the session failed; jsforce keeps only its text. */
  loginFailure: OrgError | null;
}

const authCodes = new Set(['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'INVALID_LOGIN', 'API_DISABLED_FOR_ORG']);
const busyCodes = new Set([
  'SERVER_UNAVAILABLE',
  'UNABLE_TO_LOCK_ROW',
  'QUERY_TIMEOUT',
  'TXN_SECURITY_METERING_ERROR',
  'ERROR_HTTP_420',
  'ERROR_HTTP_429',
]);

/** Gives a failed call its class. What is no failure of a call comes back as it was. */
export function orgError(error: unknown, seen: Circumstances): unknown {
  if (!(error instanceof Error) || isOrgError(error)) return error;
  const options = { cause: error };
  const code = 'errorCode' in error && typeof error.errorCode === 'string' ? error.errorCode : null;
  if (code === null)
    return isNetworkFailure(error) ? new OrgUnreachableError(seen.url, options) : (seen.loginFailure ?? error);
  if (authCodes.has(code)) return new OrgAuthError(code, options);
  if (code === 'REQUEST_LIMIT_EXCEEDED') {
    // The same code stands for the calls of a day and for long calls at once; the usage tells them apart.
    const dayUsedUp = seen.usage !== null && seen.usage.used >= seen.usage.limit;
    return dayUsedUp ? new OrgLimitError(seen.usage, options) : new OrgBusyError(seen.retryAfterMs, options);
  }
  if (busyCodes.has(code) || /^ERROR_HTTP_5\d\d$/.test(code)) return new OrgBusyError(seen.retryAfterMs, options);
  return new OrgRefusalError(code, error.message, options);
}

/** Gives a failed login its class. OAuth errors carry their code as the error's name. */
export function loginError(error: unknown, url: string, retryAfterMs: number): unknown {
  if (!(error instanceof Error) || isOrgError(error)) return error;
  const options = { cause: error };
  if (isNetworkFailure(error)) return new OrgUnreachableError(url, options);
  if (/^ERROR_HTTP_(5\d\d|429)$/.test(error.name)) return new OrgBusyError(retryAfterMs, options);
  return new OrgAuthError(error.message === '' ? error.name : `${error.name}: ${error.message}`, options);
}

export function isOrgError(error: unknown): error is OrgError {
  return (
    error instanceof OrgUnreachableError ||
    error instanceof OrgAuthError ||
    error instanceof OrgBusyError ||
    error instanceof OrgLimitError ||
    error instanceof OrgRefusalError
  );
}

/** undici reports a network failure as a TypeError with the reason as its cause, a time-out as an AbortError. */
function isNetworkFailure(error: Error): boolean {
  const failedFetch = error instanceof TypeError && error.cause !== undefined;
  return failedFetch || error.name === 'AbortError' || error.name === 'TimeoutError' || hasSystemCode(error);
}

function hasSystemCode(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && /^(E[A-Z]+|UND_ERR_)/.test(error.code);
}
