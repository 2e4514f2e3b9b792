/** GraphQL queries to the stand-in org, and their answers. */
import { expect } from '@jest/globals';
import type { RestOrg } from './rest-org.ts';

export interface Asked {
  variables?: Record<string, unknown>;
  operationName?: string;
  /** Id of the user who asks. Default: the administrator. */
  as?: string;
}

/** @param org the org as it stands when a query is sent */
export function askerOf(org: () => RestOrg) {
  const send = (query: string, { as, ...more }: Asked = {}) =>
    org().call(
      'POST',
      '/graphql',
      { query, ...more },
      as === undefined ? {} : { authorization: `Bearer ${org().sessions.open(as)}` },
    );
  /** What is below `uiapi` in an answer without errors. */
  const answered = async (query: string, more: Asked) => {
    const { status, body } = await send(query, more);
    expect([status, body.errors]).toEqual([200, []]);
    return body.data.uiapi;
  };
  return {
    send,
    /** The lists of an answer without errors. */
    ask: async (lists: string, more: Asked = {}) =>
      (await answered(lists.startsWith('query') ? lists : `{ uiapi { query { ${lists} } } }`, more)).query,
    aggregate: async (lists: string, more: Asked = {}) =>
      (await answered(lists.startsWith('query') ? lists : `{ uiapi { aggregate { ${lists} } } }`, more)).aggregate,
    failure: async (query: string, more: Asked = {}) => {
      const { status, body } = await send(query, more);
      expect(status).toBe(200);
      return body;
    },
  };
}
