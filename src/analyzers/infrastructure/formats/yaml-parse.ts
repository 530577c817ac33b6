import { Composer, Parser, isAlias, isCollection, isMap, isScalar, isSeq, type Node } from 'yaml';
import { nestsDeeper } from '../../../model/nesting.js';
import type { YamlEntry, YamlNode, YamlSyntax } from './yaml-syntax.js';

/** What a document may hold once its aliases are written out; a file of 1 MB has fewer. */
const maxNodes = 500_000;

/** Deeper documents are generated or hostile. */
const maxNesting = 200;

/**
 * Parses YAML; runs in the worker, since `&a` repeated takes quadratic time. Reads what comes before the first error.
 * Nesting is bounded before the recursive part of the library sees it.
 */
export function parseYaml(text: string): YamlSyntax {
  try {
    const tokens = Array.from(new Parser().parse(text));
    if (nestsDeeper(tokens, maxNesting))
      throw new BoundError(`This document is nested more than ${maxNesting} levels deep.`);
    const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const documents = Array.from(composer.compose(tokens));
    const error = documents.flatMap((document) => document.errors)[0];
    const copy = createCopier();
    return {
      documents: documents.flatMap((document) => (document.contents ? [copy(document.contents)] : [])),
      error: error && { offset: error.pos[0], message: `The YAML is not valid here: ${error.message}` },
    };
  } catch (bound) {
    if (!(bound instanceof BoundError)) throw bound;
    return { documents: [], error: { offset: 0, message: bound.message } };
  }
}

/** A document is too deep, or its aliases would write out more than `maxNodes`. */
class BoundError extends Error {}

interface Anchored {
  readonly node: YamlNode;
  /** Nodes in it, aliases written out. */
  readonly size: number;
  /** Levels in it, aliases written out. */
  readonly height: number;
}

function createCopier(): (node: Node) => YamlNode {
  const anchors = new Map<string, Anchored>();
  let size = 0;
  let deepest = 0;

  const grow = (nodes: number, nesting: number): void => {
    size += nodes;
    deepest = Math.max(deepest, nesting);
    if (size > maxNodes || deepest > 2 * maxNesting)
      throw new BoundError('The aliases of this document stand for more than can be reviewed.');
  };
  const copy = (node: unknown, nesting: number): YamlNode => {
    const [before, outer] = [size, deepest];
    deepest = nesting;
    grow(1, nesting);
    const copied = copyOf(node, nesting);
    if ((isCollection(node) || isScalar(node)) && node.anchor !== undefined)
      anchors.set(node.anchor, { node: copied, size: size - before, height: deepest - nesting });
    deepest = Math.max(outer, deepest);
    return copied;
  };
  const copyOf = (node: unknown, nesting: number): YamlNode => {
    const span = { ...spanOf(node), ...tagOf(node) };
    if (isAlias(node)) {
      const anchored = anchors.get(node.source);
      grow(anchored?.size ?? 0, nesting + (anchored?.height ?? 0));
      return anchored?.node ?? { kind: 'scalar', value: null, ...span };
    }
    if (isMap(node)) return { kind: 'map', entries: entriesOf(node.items, nesting), ...span };
    if (isSeq(node))
      return { kind: 'list', items: node.items.map((item) => copy(item, nesting + 1)), ...span };
    return { kind: 'scalar', value: isScalar(node) ? scalarOf(node.value) : null, ...span };
  };
  /** `<<` merges the maps behind it; keys that are written out win. */
  const entriesOf = (pairs: readonly { key: unknown; value: unknown }[], nesting: number): YamlEntry[] => {
    const entries: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const pair of pairs) {
      const name = isScalar(pair.key) ? String(pair.key.value) : '';
      const value = copy(pair.value, nesting + 1);
      if (name === '<<') merged.push(...mergedFrom(value));
      else entries.push({ name, key: spanOf(pair.key), value });
    }
    grow(merged.length, nesting);
    const own = new Set(entries.map((entry) => entry.name));
    return [...entries, ...merged.filter((entry) => !own.has(entry.name))];
  };
  return (node) => copy(node, 0);
}

function mergedFrom(value: YamlNode): readonly YamlEntry[] {
  if (value.kind === 'map') return value.entries;
  return value.kind === 'list'
    ? value.items.flatMap((item) => (item.kind === 'map' ? item.entries : []))
    : [];
}

/** Tags of YAML itself (`!!str`) say nothing more. */
function tagOf(node: unknown): { tag?: string } {
  const tag = isCollection(node) || isScalar(node) ? node.tag : undefined;
  return tag?.startsWith('!') && tag.length > 1 ? { tag } : {};
}

function scalarOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'bigint' ? value.toString() : null;
}

function spanOf(node: unknown): { start: number; end: number } {
  const range = isAlias(node) || isCollection(node) || isScalar(node) ? node.range : undefined;
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
