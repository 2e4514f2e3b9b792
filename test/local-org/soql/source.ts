/** A FROM clause: its object, the parents joined to it, and the way from a path in the query to an SQL expression. */
import type { FieldDef, ObjectDef } from '../types.ts';
import { parentField } from '../schema/index.ts';
import type { Compilation } from './compilation.ts';
import { namedPart } from './polymorphic.ts';
import { fieldNamed, type Place, type PolymorphicPlace, type Reached } from './reached.ts';
import type { Clause } from './text.ts';

const MOST_LEVELS = 5;

export class Source {
  readonly object: ObjectDef;
  readonly root: Place;
  readonly #compilation: Compilation;
  /** First words of a path that mean the object itself: its alias and its name. */
  readonly #selves: string[];
  readonly #joins: string[] = [];
  readonly #places = new Map<string, Place | PolymorphicPlace>();

  constructor(compilation: Compilation, object: ObjectDef, ownAlias: string | undefined) {
    const alias = compilation.alias();
    this.#compilation = compilation;
    this.object = object;
    this.root = { object, alias, shared: alias, path: [] };
    this.#selves = [ownAlias ?? object.name, object.name].map((name) => name.toLowerCase());
  }

  /** FROM and joins. Complete only when every path of the query has been resolved. */
  get fromSql(): string {
    return [`"${this.object.name}" ${this.root.alias}`, ...this.#joins].join(' ');
  }

  get tables(): number {
    return 1 + this.#joins.length;
  }

  /** Rows that are not in the recycle bin and that the user may see. */
  get visibleSql(): string {
    const { all, viewer } = this.#compilation;
    const live = all || !this.object.fields.has('IsDeleted') ? [] : [`${this.root.alias}."IsDeleted" = 0`];
    const visible = viewer.visible(this.object, this.root.alias);
    return [...live, ...(visible === '1' ? [] : [`(${visible})`])].join(' AND ') || '1';
  }

  /** Throws OrgError 400 INVALID_FIELD for a path that leads nowhere or to what the user may not read. */
  resolve(written: string, clause: Clause): Reached {
    const { text } = this.#compilation;
    const segments = this.#withoutSelf(written.split('.').map((segment) => segment.trim()));
    const name = segments.pop() ?? '';
    if (segments.length > MOST_LEVELS) {
      throw text.malformed(
        `Relationship path too long: at most ${MOST_LEVELS} levels are allowed`,
        text.offsetOf(written, clause),
      );
    }
    let place: Place | PolymorphicPlace = this.root;
    for (const segment of segments) place = this.#parent(place, segment, written, clause);
    return 'reference' in place
      ? namedPart(this.#compilation, place, name, () => this.#noColumn(name, 'Name', written, clause))
      : this.#field(place, name, () => this.#noColumn(name, (place as Place).object.name, written, clause));
  }

  /** A parent that an earlier `resolve` went through. */
  placeOf(path: string[]): Place | PolymorphicPlace {
    const place = this.#places.get(path.join('.'));
    if (!place) throw new Error(`${path.join('.')} has not been resolved`);
    return place;
  }

  #withoutSelf(segments: string[]): string[] {
    const [first = ''] = segments;
    const isSelf =
      segments.length > 1 && this.#selves.includes(first.toLowerCase()) && !parentField(this.object, first);
    return isSelf ? segments.slice(1) : segments;
  }

  #field(place: Place, name: string, missing: () => Error): Reached {
    const field = fieldNamed(place.object, name);
    if (!field || !this.#compilation.viewer.mayRead(place.object, field.name)) throw missing();
    this.#compilation.use(place.object, field);
    const known = field.name === 'Id' || field.nameField;
    const alias = known ? place.alias : place.shared;
    const stored = field.formula === null;
    const computed = `CASE WHEN ${alias}."Id" IS NOT NULL THEN sf_formula('${place.object.name}', '${field.name}', ${alias}."Id") END`;
    const sql = stored ? `${alias}."${field.name}"` : computed;
    return { field, entity: place.object.name, sql, fromParent: place.path.length > 0, place };
  }

  #parent(from: Place | PolymorphicPlace, segment: string, written: string, clause: Clause): Place | PolymorphicPlace {
    const { text, viewer } = this.#compilation;
    if ('reference' in from) throw this.#noRelationship(segment, written, clause);
    const field = parentField(from.object, segment);
    if (!field || !viewer.mayRead(from.object, field.name)) throw this.#noRelationship(segment, written, clause);
    const path = [...from.path, field.relationshipName ?? segment];
    const key = path.join('.');
    const known = this.#places.get(key);
    if (known) return known;
    this.#compilation.use(from.object, field);
    this.#compilation.countParent();
    const place = this.#join(from, field, path);
    if (!place) throw text.invalidField(noRelationship(segment), text.offsetOf(written, clause));
    this.#places.set(key, place);
    return place;
  }

  #join(from: Place, reference: FieldDef, path: string[]): Place | PolymorphicPlace | null {
    const sql = `${from.shared}."${reference.name}"`;
    if (reference.referenceTo.length > 1) return { reference, sql, path };
    const { all, viewer } = this.#compilation;
    const object = viewer.object(reference.referenceTo[0] ?? '');
    if (!object) return null;
    const alias = this.#compilation.alias();
    const live = all || !object.fields.has('IsDeleted') ? '' : ` AND ${alias}."IsDeleted" = 0`;
    this.#joins.push(`LEFT JOIN "${object.name}" ${alias} ON ${alias}."Id" = ${sql}${live}`);
    const condition = (name: string): string => viewer.visible(object, name);
    if (condition(alias) === '1') return { object, alias, shared: alias, path };
    const shared = this.#compilation.alias();
    this.#joins.push(
      `LEFT JOIN "${object.name}" ${shared} ON ${shared}."Id" = ${alias}."Id" AND (${condition(shared)})`,
    );
    return { object, alias, shared, path };
  }

  #noRelationship(segment: string, written: string, clause: Clause): Error {
    const { text } = this.#compilation;
    return text.invalidField(noRelationship(segment), text.offsetOf(written, clause));
  }

  #noColumn(name: string, entity: string, written: string, clause: Clause): Error {
    const { text } = this.#compilation;
    return text.invalidField(
      `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
      text.offsetOf(written, clause),
    );
  }
}

const noRelationship = (segment: string): string =>
  `Didn't understand relationship '${segment}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
