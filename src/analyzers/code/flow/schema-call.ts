import type { Call, CallSite } from './call-site.js';
import { patternKinds } from './guard-text.js';
import { allKinds, kindsOf, textKinds, type Kinds } from './kind.js';
import { setPath } from './set-path.js';
import {
  checked,
  kindsOfFormat,
  mergeSchemas,
  numberKinds,
  objectSchema,
  schemasOf,
  wholeKinds,
  type Schema,
  type SchemaLibrary,
} from './schema.js';
import { constantText, unknown, type Value } from './value.js';

const libraries: Readonly<Record<string, SchemaLibrary>> = {
  zod: 'zod',
  joi: 'joi',
  yup: 'yup',
  '@sinclair/typebox.Type': 'typebox',
  'express-validator': 'express-validator',
};

/** What calls of schema libraries give: schemas, and data that went through one. */
export function schemaResult(call: Call): Value | undefined {
  const { site, functionValue } = call;
  const { receiver, method } = site;
  for (const origin of functionValue.origins) {
    const at = origin.lastIndexOf('.');
    const root = origin.slice(0, at).replace(/\.coerce$/, '');
    const library = libraries[root];
    if (library) return madeBy(library, origin.slice(at + 1).toLowerCase(), call);
  }
  if (receiver?.schema && method !== undefined) return callMethod(call, receiver.schema, method);
  if (receiver && method === 'extend') return extended(site);
  // A procedure of tRPC and what it is called with, wherever the procedure comes from.
  const input = method === 'input' ? call.run.force(site.arguments[0] ?? unknown).schema : undefined;
  if (!receiver || !input) return undefined;
  const schema = objectSchema(input.library, new Map([['input', input]]), true);
  return { ...receiver, origins: ['trpc.Procedure()'], lazy: undefined, checked: schema };
}

/** What is added to a schema that is out of sight is known all the same. */
function extended({ arguments: [added] }: CallSite): Value | undefined {
  const properties = schemasOf(added?.fields);
  const [first] = properties.values();
  const isSchema = first !== undefined && [...(added?.fields?.values() ?? [])].some((field) => field.schema);
  return isSchema ? given(objectSchema(first.library, properties, true)) : undefined;
}

function given(schema: Schema): Value {
  return { ...unknown, schema };
}

/** A schema by the name of what makes it: `z.string()`, `Joi.number()`, `yup.object({ … })`. */
function madeBy(library: SchemaLibrary, name: string, call: Call): Value | undefined {
  const { site } = call;
  const [first, second] = site.arguments;
  if (library === 'express-validator') return chainOf(site, name);
  if (library === 'joi' && /^(?:attempt|assert|validate)$/.test(name) && second?.schema) {
    const value = letThrough(call, 0, second.schema);
    return name === 'validate' ? resultObject('value', value) : value;
  }
  const schema = (clears: Kinds): Value => given({ library, clears });
  switch (name) {
    case 'string':
      return schema(textKinds);
    case 'number':
    case 'int':
    case 'integer':
    case 'bigint':
    case 'float32':
    case 'float64':
      return schema(numberKinds);
    case 'enum':
    case 'nativeenum':
    case 'literal':
    case 'boolean':
    case 'bool':
    case 'date':
    case 'valid':
    case 'null':
    case 'undefined':
    case 'stringbool':
      return schema(allKinds);
    case 'mixed':
    case 'any':
    case 'alternatives':
    case 'unknown':
    case 'record':
      return schema(0);
    case 'object':
    case 'strictobject':
    case 'shape':
      return given(objectSchema(library, schemasOf(first?.fields), library === 'yup'));
    case 'looseobject':
      return given(objectSchema(library, schemasOf(first?.fields), true));
    case 'array':
      return given(arraySchema(library, first?.schema));
    case 'optional':
    case 'nullable':
    case 'partial':
    case 'readonly':
      return first?.schema && given(first.schema);
    case 'preprocess':
      return second?.schema && given(second.schema);
    case 'union':
    case 'discriminatedunion': {
      const options = [...((name === 'union' ? first : second)?.fields?.values() ?? [])];
      return schema(options.reduce((kinds, option) => kinds & (option.schema?.clears ?? 0), allKinds));
    }
    case 'intersect':
    case 'intersection': {
      const merged = mergeSchemas(first?.schema, second?.schema);
      return merged && given(merged);
    }
  }
  const format = kindsOfFormat(name);
  return format === 0 ? undefined : schema(format | textKinds);
}

function arraySchema(library: SchemaLibrary, element: Schema | undefined): Schema {
  return { library, clears: (element?.clears ?? 0) | kindsOf('limit'), ...(element && { element }) };
}

/** A method of a schema: it narrows the schema, or puts data through it. */
function callMethod(call: Call, schema: Schema, method: string): Value | undefined {
  const { site } = call;
  const { library } = schema;
  const [first] = site.arguments;
  const own = (narrower: Schema): Value => ({ ...given(narrower), fields: site.receiver?.fields });
  const narrowed = (clears: Kinds): Value => own({ ...schema, clears: schema.clears | clears });
  switch (method) {
    case 'parse':
    case 'parseAsync':
    case 'validateAsync':
    case 'validateSync':
    case 'cast':
      return letThrough(call, 0, schema);
    case 'safeParse':
    case 'safeParseAsync':
    case 'spa':
      return resultObject('data', letThrough(call, 0, schema));
    case 'validate': {
      const value = letThrough(call, 0, schema);
      return library === 'yup' ? value : resultObject('value', value);
    }
    case 'regex':
    case 'pattern':
    case 'matches':
      return narrowed(first ? patternKinds(first, true) : 0);
    case 'valid':
    case 'equal':
    case 'oneOf':
    case 'isIn':
    case 'equals':
    case 'isInt':
    case 'toInt':
    case 'toFloat':
    case 'toBoolean':
    case 'toDate':
      return narrowed(allKinds);
    case 'isString':
      return narrowed(textKinds);
    case 'isObject':
    case 'isArray':
      return narrowed(kindsOf('limit'));
    case 'escape':
      return narrowed(kindsOf('html', 'dom', 'page') | textKinds);
    case 'max':
    case 'lte':
    case 'lt':
    case 'length':
    case 'less':
    case 'isLength':
      return narrowed(kindsOf('limit'));
    case 'array':
      return given(arraySchema(library, schema));
    case 'items':
    case 'of':
      return given(arraySchema(library, first?.schema));
    case 'extend':
    case 'keys':
    case 'shape':
    case 'merge':
    case 'concat':
    case 'safeExtend': {
      const added = first?.schema?.properties ?? schemasOf(first?.fields);
      return given(
        objectSchema(library, new Map([...(schema.properties ?? []), ...added]), library === 'yup'),
      );
    }
    case 'passthrough':
    case 'unknown':
    case 'loose':
    case 'catchall':
      return schema.properties ? given(objectSchema(library, schema.properties, true)) : given(schema);
    case 'noUnknown':
    case 'strict':
    case 'strip':
    case 'stripUnknown':
      return given(schema.properties ? objectSchema(library, schema.properties) : schema);
    case 'or':
      return given({ library, clears: schema.clears & (first?.schema?.clears ?? 0) });
    case 'and':
      return given(mergeSchemas(schema, first?.schema) ?? schema);
    case 'pipe':
      return given(first?.schema ?? { library, clears: 0 });
    case 'transform':
    case 'refine':
    case 'superRefine':
    case 'test':
    case 'custom':
    case 'customSanitizer':
      return own(byFunction(site, schema, method));
  }
  const format = kindsOfFormat(method);
  return format === 0 ? own(schema) : narrowed(format | textKinds);
}

/** A function of the code's own within a schema: what its text shows that it proves, or makes of the data. */
function byFunction(site: CallSite, schema: Schema, method: string): Schema {
  const [node] = site.argumentNodes;
  const written = node ? site.unit.text.slice(node.start, node.end) : '';
  if (/^(?:transform|customSanitizer)$/.test(method)) {
    if (
      /^(?:Number|Boolean|parseInt|parseFloat|BigInt)$|\b(?:Number|parseInt|parseFloat|BigInt)\s*\(/.test(
        written,
      )
    )
      return { ...schema, clears: schema.clears | numberKinds };
    return /JSON\.parse/.test(written) ? { library: schema.library, clears: 0 } : schema;
  }
  return /\.(?:includes|has)\s*\(|\bin\b/.test(written) ? { ...schema, clears: allKinds } : schema;
}

/** The data itself, whatever variable it stands in, has been looked at too. */
function letThrough(call: Call, index: number, schema: Schema): Value {
  const { run, environment, site } = call;
  const node = site.argumentNodes[index];
  const value = checked(site.arguments[index] ?? unknown, schema);
  if (node && /^(?:identifier|member_expression)$/.test(node.type))
    setPath(run, node, environment, site.unit, (before) => checked(before, inPlace(schema)));
  return value;
}

/** Only joi refuses what its schema does not list; others leave it out of the result, and in what they looked at. */
function inPlace(schema: Schema): Schema {
  if (schema.library === 'joi' || !schema.properties) return schema;
  return { ...schema, clears: schema.clears & ~wholeKinds };
}

function resultObject(name: string, value: Value): Value {
  return { ...unknown, closed: true, fields: new Map([[name, value]]) };
}

/** `body('age')` of express-validator: speaks of a property of the request. */
function chainOf({ arguments: [names] }: CallSite, name: string): Value | undefined {
  const places = /^(?:body|query|cookie|header|param)$/.test(name)
    ? [/^(?:param|cookie|header)$/.test(name) ? `${name}s` : name]
    : name === 'check'
      ? ['body', 'query', 'params', 'cookies']
      : undefined;
  const texts = [names, ...(names?.fields?.values() ?? [])].flatMap((each) => constantText(each) ?? []);
  if (!places || texts.length === 0) return undefined;
  const library = 'express-validator';
  const at = places.flatMap((place) => texts.map((text) => [place, ...text.split('.')].join('.')));
  const element = { library, clears: 0 } as const;
  return { ...given(element), fields: new Map(at.map((path) => [`#${path}`, unknown])) };
}

/** What the arguments of a route prove of the request that its handlers get. */
export function requestSchema(site: CallSite): Schema | undefined {
  let schema: Schema | undefined;
  const text = site.unit.text;
  for (const value of site.arguments) {
    const listed = value.schema ? [value] : [...(value.fields?.values() ?? [])];
    for (const chain of listed)
      if (chain.schema?.library === 'express-validator' && /validationResult|\bvalidate/.test(text))
        for (const path of chain.fields?.keys() ?? [])
          schema = mergeSchemas(schema, nested(path.slice(1).split('.'), chain.schema));
    const options = value.fields?.get('options') ?? value.fields?.get('config');
    const parts = value.fields?.get('schema') ?? options?.fields?.get('validate');
    if (!parts?.fields) continue;
    const places = schemasOf(parts.fields);
    if (places.size > 0) schema = mergeSchemas(schema, requestOf(places));
  }
  return schema;
}

function requestOf(places: ReadonlyMap<string, Schema>): Schema {
  const all = new Map(places);
  const query = places.get('querystring');
  if (query) all.set('query', query);
  return objectSchema('json-schema', all, true);
}

function nested(names: readonly string[], leaf: Schema): Schema {
  return names.reduceRight<Schema>(
    (inner, name) => objectSchema(leaf.library, new Map([[name, inner]]), true),
    { library: leaf.library, clears: leaf.clears },
  );
}
