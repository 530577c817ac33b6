import { LockfileError } from '../package.js';

export type Record = Readonly<globalThis.Record<string, unknown>>;

/** @throws LockfileError where it is not JSON, or not an object. */
export function parseJson(text: string): Record {
  const value = recordOf(parse(text));
  if (!value) throw new LockfileError('The file does not have the shape of a lockfile: it holds no object.');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = /^<{7} /m.test(text) ? 'it holds a merge conflict' : 'it is not valid JSON';
    throw new LockfileError(`The file could not be read: ${why}.`, { cause: error });
  }
}

/** Undefined where it is no object with members. */
export function recordOf(value: unknown): Record | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record) : undefined;
}

/** A member that is an object with members. `JSON.parse` makes `__proto__` a member like any other. */
export function recordIn(record: Record, key: string): Record | undefined {
  return Object.hasOwn(record, key) ? recordOf(record[key]) : undefined;
}

/** A member that is a text with something in it. */
export function textIn(record: Record, key: string): string | undefined {
  const value = Object.hasOwn(record, key) ? record[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
