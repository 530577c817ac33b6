import { at, entryOf, startOf, textOf, type YamlNode } from './yaml-syntax.js';

/**
 * Carries out one operation of a JSON Patch (RFC 6902). One that does not fit the document, or that only tests it, leaves it as
 * it is: what applies the patch refuses it then.
 */
export function applyOperation(document: YamlNode, operation: YamlNode): YamlNode {
  const kind = textOf(at(operation, 'op'));
  const path = pointerOf(textOf(at(operation, 'path')));
  const value = at(operation, 'value');
  if (!path || path.length === 0) return document;
  if (kind === 'remove') return changed(document, path, undefined, 'remove');
  if ((kind === 'add' || kind === 'replace') && value) return changed(document, path, value, kind);
  const from = pointerOf(textOf(at(operation, 'from')));
  const source = from && valueAt(document, from);
  if (!from || !source || (kind !== 'move' && kind !== 'copy')) return document;
  const left = kind === 'move' ? changed(document, from, undefined, 'remove') : document;
  return changed(left, path, source, 'add');
}

/** The names of a JSON Pointer (RFC 6901). */
function pointerOf(text: string | undefined): readonly string[] | undefined {
  if (text === '') return [];
  if (!text?.startsWith('/')) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(node: YamlNode, path: readonly string[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>(
    (inner, name) =>
      inner?.kind === 'list' ? inner.items[indexOf(name) ?? -1] : entryOf(inner, name)?.value,
    node,
  );
}

function indexOf(name: string): number | undefined {
  return /^\d{1,6}$/.test(name) ? Number(name) : undefined;
}

function changed(
  node: YamlNode,
  [name = '', ...rest]: readonly string[],
  value: YamlNode | undefined,
  kind: 'add' | 'replace' | 'remove',
): YamlNode {
  if (node.kind === 'list') {
    const index = name === '-' ? node.items.length : indexOf(name);
    if (index === undefined || index > node.items.length) return node;
    const known = node.items[index];
    if (rest.length > 0 && !known) return node;
    const inner = rest.length > 0 && known ? [changed(known, rest, value, kind)] : value ? [value] : [];
    const items = [...node.items];
    items.splice(index, rest.length > 0 || kind !== 'add' ? 1 : 0, ...inner);
    return { ...node, items };
  }
  if (node.kind !== 'map') return node;
  const known = entryOf(node, name);
  if (rest.length > 0 && !known) return node;
  const map = { ...node, head: startOf(node) };
  const others = node.entries.filter((entry) => entry !== known);
  if (rest.length > 0 && known) {
    const inner = { ...known, value: changed(known.value, rest, value, kind) };
    return { ...map, entries: node.entries.map((entry) => (entry === known ? inner : entry)) };
  }
  return value
    ? { ...map, entries: [...others, { name, key: { start: value.start, end: value.start + 1 }, value }] }
    : { ...map, entries: others };
}
