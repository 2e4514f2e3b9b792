/** What all parts of one query share while it becomes one SQL statement. */
import type { FieldDef, ObjectDef } from '../types.ts';
import type { Calendar } from './calendar.ts';
import type { QueryText } from './text.ts';
import type { Viewer } from './viewer.ts';

const MOST_PARENTS = 55;
const MOST_CHILD_QUERIES = 20;

export class Compilation {
  readonly text: QueryText;
  readonly viewer: Viewer;
  readonly calendar: Calendar;
  /** Whether deleted records are seen too. */
  readonly all: boolean;
  readonly userId: string;
  readonly parameters: (string | number | null)[] = [];
  /** Every field that the query touches, as `Object.Field`. */
  readonly used = new Set<string>();
  #aliases = 0;
  #parents = 0;
  #children = 0;
  #semiJoins = 0;

  constructor(text: QueryText, viewer: Viewer, calendar: Calendar, options: { all: boolean; userId: string }) {
    this.text = text;
    this.viewer = viewer;
    this.calendar = calendar;
    this.all = options.all;
    this.userId = options.userId;
  }

  /** A place in the SQL for a value. Numbered, so that the parts may be put together in any order. */
  bind(value: string | number | null): string {
    this.parameters.push(value);
    return `?${this.parameters.length}`;
  }

  alias(): string {
    return `t${this.#aliases++}`;
  }

  use(object: ObjectDef, field: FieldDef): void {
    this.used.add(`${object.name}.${field.name}`);
  }

  countParent(): void {
    this.#parents += 1;
    if (this.#parents > MOST_PARENTS) {
      const message = `Maximum number of child-to-parent relationships in a query is ${MOST_PARENTS}`;
      throw this.text.malformed(message, 0);
    }
  }

  countChildQuery(): void {
    this.#children += 1;
    if (this.#children > MOST_CHILD_QUERIES) {
      const message = `SOQL statements cannot query aggregate relationships more than ${MOST_CHILD_QUERIES} in a single query`;
      throw this.text.malformed(message, 0);
    }
  }

  countSemiJoin(): void {
    this.#semiJoins += 1;
    if (this.#semiJoins > 2) {
      throw this.text.malformed('Maximum 2 semi join sub-selects are allowed', 0);
    }
  }

  /** The object of a FROM clause. */
  object(name: string): ObjectDef {
    const object = this.viewer.object(name);
    if (object) return object;
    throw this.text.invalidType(
      `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
      this.text.offsetOf(name, 'FROM'),
    );
  }
}
