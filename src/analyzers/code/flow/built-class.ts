import type { SyntaxNode } from '../../syntax/tree.js';
import type { Call } from './call-site.js';
import { withField } from './fields.js';
import { setPath } from './set-path.js';
import { constantText, unknown, type Value } from './value.js';

/** How builds call the helper that makes a class of a function: `_createClass(Git, …)`, `(0, _createClass2.default)(Git, …)`. */
const makesClass = /(?:^|[^\w.])_*createClass\d*(?:\.default|\[['"]default['"]\])?\)?$/;
const longest = 60;

/** Puts the methods that such a helper is given on the function: `[{ key: 'log', value: function log() {} }]`. */
export function fillClass({ run, environment, site }: Call): void {
  const [target] = site.argumentNodes;
  const [, methods, statics] = site.arguments;
  if (target?.type !== 'identifier' || !(isList(methods) || isList(statics))) return;
  if (!makesClass.test(written(site.callee, site.unit.text))) return;
  setPath(run, target, environment, site.unit, (before) => {
    const prototype = put(before.fields?.get('prototype') ?? unknown, methods);
    return put(withField(before, 'prototype', prototype), statics);
  });
}

function put(owner: Value, list: Value | undefined): Value {
  let filled = owner;
  for (const { fields } of list?.fields?.values() ?? []) {
    const name = constantText(fields?.get('key'));
    const method = fields?.get('value');
    if (name !== undefined && method) filled = withField(filled, name, method);
  }
  return filled;
}

function isList(value: Value | undefined): boolean {
  return value?.origins.includes('Array()') === true;
}

function written({ start, end }: SyntaxNode, text: string): string {
  return text.slice(Math.max(start, end - longest), end);
}
