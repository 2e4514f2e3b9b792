/** Every other endpoint, asked for the records that are not the asker's own. */
import type { LocalOrg } from '../../local-org/index.ts';
import { createApp, type HttpOptions } from '../../local-org/rest/app.ts';
import { soqlProbes } from './soql-probes.ts';
import type { Watch } from './watch.ts';

const master = '012000000000000AAA';
const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
const objectsOf = ({ records }: LocalOrg) => [...records.schema.objects.values()];
const objectOf = (org: LocalOrg, id: string) =>
  objectsOf(org).find(({ keyPrefix }) => keyPrefix !== '' && id.startsWith(keyPrefix))?.name ?? 'Account';

/** What is known of the org as a whole, and of each object. */
export async function askAboutObjects(org: LocalOrg, { ask }: Watch): Promise<void> {
  for (const path of ['/', '/limits', '/sobjects']) await ask('GET', path);
  const [start, end] = [-20, 1].map((days) =>
    encodeURIComponent(new Date(Date.now() + days * 86_400_000).toISOString()),
  );
  for (const { name } of objectsOf(org)) {
    for (const part of ['', '/describe', `/updated?start=${start}&end=${end}`, `/deleted?start=${start}&end=${end}`]) {
      await ask('GET', `/sobjects/${name}${part}`);
    }
    await ask('GET', `/ui-api/object-info/${name}`);
    await ask('GET', `/ui-api/object-info/${name}/picklist-values/${master}`);
    await ask('GET', `/ui-api/object-info/${name}/picklist-values/${master}/Status__c`);
  }
}

/**
 * All SOQL, over REST and as jobs, alone and in bundles.
 * @returns conditions on a rival's name that something answered to
 */
export async function askBySoql(org: LocalOrg, { ask }: Watch): Promise<string[]> {
  const probes = soqlProbes(org);
  const hits: string[] = [];
  for (const part of chunks(probes, 25)) {
    const batchRequests = part.map((soql) => ({ method: 'GET', url: `v65.0/queryAll?q=${encodeURIComponent(soql)}` }));
    const { body } = await ask('POST', '/composite/batch', { batchRequests });
    hits.push(...part.filter((soql, index) => soql.includes("'Q%'") && body.results[index].result.totalSize > 0));
  }
  for (const part of chunks(
    probes.filter((soql) => soql.includes('COUNT()') || soql.includes('FIELDS')),
    25,
  )) {
    const compositeRequest = part.map((soql, index) => ({
      ...{ method: 'GET', url: `/services/data/v65.0/query?q=${encodeURIComponent(soql)}`, referenceId: `r${index}` },
    }));
    await ask('POST', '/composite', { compositeRequest });
  }
  for (const { name } of objectsOf(org)) {
    const query = encodeURIComponent(`SELECT Id, Name FROM ${name}`);
    for (const verb of ['query', 'queryAll']) await ask('GET', `/${verb}?q=${query}`);
    await askByJob({ ask }, `SELECT Id, Name, CreatedById FROM ${name}`);
  }
  for (const verb of ['query', 'queryAll']) await ask('GET', `/${verb}/01gxxxxxxxxxxxx-2000`);
  return hits;
}

async function askByJob({ ask }: Pick<Watch, 'ask'>, query: string): Promise<void> {
  const { body } = await ask('POST', '/jobs/query', { operation: 'query', query });
  await ask('GET', '/jobs/query');
  if (body?.id === undefined) return;
  for (let state = ''; state !== 'JobComplete' && state !== 'Failed';) {
    state = (await ask('GET', `/jobs/query/${body.id}`)).body.state;
  }
  await ask('GET', `/jobs/query/${body.id}/results`);
  await ask('PATCH', `/jobs/query/${body.id}`, { state: 'Aborted' });
  await ask('DELETE', `/jobs/query/${body.id}`);
}

/** Each id as if it had been guessed, by every way to one record. */
export async function askById(org: LocalOrg, { ask }: Watch, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const object = objectOf(org, id);
    await ask('GET', `/sobjects/${object}/${id}`);
    await ask('GET', `/sobjects/${object}/Id/${id}`);
    await ask('GET', `/ui-api/records/${id}?fields=${object}.Id&optionalFields=${object}.Name,${object}.Owner.Name`);
  }
  for (const [object, list] of Map.groupBy(ids, (id) => objectOf(org, id))) {
    await ask('GET', `/composite/sobjects/${object}?ids=${list.slice(0, 100).join(',')}&fields=Id,Name`);
    await ask('POST', `/composite/sobjects/${object}`, { ids: list, fields: ['Id', 'Name'] });
  }
}

/** The routes beside the data API, and what they answer. */
export async function askBesides({ ask }: Watch, otherUser: string): Promise<string[]> {
  const { router } = createApp({} as HttpOptions);
  const paths = router.stack.flatMap(({ route }) => (route === undefined ? [] : [route.path]));
  for (const path of paths) {
    const filled = path.replace(':organization', '00D000000000001AAA').replace(':user', otherUser);
    for (const method of ['GET', 'POST'])
      await ask(method, filled, method === 'GET' ? undefined : 'grant_type=password');
  }
  return paths;
}
