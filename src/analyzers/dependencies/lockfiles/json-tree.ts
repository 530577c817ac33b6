import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { LockfileError } from '../package.js';

export type { Node };

/**
 * Parses JSON, or with `isLenient` what also has comments and trailing commas, keeping the places of all values.
 *
 * @throws LockfileError where it is not that, or not an object.
 */
export function parseJsonTree(text: string, isLenient = false): Node {
  const errors: ParseError[] = [];
  const root = parse(text, errors, isLenient);
  const [error] = errors;
  if (error || !root) throw new LockfileError(describe(text, error));
  if (root.type !== 'object')
    throw new LockfileError('The file does not have the shape of a lockfile: it holds no object.');
  return root;
}

function parse(text: string, errors: ParseError[], isLenient: boolean): Node | undefined {
  try {
    return parseTree(text, errors, { allowTrailingComma: isLenient, disallowComments: !isLenient });
  } catch (error) {
    // The parser calls itself for each level.
    if (!(error instanceof RangeError)) throw error;
    throw new LockfileError('The file could not be read: it is nested too deeply.', { cause: error });
  }
}

function describe(text: string, error: ParseError | undefined): string {
  if (/^<{7} /m.test(text)) return 'The file could not be read: it holds a merge conflict.';
  const before = text.slice(0, error?.offset ?? 0).split('\n').length;
  const why = error ? `, line ${before}: ${printParseErrorCode(error.error)}` : '';
  return `The file could not be read: it is not valid JSON${why}.`;
}

/** A member of an object: its key, where that stands, and its value. */
export interface Member {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node;
}

/** The members of an object, in order; none of anything else. */
export function membersOf(node: Node | undefined): Member[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [keyNode, value] = [] }) =>
    keyNode && value ? [{ key: keyNode.value as string, keyNode, value }] : [],
  );
}

/** The value of a member; of equal keys the last counts, as for `JSON.parse`. */
export function memberOf(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  let at = node;
  for (const key of keys)
    at =
      at?.type === 'object'
        ? at.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1]
        : undefined;
  return at;
}

/** The elements of an array; none of anything else. */
export function elementsOf(node: Node | undefined): readonly Node[] {
  return node?.type === 'array' ? (node.children ?? []) : [];
}

/** The text of a string with something in it. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' && node.value !== '' ? (node.value as string) : undefined;
}

/** The value of a number, a string or a truth value. */
export function scalarOf(node: Node | undefined): unknown {
  return node && node.type !== 'object' && node.type !== 'array' ? getNodeValue(node) : undefined;
}
