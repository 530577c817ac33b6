import type { CallSite } from '../flow/call-site.js';
import { constantText } from '../flow/value.js';
import { isBelow } from '../project.js';
import type { Framework } from './framework.js';

/** Formats that can hold functions or classes, which are run when they are read. */
export const serialization: Framework = {
  name: 'Serialization',
  roots: [
    'node-serialize',
    'serialize-to-js',
    'serialize-javascript',
    'funcster',
    'cryo',
    'serialijse',
    'jsonfn',
    'json-fn',
    'js-yaml',
    'yaml',
    'v8',
    'bson',
    'node-yaml',
  ],
  aliases: { 'js-yaml.default': 'js-yaml' },
  sinks: [
    {
      at: [
        'node-serialize.unserialize',
        'serialize-to-js.deserialize',
        'funcster.deepDeserialize',
        'cryo.parse',
        'serialijse.deserialize',
        '{jsonfn,json-fn}.{parse,JSONfn.parse}',
      ],
      kind: 'deserialization',
      argument: 0,
    },
    { at: ['js-yaml.{load,loadAll}'], kind: 'deserialization', argument: 0, when: yamlRunsCode },
    { at: ['v8.deserialize'], kind: 'deserialization', argument: 0 },
  ],
};

/** Version 3 makes functions of `!!js/function` unless a safe schema is given; since version 4 they need a schema of their own. */
export function yamlRunsCode(site: CallSite): boolean {
  const schema = schemaOf(site);
  const name = schema?.split('.').at(-1) ?? '';
  if (/SAFE|FAILSAFE|JSON|CORE/.test(name)) return false;
  if (schema !== undefined && /js-yaml-js-types|DEFAULT_FULL/.test(schema)) return true;
  const version = site.unit.project()?.dependency('js-yaml');
  if (version !== undefined) return isBelow(version, '4.0.0') ?? false;
  return !site.unit.project();
}

function schemaOf(site: CallSite): string | undefined {
  for (const options of site.arguments.slice(1)) {
    const schema = options.fields?.get('schema');
    if (schema) return schema.origins[0] ?? constantText(schema) ?? '';
  }
  return undefined;
}
