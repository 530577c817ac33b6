import type { SyntaxNode } from '../../syntax/tree.js';
import { keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { definitionOf, textOf } from './nodes.js';

export interface NodeEdit {
  readonly node: SyntaxNode;
  readonly text: string;
}

/** The object literal that an argument is or names. */
export function objectLiteral(unit: Unit, node: SyntaxNode | undefined): SyntaxNode | undefined {
  const defined = node && definitionOf(unit, node);
  return defined?.type === 'object' ? defined : undefined;
}

/** The `name: value` pair of an object literal. */
export function pairOf(unit: Unit, object: SyntaxNode | undefined, name: string): SyntaxNode | undefined {
  return object?.children.find(
    (child) => child.type === 'pair' && keyName(child.get('key'), unit.text) === name,
  );
}

/** The value that an object literal gives a property, which may be nested: `cookie.secure`. */
export function optionNode(unit: Unit, object: SyntaxNode | undefined, path: string): SyntaxNode | undefined {
  let at = object;
  const names = path.split('.');
  for (const [index, name] of names.entries()) {
    const value = pairOf(unit, at, name)?.get('value');
    if (!value || index === names.length - 1) return value;
    at = objectLiteral(unit, value);
  }
  return undefined;
}

/** The edits after which an object literal has the given properties; undefined where it is not written out. */
export function setOptions(
  unit: Unit,
  object: SyntaxNode | undefined,
  options: Readonly<Record<string, string>>,
): readonly NodeEdit[] | undefined {
  if (!object || object.children.some((child) => child.type === 'spread_element')) return undefined;
  const present = Object.entries(options).flatMap(([name, text]) => {
    const value = pairOf(unit, object, name)?.get('value');
    return value ? [{ name, node: value, text }] : [];
  });
  const missing = Object.entries(options)
    .filter(([name]) => !present.some((option) => option.name === name))
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ');
  const edits: NodeEdit[] = present.map(({ node, text }) => ({ node, text }));
  if (missing === '') return edits.sort((a, b) => a.node.start - b.node.start);
  const first = object.children.find((child) => child.type !== 'comment');
  if (!first) return [{ node: object, text: `{ ${missing} }` }];
  const changed = edits.find((edit) => edit.node.parent === first);
  const key = first.get('key');
  const rest = changed && key ? `${textOf(unit, key)}: ${changed.text}` : textOf(unit, first);
  return [{ node: first, text: `${missing}, ${rest}` }, ...edits.filter((edit) => edit !== changed)].sort(
    (a, b) => a.node.start - b.node.start,
  );
}
