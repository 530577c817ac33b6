import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { isCollection, isMap, isScalar, LineCounter, parseDocument, Parser, type YAMLParseError } from 'yaml';
import { nestsDeeper } from '../model/nesting.js';

/** A parsed YAML or JSON text that knows its lines. */
export interface PositionedDocument {
  readonly value: unknown;
  /** The line of a key or of a list's entry, or of the nearest thing around it that has one. From 1. */
  lineOf(path: readonly PropertyKey[]): number;
}

export type ParsedDocument =
  { readonly document: PositionedDocument } | { readonly error: string; readonly line: number | undefined };

/** Parses JSON where the text begins as an object, else YAML. */
export function parsePositioned(text: string): ParsedDocument {
  if (text.length > maxLength)
    return failed(`it is longer than ${maxLength / 1_000_000} million characters.`);
  if (nestsDeeper(new Parser().parse(text), maxNesting)) return failed('it is nested too deep.');
  return /^\s*\{/.test(text) ? parseJson(text) : parseYaml(text);
}

/** Models of the tools are below 200 KB; bounds the parsers' work. Characters. */
const maxLength = 2_000_000;
const maxNesting = 100;
const maxAliases = 100;

function parseJson(text: string): ParsedDocument {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const lines = lineTable(text);
  const [first] = errors;
  if (!root || first)
    return failed(
      first ? `it is not valid JSON: ${printParseErrorCode(first.error)}.` : 'it is empty.',
      lines(first?.offset ?? 0),
    );
  return {
    document: {
      value: getNodeValue(root) as unknown,
      lineOf(path) {
        for (let length = path.length; length > 0; length--) {
          const node = findNodeAtLocation(root, toJsonPath(path.slice(0, length)));
          if (node) return lines(startOf(node));
        }
        return lines(root.offset);
      },
    },
  };
}

/** A property starts with its key. */
function startOf(node: Node): number {
  return node.parent?.type === 'property' ? node.parent.offset : node.offset;
}

function toJsonPath(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((part) => (typeof part === 'number' ? part : String(part)));
}

function parseYaml(text: string, repairs = maxRepairs): ParsedDocument {
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: counter, schema: 'core', prettyErrors: false });
    const [first] = document.errors;
    const mended = first && repairs > 0 ? mendQuoted(text, first, counter) : undefined;
    if (mended !== undefined) return parseYaml(mended, repairs - 1);
    if (first)
      return failed(`it is not valid YAML: ${sentence(first.message)}`, counter.linePos(first.pos[0]).line);
    const lineOfNode = (node: unknown): number | undefined =>
      (isScalar(node) || isCollection(node)) && node.range ? counter.linePos(node.range[0]).line : undefined;
    return {
      document: {
        value: document.toJS({ maxAliasCount: maxAliases }) as unknown,
        lineOf(path) {
          for (let length = path.length; length > 0; length--) {
            const at = path.slice(0, length);
            const parent = document.getIn(at.slice(0, -1), true);
            const key = isMap(parent)
              ? parent.items.find(
                  (pair) => isScalar(pair.key) && String(pair.key.value) === String(at.at(-1)),
                )?.key
              : undefined;
            const line = lineOfNode(key) ?? lineOfNode(document.getIn(at, true));
            if (line !== undefined) return line;
          }
          return lineOfNode(document.contents) ?? 1;
        },
      },
    };
  } catch (error) {
    if (error instanceof RangeError) return failed('it is nested too deep.');
    if (error instanceof ReferenceError) return failed('it expands too many YAML aliases.');
    throw error;
  }
}

/** Of lines of quoted texts. */
const maxRepairs = 20;

/**
 * Other parsers of YAML take a quoted text whose later lines are indented less than they have to be, and so does the
 * format's own example. Indents the first such line, so that lines keep their numbers.
 */
function mendQuoted(
  text: string,
  error: Pick<YAMLParseError, 'code' | 'message' | 'pos'>,
  counter: LineCounter,
): string | undefined {
  if (error.code !== 'MISSING_CHAR' || !error.message.includes('quote')) return undefined;
  const lines = text.split('\n');
  const { line } = counter.linePos(error.pos[0]);
  const next = lines[line];
  const indent = /^ */.exec(lines[line - 1] ?? '')?.[0] ?? '';
  if (next === undefined || next.startsWith(`${indent} `) || indent === '') return undefined;
  lines[line] = indent + next.trimStart();
  return lines.join('\n');
}

function lineTable(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function failed(error: string, line?: number): ParsedDocument {
  return { error, line };
}
