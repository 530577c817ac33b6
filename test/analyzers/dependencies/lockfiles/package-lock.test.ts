import { describe, expect, it } from '@jest/globals';
import {
  packageLock,
  parsePackageLock,
} from '../../../../src/analyzers/dependencies/lockfiles/package-lock.js';

const places = (text: string): unknown[] =>
  parsePackageLock(text).packages.map(({ name, version, line, kind, groups }) => [
    name,
    version,
    line,
    kind,
    ...groups,
  ]);

describe('paths', () => {
  it.each([
    ['package-lock.json', true],
    ['web/npm-shrinkwrap.json', true],
    ['my-package-lock.json', false],
    ['package-lock.json.orig', false],
  ])('%s is a lockfile of npm: %s', (path, expected) => {
    expect(packageLock.matches(path)).toBe(expected);
  });
});

describe('version 1', () => {
  const text = `{
  "lockfileVersion": 1,
  "dependencies": {
    "chalk": {
      "version": "2.4.2",
      "dev": true,
      "requires": { "color": "^1.0.0" },
      "dependencies": {
        "color": {
          "version": "1.9.3",
          "dev": true
        }
      }
    },
    "color": { "version": "npm:@scope/colour@4.2.0", "optional": true },
    "local": { "version": "file:vendor/local", "bundled": true },
    "forked": { "version": "git+ssh://git@git.example/a/forked.git#abc" },
    "tarball": { "version": "https://files.example/tarball-1.0.0.tgz" },
    "short": { "version": "github:acme/short#abc" }
  }
}`;

  it('is read with lines, nesting, aliases, groups and sources', () => {
    expect(places(text)).toEqual([
      ['chalk', '2.4.2', 4, 'registry', 'dev'],
      ['@scope/colour', '4.2.0', 15, 'registry', 'optional'],
      ['local', '', 16, 'file', 'bundled'],
      ['forked', '', 17, 'git'],
      ['tarball', '', 18, 'http'],
      ['short', '', 19, 'git'],
      ['color', '1.9.3', 9, 'registry', 'dev'],
    ]);
  });

  it('resolves requirements as Node.js does, the nearest folder first', () => {
    const lockfile = parsePackageLock(text);
    expect(lockfile.wayTo('node_modules/chalk/node_modules/color')).toEqual(['chalk', 'color']);
  });
});

describe('versions 2 and 3', () => {
  const text = `{
  "lockfileVersion": 3,
  "packages": {
    "": { "workspaces": ["packages/*"], "dependencies": { "@acme/web": "*" }, "devDependencies": { "quoted\\"name": "1" } },
    "packages/web": { "name": "@acme/web", "version": "1.0.0", "dependencies": { "color": "^1" } },
    "node_modules/@acme/web": { "resolved": "packages/web", "link": true },
    "node_modules/color": { "version": "2.0.0", "peer": true },
    "packages/web/node_modules/color": { "version": "1.9.3",
      "inBundle": true, "devOptional": true },
    "node_modules/quoted\\"name": { "version": "1.0.0" },
    "node_modules/orphan": {}
  },
  "dependencies": { "color": { "version": "9.9.9" } }
}`;

  it('are read from the flat list alone, with workspaces and links told apart', () => {
    expect(places(text)).toEqual([
      ['@acme/web', '1.0.0', 5, 'workspace'],
      ['@acme/web', '', 6, 'link'],
      ['color', '2.0.0', 7, 'registry', 'peer'],
      ['color', '1.9.3', 8, 'registry', 'bundled', 'dev', 'optional'],
      ['quoted"name', '1.0.0', 10, 'registry'],
      ['orphan', '', 11, 'registry'],
    ]);
  });

  it('tell the way to a package, from the workspace that needs it', () => {
    const lockfile = parsePackageLock(text);
    expect(lockfile.wayTo('packages/web/node_modules/color')).toEqual(['color']);
    expect(lockfile.wayTo('node_modules/quoted"name')).toEqual(['quoted"name']);
    expect(lockfile.wayTo('node_modules/orphan')).toEqual([]);
  });

  it('give columns of the key, for an entry on any line', () => {
    const [first] = parsePackageLock(
      '{"lockfileVersion":3,"packages":{"node_modules/a":{"version":"1.0.0"}}}',
    ).packages;
    expect(first).toMatchObject({ line: 1, column: 34, endColumn: 50 });
  });
});

it('reads two megabytes in a small multiple of the time of bare parsing', () => {
  const packages: Record<string, unknown> = { '': { dependencies: { p0: '1' } } };
  for (let index = 0; index < 6000; index++)
    packages[`node_modules/p${index}`] = {
      version: '1.0.0',
      resolved: `https://registry.example/p${index}/-/p${index}-1.0.0.tgz`,
      integrity: `sha512-${'A'.repeat(86)}==`,
      dependencies: { [`p${index + 1}`]: '^1.0.0' },
      engines: { node: '>=18' },
    };
  const text = JSON.stringify({ lockfileVersion: 3, packages }, null, 2);
  expect(text.length).toBeGreaterThan(1_800_000);
  // Processor time, which other tests do not add to, as a multiple of what bare parsing takes; the best of five.
  const timeOf = (work: () => void): number => {
    const before = process.cpuUsage().user;
    work();
    return process.cpuUsage().user - before;
  };
  const ratios = [1, 2, 3, 4, 5].map(() => {
    const bare = timeOf(() => void JSON.parse(text));
    const whole = timeOf(() => {
      const lockfile = parsePackageLock(text);
      expect(lockfile.wayTo('node_modules/p5999')).toHaveLength(6000);
      expect(lockfile.packages).toHaveLength(6000);
    });
    return whole / bare;
  });
  expect(Math.min(...ratios)).toBeLessThan(12);
});
