import type { YamlNode } from './yaml-syntax.js';

/** How large a node is once it is written out: one that stands in several places counts in each. */
export interface Measure {
  /** Nodes, itself among them. */
  readonly size: number;
  /** Levels of lists and maps, its own among them. */
  readonly height: number;
}

const known = new WeakMap<YamlNode, Measure>();

/** Takes each shared node once, so that what doubles with every step is told of before anything walks it. */
export function measure(node: YamlNode): Measure {
  const before = known.get(node);
  if (before) return before;
  let [size, height] = [1, 0];
  const inner =
    node.kind === 'list' ? node.items : node.kind === 'map' ? node.entries.map(({ value }) => value) : [];
  for (const part of inner) {
    const measured = measure(part);
    size += measured.size;
    height = Math.max(height, measured.height);
  }
  const measured = { size, height: node.kind === 'scalar' ? 0 : height + 1 };
  known.set(node, measured);
  return measured;
}
