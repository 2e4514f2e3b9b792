/** What of the org's schema a user meets in GraphQL. */
import { childRelationships } from '../schema/index.ts';
import type { FieldDef, ObjectDef, OrgSchema, Records, Session } from '../types.ts';
import { OrgError } from '../types.ts';

/** Standard objects of the User Interface API; others, such as OpportunityPartner and history, are not there. */
const standardObjects = [
  'Account',
  'Contact',
  'Event',
  'Opportunity',
  'OpportunityContactRole',
  'OpportunityLineItem',
  'Pricebook2',
  'PricebookEntry',
  'Product2',
  'Quote',
  'QuoteLineItem',
  'Task',
  'User',
];

export const isServed = (object: ObjectDef): boolean =>
  standardObjects.includes(object.name) || (object.name.endsWith('__c') && !object.customSetting);

export interface VisibleObject {
  def: ObjectDef;
  /** Fields the user may read, Id left out. */
  fields: FieldDef[];
  /** Parents by the name of the relationship. */
  parents: { name: string; object: string }[];
  children: { name: string; object: string; field: string }[];
  /** What a real org has here and this one lacks. */
  lacking: string[];
}

/** What is readable, by whatever rights. */
interface Readable {
  object(name: string): boolean;
  field(object: string, field: string): boolean;
}

/** The objects that a user may read, by name. */
export function visibleObjects(records: Records, session: Session): Map<string, VisibleObject> {
  return objectsIn(records.schema, {
    object(name) {
      try {
        return records.objectFor(session, name).queryable;
      } catch (error) {
        if (error instanceof OrgError && error.status === 404) return false;
        throw error;
      }
    },
    field: (object, field) => records.mayRead(session, object, field),
  });
}

/** Everything that is served, as somebody would have it who may read all of it. */
export function servedObjects(schema: OrgSchema): Map<string, VisibleObject> {
  return objectsIn(schema, { object: () => true, field: () => true });
}

function objectsIn(schema: OrgSchema, readable: Readable): Map<string, VisibleObject> {
  const served = [...schema.objects.values()].filter((object) => isServed(object) && readable.object(object.name));
  const names = new Set(served.map((object) => object.name));
  const mayRead = (object: string, field: string) => names.has(object) && readable.field(object, field);
  return new Map(served.map((object) => [object.name, visible(object)]));

  function visible(def: ObjectDef): VisibleObject {
    const fields = [...def.fields.values()].filter((field) => field.name !== 'Id' && mayRead(def.name, field.name));
    const parents = fields.flatMap(({ relationshipName: name, referenceTo }) =>
      name !== null && referenceTo.length === 1 && names.has(referenceTo[0]!)
        ? [{ name, object: referenceTo[0]! }]
        : [],
    );
    const children = childRelationships(schema, def.name).flatMap(({ name, object, field }) =>
      name !== null && mayRead(object, field) ? [{ name, object, field }] : [],
    );
    const polymorphic = fields.flatMap((each) => (each.referenceTo.length > 1 ? (each.relationshipName ?? []) : []));
    const compound = fields.flatMap((each) => (each.type === 'address' ? each.name : []));
    return { def, fields, parents, children, lacking: ['WeakEtag', ...polymorphic, ...compound] };
  }
}
