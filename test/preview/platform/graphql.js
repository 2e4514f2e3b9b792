/** `lightning/graphql`: the wire for queries. Mutations are refused, as nothing of ours writes by GraphQL. */
import { call, resource } from './org.js';
import { adapter } from './wire.js';

/** A document made by `gql`; other documents may stand in its holes. */
class Query {
  constructor(text) {
    this.text = text;
  }
}

export function gql(parts, ...holes) {
  return new Query(parts.reduce((text, part, i) => text + (holes[i - 1]?.text ?? holes[i - 1] ?? '') + part));
}

export const graphql = adapter(
  async ({ query, variables, operationName }, refresh) => {
    try {
      const { data, errors } = await call('POST', resource('graphql'), { query: query.text, variables, operationName });
      return { data: data ?? undefined, errors: errors?.length ? errors : undefined, refresh };
    } catch (error) {
      return { data: undefined, errors: [{ ...error, message: error.body?.message ?? String(error) }], refresh };
    }
  },
  ({ query }) => query instanceof Query,
);

export async function executeMutation() {
  throw new Error('preview: lightning/graphql executeMutation is not provided; write by lightning/uiRecordApi');
}
