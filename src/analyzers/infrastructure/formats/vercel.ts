import type { Format } from '../rule.js';
import { dataFormat } from './data-file.js';
import type { Parsers } from './parsers.js';
import {
  headerSetsOf,
  knownText,
  routesOf,
  variablesOf,
  type Header,
  type HeaderSet,
  type Route,
  type WebConfig,
  type WebRule,
} from './web-config.js';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/** `vercel.json`, with the older `routes` as well. */
export function vercel(parsers: Parsers, rules: readonly WebRule[]): Format {
  return dataFormat<WebConfig>(parsers, rules, {
    wants: (path) => /(?:^|\/)(?:vercel|now)\.json$/.test(path),
    syntax: () => 'yaml',
    read: (file) => {
      const older = itemsOf(at(file.root, 'routes'));
      return {
        ...file,
        kind: 'vercel',
        headers: [...headerSetsOf(at(file.root, 'headers')), ...older.map(headersOfRoute)],
        routes: [
          ...routesOf(at(file.root, 'redirects'), 'redirect'),
          ...routesOf(at(file.root, 'rewrites'), 'rewrite'),
          ...older.flatMap(destinationOfRoute),
        ],
        variables: [...variablesOf(at(file.root, 'env')), ...variablesOf(at(file.root, 'build', 'env'))],
      };
    },
  });
}

function headersOfRoute(route: YamlNode): HeaderSet {
  const headers = entriesOf(at(route, 'headers')).map(({ name, key, value }): Header => ({
    name,
    value: knownText(value),
    span: { start: key.start, end: value.end },
  }));
  return { source: textOf(at(route, 'src')) ?? '', headers };
}

function destinationOfRoute(route: YamlNode): Route[] {
  const destination = at(route, 'dest');
  const text = textOf(destination);
  const source = textOf(at(route, 'src')) ?? '';
  return destination && text !== undefined
    ? [{ kind: 'rewrite', source, destination: text, span: destination }]
    : [];
}
