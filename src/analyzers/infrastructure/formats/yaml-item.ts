import { fromJsonText, hole, unknownItem, type Item } from './item.js';
import type { Span } from './span.js';
import { entriesOf, entryOf, startOf, type YamlNode } from './yaml-syntax.js';

/** What a node stands for in its document: another node, or nothing that the files tell; undefined where it is absent. */
export type Resolve = (node: YamlNode) => YamlNode | 'unknown' | undefined;

/** How a document is read. */
export interface YamlReading {
  readonly resolve: Resolve;
  readonly mentions: (node: YamlNode) => ReadonlySet<string>;
  /** A template may add names to any map, so that nothing is certainly absent. */
  readonly open: boolean;
}

/** A node of YAML or JSON, seen in the way that is the same for all formats. `key` is where its name stands. */
export function yamlItem(node: YamlNode, key: Span | undefined, reading: YamlReading): Item {
  const resolved = reading.resolve(node);
  const span = node.kind === 'scalar' ? node : (key ?? startOf(node));
  if (resolved === 'unknown' || resolved === undefined)
    return { ...unknownItem(span), mentions: () => reading.mentions(node) };
  const scalar = resolved.kind === 'scalar' ? resolved.value : undefined;
  const isHole = typeof scalar === 'string' && scalar.includes(hole);
  const json = typeof scalar === 'string' ? fromJsonText(scalar, span) : undefined;
  return {
    span,
    known: !isHole,
    ...(resolved !== node && resolved.kind === 'scalar' && { origin: resolved }),
    scalar: isHole ? undefined : scalar,
    items:
      resolved.kind === 'list'
        ? resolved.items.flatMap((item) =>
            reading.resolve(item) === undefined ? [] : [yamlItem(item, undefined, reading)],
          )
        : json?.items,
    isLiteral: resolved === node && node.kind === 'scalar',
    get(name) {
      if (json) return json.get(name);
      const entry = entryOf(resolved, name);
      if (entry) {
        const isAbsent =
          reading.resolve(entry.value) === undefined ||
          (entry.value.kind === 'scalar' && entry.value.value === null);
        if (isAbsent && reading.open) return unknownItem(entry.key);
        return isAbsent ? undefined : yamlItem(entry.value, entry.key, reading);
      }
      return reading.open || isHole ? unknownItem(span) : undefined;
    },
    names() {
      if (json) return json.names?.();
      return resolved.kind === 'map' && !reading.open
        ? entriesOf(resolved).map(({ name }) => name)
        : undefined;
    },
    mentions: () => reading.mentions(node),
  };
}
