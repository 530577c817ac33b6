import type { YamlNode } from './yaml-syntax.js';

/** A text is at most a megabyte, so that what stands in each of many files has a place that no other has. */
const room = 2 ** 21;

/** A document as it stands in a file of a build, by the file's number; what stands in the first keeps its offsets. */
export function placedIn(node: YamlNode, file: number): YamlNode {
  return file === 0 ? node : moved(node, (offset) => offset + file * room);
}

/** Whether an offset is one of the first file of a build. */
export function isFirst(offset: number): boolean {
  return offset < room;
}

/** A document with other offsets. */
export function moved(node: YamlNode, to: (offset: number) => number): YamlNode {
  const span = { start: to(node.start), end: to(node.end) };
  if (node.kind === 'list') return { ...node, ...span, items: node.items.map((item) => moved(item, to)) };
  if (node.kind === 'scalar') return { ...node, ...span };
  return {
    ...node,
    ...span,
    entries: node.entries.map(({ name, key, value }) => ({
      name,
      key: { start: to(key.start), end: to(key.end) },
      value: moved(value, to),
    })),
  };
}

/**
 * Where an offset in the value of a scalar stands in its file: in a literal block (`|`), in the line that it is written in; of
 * any other scalar, at its start.
 */
export function placeInScalar(
  scalar: YamlNode & { kind: 'scalar' },
  text: string,
): (offset: number) => number {
  const raw = text.slice(scalar.start, scalar.end);
  if (!raw.startsWith('|')) return () => scalar.start;
  const value = String(scalar.value);
  const rawLines = lineStarts(raw).slice(1);
  const lines = lineStarts(value);
  const first = value.split('\n').findIndex((line) => line.trim() !== '');
  const indent = indentAt(raw, rawLines[first]) - indentAt(value, lines[first]);
  return (offset) => {
    let line = lines.findLastIndex((start) => start <= offset);
    line = Math.min(Math.max(line, 0), rawLines.length - 1);
    const place = (rawLines[line] ?? 0) + indent + offset - (lines[line] ?? 0);
    return scalar.start + Math.min(place, raw.length);
  };
}

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
}

function indentAt(text: string, start = 0): number {
  return /^ */.exec(text.slice(start, start + 200))?.[0].length ?? 0;
}
