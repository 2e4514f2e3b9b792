/** The topics of change events: one an entity, one for all, and the deployed channel. */
import type { Records, Session } from '../types.ts';
import { eventLayout, eventName, type EventLayout } from './avro-schema.ts';

export interface Topic {
  name: string;
  /** Entities whose events it carries. */
  entities: ReadonlySet<string>;
  /** Empty where there are several: each event names its own. */
  schemaId: string;
}

/** Layouts of the entities that send events, by name; none where the org lacks the feature. */
export function publishedLayouts({ schema }: Records): Map<string, EventLayout> {
  if (!schema.features.has('changeEvents')) return new Map();
  const objects = schema.changeEventEntities.flatMap((entity) => schema.objects.get(entity) ?? []);
  return new Map(objects.map((object) => [object.name, eventLayout(object)]));
}

/** By name, in lower case: topic names are found in any case. */
export function topicsOf(layouts: ReadonlyMap<string, EventLayout>, channels: readonly string[]): Map<string, Topic> {
  const all = new Set(layouts.keys());
  const single = [...layouts.values()].map(({ entity, schemaId }): Topic => ({
    name: `/data/${eventName(entity)}`,
    entities: new Set([entity]),
    schemaId,
  }));
  const several = ['/data/ChangeEvents', ...channels].map((name): Topic => ({ name, entities: all, schemaId: '' }));
  const topics = all.size === 0 ? [] : [...single, ...several];
  return new Map(topics.map((topic) => [topic.name.toLowerCase(), topic]));
}

/** The first entity of a topic that the user may not see all records of; null where he may subscribe. */
export function notSeen(records: Records, session: Session, topic: Topic): string | null {
  return [...topic.entities].find((entity) => !records.access(session, entity).viewAll) ?? null;
}

/** Fields of the published entities that the user may not read, by entity. */
export function hiddenFields(
  records: Records,
  session: Session,
  layouts: ReadonlyMap<string, EventLayout>,
): Map<string, ReadonlySet<string>> {
  return new Map(
    [...layouts].map(([entity, { places }]) => [
      entity,
      new Set([...places.keys()].filter((name) => !records.mayRead(session, entity, name))),
    ]),
  );
}
