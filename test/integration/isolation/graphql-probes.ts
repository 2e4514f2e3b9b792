/** Queries that reach as far as GraphQL does, made of what its schema tells the asker. */

interface TypeRef {
  kind: string;
  name: string | null;
  ofType: TypeRef | null;
}
interface Field {
  name: string;
  type: TypeRef;
}
/** Puts a query and gives what is below `data`. */
type Ask = (query: string) => Promise<{ __type: { fields?: Field[]; inputFields?: Field[] } | null }>;

const ref = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';
const nameOf = (type: TypeRef): string => type.name ?? nameOf(type.ofType!);

export async function graphqlProbes(ask: Ask): Promise<string[]> {
  const known = new Map<string, Field[]>();
  const fieldsOf = async (type: string, kind: 'fields' | 'inputFields' = 'fields'): Promise<Field[]> => {
    const key = `${type} ${kind}`;
    if (!known.has(key)) {
      const { __type: found } = await ask(`{ __type(name: "${type}") { ${kind} { name type { ${ref} } } } }`);
      known.set(key, found?.[kind] ?? []);
    }
    return known.get(key)!;
  };
  const objects = (await fieldsOf('RecordQuery')).map(({ name }) => name);

  /** All values of a record, as they are and as they are read, and those of the records above it. */
  async function values(object: string, levels: number): Promise<string> {
    const parts = await Promise.all(
      (await fieldsOf(object)).map(async ({ name, type }) => {
        const of = nameOf(type);
        if (of.endsWith('Value')) return `${name} { value displayValue }`;
        if (levels > 0 && objects.includes(of)) return `${name} { ${await values(of, levels - 1)} }`;
        return '';
      }),
    );
    return ['Id', 'ApiName', 'DisplayValue', ...parts.filter(Boolean)].join(' ');
  }

  const probes: string[] = [];
  for (const object of objects) {
    const fields = await fieldsOf(object);
    const list = (args: string, node: string) =>
      `{ uiapi { query { ${object}${args} { totalCount pageResultCount edges { cursor node { ${node} } } } } } }`;
    probes.push(list('(first: 2000)', await values(object, 2)), list('(first: 2000, upperBound: 10000)', 'Id'));
    for (const { name, type } of fields) {
      const of = nameOf(type);
      if (objects.includes(of)) {
        probes.push(
          list(`(where: { ${name}: { Id: { ne: null } } })`, 'Id'),
          list(`(orderBy: { ${name}: { Id: { order: DESC } } })`, 'Id'),
        );
        if ((await fieldsOf(of)).some((each) => each.name === 'Name')) {
          probes.push(
            list(`(where: { ${name}: { Name: { like: "Q%" } } })`, 'Id'),
            list(`(orderBy: { ${name}: { Name: {} } })`, 'Id'),
          );
        }
      }
      if (of.endsWith('Connection')) {
        const child = await values(of.replace(/Connection$/, ''), 1);
        probes.push(list('(first: 2000)', `Id ${name}(first: 2000) { totalCount edges { node { ${child} } } }`));
      }
    }
    const groups = await fieldsOf(`${object}_GroupBy`, 'inputFields');
    const aggregate = (args: string, node: string) =>
      `{ uiapi { aggregate { ${object}${args} { totalCount edges { node { aggregate { Id { count { value } } ${node} } } } } } } }`;
    probes.push(aggregate('', ''));
    for (const { name, type } of groups) {
      const of = nameOf(type);
      if (of === 'GroupByClause') {
        probes.push(
          aggregate(`(groupBy: { ${name}: { group: true } })`, name === 'Id' ? '' : `${name} { value displayValue }`),
        );
      }
      if (of.endsWith('_GroupBy')) probes.push(aggregate(`(groupBy: { ${name}: { Name: { group: true } } })`, ''));
    }
    for (const { name } of await fieldsOf(`${object}Aggregate`)) {
      probes.push(
        aggregate(
          '',
          `${name === 'ApiName' ? '' : `${name} { max { value displayValue } min { value displayValue } }`}`,
        ),
      );
    }
  }
  return probes;
}
