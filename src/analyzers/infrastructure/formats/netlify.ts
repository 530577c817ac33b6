import type { Format } from '../rule.js';
import { dataFormat } from './data-file.js';
import type { Parsers } from './parsers.js';
import {
  knownText,
  variablesOf,
  type HeaderSet,
  type Route,
  type WebConfig,
  type WebRule,
} from './web-config.js';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/** `netlify.toml`. */
export function netlify(parsers: Parsers, rules: readonly WebRule[]): Format {
  return dataFormat<WebConfig>(parsers, rules, {
    wants: (path) => /(?:^|\/)netlify\.toml$/.test(path),
    syntax: () => 'toml',
    read: (file) => ({
      ...file,
      kind: 'netlify',
      headers: itemsOf(at(file.root, 'headers')).map(headersOf),
      routes: itemsOf(at(file.root, 'redirects')).flatMap(routeOf),
      variables: [
        ...variablesOf(at(file.root, 'build', 'environment')),
        ...entriesOf(at(file.root, 'context')).flatMap(({ value }) => variablesOf(at(value, 'environment'))),
      ],
    }),
  });
}

function headersOf(item: YamlNode): HeaderSet {
  return {
    source: textOf(at(item, 'for')) ?? '',
    headers: entriesOf(at(item, 'values')).map(({ name, key, value }) => ({
      name,
      value: knownText(value),
      span: { start: key.start, end: value.end },
    })),
  };
}

/** Status 200 fetches the answer from there. */
function routeOf(item: YamlNode): Route[] {
  const to = at(item, 'to');
  const destination = textOf(to);
  if (!to || destination === undefined) return [];
  const kind = textOf(at(item, 'status')) === '200' ? 'rewrite' : 'redirect';
  return [{ kind, source: textOf(at(item, 'from')) ?? '', destination, span: to }];
}
