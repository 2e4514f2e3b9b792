/** Everything below `/services/data/vXX.0` that the org answers; what is not here it refuses. */
export const endpoints = [
  'GET /',
  'GET /limits',
  'GET /sobjects',
  'GET /sobjects/:object',
  'POST /sobjects/:object',
  'GET /sobjects/:object/describe',
  'GET /sobjects/:object/updated',
  'GET /sobjects/:object/deleted',
  'GET /sobjects/:object/:id',
  'PATCH /sobjects/:object/:id',
  'DELETE /sobjects/:object/:id',
  'GET /sobjects/:object/:field/:value',
  'PATCH /sobjects/:object/:field/:value',
  'DELETE /sobjects/:object/:field/:value',
  'GET /query',
  'GET /query/:locator',
  'GET /queryAll',
  'GET /queryAll/:locator',
  'POST /composite',
  'POST /composite/batch',
  'POST /composite/tree/:object',
  'POST /composite/sobjects',
  'PATCH /composite/sobjects',
  'DELETE /composite/sobjects',
  'GET /composite/sobjects/:object',
  'POST /composite/sobjects/:object',
  'PATCH /composite/sobjects/:object/:field',
  'GET /jobs/ingest',
  'POST /jobs/ingest',
  'GET /jobs/ingest/:id',
  'PATCH /jobs/ingest/:id',
  'DELETE /jobs/ingest/:id',
  'PUT /jobs/ingest/:id/batches',
  'GET /jobs/ingest/:id/successfulResults',
  'GET /jobs/ingest/:id/failedResults',
  'GET /jobs/ingest/:id/unprocessedrecords',
  'GET /jobs/query',
  'POST /jobs/query',
  'GET /jobs/query/:id',
  'PATCH /jobs/query/:id',
  'DELETE /jobs/query/:id',
  'GET /jobs/query/:id/results',
  'POST /graphql',
  'POST /ui-api/records',
  'GET /ui-api/records/:id',
  'PATCH /ui-api/records/:id',
  'DELETE /ui-api/records/:id',
  'GET /ui-api/object-info/:object',
  'GET /ui-api/object-info/:object/picklist-values/:recordType',
  'GET /ui-api/object-info/:object/picklist-values/:recordType/:field',
  'POST /actions/standard/customNotificationAction',
] as const;

export type Endpoint = (typeof endpoints)[number];

/** The first of the list that fits; null where the call is none of them. */
export function endpointOf(method: string, path: readonly string[]): Endpoint | null {
  const asked = method === 'HEAD' ? 'GET' : method;
  const fits = (endpoint: Endpoint): boolean => {
    const [verb, pattern = ''] = endpoint.split(' ');
    const parts = pattern.split('/').filter((part) => part !== '');
    return (
      verb === asked &&
      parts.length === path.length &&
      parts.every((part, index) => part.startsWith(':') || part === path[index])
    );
  };
  return endpoints.find(fits) ?? null;
}
