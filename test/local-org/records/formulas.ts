/** All formulas of the org, compiled once: fields, validation rules and default values. */
import { wordsFor } from '../language.ts';
import type { FieldDef, ObjectDef, OrgSchema, Row, SaveError, ValidationRule, Value } from '../types.ts';
import type { UserAccess } from './access.ts';
import { saveError } from './failure.ts';
import { compileFormula, type CompiledFormula, type Surroundings } from './formula/compile.ts';
import { FormulaError } from './formula/references.ts';
import { conjuncts } from './formula/tokens.ts';
import { evaluatorType } from './formula/translate.ts';
import type { Rows } from './rows.ts';

interface Rule {
  rule: ValidationRule;
  /** The rule holds where all of them are true. */
  conditions: CompiledFormula[];
}

/** Results kept until something is written; formulas that ask the clock are never kept. */
const MOST_CACHED_RESULTS = 100_000;

export class Formulas {
  readonly #rows: Rows;
  readonly #now: () => number;
  readonly #fields = new Map<FieldDef, CompiledFormula>();
  readonly #rules = new Map<string, Rule[]>();
  readonly #defaults = new Map<string, [field: FieldDef, formula: CompiledFormula][]>();
  readonly #cache = new Map<string, Value>();
  #cachedVersion = -1;

  /** Throws FormulaError naming object and field or rule where a formula can't be evaluated. */
  constructor(rows: Rows, now: () => number) {
    this.#rows = rows;
    this.#now = now;
    for (const object of rows.schema.objects.values()) this.#compile(rows.schema, object);
  }

  #compile(schema: OrgSchema, object: ObjectDef): void {
    for (const field of object.fields.values()) {
      if (field.formula !== null) this.#fields.set(field, fieldFormula(schema, object, field));
    }
    const active = object.validationRules.filter((rule) => rule.active);
    this.#rules.set(
      object.name,
      active.map((rule) => {
        const { name, formula, errorField } = rule;
        if (errorField !== null && !object.fields.has(errorField)) {
          throw new FormulaError(`${object.name}.${name}: the error is shown on ${errorField}, which does not exist`);
        }
        const where = `${object.name}.${name}`;
        const options = { where, object, rule: true, returnType: 'boolean' as const, blankAsZero: false };
        const conditions = conjuncts(formula).map((source) => compileFormula(schema, { ...options, source }));
        return { rule, conditions };
      }),
    );
    this.#defaults.set(object.name, defaultFormulas(schema, object));
  }

  /** A field of a row, computed if it is a formula field. */
  fieldOf(object: ObjectDef, row: Row, name: string): Value {
    const field = object.fields.get(name);
    if (!field || field.formula === null) return row[name] ?? null;
    return this.#fields.get(field)?.evaluate(row, this.#surroundings(null, null)) ?? null;
  }

  /** The same by id, for queries: results are kept until the next write. */
  cachedField(objectName: string, name: string, id: string): Value {
    if (this.#cachedVersion !== this.#rows.version || this.#cache.size >= MOST_CACHED_RESULTS) {
      this.#cache.clear();
      this.#cachedVersion = this.#rows.version;
    }
    const key = `${objectName}.${name}.${id}`;
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const object = this.#rows.object(objectName);
    const row = this.#rows.get(objectName, id);
    const field = object.fields.get(name);
    if (!field) throw new FormulaError(`${objectName} has no field ${name}`);
    const value = row && this.fieldOf(object, row, name);
    if (!this.#fields.get(field)?.timed) this.#cache.set(key, value);
    return value;
  }

  /** Errors of every validation rule that holds for the row as it is about to be saved. */
  violations(object: ObjectDef, row: Row, prior: Row | null, user: UserAccess): SaveError[] {
    const rules = this.#rules.get(object.name) ?? [];
    if (rules.length === 0) return [];
    const surroundings = this.#surroundings(prior, user);
    const violated = rules.filter(({ conditions }) =>
      conditions.every((condition) => condition.evaluate(row, surroundings) === true),
    );
    if (violated.length === 0) return [];
    const words = wordsFor(this.#rows, user.userId);
    return violated.map(({ rule }) => {
      const fields = rule.errorField === null ? [] : [rule.errorField];
      return saveError('FIELD_CUSTOM_VALIDATION_EXCEPTION', words.message(rule), fields);
    });
  }

  /** Values that a new record starts with. */
  defaults(object: ObjectDef, user: UserAccess): Row {
    const row: Row = {};
    const surroundings = this.#surroundings(null, user);
    for (const [field, formula] of this.#defaults.get(object.name) ?? [])
      row[field.name] = formula.evaluate({}, surroundings);
    return row;
  }

  #surroundings(prior: Row | null, user: UserAccess | null): Surroundings {
    return {
      now: this.#now(),
      prior,
      fieldOf: (object, row, field) => this.fieldOf(object, row, field),
      parent: (object, id) => this.#rows.get(object, id),
      global: (path) => this.#global(path, user),
    };
  }

  #global([scope = '', first = '', second = '']: readonly string[], user: UserAccess | null): Value {
    if (!user) throw new FormulaError(`${scope} has no value where nobody saves`);
    switch (scope) {
      case '$Permission':
        return user.customPermissions.has(first);
      case '$Setup':
        return this.#setting(this.#rows.object(first), second, user);
      case '$User':
        return this.#rows.get('User', user.userId)?.[first] ?? null;
      case '$Profile':
        return this.#rows.get('Profile', user.profileId)?.[first] ?? null;
      case '$UserRole':
        return (user.roleId === null ? null : this.#rows.get('UserRole', user.roleId)?.[first]) ?? null;
      case '$Organization':
        return this.#rows.where('Organization', '1 LIMIT 1')[0]?.[first] ?? null;
      default:
        throw new FormulaError(`${scope} is not known to the stand-in org`);
    }
  }

  /** The nearest row of a hierarchy setting that says something: the user's, his profile's, the organisation's. */
  #setting(setting: ObjectDef, name: string, user: UserAccess): Value {
    const rows = this.#rows.where(setting.name, '"IsDeleted" = 0');
    const owned = (owner: (id: string) => boolean): Row | undefined =>
      rows.find((row) => owner(String(row['SetupOwnerId'])));
    const nearest = [
      owned((id) => id === user.userId),
      owned((id) => id === user.profileId),
      owned((id) => id.startsWith('00D')),
    ];
    const found = nearest.find((row) => row !== undefined && (row[name] ?? null) !== null);
    return found?.[name] ?? (setting.fields.get(name)?.type === 'boolean' ? false : null);
  }
}

function fieldFormula(schema: OrgSchema, object: ObjectDef, field: FieldDef): CompiledFormula {
  const type = evaluatorType(field);
  const where = `${object.name}.${field.name}`;
  if (type === 'id' || type === 'picklist' || type === 'multipicklist')
    throw new FormulaError(`${where}: a formula can't give a ${type}`);
  const isNumber = type === 'number' || type === 'currency' || type === 'percent';
  const formula = compileFormula(schema, {
    where,
    object,
    source: field.formula ?? '',
    rule: false,
    returnType: type,
    blankAsZero: field.blankAs === 'zero',
    ...(isNumber ? { scale: field.scale } : {}),
  });
  const global = formula.references.find((reference) => reference.scope === 'global');
  if (global)
    throw new FormulaError(
      `${where}: ${global.path.join('.')} depends on who looks, which the stand-in org does not know of a field`,
    );
  return formula;
}

function defaultFormulas(schema: OrgSchema, object: ObjectDef): [FieldDef, CompiledFormula][] {
  return [...object.fields.values()].flatMap((field): [FieldDef, CompiledFormula][] => {
    const chosen = field.picklist.find((entry) => entry.default);
    if (field.defaultValue === null) {
      if (!chosen) return [];
      return [[field, { timed: false, references: [], evaluate: () => chosen.value }]];
    }
    const type = evaluatorType(field);
    const returnType = type === 'id' || type === 'picklist' || type === 'multipicklist' ? 'string' : type;
    const where = `${object.name}.${field.name} default`;
    const options = { where, object: null, source: field.defaultValue, rule: false, returnType, blankAsZero: false };
    return [[field, compileFormula(schema, options)]];
  });
}
