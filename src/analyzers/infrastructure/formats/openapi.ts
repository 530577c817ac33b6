import type { DocumentRule, Format } from '../rule.js';
import { dataFormat, type DataFile } from './data-file.js';
import type { Parsers } from './parsers.js';
import type { Span } from './span.js';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlEntry, type YamlNode } from './yaml-syntax.js';

/** A description of an interface, of OpenAPI 3 or Swagger 2. */
export interface OpenApi extends DataFile {
  readonly servers: readonly Server[];
  readonly operations: readonly Operation[];
  /** By name; undefined values are references that are not followed. */
  readonly schemes: readonly YamlEntry[];
  /** Whether all operations ask who it is, unless they say otherwise. */
  readonly guarded: boolean;
}

export interface Server {
  readonly url: string;
  readonly span: Span;
}

export interface Operation {
  /** In small letters. */
  readonly method: string;
  readonly path: string;
  readonly key: Span;
  readonly node: YamlNode;
  /** Of the operation alone: a list that is empty, or lets nobody through as well, is `open`. */
  readonly security: 'open' | 'guarded' | 'unsaid';
  readonly securityEntry: YamlEntry | undefined;
}

export type OpenApiRule = DocumentRule<OpenApi>;

/** Descriptions of interfaces, whatever the file is called: they say so at the top. */
export function openApi(parsers: Parsers, rules: readonly OpenApiRule[]): Format {
  return dataFormat(parsers, rules, {
    wants: (path) => /\.(?:ya?ml|json)$/.test(path) && !/(?:^|[/-])package-lock\.json$/.test(path),
    syntax: () => 'yaml',
    holds: (text) =>
      /^(?:\{?[ \t]*"|["']?)(?:openapi|swagger)["']?\s*:\s*["']?[23]\.|^[ \t]{0,4}"(?:openapi|swagger)"\s*:\s*"[23]\./m.test(
        text,
      ) && /\bpaths\b/.test(text),
    read: (file) => {
      const { root } = file;
      const schemes = at(root, 'components', 'securitySchemes') ?? at(root, 'securityDefinitions');
      return {
        ...file,
        servers: [...itemsOf(at(root, 'servers')).flatMap(serverOf), ...serversOfSwagger(root)],
        operations: entriesOf(at(root, 'paths')).flatMap(operationsOf),
        schemes: entriesOf(schemes),
        guarded: securityOf(entryOf(root, 'security')) === 'guarded',
      };
    },
  });
}

function serverOf(node: YamlNode): Server[] {
  const url = at(node, 'url');
  const text = textOf(url);
  return url && text !== undefined ? [{ url: text, span: url }] : [];
}

function serversOfSwagger(root: YamlNode): Server[] {
  const host = textOf(at(root, 'host'));
  return host === undefined
    ? []
    : itemsOf(at(root, 'schemes')).map((scheme) => ({
        url: `${textOf(scheme) ?? ''}://${host}`,
        span: scheme,
      }));
}

const methods = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace']);

function operationsOf({ name: path, value }: YamlEntry): Operation[] {
  return entriesOf(value)
    .filter(({ name }) => methods.has(name.toLowerCase()))
    .map(({ name, key, value: node }) => {
      const securityEntry = entryOf(node, 'security');
      // What stands in another file is not known.
      const security = entryOf(node, '$ref') ? 'guarded' : securityOf(securityEntry);
      return {
        method: name.toLowerCase(),
        path,
        key,
        node,
        security,
        securityEntry,
      };
    });
}

/** An empty item of the list stands for nobody in particular. */
function securityOf(entry: YamlEntry | undefined): Operation['security'] {
  if (!entry) return 'unsaid';
  const items = itemsOf(entry.value);
  return items.length === 0 || items.some((item) => entriesOf(item).length === 0) ? 'open' : 'guarded';
}
