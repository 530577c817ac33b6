import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, isFunction, keyName, stringText } from '../flow/node.js';
import type { Binding } from '../flow/scope.js';
import type { Unit } from '../flow/unit.js';

const none: readonly SyntaxNode[] = [];
const indexes = new WeakMap<Unit, ReadonlyMap<string, readonly SyntaxNode[]>>();

/** The nodes of a type in a file, in order. The file is walked once for all who ask. */
export function nodesOf(unit: Unit, type: string): readonly SyntaxNode[] {
  let index = indexes.get(unit);
  if (!index) indexes.set(unit, (index = indexOf(unit.tree.root)));
  return index.get(type) ?? none;
}

/** The nodes of some types in a part of a file, in order, itself included; they are looked up, and the part is not walked again. */
export function nodesIn(unit: Unit, part: SyntaxNode, ...types: readonly string[]): readonly SyntaxNode[] {
  const found = types.flatMap((type) => {
    const nodes = nodesOf(unit, type);
    const inside: SyntaxNode[] = [];
    for (let index = firstFrom(nodes, part.start); index < nodes.length; index++) {
      const node = nodes[index];
      if (!node || node.start >= part.end) break;
      if (node.end <= part.end) inside.push(node);
    }
    return inside;
  });
  return types.length > 1
    ? found.sort((one, other) => one.start - other.start || other.end - one.end)
    : found;
}

/** The index of the first node that starts at a place or after it. */
function firstFrom(nodes: readonly SyntaxNode[], start: number): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function indexOf(root: SyntaxNode): ReadonlyMap<string, readonly SyntaxNode[]> {
  const index = new Map<string, SyntaxNode[]>();
  for (const node of descendants(root)) {
    const list = index.get(node.type);
    if (list) list.push(node);
    else index.set(node.type, [node]);
  }
  return index;
}

/** A node and all below it, from top to bottom. */
export function* descendants(root: SyntaxNode): Generator<SyntaxNode> {
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    yield node;
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index];
      if (child) pending.push(child);
    }
  }
}

export function textOf(unit: Unit, node: SyntaxNode): string {
  return unit.text.slice(node.start, node.end);
}

/** The arguments of a call, without comments. */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = call.get('arguments');
  return list?.type === 'arguments' ? list.children.filter((child) => child.type !== 'comment') : none;
}

/** The last name of an expression: `query` of `this.db.query`, `query` of `query(…)`. */
export function lastName(unit: Unit, expression: SyntaxNode | undefined): string | undefined {
  if (!expression) return undefined;
  const node = bare(expression);
  if (node.type === 'call_expression' || node.type === 'new_expression')
    return lastName(unit, node.get('function') ?? node.get('constructor'));
  if (node.type === 'member_expression') return keyName(node.get('property'), unit.text);
  if (node.type === 'subscript_expression') return literalText(unit, node.get('index'));
  return keyName(node, unit.text);
}

/** The text of a literal that is nothing but text. */
export function literalText(unit: Unit, node: SyntaxNode | undefined): string | undefined {
  if (!node) return undefined;
  const inner = bare(node);
  if (inner.type === 'string') return stringText(inner, unit.text);
  if (inner.type === 'template_string' && !inner.has('template_substitution'))
    return unit.text.slice(inner.start + 1, inner.end - 1);
  return undefined;
}

/** The expression that a name stands for, where it is declared in this file and never set again; else the node itself. */
export function definitionOf(unit: Unit, node: SyntaxNode): SyntaxNode {
  let at = bare(node);
  for (let steps = 0; steps < 4 && at.type === 'identifier'; steps++) {
    const binding = unit.scopes.resolve(at);
    const declarator = binding?.node.parent;
    const value = declarator?.type === 'variable_declarator' ? declarator.get('value') : undefined;
    if (!binding || !value || (!declarator?.parent?.has('const') && isReassigned(unit, binding))) break;
    at = bare(value);
  }
  return at;
}

const reassigned = new WeakMap<Unit, ReadonlySet<Binding>>();

function isReassigned(unit: Unit, binding: Binding): boolean {
  let found = reassigned.get(unit);
  if (!found) {
    const set = new Set<Binding>();
    for (const type of ['assignment_expression', 'augmented_assignment_expression'])
      for (const node of nodesOf(unit, type)) {
        const target = node.get('left');
        const changed = target?.type === 'identifier' ? unit.scopes.resolve(target) : undefined;
        if (changed) set.add(changed);
      }
    reassigned.set(unit, (found = set));
  }
  return found.has(binding);
}

/** The function that an expression is or names; undefined where it is not in the file. */
export function functionOf(unit: Unit, node: SyntaxNode): SyntaxNode | undefined {
  const defined = definitionOf(unit, node);
  if (isFunction(defined)) return defined;
  const holder = defined.type === 'identifier' ? unit.scopes.resolve(defined)?.node.parent : undefined;
  return holder && isFunction(holder) ? holder : undefined;
}

const testPath =
  /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|mocks?|fixtures?|e2e|cypress|playwright|stories|seeds?|seeders)\/|(?:^|[/._-])(?:test|spec|stories|mock|fixture|e2e|seed)\.[cm]?[jt]sx?$/i;

/** Whether a file is there to test others, or to fill a database to try things with, so that what it holds is made up. */
export function isTestFile(unit: Unit): boolean {
  return testPath.test(unit.path);
}
