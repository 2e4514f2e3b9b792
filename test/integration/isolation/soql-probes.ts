/** Queries that reach as far as SOQL does, for every object of the org whether the asker may read it or not. */
import type { LocalOrg } from '../../local-org/index.ts';
import { childRelationships } from '../../local-org/schema/index.ts';
import type { FieldDef, ObjectDef } from '../../local-org/types.ts';

/** What the records of one object, of those above it and of those below it say. */
export function soqlProbes({ records }: LocalOrg): string[] {
  return [...records.schema.objects.values()].filter((object) => object.queryable).flatMap(probesOf);

  function probesOf(object: ObjectDef): string[] {
    const from = `FROM ${object.name}`;
    const fields = [...object.fields.values()];
    const stored = fields.filter((field) => field.type !== 'address').map((field) => field.name);
    return [
      `SELECT COUNT() ${from}`,
      `SELECT Id ${from}`,
      `SELECT FIELDS(ALL) ${from} LIMIT 200`,
      ...stored.map((name) => `SELECT Id, ${name} ${from} ORDER BY Id`),
      ...stored.map((name) => `SELECT Id ${from} ORDER BY ${name} DESC NULLS LAST LIMIT 5`),
      ...stored.map((name) => `SELECT ${name} v, COUNT(Id) n ${from} GROUP BY ${name}`),
      ...fields.flatMap((field) => above(field).flatMap((path) => throughParent(from, path))),
      ...childRelationships(records.schema, object.name).flatMap(({ name }) =>
        name === null ? [] : [`SELECT Id, (SELECT Id, Name FROM ${name}) ${from}`],
      ),
    ];
  }

  /** Fields of the record above and of the one above that. */
  function above({ relationshipName: name, referenceTo }: FieldDef): string[] {
    if (name === null) return [];
    const target = records.schema.objects.get(referenceTo[0] ?? '');
    if (target === undefined || referenceTo.length > 1) return [`${name}.Name`, `${name}.Id`];
    const further = [...target.fields.values()].flatMap((each) =>
      each.relationshipName === null ? [] : [`${name}.${each.relationshipName}.Name`],
    );
    return [
      ...[...target.fields.values()].filter((each) => each.type !== 'address').map((each) => `${name}.${each.name}`),
      ...further,
    ];
  }
}

const throughParent = (from: string, path: string): string[] => [
  `SELECT Id, ${path} ${from}`,
  `SELECT COUNT() ${from} WHERE ${path} != null`,
  ...(path.endsWith('.Name') ? [`SELECT Id ${from} WHERE ${path} LIKE 'Q%' ORDER BY ${path}`] : []),
];
