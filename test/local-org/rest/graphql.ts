/** `/graphql`: the GraphQL API, for the reading of records. */
import { executeSync, GraphQLError, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Context } from '../graphql/context.ts';
import { displayFor } from '../graphql/display.ts';
import { schemaFor, type Checked } from '../graphql/for-rights.ts';
import { OrgError } from '../types.ts';
import { notAllowed, notFound, notSupported, objectBody, type Answer, type Call, type Org } from './call.ts';

type ErrorType =
  'InvalidSyntax' | 'ValidationError' | 'DataFetchingException' | 'OperationNotSupported' | 'ExecutionAborted';

/** Errors of the query are in the answer, whose status is 200. Throws where the call is none, or beyond this org. */
export function graphql(call: Call, org: Org): Answer {
  if (call.path.length > 1) throw notFound();
  if (call.method !== 'POST') throw notAllowed(call, 'POST');
  const { query, variables, operationName } = request(call);
  const { schema, check } = schemaFor(org.records, call.session);
  let checked: Checked;
  try {
    checked = check(query);
  } catch (error) {
    if (error instanceof GraphQLError) return failed('InvalidSyntax', [error]);
    throw error;
  }
  const { document, beyond, invalid, tooMany } = checked;
  if (beyond !== null) throw notSupported(`GraphQL: ${beyond}`);
  if (invalid.length > 0) return failed('ValidationError', invalid.map(asSalesforceSays));
  if (tooMany) return failed('ExecutionAborted', [tooMany]);
  if (!operationIn(document, operationName)) {
    const name = operationName ?? '';
    return failed('OperationNotSupported', [new GraphQLError(`Unknown operation named '${name}'.`)]);
  }
  const context: Context = {
    records: org.records,
    session: call.session,
    apiVersion: call.version,
    variables,
    display: displayFor(org.records, call.session),
  };
  return run(schema, document, context, operationName);
}

function request(call: Call) {
  const { query, variables, operationName, ...more } = objectBody(call);
  const [unknown] = Object.keys(more);
  if (unknown === 'extensions') throw notSupported('GraphQL: extensions');
  const isMap = variables === undefined || (typeof variables === 'object' && !Array.isArray(variables));
  const isName = operationName == null || typeof operationName === 'string';
  if (unknown !== undefined || typeof query !== 'string' || !isMap || !isName) {
    const what = unknown === undefined ? 'query, variables or operationName is missing or malformed' : unknown;
    throw new OrgError(400, 'JSON_PARSER_ERROR', `Unrecognized request body: ${what}`);
  }
  return { query, variables: (variables ?? {}) as Record<string, unknown>, operationName: operationName ?? undefined };
}

function operationIn(document: DocumentNode, name: string | undefined): boolean {
  const operations = document.definitions.filter((each) => each.kind === 'OperationDefinition');
  return name === undefined ? operations.length === 1 : operations.some((each) => each.name?.value === name);
}

function run(schema: GraphQLSchema, document: DocumentNode, context: Context, operationName?: string): Answer {
  const result: ExecutionResult = executeSync({
    schema,
    document,
    contextValue: context,
    variableValues: context.variables,
    operationName,
  });
  // Without data nothing was executed: the variables do not fit their types.
  if (!('data' in result)) return failed('ValidationError', result.errors ?? []);
  const errors = (result.errors ?? []).map((error) => {
    if (error.originalError && !(error.originalError instanceof OrgError)) throw error.originalError;
    return typed('DataFetchingException', error);
  });
  return { status: 200, body: { data: result.data, errors } };
}

const failed = (type: ErrorType, errors: readonly GraphQLError[]): Answer => ({
  status: 200,
  body: { data: null, errors: errors.map((error) => typed(type, error)) },
});

const typed = (type: ErrorType, error: GraphQLError) => {
  const { message, locations, path } = error.toJSON();
  return { message, locations: locations ?? [], path: path ?? [], extensions: { ErrorType: type } };
};

/** The words for a field that is not there, which clients look for. */
function asSalesforceSays(error: GraphQLError): GraphQLError {
  const [, field, type] = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message) ?? [];
  if (field === undefined) return error;
  const message = `Validation error of type FieldUndefined: Field '${field}' in type '${type}' is undefined`;
  return new GraphQLError(message, error.nodes ? { nodes: error.nodes } : {});
}
