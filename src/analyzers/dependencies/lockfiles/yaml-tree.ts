import { isAlias, isMap, isScalar, LineCounter, type Pair, parseAllDocuments, type YAMLMap } from 'yaml';
import type { YamlReader } from './yaml-lines.js';

/**
 * Reads YAML of any layout, and tells the same as `readYamlLines` does of what package managers write; but of a map in braces
 * its keys, one by one. What is no YAML, and an alias, is unclear.
 */
export function readYamlTree(text: string, reader: YamlReader): void {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { schema: 'failsafe', lineCounter: lines });
  const keys: string[] = [];
  const lineOf = (offset = 0): number => lines.linePos(offset).line;

  const takePair = ({ key, value }: Pair): void => {
    if (!isScalar(key) || isAlias(value)) {
      reader.unclear(lineOf((key as { range?: readonly number[] } | null)?.range?.[0]));
      return;
    }
    keys.push(String(key.value));
    const [start = 0, end = 0] = key.range ?? [];
    const { line, col } = lines.linePos(start);
    const written = isScalar(value) && typeof value.value === 'string' ? value.value.trim() : '';
    reader.entry({ keys, value: written, line, column: col, endColumn: col + end - start });
    if (isMap(value)) takeMap(value);
    keys.pop();
  };
  const takeMap = (map: YAMLMap): void => {
    for (const pair of map.items) takePair(pair);
  };

  documents.forEach((document, index) => {
    if (index > 0) reader.nextDocument?.();
    for (const error of document.errors) reader.unclear(lineOf(error.pos[0]));
    if (isMap(document.contents)) takeMap(document.contents);
  });
}
