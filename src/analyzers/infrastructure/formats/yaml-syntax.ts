import type { Span, SyntaxFault } from './span.js';

/** A YAML document as the worker hands it over: plain data, with offsets. An alias is the node that it stands for. */
export type YamlNode = Span & {
  /** A tag of the document's own, as `!Ref`. */
  readonly tag?: string;
  /** Of a map that was changed since it was read: its first name then, where a reader sees it. */
  readonly head?: Span;
} & (
    | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
    | { readonly kind: 'map'; readonly entries: readonly YamlEntry[] }
    | { readonly kind: 'list'; readonly items: readonly YamlNode[] }
  );

export interface YamlEntry {
  readonly name: string;
  readonly key: Span;
  readonly value: YamlNode;
}

export interface YamlSyntax {
  readonly documents: readonly YamlNode[];
  readonly error: SyntaxFault | undefined;
}

/** The entry of a map. */
export function entryOf(node: YamlNode | undefined, name: string): YamlEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.name === name) : undefined;
}

/** The value at a path of keys. */
export function at(node: YamlNode | undefined, ...names: readonly string[]): YamlNode | undefined {
  return names.reduce((inner, name) => entryOf(inner, name)?.value, node);
}

export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** A scalar as text; undefined for null and for what is not a scalar. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

/** The first name in a map, which stands for it where it has none of its own. */
export function startOf(node: YamlNode): Span {
  const first = node.head ?? entriesOf(node)[0]?.key;
  return first ?? { start: node.start, end: Math.min(node.end, node.start + 1) };
}
