/** `/composite/tree/X`: parents with their children, all or none. */
import { resolveParents } from '../records/index.ts';
import { childRelationships } from '../schema/index.ts';
import { OrgError, type SaveError } from '../types.ts';
import { listOf, notAllowed, objectBody, type Answer, type Call, type Org } from './call.ts';

const mostRecords = 200;
const mostLevels = 5;

interface Node {
  object: string;
  referenceId: string;
  values: Record<string, unknown>;
  children: { field: string; nodes: Node[] }[];
}

export function tree(call: Call, org: Org): Answer {
  if (call.method !== 'POST') throw notAllowed(call, 'POST');
  const object = org.records.objectFor(call.session, call.path[2] ?? '').name;
  const roots = listOf(objectBody(call)['records'], 'records').map((record) => nodeOf(record, object, 1, call, org));
  checkReferences(roots);
  return org.records.together(() => {
    const results: { referenceId: string; id: string }[] = [];
    const failures = insertLevel(
      roots.map((node) => ({ node, parent: {} })),
      results,
      call,
      org,
    );
    const answer: Answer =
      failures.length === 0
        ? { status: 201, body: { hasErrors: false, results } }
        : { status: 400, body: { hasErrors: true, results: failures } };
    return { keep: failures.length === 0, result: answer };
  });
}

function nodeOf(record: Record<string, unknown>, object: string, level: number, call: Call, org: Org): Node {
  if (level > mostLevels) {
    throw new OrgError(400, 'INVALID_INPUT', `Trees up to ${mostLevels} levels deep are supported.`);
  }
  const { attributes, ...rest } = record;
  const { type, referenceId } = (attributes ?? {}) as { type?: unknown; referenceId?: unknown };
  if (typeof referenceId !== 'string' || referenceId === '') {
    throw new OrgError(400, 'INVALID_INPUT', 'Include a reference ID for each record in the request.');
  }
  if (typeof type !== 'string' || type.toLowerCase() !== object.toLowerCase()) {
    throw new OrgError(400, 'INVALID_INPUT', `Include a valid type for each record: ${referenceId} must be ${object}`);
  }
  const node: Node = { object, referenceId, values: {}, children: [] };
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value !== 'object' || value === null || !('records' in value)) {
      node.values[name] = value;
      continue;
    }
    const relationship = childRelationships(org.records.schema, object).find((each) => each.name === name);
    if (relationship === undefined) {
      throw new OrgError(400, 'INVALID_FIELD', `No such relationship '${name}' on sobject of type ${object}`);
    }
    const child = org.records.objectFor(call.session, relationship.object).name;
    const nodes = listOf(value.records, name).map((each) => nodeOf(each, child, level + 1, call, org));
    node.children.push({ field: relationship.field, nodes });
  }
  return node;
}

function checkReferences(roots: Node[]): void {
  const all: Node[] = [...roots];
  // The list grows while it is walked.
  for (const node of all) all.push(...node.children.flatMap(({ nodes }) => nodes));
  if (all.length > mostRecords) {
    throw new OrgError(400, 'LIMIT_EXCEEDED', `The maximum number of records is ${mostRecords}`);
  }
  const seen = new Set<string>();
  for (const { referenceId } of all) {
    if (seen.has(referenceId)) throw new OrgError(400, 'INVALID_INPUT', `Duplicate ReferenceId: ${referenceId}`);
    seen.add(referenceId);
  }
}

type Placed = { node: Node; parent: Record<string, string> };

/** Parents first, level by level; `results` grows in that order. Gives what was refused. */
function insertLevel(
  level: Placed[],
  results: { referenceId: string; id: string }[],
  call: Call,
  org: Org,
): { referenceId: string; errors: SaveError[] }[] {
  if (level.length === 0) return [];
  const operations = level.map(({ node, parent }) => ({
    kind: 'insert' as const,
    object: node.object,
    values: { ...resolveParents(org.records, node.object, node.values), ...parent },
  }));
  const saved = org.save(call.session, operations, { allOrNone: false });
  const failures = saved.flatMap((result, i) =>
    result.success ? [] : [{ referenceId: level[i]!.node.referenceId, errors: result.errors }],
  );
  if (failures.length > 0) return failures;
  const next = level.flatMap(({ node }, i): Placed[] => {
    const id = String(saved[i]!.id);
    results.push({ referenceId: node.referenceId, id });
    return node.children.flatMap(({ field, nodes }) =>
      nodes.map((child) => ({ node: child, parent: { [field]: id } })),
    );
  });
  return insertLevel(next, results, call, org);
}
