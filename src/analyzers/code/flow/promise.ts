import type { SyntaxNode } from '../../syntax/tree.js';
import type { Call } from './call-site.js';
import { invoke } from './callback.js';
import type { Environment } from './environment.js';
import { joinAll } from './join.js';
import { parametersOf } from './scope.js';
import { brief } from './unit.js';
import { unknown, type FunctionValue, type Value } from './value.js';

/** A promise that code makes: what is given to it so far, and the function that gives. */
interface Made {
  readonly given: Value[];
  readonly resolve: Value;
}

/** By where it is made; a function that is run again with the same arguments has the same one. */
const promises = new WeakMap<Environment, Map<SyntaxNode, Made>>();

const reject: Value = { ...unknown, native: () => unknown };

/** What the functions that are being run call the function that gives, innermost last. */
const names: string[] = [];

/** `new Promise((resolve) => …)` stands for what its function gives to `resolve`, now or in a callback of its own. */
export function promised(call: Call): Value | undefined {
  const { functionValue, site } = call;
  const [executor] = site.arguments;
  if (!site.isNew || !executor?.call || !functionValue.origins.includes('Promise')) return undefined;
  const { given, resolve } = madeAt(call.environment, site.node);
  const [first] = parametersOf(executor.call.node);
  names.push(first ? brief(executor.call.unit, first.pattern) : '');
  try {
    invoke(call, executor, [resolve, reject]);
  } finally {
    names.pop();
  }
  return given.length > 0 ? joinAll(given) : undefined;
}

/** Whether a callback is to be run at once, since a promise that is being made may be given something in it. */
export function settles({ unit, node }: FunctionValue): boolean {
  const name = names.at(-1) ?? '';
  return name !== '' && unit.text.slice(node.start, node.end).includes(name);
}

function madeAt(environment: Environment, node: SyntaxNode): Made {
  const here = promises.get(environment) ?? new Map<SyntaxNode, Made>();
  promises.set(environment, here);
  let made = here.get(node);
  if (!made) {
    const given: Value[] = [];
    const native = (values: readonly Value[]): Value => {
      const [value] = values;
      if (value && value !== unknown && !given.includes(value)) given.push(value);
      return unknown;
    };
    here.set(node, (made = { given, resolve: { ...unknown, native } }));
  }
  return made;
}
