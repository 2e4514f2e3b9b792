/** Whether every file has the elements, enums and values that its metadata type knows, by @salesforce/types. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { lineOf, type Element, type Finding, type MetadataFile } from './files.ts';

interface Property {
  type: string;
  many: boolean;
  optional: boolean;
}
interface Declared {
  properties: Map<string, Property>;
  bases: string[];
}

const elements = new Map<string, Declared>();
const enums = new Map<string, Set<string>>();

/** Checks one file against its type; findings name the element and what was expected. */
export function checkStructure(file: MetadataFile, findings: Finding[]): void {
  if (elements.size === 0) readTypes();
  if (!elements.has(file.type)) {
    findings.push({
      where: `${file.shown}:1`,
      what: `${file.type} is no metadata type — expected one of @salesforce/types`,
    });
    return;
  }
  checkElement(file.root, file.type, [], (path, what) => {
    findings.push({
      where: lineOf(file, file.text.includes(`<${path.at(-1)}`) ? `<${path.at(-1)}` : `<${file.type}`),
      what: `${path.join('.') || file.type}: ${what}`,
    });
  });
}

/** Elements whose content the types hold as text, with rules of its own. */
const opaque = new Set(['targetConfigs']);

type Report = (path: string[], what: string) => void;

function checkElement(element: Element, type: string, path: string[], report: Report): void {
  const properties = propertiesOf(type);
  for (const [name, value] of Object.entries(element)) {
    const property = properties.get(name);
    if (property === undefined) {
      report([...path, name], `unknown element — ${type} has ${[...properties.keys()].slice(0, 6).join(', ')} …`);
      continue;
    }
    const values = Array.isArray(value) ? value : [value];
    if (values.length > 1 && !property.many) report([...path, name], 'stands more than once — expected once');
    for (const each of values) checkValue(each, property.type, [...path, name], report);
  }
  for (const [name, property] of properties) {
    if (!property.optional && !property.many && !(name in element))
      report([...path, name], `missing — ${type} requires it`);
  }
}

function checkValue(value: string | Element, type: string, path: string[], report: Report): void {
  if (elements.has(type)) {
    checkElement(typeof value === 'string' ? {} : value, type, path, report);
    return;
  }
  if (typeof value !== 'string') {
    if (opaque.has(path.at(-1) ?? '')) return;
    report(path, `holds elements — expected ${type}`);
    return;
  }
  const allowed = enums.get(type);
  if (allowed !== undefined && !allowed.has(value))
    report(path, `"${value}" — expected one of ${[...allowed].join(', ')}`);
  if (type === 'boolean' && value !== 'true' && value !== 'false') report(path, `"${value}" — expected true or false`);
  if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) report(path, `"${value}" — expected a number`);
}

function propertiesOf(type: string): Map<string, Property> {
  const declared = elements.get(type);
  if (declared === undefined) return new Map();
  return new Map([...declared.bases.flatMap((base) => [...propertiesOf(base)]), ...declared.properties]);
}

function readTypes(): void {
  const path = join(dirname(createRequire(import.meta.url).resolve('@salesforce/types/metadata')), 'metadata.d.ts');
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  source.forEachChild((node) => {
    if (!ts.isTypeAliasDeclaration(node)) return;
    const parts = ts.isIntersectionTypeNode(node.type) ? [...node.type.types] : [node.type];
    const literals = ts.isUnionTypeNode(node.type) ? node.type.types.map(literalOf) : [literalOf(node.type)];
    if (literals.every((literal) => literal !== null)) {
      enums.set(node.name.text, new Set(literals));
      return;
    }
    const declared: Declared = { properties: new Map(), bases: [] };
    for (const part of parts) {
      if (ts.isTypeLiteralNode(part)) for (const member of part.members) addProperty(declared, member);
      else declared.bases.push(part.getText());
    }
    elements.set(node.name.text, declared);
  });
}

function literalOf(node: ts.TypeNode): string | null {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : null;
}

function addProperty(declared: Declared, member: ts.TypeElement): void {
  if (!ts.isPropertySignature(member) || member.type === undefined) return;
  const written = member.type.getText().replace(/\s*\|\s*(undefined|null)/g, '');
  declared.properties.set(member.name.getText(), {
    type: written.replace(/\[\]$/, ''),
    many: written.endsWith('[]'),
    optional: member.questionToken !== undefined,
  });
}
