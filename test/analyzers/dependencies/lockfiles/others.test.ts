import { describe, expect, it } from '@jest/globals';
import { find, readAt, sketch } from './support.js';

describe('go.mod', () => {
  const text = `module acme.example/shop

go 1.22

toolchain go1.23.4

require acme.example/colour v1.4.0 // a comment

require (
	acme.example/shade/v2 v2.0.0 // indirect
	"acme.example/tint" v0.0.0-20240102030405-0123456789ab
	acme.example/paint v1.0.0
)

replace (
	acme.example/paint => ./paint
	acme.example/tint => fork.example/tint v3.1.0
)

exclude acme.example/colour v1.3.0
`;

  it('is read with replacements, the toolchain, and what is direct', async () => {
    const lockfile = await readAt('go.mod', text);
    expect(sketch(lockfile)).toEqual([
      '7: acme.example/colour 1.4.0 registry < acme.example/colour',
      '10: acme.example/shade/v2 2.0.0 registry',
      '17: fork.example/tint 3.1.0 registry < fork.example/tint',
      '16: ./paint - link < ./paint',
      '5: stdlib 1.23.4 registry < stdlib',
    ]);
    expect(find(lockfile, 'acme.example/colour')?.versionPlace).toEqual({
      line: 7,
      column: 29,
      endColumn: 35,
    });
  });

  it('takes the version of the language for the least toolchain, and says what an old one leaves out', async () => {
    const lockfile = await readAt('go.mod', 'module a\ngo 1.16\nrequire b.example/b v1.0.0\n');
    expect(sketch(lockfile)[1]).toBe('2: stdlib 1.16 (>=1.16) registry < stdlib');
    expect(lockfile.problems[0]?.message).toMatch(/^Before Go 1.17/);
  });

  it('says what it does not understand', async () => {
    await expect(readAt('go.mod', 'some text\n')).rejects.toThrow('not one of a Go module');
    expect((await readAt('go.mod', 'module a\nrequest b v1\n')).problems).toEqual([
      expect.objectContaining({ kind: 'incomplete', line: 2 }),
    ]);
  });
});

it('go.sum keeps hashes of modules that need not be used', async () => {
  const text = 'b.example/b v1.0.0 h1:aa=\nb.example/b v1.0.0/go.mod h1:bb=\nbroken\n';
  const { packages, problems } = await readAt('go.sum', text);
  expect(packages).toEqual([
    expect.objectContaining({ version: '1.0.0', integrity: 'h1:aa=', isRecordOnly: true }),
  ]);
  expect(problems).toEqual([expect.objectContaining({ kind: 'incomplete', line: 3 })]);
});

it('go.sum tells what is used where go.mod does not: the greatest version of what that does not name', async () => {
  const text = [
    'b.example/b v1.0.0 h1:aa=',
    'c.example/c v1.9.0 h1:cc=',
    'c.example/c v1.10.0 h1:dd=',
    'c.example/c v1.11.0/go.mod h1:ee=',
  ].join('\n');
  const used = async (version: string): Promise<string[]> => {
    const manifest = `module a\n${version}\nrequire b.example/b v1.0.0\n`;
    const { packages } = await readAt('x/go.sum', text, { 'x/go.mod': manifest });
    return packages.flatMap((one) => (one.isRecordOnly === true ? [] : [`${one.name} ${one.version}`]));
  };
  expect(await used('go 1.16')).toEqual(['c.example/c 1.10.0']);
  expect(await used('')).toEqual(['c.example/c 1.10.0']);
  expect(await used('go 1.17')).toEqual([]);
  expect(await used('go 1.24.0')).toEqual([]);
  const beside = await readAt('go.mod', 'module a\ngo 1.16\nrequire b.example/b v1.0.0\n', {
    'go.sum': text,
  });
  expect(beside.problems).toEqual([]);
});

it('Cargo.lock is read with sources, hashes and ways', async () => {
  const text = `version = 4

[[package]]
name = "colour"
version = "1.4.0"
source = "registry+https://index.example/crates"
checksum = "aa"
dependencies = ["shade 2.0.0"]

[[package]]
name = "shade"
version = "1.0.0"
source = "git+https://git.example/acme/shade#0123456"

[[package]]
name = "shade"
version = "2.0.0"
source = "registry+https://index.example/crates"

[[package]]
name = "shop"
version = "0.1.0"
dependencies = ["colour"]
`;
  const lockfile = await readAt('Cargo.lock', text);
  expect(sketch(lockfile)).toEqual([
    '4: colour 1.4.0 registry < colour',
    '11: shade 1.0.0 git < nobody',
    '16: shade 2.0.0 registry < colour > shade',
    '21: shop 0.1.0 workspace < nobody',
  ]);
  expect(find(lockfile, 'colour')?.integrity).toBe('sha256:aa');
  await expect(readAt('Cargo.lock', 'version = 9\n')).rejects.toThrow('version 9, which is not known');
});

it('Gemfile.lock is read with sources, platforms, hashes and ways', async () => {
  const text = `GIT
  remote: https://git.example/acme/paint.git
  revision: 0123456
  specs:
    paint (1.0.0)

PATH
  remote: .
  specs:
    shop (0.1.0)

GEM
  remote: https://gems.example/
  specs:
    colour (1.4.0-x86_64-linux)
      shade (~> 2.0)
    shade (2.0.0)
    nameless

PLATFORMS
  x86_64-linux

DEPENDENCIES
  colour (~> 1.0)
  paint!

CHECKSUMS
  shade (2.0.0) sha256=aa

BUNDLED WITH
   2.5.0
`;
  const lockfile = await readAt('gems.locked', text);
  expect(sketch(lockfile)).toEqual([
    '5: paint 1.0.0 git < paint',
    '10: shop 0.1.0 workspace < nobody',
    '15: colour 1.4.0 registry < colour',
    '17: shade 2.0.0 registry < colour > shade',
  ]);
  expect(find(lockfile, 'shade')).toMatchObject({ integrity: 'sha256:aa', column: 5, endColumn: 10 });
  expect(lockfile.problems).toEqual([expect.objectContaining({ kind: 'notice', line: 18 })]);
  await expect(readAt('Gemfile.lock', 'some text')).rejects.toThrow('has none of its sections');
});

it('composer.lock is read with licences, abandonment and ways', async () => {
  const text = `{
  "packages": [
    {
      "name": "Acme/Colour", "version": "v1.4.0", "license": ["MIT", "GPL-2.0-or-later"],
      "require": { "php": ">=8", "acme/shade": "^2" },
      "dist": { "type": "zip", "url": "https://files.example/colour.zip", "reference": "ab12", "shasum": "aa" }
    },
    { "name": "acme/shade", "version": "2.0.0", "abandoned": "acme/light", "dist": { "type": "path", "url": "../shade" } }
  ],
  "packages-dev": [{ "name": "acme/tint", "version": "3.1.0", "source": { "type": "git", "url": "https://git.example/tint.git" } }]
}`;
  const lockfile = await readAt('composer.lock', text, {
    'composer.json': '{"require":{"acme/colour":"^1"}}',
  });
  expect(sketch(lockfile)).toEqual([
    '4: acme/colour v1.4.0 registry < acme/colour',
    '8: acme/shade 2.0.0 link < acme/colour > acme/shade',
    '10: acme/tint 3.1.0 git [dev] < nobody',
  ]);
  expect(find(lockfile, 'acme/colour')).toMatchObject({
    license: 'MIT OR GPL-2.0-or-later',
    integrity: 'sha1:aa',
    commit: 'ab12',
  });
  expect(find(lockfile, 'acme/shade')?.deprecated).toBe('abandoned; its makers recommend acme/light');
  await expect(readAt('composer.lock', '{"name": "x"}')).rejects.toThrow('has no list of packages');
});

describe('pom.xml', () => {
  const parent = `<project><groupId>acme</groupId><artifactId>parent</artifactId><version>7</version>
  <properties><tint.version>3.1.0</tint.version></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>acme</groupId><artifactId>shade</artifactId><version>2.0.0</version><scope>test</scope></dependency>
  </dependencies></dependencyManagement></project>`;
  const text = `<?xml version="1.0"?>
<project>
  <parent><groupId>acme</groupId><artifactId>parent</artifactId><version>7</version></parent>
  <artifactId>shop</artifactId>
  <properties><a>\${b}</a><b>\${a}</b></properties>
  <dependencies>
    <dependency>
      <groupId>\${project.groupId}</groupId><artifactId>colour</artifactId>
      <version>1.4.0</version>
    </dependency>
    <dependency><groupId>acme</groupId><artifactId>shade</artifactId></dependency>
    <dependency><groupId>acme</groupId><artifactId>tint</artifactId><version>\${tint.version}</version></dependency>
    <dependency><groupId>acme</groupId><artifactId>wax</artifactId><version>[1.2,2)</version></dependency>
    <dependency><groupId>acme</groupId><artifactId>circle</artifactId><version>\${a}</version></dependency>
    <dependency><artifactId>nobody</artifactId></dependency>
  </dependencies>
  <build><plugins><plugin><artifactId>x</artifactId></plugin></plugins></build>
</project>`;

  it('is read with parents, properties, managed versions, scopes and ranges', async () => {
    const lockfile = await readAt('web/pom.xml', text, { 'pom.xml': parent });
    expect(sketch(lockfile)).toEqual([
      '7: acme:colour 1.4.0 registry < acme:colour',
      '11: acme:shade 2.0.0 registry [dev] < acme:shade',
      '12: acme:tint 3.1.0 registry < acme:tint',
      '13: acme:wax 1.2 ([1.2,2)) registry < acme:wax',
      '14: acme:circle - registry < acme:circle',
    ]);
    expect(find(lockfile, 'acme:colour')?.versionPlace).toEqual({ line: 9, column: 16, endColumn: 21 });
    expect(find(lockfile, 'acme:tint')?.versionPlace).toBeUndefined();
    expect(lockfile.problems.map(({ kind, line }) => [kind, line])).toEqual([
      ['notice', 15],
      ['notice', undefined],
    ]);
  });

  it('takes the last of two equal dependencies, as Maven does, and both where they differ', async () => {
    const one = (version: string, classifier = ''): string =>
      `<dependency><groupId>acme</groupId><artifactId>a</artifactId><version>${version}</version>${classifier && `<classifier>${classifier}</classifier>`}</dependency>`;
    const twice = `<project><dependencies>\n${one('1.0.0')}\n${one('1.1.1')}\n${one('2.0.0', 'x')}</dependencies></project>`;
    expect(sketch(await readAt('pom.xml', twice))).toEqual([
      '3: acme:a 1.1.1 registry < acme:a',
      '4: acme:a 2.0.0 registry < acme:a',
    ]);
  });

  it.each([
    ['that is no XML', 'some text', 'is not valid XML, line 1'],
    ['that is not closed', '<project><a></project>', 'is not valid XML'],
    ['of something else', '<html></html>', 'is not a manifest of Maven'],
  ])('%s is not read', async (_, broken, message) => {
    await expect(readAt('pom.xml', broken)).rejects.toThrow(message);
  });
});

it('gradle.lockfile is read, and tells tests from the rest', async () => {
  const text =
    '# comment\nacme:colour:1.4.0=compileClasspath,testCompileClasspath\nacme:tint:3.1.0=testRuntimeClasspath\nwhat\nempty=kapt\n';
  const lockfile = await readAt('gradle.lockfile', text);
  expect(sketch(lockfile)).toEqual(['2: acme:colour 1.4.0 registry', '3: acme:tint 3.1.0 registry [dev]']);
  expect(lockfile.problems).toEqual([expect.objectContaining({ kind: 'notice', line: 4 })]);
  await expect(readAt('gradle.lockfile', 'what\n')).rejects.toThrow('no line of it was understood');
});

it('verification-metadata.xml keeps hashes of modules, and a lockfile decides which are used', async () => {
  const text = `<verification-metadata><components>
  <component group="acme" name="colour" version="1.4.0">
    <artifact name="colour.jar"><sha256 value="aa" origin="x"/></artifact>
  </component></components></verification-metadata>`;
  const entry = { name: 'acme:colour', line: 2, column: 50, integrity: 'sha256:aa' };
  const path = 'gradle/verification-metadata.xml';
  const alone = await readAt(path, text);
  expect(alone.packages).toEqual([expect.objectContaining({ ...entry, isRecordOnly: undefined })]);
  const locked = await readAt(path, text, { 'app/gradle.lockfile': 'empty=\n' });
  expect(locked.packages).toEqual([expect.objectContaining({ ...entry, isRecordOnly: true })]);
});

describe('NuGet', () => {
  it('packages.lock.json is read with ways', async () => {
    const text = `{
  "version": 2,
  "dependencies": {
    "net8.0": {
      "Acme.Colour": { "type": "Direct", "requested": "[1.4.0, )", "resolved": "1.4.0", "contentHash": "aa", "dependencies": { "Acme.Shade": "2.0.0" } },
      "Acme.Shade": { "type": "Transitive", "resolved": "2.0.0" },
      "shop": { "type": "Project" }
    }
  }
}`;
    expect(sketch(await readAt('packages.lock.json', text))).toEqual([
      '5: Acme.Colour 1.4.0 registry < Acme.Colour',
      '6: Acme.Shade 2.0.0 registry < Acme.Colour > Acme.Shade',
      '7: shop - workspace < shop',
    ]);
    await expect(readAt('packages.lock.json', '{}')).rejects.toThrow('version none, which is not known');
  });

  it('packages.config is read', async () => {
    const text =
      '<packages>\n  <package id="Acme.Colour" version="1.4.0" />\n  <package id="Acme.Tint" developmentDependency="true" version="3.1.0" />\n  <package id="x" />\n</packages>';
    const lockfile = await readAt('packages.config', text);
    expect(sketch(lockfile)).toEqual(['2: Acme.Colour 1.4.0 registry', '3: Acme.Tint 3.1.0 registry [dev]']);
    expect(lockfile.packages[0]?.versionPlace).toEqual({ line: 2, column: 38, endColumn: 43 });
    expect(lockfile.problems).toEqual([expect.objectContaining({ kind: 'notice', line: 4 })]);
  });

  it('deps.json is read with ways', async () => {
    const text = `{ "targets": { "net8.0": { "shop/1.0.0": { "dependencies": { "Acme.Colour": "1.4.0" } } } },
  "libraries": {
    "shop/1.0.0": { "type": "project" },
    "Acme.Colour/1.4.0": { "type": "package", "sha512": "sha512-AA" }
  } }`;
    expect(sketch(await readAt('bin/shop.deps.json', text))).toEqual([
      '3: shop 1.0.0 workspace < nobody',
      '4: Acme.Colour 1.4.0 registry < Acme.Colour',
    ]);
  });
});

it('workflows are read for actions and images', async () => {
  const commit = '0123456789'.repeat(4);
  const text = `jobs:
  build:
    container: node:22
    services:
      db: { image: "postgres@sha256:${'0'.repeat(64)}" }
    steps:
      - uses: actions/checkout@v4
      - uses: acme/tools/lint@${commit} # v1.2.3
      - uses: ./local
      - uses: docker://alpine:3.20
      - run: |
          uses: not/this@v1
  call:
    uses: acme/flows/.github/workflows/x.yml@main
`;
  const lockfile = await readAt('.github/workflows/ci.yml', text);
  expect(
    lockfile.packages.map(({ line, name, version, integrity, kind }) => [
      line,
      name,
      version,
      kind,
      integrity,
    ]),
  ).toEqual([
    [3, 'node', '22', 'registry', undefined],
    [5, 'postgres', '', 'registry', `sha256:${'0'.repeat(64)}`],
    [7, 'actions/checkout', 'v4', 'registry', undefined],
    [8, 'acme/tools', 'v1.2.3', 'registry', `sha1:${commit}`],
    [9, './local', '', 'link', undefined],
    [10, 'alpine', '3.20', 'registry', undefined],
    [14, 'acme/flows', 'main', 'registry', undefined],
  ]);
  await expect(readAt('action.yml', 'runs: [\n')).rejects.toThrow('is not valid YAML');
});

it('Dockerfiles are read for images, with arguments and stages', async () => {
  const text = `ARG VERSION=22
ARG BASE
FROM --platform=linux/amd64 registry.acme.example:5000/node:\${VERSION} AS build
FROM build AS test
FROM scratch
COPY --from=build /a /a
COPY --from=alpine:3.20 /b /b
FROM $BASE
`;
  const lockfile = await readAt('deploy/Dockerfile.web', text);
  expect(sketch(lockfile)).toEqual([
    '3: registry.acme.example:5000/node 22 registry < registry.acme.example:5000/node',
    '7: alpine 3.20 registry < alpine',
  ]);
  expect(lockfile.problems).toEqual([expect.objectContaining({ kind: 'notice', line: 8 })]);
});
