import { type AST, getStaticTOMLValue, ParseError, parseTOML } from 'toml-eslint-parser';
import { LockfileError, type Place } from '../package.js';

/** A TOML file as a list of tables, in order, each with its own members only. */
export interface Toml {
  /** The first has no name: it holds what stands before the others. */
  readonly tables: readonly Table[];
  find(name: string): Table | undefined;
}

export interface Table {
  /** With dots, without the numbers of arrays: `package.dependencies`. */
  readonly name: string;
  /** Which element of the array that its name begins with; -1 where there is none. */
  readonly index: number;
  readonly members: ReadonlyMap<string, TomlMember>;
}

export interface TomlMember {
  readonly value: unknown;
  /** From the key to the end of the value, on the key's line. */
  readonly place: Place;
  /** Of the value, where it is text: what stands between the quotes. */
  readonly textPlace: Place | undefined;
}

/** @throws LockfileError where it is not TOML. */
export function parseToml(text: string): Toml {
  const { body } = parse(text).body[0];
  const pairs = body.filter((node) => node.type === 'TOMLKeyValue');
  const root: Table = { name: '', index: -1, members: membersOf(pairs) };
  const tables = [root, ...body.filter((node) => node.type === 'TOMLTable').map(toTable)];
  return { tables, find: (name) => tables.find((table) => table.name === name) };
}

function parse(text: string): AST.TOMLProgram {
  try {
    // Its dates are objects of its own, which nothing here looks at.
    return parseTOML(text, { tomlVersion: '1.1' });
  } catch (error) {
    if (error instanceof RangeError)
      throw new LockfileError('The file could not be read: it is nested too deeply.', { cause: error });
    if (!(error instanceof ParseError)) throw error;
    const why = /^<{7} /m.test(text)
      ? 'it holds a merge conflict'
      : `it is not valid TOML, line ${error.lineNumber}`;
    throw new LockfileError(`The file could not be read: ${why}.`, { cause: error });
  }
}

function toTable({ resolvedKey, body }: AST.TOMLTable): Table {
  return {
    name: resolvedKey.filter((part) => typeof part === 'string').join('.'),
    index: resolvedKey.find((part) => typeof part === 'number') ?? -1,
    members: membersOf(body),
  };
}

function membersOf(pairs: readonly AST.TOMLKeyValue[]): Map<string, TomlMember> {
  return new Map(
    pairs.map((pair) => {
      const key = pair.key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value)).join('.');
      return [key, toMember(pair)];
    }),
  );
}

function toMember({ value, loc }: AST.TOMLKeyValue): TomlMember {
  const isText = value.type === 'TOMLValue' && value.kind === 'string' && !value.multiline;
  const { start, end } = value.loc;
  return {
    get value() {
      return getStaticTOMLValue(value);
    },
    place: {
      line: loc.start.line,
      column: loc.start.column + 1,
      endColumn: (end.line === loc.start.line ? end.column : start.column) + 1,
    },
    textPlace: isText ? { line: start.line, column: start.column + 2, endColumn: end.column } : undefined,
  };
}

/** The text of a member, where it is one with something in it. */
export function textIn(table: Table | undefined, key: string): string | undefined {
  const value = table?.members.get(key)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The elements of a list; none of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The members of a table written in braces, or of any object; none of anything else. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
