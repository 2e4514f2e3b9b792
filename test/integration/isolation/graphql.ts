/** GraphQL asked for all it answers, and for how many. */
import type { LocalOrg } from '../../local-org/index.ts';
import { graphqlProbes } from './graphql-probes.ts';
import type { Watch } from './watch.ts';

interface Counted {
  probes: number;
  /** Records of each object that has any for him. */
  counts: Record<string, number>;
  /** Conditions on a rival's name that something answered to. */
  hits: string[];
}

/** Everything that GraphQL answers to this session. */
export async function askByGraphql(org: LocalOrg, { ask }: Watch): Promise<Counted> {
  const hits: string[] = [];
  const put = async (query: string) => (await ask('POST', '/graphql', { query })).body;
  const probes = await graphqlProbes(async (query) => (await put(query)).data);
  for (const query of probes) {
    const body = await put(query);
    if (!Array.isArray(body.errors)) throw new Error(`${query}: ${JSON.stringify(body)}`);
    if (query.includes('like: "Q%"') && /"totalCount":[1-9]/.test(JSON.stringify(body))) hits.push(query);
  }
  const counts: Record<string, number> = {};
  for (const object of org.records.schema.objects.keys()) {
    const { data } = await put(`{ uiapi { query { ${object} { totalCount } } } }`);
    const count = data?.uiapi?.query?.[object]?.totalCount ?? 0;
    if (count > 0) counts[object] = count;
  }
  return { probes: probes.length, counts, hits };
}
