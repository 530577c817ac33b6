import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import type { Lockfile } from '../../../../src/analyzers/dependencies/package.js';
import { find, readAt, sketch } from './support.js';

const read = (text: string) => readAt('web/pnpm-lock.yaml', text);

const version5 = `lockfileVersion: 5.4

specifiers:
  colour: ^1.0.0

dependencies:
  colour: 1.4.0_shade@2.0.0
devDependencies:
  old-tint: /tint/3.1.0

packages:

  /colour/1.4.0_shade@2.0.0:
    resolution: {integrity: sha512-AAAA}
    peerDependencies:
      shade: ^2.0.0
    dependencies:
      '@acme/shade': 2.0.0
    dev: false
    requiresBuild: true

  /@acme/shade/2.0.0:
    resolution: {integrity: sha512-BBBB}
    deprecated: >-
      use light
      instead
    dev: false

  /tint/3.1.0:
    resolution: {integrity: sha512-CCCC}
    dev: true

  git.example/acme/paint/0123456789012345678901234567890123456789:
    resolution: {commit: 0123456789012345678901234567890123456789, repo: https://git.example/acme/paint.git, type: git}
    name: paint
    version: 1.0.0
    optional: true

  file:vendor/brush.tgz:
    resolution: {integrity: sha512-DDDD, tarball: file:vendor/brush.tgz}
    name: brush
    version: 0.1.0
`;

const version9 = `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      colour:
        specifier: ^1.0.0
        version: 1.4.0(@acme/shade@2.0.0)
    devDependencies:
      old-tint:
        specifier: npm:tint@^3.0.0
        version: tint@3.1.0

packages:

  '@acme/shade@2.0.0':
    resolution: {integrity: sha512-BBBB}
    deprecated: 'use: light'

  colour@1.4.0:
    resolution: {integrity: sha512-AAAA, tarball: https://npm.acme.example/colour-1.4.0.tgz}

  tint@3.1.0:
    resolution: {integrity: sha512-CCCC}

  kit@https://files.example/kit.tgz:
    resolution: {tarball: https://files.example/kit.tgz}
    version: 4.0.0

snapshots:

  '@acme/shade@2.0.0':
    optional: true

  colour@1.4.0(@acme/shade@2.0.0):
    dependencies:
      '@acme/shade': 2.0.0

  tint@3.1.0: {}

  kit@https://files.example/kit.tgz: {}
`;

describe('pnpm-lock.yaml', () => {
  it('of version 5 is read with peers, sources, groups and ways', async () => {
    const lockfile = await read(version5);
    expect(sketch(lockfile)).toEqual([
      '13: colour 1.4.0 registry < colour',
      '22: @acme/shade 2.0.0 registry < colour > @acme/shade',
      '29: tint 3.1.0 registry [dev] < tint',
      '33: paint 1.0.0 git [optional] < nobody',
      '39: brush 0.1.0 file < nobody',
    ]);
    expect(find(lockfile, 'colour')).toMatchObject({
      hasInstallScript: true,
      integrity: 'sha512-AAAA',
      column: 3,
    });
    expect(find(lockfile, '@acme/shade')?.deprecated).toBe('use light\ninstead');
    expect(lockfile.problems).toEqual([]);
  });

  it('of version 9 is read with snapshots and aliases, and tells development from the importers', async () => {
    const lockfile = await read(version9);
    expect(sketch(lockfile)).toEqual([
      '17: @acme/shade 2.0.0 registry [optional] < colour > @acme/shade',
      '21: colour 1.4.0 registry < colour',
      '24: tint 3.1.0 registry [dev] < tint',
      '27: kit 4.0.0 http < nobody',
    ]);
    expect(find(lockfile, '@acme/shade')?.deprecated).toBe('use: light');
    expect(find(lockfile, 'colour')?.resolved).toBe('https://npm.acme.example/colour-1.4.0.tgz');
  });

  it('of two documents is read whole, pnpm itself for development', async () => {
    const tools = `---
lockfileVersion: '9.0'

importers:

  .:
    configDependencies: {}
    packageManagerDependencies:
      pnpm:
        specifier: 11.0.3
        version: 11.0.3

packages:

  pnpm@11.0.3:
    resolution: {integrity: sha512-EEEE}

snapshots:

  pnpm@11.0.3: {}

---
`;
    const lockfile = await read(tools + version9);
    expect(sketch(lockfile)[0]).toBe('15: pnpm 11.0.3 registry [dev] < pnpm');
    expect(sketch(lockfile)[2]).toBe('43: colour 1.4.0 registry < colour');
  });

  it('of version 6 holds the same packages as of version 9', async () => {
    const text = `lockfileVersion: '6.0'

dependencies:
  colour:
    specifier: ^1.0.0
    version: 1.4.0(@acme/shade@2.0.0)

packages:

  /@acme/shade@2.0.0:
    resolution: {integrity: sha512-BBBB}
    dev: false

  /colour@1.4.0(@acme/shade@2.0.0):
    resolution: {integrity: sha512-AAAA}
    dependencies:
      '@acme/shade': 2.0.0
    dev: false
`;
    const [six, nine] = [await read(text), await read(version9)];
    for (const { name, version, integrity } of six.packages)
      expect(find(nine, name)).toMatchObject({ version, integrity });
    expect(six.wayTo('/@acme/shade@2.0.0')).toEqual(['colour', '@acme/shade']);
  });

  it.each([
    ['of an unknown version', "lockfileVersion: '10.0'\n", 'version 10.0, which is not known'],
    ['without a version', 'packages:\n  a@1.0.0: {}\n', 'names no `lockfileVersion`'],
    ['with a merge conflict', '<<<<<<< ours\na: b\n', 'merge conflict'],
    ['that is no YAML', 'nothing of the kind', 'is not YAML as pnpm writes it'],
  ])('%s is not read', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it.each([
    ['an alias', '  colour@1.0.0: &a\n    resolution: {integrity: sha512-A}\n  tint@1.0.0: *a\n', 6],
    ['a map that is not closed', '  colour@1.0.0:\n    resolution: {integrity:\n      sha512-A\n', 7],
    ['no path of a package', '  colour:\n    resolution: {integrity: sha512-A}\n', 6],
  ])('says where %s was not understood', async (_, entry, line) => {
    const { problems } = await read(`lockfileVersion: '9.0'\n\nimporters: {}\n\npackages:\n${entry}`);
    expect(problems[0]).toMatchObject({ kind: 'incomplete', line });
  });

  it.each([
    ['5', version5],
    ['9', version9],
    ['9 with several documents', `---\n${version9}---\n${version9}`],
  ])('of version %s is read by the parser of YAML as it is line by line', async (_, text) => {
    const told = ({ packages, wayTo, problems }: Lockfile): unknown => [
      packages.map((found) => [
        { ...found, deprecated: found.deprecated?.replace(/\s+/g, ' ') },
        wayTo(found.path),
      ]),
      problems,
    ];
    // A line that pnpm does not write.
    expect(told(await read(`${text}odd: {a:\n  b}\n`))).toEqual(told(await read(text)));
  });

  it('that somebody laid out otherwise holds the same packages', async () => {
    const known = await read(version9);
    for (const flow of [true, false]) {
      const other = stringify(parse(version9), { collectionStyle: flow ? 'flow' : 'any', lineWidth: 40 });
      const lockfile = await read(other);
      expect(lockfile.problems).toEqual([]);
      expect(
        lockfile.packages.map(({ name, version, groups, integrity }) => [name, version, groups, integrity]),
      ).toEqual(
        known.packages.map(({ name, version, groups, integrity }) => [name, version, groups, integrity]),
      );
    }
  });

  it('that is empty holds no packages', async () => {
    expect((await read('# nothing yet\n')).packages).toEqual([]);
  });
});
