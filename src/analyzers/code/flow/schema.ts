import { patternKinds } from './guard-text.js';
import { allKinds, allKindsBut, kindsOf, textKinds, type Kinds } from './kind.js';
import { clear, constantText, unknown, type Value } from './value.js';

/** What a schema says of the data that it lets through. */
export interface Schema {
  readonly library: SchemaLibrary;
  /** What the data is safe for as a whole. */
  readonly clears: Kinds;
  readonly properties?: ReadonlyMap<string, Schema>;
  readonly element?: Schema;
}

export type SchemaLibrary =
  'zod' | 'joi' | 'yup' | 'typebox' | 'json-schema' | 'class-validator' | 'express-validator';

/** Data that a schema let through: safe for what each part of the schema says. */
export function checked(value: Value, schema: Schema | undefined): Value {
  if (!schema || value === unknown) return value;
  return { ...clear(value, schema.clears), checked: schema };
}

/** What the schema of an object says of one of its properties; of elements, where the name is not known. */
export function partOf(schema: Schema | undefined, name: string | undefined): Schema | undefined {
  if (!schema) return undefined;
  return (name === undefined ? undefined : schema.properties?.get(name)) ?? schema.element;
}

export const numberKinds = allKindsBut('limit');
/** Letters, digits, `@` and signs that end no text but one in `'`. */
const emailKinds = allKindsBut('sql', 'command', 'code', 'template', 'xpath', 'ldap', 'query-code');

/** Harm that properties do which nobody asked for. */
export const wholeKinds = kindsOf('nosql', 'assignment', 'pollution', 'locals');

/** An object of which nothing but the listed properties is let through. */
export function objectSchema(
  library: SchemaLibrary,
  properties: ReadonlyMap<string, Schema>,
  keepsOthers = false,
): Schema {
  const parts = [...properties.values()].reduce((kinds, part) => kinds & part.clears, allKinds);
  const whole = keepsOthers ? 0 : parts | (wholeKinds & ~kindsOf('nosql'));
  return { library, clears: properties.size === 0 ? whole & ~parts : whole, properties };
}

/** The schema of text in which a word of a library, as `uuid`, says what it looks like. */
export function kindsOfFormat(name: string): Kinds {
  if (
    /^(?:is_?)?(?:uuid\w*|guid|cuid2?|ulid|ksuid|xid|nanoid|ip(?:v4|v6)?|date|time|date_?time|iso\w*|duration|hex\w*|alphanum(?:eric)?|alpha|numeric|mongo_?id|object_?id|int|float|decimal|boolean|bool|in|port|e164|luhnnumber|credit_?card|locale|country_?code|token|slug|mac(?:address)?|e(?:ui)?48)$/i.test(
      name,
    )
  )
    return allKinds;
  if (/^(?:is_?)?email(?:address)?$/i.test(name)) return emailKinds;
  return 0;
}

/** What a JSON schema says, or one that a library made. */
function readSchema(value: Value | undefined, depth = 0): Schema | undefined {
  if (!value || depth > 6) return undefined;
  if (value.schema) return value.schema;
  const { fields } = value;
  if (!fields) return undefined;
  const library = 'json-schema';
  const type = constantText(fields.get('type'));
  if (fields.has('enum') || fields.has('const')) return { library, clears: allKinds };
  switch (type) {
    case 'integer':
    case 'number':
      return { library, clears: fields.has('maximum') ? allKinds : numberKinds };
    case 'boolean':
    case 'null':
      return { library, clears: allKinds };
    case 'string': {
      const pattern = constantText(fields.get('pattern'));
      const format = constantText(fields.get('format')) ?? '';
      const matched = pattern === undefined ? 0 : patternKinds(patternOf(pattern), true);
      return { library, clears: textKinds | matched | kindsOfFormat(format.replace(/-/g, '')) };
    }
    case 'array': {
      const element = readSchema(fields.get('items'), depth + 1);
      return { library, clears: (element?.clears ?? 0) | kindsOf('limit'), ...(element && { element }) };
    }
  }
  const properties = fields.get('properties')?.fields;
  return properties && (type === undefined || type === 'object')
    ? objectSchema(library, schemasOf(properties, depth + 1), true)
    : undefined;
}

/** Schemas by name, of those properties that hold one. */
export function schemasOf(
  fields: ReadonlyMap<string, Value> | undefined,
  depth = 0,
): ReadonlyMap<string, Schema> {
  const schemas = new Map<string, Schema>();
  for (const [name, field] of fields ?? []) {
    const schema = readSchema(field, depth);
    if (schema) schemas.set(name, schema);
  }
  return schemas;
}

export function patternOf(source: string): Value {
  return { ...unknown, fields: new Map([['source', { ...unknown, shape: source }]]) };
}

/** What both of two schemas say, of data that went through both. */
export function mergeSchemas(a: Schema | undefined, b: Schema | undefined): Schema | undefined {
  if (!a || !b) return a ?? b;
  const properties = new Map(a.properties);
  for (const [name, schema] of b.properties ?? [])
    properties.set(name, mergeSchemas(properties.get(name), schema) ?? schema);
  return { ...a, clears: a.clears | b.clears, ...(properties.size > 0 && { properties }) };
}
