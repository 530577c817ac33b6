import { describe, expect, it } from '@jest/globals';
import { readAt } from './support.js';

/** What findings are made of; not where it stands, nor what the lockfile calls the place. */
async function substance(path: string, text: string): Promise<string[]> {
  const lockfile = await readAt(path, text);
  expect(lockfile.problems).toEqual([]);
  return lockfile.packages
    .map(({ name, version, kind, integrity, groups, resolved, alias, path: place }) =>
      JSON.stringify({ name, version, kind, integrity, groups, resolved, alias, way: lockfile.wayTo(place) }),
    )
    .sort();
}

const names = ['colour', 'shade', 'tint', 'wax'];
const integrity = (name: string): string =>
  `sha512-${Buffer.from(name.repeat(12)).toString('base64').slice(0, 64)}`;
const resolved = (name: string): string => `https://npm.acme.example/${name}/-/${name}-1.0.0.tgz`;

function packageLock(version: number, order: readonly string[]): string {
  const entry = (name: string): object => ({
    version: '1.0.0',
    resolved: resolved(name),
    integrity: integrity(name),
  });
  const flat = Object.fromEntries(order.map((name) => [`node_modules/${name}`, entry(name)]));
  const dependencies = Object.fromEntries(order.map((name) => [name, entry(name)]));
  const root = { name: 'shop', dependencies: Object.fromEntries(order.map((name) => [name, '^1.0.0'])) };
  return JSON.stringify(
    {
      lockfileVersion: version,
      ...(version > 1 && { packages: { '': root, ...flat } }),
      ...(version < 3 && { dependencies }),
    },
    null,
    2,
  );
}

function pnpmLock(version: 6 | 9, order: readonly string[], head = ''): string {
  const wanted = order.map((name) => `${name}:\n@specifier: ^1.0.0\n@version: 1.0.0`);
  const indent = (by: number): string =>
    wanted.join('\n').replaceAll('@', '  ').replace(/^/gm, ' '.repeat(by));
  const mark = version === 6 ? '/' : '';
  const dev = version === 6 ? '\n    dev: false' : '';
  const entries = order.map(
    (name) => `  ${mark}${name}@1.0.0:\n    resolution: {integrity: ${integrity(name)}}${dev}\n`,
  );
  const roots =
    version === 6 ? `dependencies:\n${indent(2)}` : `importers:\n\n  .:\n    dependencies:\n${indent(6)}`;
  const snapshots =
    version === 6 ? '' : `\nsnapshots:\n\n${order.map((name) => `  ${name}@1.0.0: {}\n`).join('\n')}`;
  return `${head}lockfileVersion: '${version}.0'\n\n${roots}\n\npackages:\n\n${entries.join('\n')}${snapshots}`;
}

const reversed = [...names].reverse();

describe('a change that changes no package', () => {
  it.each([
    [
      'of the order, in package-lock.json',
      'package-lock.json',
      packageLock(3, names),
      packageLock(3, reversed),
    ],
    ['of the format from 1 to 2', 'package-lock.json', packageLock(1, names), packageLock(2, names)],
    ['of the format from 2 to 3', 'package-lock.json', packageLock(2, names), packageLock(3, reversed)],
    [
      'of layout alone',
      'package-lock.json',
      packageLock(3, names),
      packageLock(3, names).replaceAll('\n', '\n\n'),
    ],
    [
      'of line ends',
      'package-lock.json',
      packageLock(3, names),
      packageLock(3, names).replaceAll('\n', '\r\n'),
    ],
    ['of the order, in pnpm-lock.yaml', 'pnpm-lock.yaml', pnpmLock(9, names), pnpmLock(9, reversed)],
    ['of the format from pnpm 6 to 9', 'pnpm-lock.yaml', pnpmLock(6, names), pnpmLock(9, reversed)],
    [
      'of lines, in pnpm-lock.yaml',
      'pnpm-lock.yaml',
      pnpmLock(9, names),
      pnpmLock(9, names, '# moved\n\n\n'),
    ],
    [
      'of line ends, in pnpm-lock.yaml',
      'pnpm-lock.yaml',
      pnpmLock(9, names),
      pnpmLock(9, names).replaceAll('\n', '\r\n'),
    ],
  ])('%s gives the same packages', async (_, path, before, after) => {
    const base = await substance(path, before);
    expect(base).toHaveLength(names.length);
    expect(await substance(path, after)).toEqual(base);
  });
});
