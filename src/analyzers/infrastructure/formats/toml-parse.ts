import { ParseError, parseTOML, type AST } from 'toml-eslint-parser';
import type { YamlEntry, YamlNode, YamlSyntax } from './yaml-syntax.js';

/** Tables below more names are generated or hostile. */
const maxNesting = 50;

/** Parses TOML into what YAML is parsed into, so that rules read both alike; runs in the worker. */
export function parseToml(text: string): YamlSyntax {
  try {
    const root = emptyMap(0, text.length);
    for (const node of parseTOML(text, { tomlVersion: '1.1' }).body[0].body) {
      const table = node.type === 'TOMLTable' ? tableAt(root, node) : root;
      for (const pair of node.type === 'TOMLTable' ? node.body : [node]) addPair(table, pair);
    }
    return { documents: [root], error: undefined };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return {
      documents: [],
      error: { offset: error.index, message: `The TOML is not valid here: ${error.message}` },
    };
  }
}

interface OpenMap {
  kind: 'map';
  entries: YamlEntry[];
  start: number;
  end: number;
}

interface OpenList {
  kind: 'list';
  items: YamlNode[];
  start: number;
  end: number;
}

function emptyMap(start: number, end: number): OpenMap {
  return { kind: 'map', entries: [], start, end };
}

/** The table that a header opens; a header in double brackets adds one to a list. */
function tableAt(root: OpenMap, table: AST.TOMLTable): OpenMap {
  const names = table.key.keys;
  let map = root;
  for (const [index, part] of names.entries()) {
    const key = { start: part.range[0], end: part.range[1] };
    const name = nameOf(part);
    let value = map.entries.find((entry) => entry.name === name)?.value as OpenMap | OpenList | undefined;
    const isLast = index === names.length - 1;
    if (!value) {
      const span = { start: table.range[0], end: table.range[1] };
      value =
        isLast && table.kind === 'array'
          ? { kind: 'list', items: [], ...span }
          : emptyMap(span.start, span.end);
      map.entries.push({ name, key, value });
    }
    const inner =
      value.kind === 'list' ? lastOf(value, isLast && table.kind === 'array' ? table : undefined) : value;
    if (!inner || index > maxNesting) return emptyMap(0, 0);
    map = inner;
  }
  return map;
}

/** The last table of a list, or one more; undefined where other values are in it. */
function lastOf(list: OpenList, added: AST.TOMLTable | undefined): OpenMap | undefined {
  if (added) list.items.push(emptyMap(added.range[0], added.range[1]));
  const last = list.items.at(-1);
  return last?.kind === 'map' ? (last as OpenMap) : undefined;
}

function addPair(map: OpenMap, pair: AST.TOMLKeyValue): void {
  const last = pair.key.keys.at(-1);
  let holder = map;
  for (const part of pair.key.keys.slice(0, Math.min(maxNesting, pair.key.keys.length - 1))) {
    const name = nameOf(part);
    let inner = holder.entries.find((entry) => entry.name === name)?.value;
    if (!inner) {
      inner = emptyMap(pair.range[0], pair.range[1]);
      holder.entries.push({ name, key: { start: part.range[0], end: part.range[1] }, value: inner });
    }
    if (inner.kind !== 'map') return;
    holder = inner as OpenMap;
  }
  if (last)
    holder.entries.push({
      name: nameOf(last),
      key: { start: pair.key.range[0], end: pair.key.range[1] },
      value: valueOf(pair.value, 0),
    });
}

function nameOf(part: AST.TOMLBare | AST.TOMLQuoted): string {
  return part.type === 'TOMLBare' ? part.name : part.value;
}

function valueOf(node: AST.TOMLContentNode, nesting: number): YamlNode {
  const [start, end] = node.range;
  if (node.type === 'TOMLArray' && nesting < maxNesting)
    return { kind: 'list', items: node.elements.map((item) => valueOf(item, nesting + 1)), start, end };
  if (node.type === 'TOMLInlineTable' && nesting < maxNesting) {
    const map = emptyMap(start, end);
    for (const pair of node.body) addPair(map, pair);
    return map;
  }
  const value = node.type === 'TOMLValue' && !(node.value instanceof Date) ? node.value : null;
  return {
    kind: 'scalar',
    value: typeof value === 'object' ? null : value,
    start,
    end,
  };
}
