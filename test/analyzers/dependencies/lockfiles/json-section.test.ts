import { describe, expect, it } from '@jest/globals';
import { readSection } from '../../../../src/analyzers/dependencies/lockfiles/json-section.js';
import { LockfileError } from '../../../../src/analyzers/dependencies/package.js';

const read = (
  text: string,
): [key: string, value: unknown, line: number | undefined, column: number | undefined][] =>
  readSection(text, 'packages', (entries) =>
    Array.from(entries, ([key, value, place]): [string, unknown, number | undefined, number | undefined] => [
      key,
      value,
      place?.line,
      place?.column,
    ]),
  ).section ?? [];

const entries = (text: string): unknown[] => read(text).map(([key, value]) => [key, value]);

const lock = {
  name: 'web',
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { a: '1' } },
    'node_modules/a': {},
    'node_modules/b': { version: '1.0.0', funding: [{ url: '}' }], bin: { '    "node_modules/c": {': 'x' } },
    'node_modules/__proto__': { version: '2.0.0' },
  },
  dependencies: { a: {} },
};

describe('a section of thousands of objects', () => {
  it.each([2, 4, '\t', ' '])('is read the same with an indent of %j as on one line', (indent) => {
    const text = JSON.stringify(lock, null, indent);
    expect(entries(text)).toEqual(Object.entries(lock.packages));
    expect(entries(JSON.stringify(lock))).toEqual(Object.entries(lock.packages));
    const lines = text.split('\n');
    for (const [key, , line = 0, column = 0] of read(text))
      expect(lines[line - 1]?.slice(column - 1)).toMatch(new RegExp(`^"${key}": `));
  });

  const member = (name: string, value: string): string => `    "${name}": {\n      "v": "${value}"\n    }`;
  const of = (...members: string[]): string => `{\n  "packages": {\n${members.join(',\n')}\n  }\n}\n`;

  it.each([
    ['equal keys', of(member('a', '1'), member('b', '2'), member('a', '3'))],
    ['escaped keys', of(member('a', '1'), member('\\u0061', '2'))],
    ['keys that are numbers', of(member('b', '1'), member('7', '2'))],
    ['two sections', of(member('a', '1')).replace(/\n}\n$/, `,\n${of(member('b', '2')).slice(2)}`)],
    [
      'a section inside of another object',
      `{\n"in": {\n  "packages": {\n${member('a', '1')}\n  }\n}, "packages": {"b": {}}}`,
    ],
    ['a member that is no object', of(member('a', '1'), '    "b": 1')],
    ['a member that ends on its own line', of('    "a": { "in": {\n    }, "v": 1 }', member('b', '2'))],
    ['lines that end as on Windows', of(member('a', '1'), member('b', '2')).replaceAll('\n', '\r\n')],
    ['nothing in it', '{\n  "packages": {\n  }\n}\n'],
  ])('with %s is read as JSON.parse does', (_, text) => {
    const { packages } = JSON.parse(text) as { packages: Record<string, unknown> };
    const isObject = (value: unknown): boolean => typeof value === 'object';
    const expected = Object.entries(packages).map(([key, value]) => [
      key,
      isObject(value) ? value : undefined,
    ]);
    expect(entries(text)).toEqual(expected);
  });

  it.each([
    ['in a member', of(member('a', '1'), '    "b": {\n      "v": 1,\n    }')],
    ['between members', of(`${member('a', '1')}\n`, `    ,"b": {}`)],
    ['behind it', `${of(member('a', '1'))}}`],
    ['a missing end', of(member('a', '1')).slice(0, -4)],
  ])('that is no JSON %s is refused', (_, text) => {
    expect(() => read(text)).toThrow(LockfileError);
  });
});
