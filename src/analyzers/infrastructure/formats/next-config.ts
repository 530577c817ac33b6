import type { Format } from '../rule.js';
import { dataFormat } from './data-file.js';
import type { Parsers } from './parsers.js';
import { headerSetsOf, routesOf, variablesOf, type WebConfig, type WebRule } from './web-config.js';
import { at, itemsOf, type YamlNode } from './yaml-syntax.js';

/** `next.config.js` and its variants: the object that it exports, as far as the file shows it. */
export function nextConfig(parsers: Parsers, rules: readonly WebRule[]): Format {
  return dataFormat<WebConfig>(parsers, rules, {
    wants: (path) => /(?:^|\/)next\.config\.(?:[cm]?js|[cm]?ts)$/.test(path),
    syntax: (path) => (/\.[cm]?ts$/.test(path) ? 'typescript' : 'javascript'),
    read: (file) => ({
      ...file,
      kind: 'next',
      headers: headerSetsOf(at(file.root, 'headers')),
      routes: [
        ...routesOf(at(file.root, 'redirects'), 'redirect'),
        ...rewriteLists(at(file.root, 'rewrites')).flatMap((list) => routesOf(list, 'rewrite')),
      ],
      variables: variablesOf(at(file.root, 'env')),
    }),
  });
}

/** A list, or three by when they are looked at. */
function rewriteLists(node: YamlNode | undefined): (YamlNode | undefined)[] {
  return itemsOf(node).length > 0
    ? [node]
    : ['beforeFiles', 'afterFiles', 'fallback'].map((name) => at(node, name));
}
