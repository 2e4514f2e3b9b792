/** Whether code names what exists: SOQL of the service, imports and GraphQL of the components. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parse, validate, type GraphQLSchema } from 'graphql';
import { servedObjects } from '../../test/local-org/graphql/objects.ts';
import { schemaOf } from '../../test/local-org/graphql/schema.ts';
import { validateQuery } from '../../test/local-org/soql/index.ts';
import { OrgError, type OrgSchema } from '../../test/local-org/types.ts';
import { filesBelow, type Finding } from './files.ts';
import type { Names } from './references.ts';

/** Every query in a folder of TypeScript: a text that begins with SELECT, with `:name` for what is put in later. */
export function checkQueries(folder: string, schema: OrgSchema, findings: Finding[]): number {
  let queries = 0;
  for (const path of filesBelow(folder, '.ts')) {
    const source = readFileSync(path, 'utf8');
    for (const match of source.matchAll(/(['"`])(SELECT (?:(?!\1)[^\\]|\\.)*)\1/g)) {
      const soql = match[2]!;
      if (soql.includes('${') || !soql.includes(' FROM ')) continue;
      queries++;
      const line = source.slice(0, match.index).split('\n').length;
      try {
        validateQuery(schema, withValues(soql));
      } catch (error) {
        if (!(error instanceof OrgError)) throw error;
        findings.push({
          where: `${relative(process.cwd(), path)}:${line}`,
          what: `${error.errorCode} ${error.message.trim().split('\n').at(-1)}`,
        });
      }
    }
  }
  return queries;
}

/** Stands in for what is bound later, by what the place asks for. */
function withValues(soql: string): string {
  return soql
    .replace(/\bIN\s+:\w+/gi, "IN ('000000000000000AAA')")
    .replace(/((?:CloseDate|ActivityDate|ExpectedCloseDate)\s*[<>=!]+\s*):\w+/g, '$12026-01-01')
    .replace(/((?:Date|_At__c|_Due__c|Modstamp|Until__c|From__c)\s*[<>=!]+\s*):\w+/g, '$12026-01-01T00:00:00Z')
    .replace(/(LIMIT\s+):\w+/gi, '$1200')
    .replace(/(?<=[\s(]):\w+/g, "'000000000000000AAA'");
}

/** Imports from `@salesforce/…` and GraphQL documents of Lightning components. */
export function checkComponents(folder: string, names: Names, findings: Finding[]): void {
  const graphql = schemaOf(servedObjects(names.schema));
  for (const path of filesBelow(folder, '.js')) {
    if (path.includes('__tests__')) continue;
    const source = readFileSync(path, 'utf8');
    const shown = relative(process.cwd(), path);
    const at = (index: number) => `${shown}:${source.slice(0, index).split('\n').length}`;
    for (const match of source.matchAll(/from\s+['"]@salesforce\/(\w+)\/([^'"]+)['"]/g)) {
      const problem = importProblem(match[1]!, match[2]!, names);
      if (problem !== null) findings.push({ where: at(match.index), what: problem });
    }
    for (const match of source.matchAll(/gql`([^`]*)`/g)) {
      for (const problem of graphqlProblems(match[1]!, graphql))
        findings.push({ where: at(match.index), what: problem });
    }
  }
}

function importProblem(kind: string, name: string, { schema, labels }: Names): string | null {
  switch (kind) {
    case 'label':
      return labels.has(name.replace(/^c\./, '')) ? null : `label ${name} does not exist`;
    case 'schema': {
      const [object = '', field] = name.split('.');
      const def = schema.objects.get(object);
      if (def === undefined) return `object ${object} does not exist`;
      return field === undefined || def.fields.has(field) ? null : `field ${name} does not exist`;
    }
    case 'customPermission':
      return schema.customPermissions.includes(name) ? null : `custom permission ${name} does not exist`;
    case 'user':
    case 'i18n':
    case 'client':
    case 'community':
      return null;
    default:
      return `@salesforce/${kind} is not known to this check`;
  }
}

/** What the org would answer to a document of somebody who may read everything: names, arguments and types. */
function graphqlProblems(document: string, graphql: GraphQLSchema): string[] {
  try {
    return validate(graphql, parse(document)).map(({ message }) => `GraphQL: ${message}`);
  } catch (error) {
    return [`no GraphQL — ${error instanceof Error ? error.message : String(error)}`];
  }
}
