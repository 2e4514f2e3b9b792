import { describe, expect, it } from '@jest/globals';
import {
  loginError,
  orgError,
  OrgAuthError,
  OrgBusyError,
  OrgLimitError,
  OrgRefusalError,
  OrgUnreachableError,
} from '../../../sync-service/salesforce/errors.ts';

const seen = { url: 'https://org', usage: { used: 10, limit: 100 }, retryAfterMs: 500, loginFailure: null };
const answered = (errorCode: string) => Object.assign(new Error('said the org'), { errorCode });

describe('a failed call', () => {
  it.each([
    ['ERROR_HTTP_503', OrgBusyError],
    ['ERROR_HTTP_500', OrgBusyError],
    ['ERROR_HTTP_429', OrgBusyError],
    ['SERVER_UNAVAILABLE', OrgBusyError],
    ['UNABLE_TO_LOCK_ROW', OrgBusyError],
    ['INVALID_SESSION_ID', OrgAuthError],
    ['INVALID_FIELD', OrgRefusalError],
    ['ERROR_HTTP_404', OrgRefusalError],
  ])('with %s has its class and keeps its cause', (code, type) => {
    const cause = answered(code);
    const error = orgError(cause, seen);
    expect(error).toBeInstanceOf(type);
    expect((error as Error).cause).toBe(cause);
  });

  it('for too many calls is a limit when the day is used up, and busy before', () => {
    const cause = answered('REQUEST_LIMIT_EXCEEDED');
    expect(orgError(cause, { ...seen, usage: { used: 99, limit: 100 } })).toBeInstanceOf(OrgBusyError);
    expect(orgError(cause, { ...seen, usage: { used: 100, limit: 100 } })).toBeInstanceOf(OrgLimitError);
  });

  it('on the way is unreachable', () => {
    const refused = new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
    expect(orgError(refused, seen)).toBeInstanceOf(OrgUnreachableError);
    expect((orgError(refused, seen) as Error).message).toContain('https://org');
  });

  it('because the session could not be renewed has the reason of that', () => {
    const loginFailure = new OrgAuthError('invalid_grant', { cause: null });
    expect(orgError(new Error('Unable to refresh session due to: x'), { ...seen, loginFailure })).toBe(loginFailure);
  });

  it('of our own making stays what it is', () => {
    const bug = new TypeError('ours');
    expect(orgError(bug, seen)).toBe(bug);
  });
});

describe('a failed login', () => {
  it('is refused, unreachable or busy', () => {
    const offline = new TypeError('fetch failed', { cause: new Error('ENOTFOUND') });
    const refused = Object.assign(new Error('user hasn’t approved this consumer'), { name: 'invalid_grant' });
    expect(loginError(refused, 'https://org', 500)).toBeInstanceOf(OrgAuthError);
    expect((loginError(refused, 'https://org', 500) as Error).message).toContain('invalid_grant');
    expect(loginError(offline, 'https://org', 500)).toBeInstanceOf(OrgUnreachableError);
    const maintenance = Object.assign(new Error('down'), { name: 'ERROR_HTTP_503' });
    expect(loginError(maintenance, 'https://org', 500)).toBeInstanceOf(OrgBusyError);
  });
});
