import type { Place } from '../package.js';
import { parseJson, recordIn, type Record, recordOf } from './json.js';
import { findKeys } from './keys.js';

/** A member of a section: its key, its value where that is an object, and where the key stands. */
export type Entry = readonly [key: string, value: Record | undefined, place: Place | undefined];

/** A JSON object; what stands in it for the section is of no use. */
export interface Sectioned<T> {
  readonly root: Record;
  /** What was made of the section; undefined where the object has none. */
  readonly section: T | undefined;
}

/**
 * Reads a JSON object, most of which is one member with thousands of objects. Where the text is laid out as `JSON.stringify`
 * does, each of these is parsed when it is its turn and need not be kept, which takes half of the time.
 *
 * @param make gets the section's entries in the order of `Object.entries`. It can be called twice; what it made first is
 *   then dropped.
 * @throws LockfileError where the text is not JSON, or not an object.
 */
export function readSection<T>(
  text: string,
  section: string,
  make: (entries: Iterable<Entry>) => T,
): Sectioned<T> {
  return readLaidOut(text, section, make) ?? readWhole(text, section, make);
}

function readWhole<T>(text: string, section: string, make: (entries: Iterable<Entry>) => T): Sectioned<T> {
  const root = parseJson(text);
  const members = recordIn(root, section);
  if (!members) return { root, section: undefined };
  const places = findKeys(text, (above, key) =>
    above.length === 0 ? (key === section ? 'follow' : 'skip') : above.length === 1 ? 'keep' : 'skip',
  );
  const toEntry = ([key, value]: [string, unknown]): Entry => [
    key,
    recordOf(value),
    places.get(`${section}\0${key}`),
  ];
  return { root, section: make(Object.entries(members).map(toEntry)) };
}

/**
 * If all keys and values of the section are JSON, and so is the text without them, then so is the text. Undefined where
 * it is not, or is laid out otherwise.
 */
function readLaidOut<T>(
  text: string,
  section: string,
  make: (entries: Iterable<Entry>) => T,
): Sectioned<T> | undefined {
  const heading = text.indexOf(`"${section}": {\n`);
  const indent = text.slice(text.lastIndexOf('\n', heading), heading);
  if (heading < 0 || !/^\n[ \t]{1,16}$/.test(indent)) return undefined;
  const start = text.indexOf('\n', heading);
  const end = { at: start };
  try {
    const made = make(membersOf(text, indent + indent.slice(1), end));
    const rest = text.slice(end.at);
    const root = recordOf(JSON.parse(text.slice(0, start) + rest));
    const left = root && recordIn(root, section);
    // Of equal members the last one counts.
    const isOther = !left || Object.keys(left).length > 0 || rest.includes(`"${section}"`);
    return isOther ? undefined : { root, section: made };
  } catch {
    // Whatever is wrong with it, the whole text tells better.
    return undefined;
  }
}

/** @throws SyntaxError where the members are not laid out line by line, or have keys that are not in the order of the text. */
function* membersOf(text: string, indent: string, end: { at: number }): Generator<Entry> {
  const begin = `${indent}"`;
  const close = `${indent}}`;
  const seen = new Set<string>();
  let line = countLines(text, 0, end.at) + 1;
  for (let at = end.at; ; at++) {
    const keyStart = at + begin.length;
    const keyEnd = text.indexOf('"', keyStart);
    const start = keyEnd + '": '.length;
    if (!text.startsWith(begin, at) || !text.startsWith('": {', keyEnd)) throw new SyntaxError(section);
    const isEmpty = text.charCodeAt(start + 1) === closeBrace;
    const last = isEmpty ? start + 1 : text.indexOf(close, start) + indent.length;
    const key = text.slice(keyStart, keyEnd);
    if (last <= start || !plainKey.test(key) || seen.has(key)) throw new SyntaxError(section);
    seen.add(key);
    line++;
    const place = { line, column: keyStart - 1 - at, endColumn: keyEnd + 1 - at };
    yield [key, recordOf(JSON.parse(text.slice(start, last + 1))), place];
    line += countLines(text, start, last);
    at = last + 1;
    if (text.charCodeAt(at) !== comma) {
      end.at = at;
      return;
    }
  }
}

const section = 'The section is laid out otherwise.';
const comma = 44;
const closeBrace = 125;

/** Without escapes, and no number, which objects put first. */
// eslint-disable-next-line no-control-regex -- JSON has none of them in a key
const plainKey = /^(?!\d)[^"\\\x00-\x1f]*$/;

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
