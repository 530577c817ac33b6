import { describe, expect, it } from '@jest/globals';
import {
  type Advisories,
  advisorySchema,
} from '../../../../src/analyzers/dependencies/advisories/advisory.js';
import { createDependenciesAnalyzer } from '../../../../src/analyzers/dependencies/analyzer.js';
import { formatOf } from '../../../../src/analyzers/dependencies/lockfiles/read.js';
import { defaultConfig } from '../../../../src/config/schema.js';
import { review } from '../../../../src/review.js';
import { fakeSource } from '../../../support/fake-source.js';
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

const unchanged: [string, string, string, string][] = [
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
  ['of lines, in pnpm-lock.yaml', 'pnpm-lock.yaml', pnpmLock(9, names), pnpmLock(9, names, '# moved\n\n\n')],
  [
    'of line ends, in pnpm-lock.yaml',
    'pnpm-lock.yaml',
    pnpmLock(9, names),
    pnpmLock(9, names).replaceAll('\n', '\r\n'),
  ],
];

const yarn = (order: readonly string[]): string =>
  `# yarn lockfile v1\n\n\n${order
    .map(
      (name) =>
        `${name}@^1.0.0:\n  version "1.0.0"\n  resolved "${resolved(name)}"\n  integrity ${integrity(name)}\n`,
    )
    .join('\n')}`;
const berry = (order: readonly string[], version = 8): string =>
  `__metadata:\n  version: ${version}\n  cacheKey: 10\n\n${order
    .map(
      (name) =>
        `"${name}@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "${name}@npm:1.0.0"\n  checksum: 10/${Buffer.from(name.repeat(20)).toString('hex').slice(0, 128)}\n  languageName: node\n  linkType: hard\n`,
    )
    .join('\n')}`;
const cargo = (order: readonly string[], version = 4): string =>
  `version = ${version}\n\n${order
    .map(
      (name) =>
        `[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = "registry+https://index.example/crates"\nchecksum = "${'a'.repeat(64)}"\n`,
    )
    .join('\n')}`;
const poetry = (order: readonly string[], isOld = false): string =>
  `${order
    .map(
      (name) =>
        `[[package]]\nname = "${name}"\nversion = "1.0.0"\ndescription = ""\noptional = false\npython-versions = ">=3.8"\n${isOld ? '' : 'groups = ["main"]\n'}files = [\n    {file = "${name}-1.0.0.tar.gz", hash = "sha256:${'b'.repeat(64)}"},\n]\n`,
    )
    .join(
      '\n',
    )}\n[metadata]\nlock-version = "${isOld ? '2.0' : '2.1'}"\npython-versions = "^3.9"\ncontent-hash = "c"\n`;
const gems = (order: readonly string[], sums = ''): string =>
  `GEM\n  remote: https://gems.example/\n  specs:\n${order.map((name) => `    ${name} (1.0.0)\n`).join('')}\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n${order.map((name) => `  ${name}\n`).join('')}${sums}\nBUNDLED WITH\n   2.5.0\n`;
const composer = (order: readonly string[], more = {}): string =>
  JSON.stringify(
    {
      packages: order.map((name) => ({
        name: `acme/${name}`,
        version: '1.0.0',
        dist: { type: 'zip', url: `https://code.acme.example/${name}.zip`, shasum: '' },
        ...more,
      })),
      'packages-dev': [],
    },
    null,
    4,
  );

/** What differs between these is what formats keep of a package, not the packages. */
const renewed: [string, string, string, string][] = [
  ['of the order, in yarn.lock', 'yarn.lock', yarn(names), yarn(reversed)],
  ['from Yarn 1 to 4', 'yarn.lock', yarn(names), berry(reversed)],
  ['from Yarn 3 to 4', 'yarn.lock', berry(names, 6), berry(names, 8).replaceAll('10/', '10c0/')],
  ['of the order, in Cargo.lock', 'Cargo.lock', cargo(names, 3), cargo(reversed, 4)],
  ['from Poetry 1 to 2', 'poetry.lock', poetry(names, true), poetry(reversed)],
  [
    'of checksums, in Gemfile.lock',
    'Gemfile.lock',
    gems(names),
    gems(
      reversed,
      `\nCHECKSUMS\n${names.map((name) => `  ${name} (1.0.0) sha256=${'d'.repeat(64)}\n`).join('')}`,
    ),
  ],
  [
    'of the order, in composer.lock',
    'composer.lock',
    composer(names),
    composer(reversed, { time: '2026-01-01' }),
  ],
  [
    'of the order, in go.sum',
    'go.sum',
    names.map((name) => `${name}.example/a v1.0.0 h1:aa=\n`).join(''),
    reversed.map((name) => `${name}.example/a v1.0.0 h1:aa=\n`).join(''),
  ],
];

describe('a change that changes no package', () => {
  it.each(unchanged)('%s gives the same packages', async (_, path, before, after) => {
    const base = await substance(path, before);
    expect(base).toHaveLength(names.length);
    expect(await substance(path, after)).toEqual(base);
  });

  it.each([...unchanged, ...renewed])('%s is no news', async (_, path, before, after) => {
    const advisories = affectingAll();
    const report = await review(fakeSource({ base: { [path]: before }, head: { [path]: after } }), {
      analyzers: [createDependenciesAnalyzer({ advisories })],
      config: defaultConfig,
      today: '2026-11-27',
    });
    expect(formatOf(path)).toBeDefined();
    expect(report.findings).toEqual([]);
    expect(report.fixed).toEqual([]);
    expect(report.problems).toEqual([]);
    expect(advisories.asked).toBe(path === 'go.sum' ? 0 : names.length);
  });

  it('shows what it would find, were it new', async () => {
    const head = { 'package-lock.json': packageLock(3, names) };
    const report = await review(fakeSource({ base: {}, head }), {
      analyzers: [createDependenciesAnalyzer({ advisories: affectingAll() })],
      config: defaultConfig,
      today: '2026-11-27',
    });
    expect(report.findings).toHaveLength(names.length);
  });
});

/** An advisory for each package that is asked for. */
function affectingAll(): Advisories & { asked: number } {
  const advisories = {
    asked: 0,
    find: async (packages: Parameters<Advisories['find']>[0]) => {
      advisories.asked += packages.length;
      const records = packages.map((of) => [
        advisorySchema.parse({
          id: `A-${of.name}`,
          affected: [
            {
              package: of,
              ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
            },
          ],
        }),
      ]);
      return { records, problems: [] };
    },
  };
  return advisories;
}
