import type { DocumentRule, Format } from '../rule.js';
import { dataFormat, type DataFile } from './data-file.js';
import type { Parsers } from './parsers.js';
import type { Span } from './span.js';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlEntry, type YamlNode } from './yaml-syntax.js';

/** A service of the Serverless Framework. */
export interface Service extends DataFile {
  /** `aws`, `azure`, `google`; empty where it is not known. */
  readonly cloud: string;
  readonly provider: YamlNode | undefined;
  readonly functions: readonly ServerlessFunction[];
  /** Of the role of all functions, and of functions with roles of their own. */
  readonly statements: readonly Statement[];
}

export interface ServerlessFunction {
  readonly name: string;
  readonly key: Span;
  readonly node: YamlNode;
  readonly endpoints: readonly Endpoint[];
}

/** An address at which a function is called. */
export interface Endpoint {
  readonly kind: 'http' | 'httpApi';
  readonly key: Span;
  /** Undefined in the short form. */
  readonly node: YamlNode | undefined;
  /** In small letters; `*` for all. */
  readonly method: string;
  readonly path: string;
}

/** A statement that allows something, without a condition. */
export interface Statement {
  readonly actions: readonly YamlNode[];
  readonly resources: readonly YamlNode[];
  readonly scope: string;
}

export type ServerlessRule = DocumentRule<Service>;

/** `serverless.yml`. Files that it includes, and its variables, are not filled in: what they hold is not known. */
export function serverless(parsers: Parsers, rules: readonly ServerlessRule[]): Format {
  return dataFormat(parsers, rules, {
    wants: (path) => /(?:^|\/)serverless(?:[.-][\w.-]+)?\.(?:ya?ml|json)$/.test(path),
    syntax: () => 'yaml',
    holds: (text) => /\bprovider\b/.test(text) && /\bservice\b|\bfunctions\b/.test(text),
    read: serviceOf,
  });
}

function serviceOf(file: DataFile): Service {
  const provider = at(file.root, 'provider');
  const functions = functionEntries(at(file.root, 'functions')).map(functionOf);
  const shared = [at(provider, 'iam', 'role', 'statements'), at(provider, 'iamRoleStatements')];
  return {
    ...file,
    cloud: textOf(at(provider, 'name')) ?? textOf(provider) ?? '',
    provider,
    functions,
    statements: [
      ...shared.flatMap((list) => statementsOf(list, 'provider')),
      ...functions.flatMap(({ name, node }) =>
        statementsOf(at(node, 'iamRoleStatements'), `functions.${name}`),
      ),
    ],
  };
}

/** A map, or a list of maps. */
function functionEntries(node: YamlNode | undefined): readonly YamlEntry[] {
  return [...entriesOf(node), ...itemsOf(node).flatMap((item) => entriesOf(item))];
}

function functionOf({ name, key, value }: YamlEntry): ServerlessFunction {
  return { name, key, node: value, endpoints: itemsOf(at(value, 'events')).flatMap(endpointOf) };
}

function endpointOf(event: YamlNode): Endpoint[] {
  return (['http', 'httpApi'] as const).flatMap((kind): Endpoint[] => {
    const entry = entryOf(event, kind);
    if (!entry) return [];
    const short = textOf(entry.value);
    if (short !== undefined) {
      const [, method = '*', path = '/'] = /^\s*(\w+|\*)\s+(\S+)\s*$/.exec(short) ?? [];
      // Of Azure, where what follows stands beside it.
      if (short === 'true')
        return [
          {
            kind,
            key: entry.key,
            node: event,
            method: methodOf(event),
            path: textOf(at(event, 'route')) ?? '',
          },
        ];
      return short.includes('${')
        ? []
        : [{ kind, key: entry.key, node: undefined, method: method.toLowerCase(), path }];
    }
    const path = textOf(at(entry.value, 'path')) ?? '';
    return [{ kind, key: entry.key, node: entry.value, method: methodOf(entry.value), path }];
  });
}

function methodOf(node: YamlNode): string {
  const listed = itemsOf(at(node, 'methods')).map((item) => (textOf(item) ?? '').toLowerCase());
  const method = (
    textOf(at(node, 'method')) ??
    listed.find((name) => name !== 'get') ??
    listed[0] ??
    '*'
  ).toLowerCase();
  return method === 'any' ? '*' : method;
}

function statementsOf(list: YamlNode | undefined, scope: string): Statement[] {
  return itemsOf(list).flatMap((item): Statement[] => {
    if (textOf(at(item, 'Effect')) !== 'Allow' || entryOf(item, 'Condition')) return [];
    return [{ actions: textsOf(at(item, 'Action')), resources: textsOf(at(item, 'Resource')), scope }];
  });
}

/** The scalars of a value or a list, without those that a function or a variable gives. */
function textsOf(node: YamlNode | undefined): YamlNode[] {
  return (node?.kind === 'list' ? node.items : node ? [node] : []).filter(
    (item) => item.kind === 'scalar' && item.tag === undefined && !textOf(item)?.includes('${'),
  );
}
