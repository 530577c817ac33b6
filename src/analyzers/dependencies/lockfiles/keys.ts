import type { Place } from '../package.js';

/**
 * Finds the places of object keys in valid JSON, without building anything for the rest. `wanted` is asked for each key
 * of an object whose own key was wanted or followed; a key that is followed is entered but not kept.
 *
 * @param wanted told the keys above and the key; the same array each time.
 * @returns places by the keys above and the key, joined by a NUL; of equal keys the last, as `JSON.parse` keeps it.
 */
export function findKeys(
  text: string,
  wanted: (above: readonly string[], key: string) => 'keep' | 'follow' | 'skip',
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const above: string[] = [];
  const frames: Frame[] = [{ followed: true, isObject: false }];
  let pendingKey: string | undefined;
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const frame = frames[frames.length - 1] as Frame;
    if (code === newline) {
      line++;
      lineStart = at + 1;
    } else if (code === quote) {
      const end = endOfString(text, at);
      if (frame.isObject && frame.expectsKey) {
        frame.expectsKey = false;
        if (frame.followed) {
          const key = decode(text.slice(at, end + 1));
          const answer = wanted(above, key);
          pendingKey = answer === 'skip' ? undefined : key;
          if (answer === 'keep')
            places.set([...above, key].join('\0'), {
              line,
              column: at - lineStart + 1,
              endColumn: end - lineStart + 2,
            });
        }
      }
      at = end;
    } else if (code === openBrace || code === openBracket) {
      const entered = code === openBrace && (frames.length === 1 || pendingKey !== undefined);
      if (entered && pendingKey !== undefined) above.push(pendingKey);
      frames.push({
        followed: frame.followed && entered,
        isObject: code === openBrace,
        expectsKey: true,
        named: entered && pendingKey !== undefined,
      });
      pendingKey = undefined;
    } else if (code === closeBrace || code === closeBracket) {
      frames.pop();
      if (frame.named) above.pop();
    } else if (code === comma) {
      frame.expectsKey = true;
      pendingKey = undefined;
    }
  }
  return places;
}

interface Frame {
  readonly followed: boolean;
  readonly isObject: boolean;
  /** Its key was pushed on the keys above. */
  readonly named?: boolean;
  expectsKey?: boolean;
}

const newline = 10;
const quote = 34;
const comma = 44;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
  return slashes % 2 === 1;
}

function decode(literal: string): string {
  return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);
}
