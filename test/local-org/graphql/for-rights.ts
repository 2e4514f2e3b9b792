/** The schema of each set of rights, made once: everybody who has the same profile and permission sets meets the same. */
import { parse, validate, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { OpenRecords } from '../records/index.ts';
import type { Session } from '../types.ts';
import { visibleObjects } from './objects.ts';
import { tooManyLists, unsupported } from './refusals.ts';
import { schemaOf } from './schema.ts';

/** A query as it stands to one schema. */
export interface Checked {
  document: DocumentNode;
  /** What of it this org lacks though a real one has it. */
  beyond: string | null;
  invalid: readonly GraphQLError[];
  tooMany: GraphQLError | null;
}

export interface SchemaForRights {
  schema: GraphQLSchema;
  /** Throws GraphQLError where the text is no query. */
  check: (query: string) => Checked;
}

/** Texts of queries that are remembered for each set of rights. */
const MOST_QUERIES = 500;

const known = new WeakMap<OpenRecords, Map<string, SchemaForRights>>();

/** Rights that change have another name, so that nothing needs to be forgotten. */
export function schemaFor(records: OpenRecords, session: Session): SchemaForRights {
  const schemas = known.get(records) ?? new Map<string, SchemaForRights>();
  known.set(records, schemas);
  const rights = records.rights(session);
  const made = schemas.get(rights) ?? make(records, session);
  schemas.set(rights, made);
  return made;
}

function make(records: OpenRecords, session: Session): SchemaForRights {
  const objects = visibleObjects(records, session);
  const schema = schemaOf(objects);
  const queries = new Map<string, Checked>();
  const checked = (query: string): Checked => {
    const document = parse(query);
    const beyond = unsupported(schema, document, objects);
    const invalid = beyond === null ? validate(schema, document) : [];
    return { document, beyond, invalid, tooMany: tooManyLists(schema, document) };
  };
  return {
    schema,
    check(query) {
      const found = queries.get(query) ?? checked(query);
      if (queries.size >= MOST_QUERIES) queries.clear();
      queries.set(query, found);
      return found;
    },
  };
}
