import { describe, expect, it } from '@jest/globals';
import { createDependenciesAnalyzer } from '../../../src/analyzers/dependencies/analyzer.js';
import { defaultConfig } from '../../../src/config/schema.js';
import { review } from '../../../src/review.js';
import { fakeSource, type Files } from '../../support/fake-source.js';

/** What is said of a lockfile that is new, of tampering alone. */
async function tamperingIn(head: Files, base: Files = {}): Promise<string[]> {
  const analyzers = [
    createDependenciesAnalyzer({ advisories: { find: async () => ({ records: [], problems: [] }) } }),
  ];
  const report = await review(fakeSource({ base, head }), {
    analyzers,
    config: defaultConfig,
    today: '2026-11-27',
  });
  return report.findings.filter(({ ruleId }) => ruleId === 'tampered-lockfile').map(({ message }) => message);
}

const npmLock = (packages: object): string =>
  JSON.stringify({ lockfileVersion: 3, packages: { '': { dependencies: { a: '^1.0.0' } }, ...packages } });
const cargoLock = (version: string): string =>
  `version = 4\n\n[[package]]\nname = "a"\nversion = "${version}"\nsource = "registry+https://index.example/crates"\n\n[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = ["a"]\n`;
const poetryLock = (version: string): string =>
  `[[package]]\nname = "a"\nversion = "${version}"\noptional = false\npython-versions = "*"\nfiles = []\n\n[metadata]\nlock-version = "2.1"\npython-versions = "^3.9"\ncontent-hash = "c"\n`;
const uvLock = (version: string, source = 'registry = "https://pypi.example/simple"'): string =>
  `version = 1\n\n[[package]]\nname = "a"\nversion = "${version}"\nsource = { ${source} }\n\n[[package]]\nname = "shop"\nversion = "0.1.0"\nsource = { virtual = "." }\ndependencies = [{ name = "a" }]\n`;
const composerLock = (version: string): string =>
  JSON.stringify({ packages: [{ name: 'acme/a', version }], 'packages-dev': [] });
const gemfileLock = (version: string): string =>
  `GEM\n  remote: https://gems.example/\n  specs:\n    a (${version})\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  a (~> 1.0)\n`;
const pnpmLock = (version: string): string =>
  `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: ${version}\n\npackages:\n\n  a@${version}:\n    resolution: {integrity: sha512-aa}\n\nsnapshots:\n\n  a@${version}: {}\n`;
const yarnLock = (version: string): string =>
  `# yarn lockfile v1\n\n\na@^1.0.0:\n  version "${version}"\n  resolved "https://npm.acme.example/a/-/a-${version}.tgz"\n  integrity sha512-aa\n`;
const goSums = (...versions: string[]): string =>
  versions.map((version) => `go.example/a ${version} h1:${'a'.repeat(43)}=\n`).join('');
const nugetLock = (version: string, framework = 'net8.0'): string =>
  JSON.stringify({
    version: 1,
    dependencies: { [framework]: { A: { type: 'Direct', requested: '[1.0.0, )', resolved: version } } },
  });
const csproj = (range: string): string =>
  `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="A" Version="${range}" /></ItemGroup></Project>`;
const packageJson = (more: object = {}): string => JSON.stringify({ dependencies: { a: '^1.0.0' }, ...more });
const wanted = (manifest: string, range: string): string[] => [
  `a 2.0.0 is not what ${manifest} asks for, \`a\` ${range}.`,
];

describe('a lockfile that is not what its manifest asks for', () => {
  const cargo = '[package]\nname = "shop"\n[dependencies]\na = "1.2"\n';
  const poetry = '[tool.poetry.dependencies]\npython = "^3.9"\na = "^1.0"\n';
  const project = '[project]\nname = "shop"\ndependencies = ["a>=1,<2"]\n';
  const composer = '{"require": {"php": "^8.2", "acme/a": "^1.0"}}';

  it.each<[string, Files, string[]]>([
    ['of Cargo', { 'Cargo.toml': cargo, 'Cargo.lock': cargoLock('2.0.0') }, wanted('Cargo.toml', '1.2')],
    [
      'of Poetry',
      { 'pyproject.toml': poetry, 'poetry.lock': poetryLock('2.0.0') },
      wanted('pyproject.toml', '^1.0'),
    ],
    ['of uv', { 'pyproject.toml': project, 'uv.lock': uvLock('2.0.0') }, wanted('pyproject.toml', '>=1,<2')],
    [
      'of Composer',
      { 'composer.json': composer, 'composer.lock': composerLock('2.0.0') },
      ['acme/a 2.0.0 is not what composer.json asks for, `acme/a` ^1.0.'],
    ],
    [
      'of Bundler',
      { Gemfile: 'gem "a", "~> 1.0"\n', 'Gemfile.lock': gemfileLock('2.0.0') },
      wanted('Gemfile', '~> 1.0'),
    ],
    [
      'of pnpm',
      { 'package.json': packageJson(), 'pnpm-lock.yaml': pnpmLock('2.0.0') },
      wanted('package.json', '^1.0.0'),
    ],
    [
      'of Yarn',
      { 'package.json': packageJson(), 'yarn.lock': yarnLock('2.0.0') },
      wanted('package.json', '^1.0.0'),
    ],
    [
      'of Go',
      {
        'go.mod': 'module shop\n\ngo 1.22\n\nrequire go.example/a v1.2.0\n',
        'go.sum': goSums('v1.1.0', 'v1.0.0/go.mod'),
      },
      ['go.example/a 1.1.0 is not what go.mod asks for, `go.example/a` v1.2.0, of which go.sum has no hash.'],
    ],
    [
      'of NuGet',
      { 'shop.csproj': csproj('[1.0.0,2.0.0)'), 'packages.lock.json': nugetLock('2.0.0') },
      ['A 2.0.0 is not what shop.csproj asks for, `A` [1.0.0,2.0.0).'],
    ],
    [
      'of NuGet, of a version below',
      {
        'src/shop.csproj': csproj('2.1.0'),
        'src/other.csproj': csproj('2.0.0'),
        'src/packages.shop.lock.json': nugetLock('2.0.0'),
      },
      ['A 2.0.0 is not what shop.csproj asks for, `A` 2.1.0.'],
    ],
  ])('%s is told', async (_, head, expected) => {
    expect(await tamperingIn(head)).toEqual(expected);
  });

  it.each<[string, Files]>([
    ['of Cargo that agrees', { 'Cargo.toml': cargo, 'Cargo.lock': cargoLock('1.9.0') }],
    [
      'of Cargo with a patch',
      {
        'Cargo.toml': `${cargo}[patch.crates-io]\na = { git = "https://git.example/a" }\n`,
        'Cargo.lock': cargoLock('2.0.0'),
      },
    ],
    [
      'of Cargo with a version for the members of a workspace',
      {
        'Cargo.toml': '[workspace]\nmembers = ["b"]\n[workspace.dependencies]\na = "1.2"\n',
        'Cargo.lock': cargoLock('2.0.0'),
      },
    ],
    ['of Poetry that agrees', { 'pyproject.toml': poetry, 'poetry.lock': poetryLock('1.4.0') }],
    [
      'of a requirement that a marker decides',
      {
        'pyproject.toml': `[project]\ndependencies = ["a<2; python_version < '3.9'"]\n`,
        'uv.lock': uvLock('2.0.0'),
      },
    ],
    [
      'of uv with an override',
      {
        'pyproject.toml': `${project}[tool.uv]\noverride-dependencies = ["a==2.0.0"]\n`,
        'uv.lock': uvLock('2.0.0'),
      },
    ],
    [
      'of uv with a source of its own',
      { 'pyproject.toml': project, 'uv.lock': uvLock('2.0.0', 'git = "https://git.example/a?rev=x#0123"') },
    ],
    ['of a branch of Composer', { 'composer.json': composer, 'composer.lock': composerLock('dev-main') }],
    ['of Bundler that agrees', { Gemfile: 'gem "a", "~> 1.0"\n', 'Gemfile.lock': gemfileLock('1.4.0') }],
    [
      'of npm with overrides',
      {
        'package.json': packageJson({ overrides: { a: '2.0.0' } }),
        'package-lock.json': npmLock({ 'node_modules/a': { version: '2.0.0' } }),
      },
    ],
    [
      'of Yarn with resolutions',
      { 'package.json': packageJson({ resolutions: { '**/a': '2.0.0' } }), 'yarn.lock': yarnLock('2.0.0') },
    ],
    [
      'of pnpm with overrides of its own file',
      {
        'package.json': packageJson(),
        'pnpm-workspace.yaml': 'overrides:\n  a: 2.0.0\n',
        'pnpm-lock.yaml': pnpmLock('2.0.0'),
      },
    ],
    [
      'of Go that has the hash of the manifest alone',
      {
        'go.mod': 'module shop\n\ngo 1.22\n\nrequire go.example/a v1.2.0\n',
        'go.sum': goSums('v1.1.0', 'v1.2.0/go.mod'),
      },
    ],
    [
      'of Go in a workspace',
      {
        'go.work': 'go 1.22\n\nuse ./b\n',
        'b/go.mod': 'module shop\n\ngo 1.22\n\nrequire go.example/a v1.2.0\n',
        'b/go.sum': goSums('v1.1.0'),
      },
    ],
    [
      'of Go that replaces a module',
      {
        'go.mod': 'module shop\n\ngo 1.22\n\nrequire go.example/a v1.2.0\n\nreplace go.example/a => ../a\n',
        'go.sum': goSums('v1.1.0'),
      },
    ],
    ['of NuGet that agrees', { 'shop.csproj': csproj('1.0.0'), 'packages.lock.json': nugetLock('1.3.0') }],
    [
      'of NuGet with versions for several projects',
      {
        'src/shop.csproj': csproj('[1.0.0]'),
        'Directory.Packages.props': csproj('2.0.0'),
        'src/packages.lock.json': nugetLock('2.0.0'),
      },
    ],
    [
      'of NuGet beside two projects',
      {
        'a.csproj': csproj('[1.0.0]'),
        'b.csproj': csproj('[1.0.0]'),
        'packages.lock.json': nugetLock('2.0.0'),
      },
    ],
    ['whose manifest is broken', { 'package.json': '{', 'pnpm-lock.yaml': pnpmLock('2.0.0') }],
  ])('%s is not', async (_, head) => {
    expect(await tamperingIn(head)).toEqual([]);
  });
});

describe('an entry that nothing asks for', () => {
  const a = { 'node_modules/a': { version: '1.0.0', dependencies: { b: '1' } } };
  const b = { 'node_modules/b': { version: '1.0.0' } };
  const base = { 'package-lock.json': npmLock(a) };
  const odd = (index: number): object => ({ [`node_modules/odd${index}`]: { version: '1.0.0' } });

  it('is told when it is new', async () => {
    expect(await tamperingIn({ 'package-lock.json': npmLock({ ...a, ...b, ...odd(1) }) }, base)).toEqual([
      'odd1 1.0.0 is new in the lockfile, but neither the project nor another package asks for it.',
    ]);
    const installs = { 'node_modules/odd': { version: '1.0.0', hasInstallScript: true } };
    expect(await tamperingIn({ 'package-lock.json': npmLock({ ...a, ...installs }) }, base)).toEqual([
      'odd 1.0.0 is new in the lockfile, but neither the project nor another package asks for it, and it runs a script of its own when it is installed.',
    ]);
  });

  it('is told together with others like it', async () => {
    const many = Object.assign({}, ...[1, 2, 3, 4].map(odd)) as object;
    expect(await tamperingIn({ 'package-lock.json': npmLock({ ...a, ...many }) }, base)).toEqual([
      '4 new entries of the lockfile are asked for by nothing; one of them: odd1 1.0.0 is new in the lockfile, but neither the project nor another package asks for it.',
    ]);
  });

  it.each<[string, string, string]>([
    ['that stood there before', npmLock({ ...a, ...odd(1), ...b }), npmLock({ ...a, ...odd(1) })],
    [
      'in a package that brings it along',
      npmLock({ ...a, 'node_modules/a/node_modules/odd': { version: '1.0.0', inBundle: true } }),
      npmLock(a),
    ],
    [
      'in a lockfile without its root',
      JSON.stringify({ lockfileVersion: 3, packages: { ...a, ...odd(1) } }),
      JSON.stringify({ lockfileVersion: 3, packages: a }),
    ],
    [
      'of version 1, which does not say what the project asks for',
      JSON.stringify({
        lockfileVersion: 1,
        dependencies: {
          a: { version: '1.0.0', requires: { b: '1' } },
          b: { version: '1.0.0', requires: { a: '1' } },
        },
      }),
      JSON.stringify({ lockfileVersion: 1, dependencies: { c: { version: '1.0.0' } } }),
    ],
  ])('%s is not told', async (_, head, before) => {
    expect(await tamperingIn({ 'package-lock.json': head }, { 'package-lock.json': before })).toEqual([]);
  });
});
