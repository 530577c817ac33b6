import { describe, expect, it } from '@jest/globals';
import { find, readAt, sketch } from './support.js';

describe('manifests without a lockfile', () => {
  it('say so', async () => {
    const { problems } = await readAt('package.json', '{"dependencies":{"colour":"^1.0.0"}}');
    expect(problems).toEqual([expect.objectContaining({ kind: 'notice' })]);
    expect(problems[0]?.message).toMatch(/^No lockfile stands beside this manifest/);
  });

  it.each([
    ['package.json', '{"dependencies":{"colour":"^1.0.0"}}', 'package-lock.json'],
    ['packages/web/package.json', '{"dependencies":{"colour":"^1.0.0"}}', 'pnpm-lock.yaml'],
    ['Cargo.toml', '[dependencies]\ncolour = "1"\n', 'Cargo.lock'],
    ['pyproject.toml', '[project]\ndependencies = ["colour"]\n', 'uv.lock'],
    ['requirements.in', 'colour\n', 'requirements.txt'],
    ['Gemfile', "gem 'colour'\n", 'Gemfile.lock'],
    ['composer.json', '{"require":{"acme/colour":"^1"}}', 'composer.lock'],
  ])('%s leaves the word to its lockfile', async (path, text, lockfile) => {
    expect((await readAt(path, text)).packages).toHaveLength(1);
    expect(await readAt(path, text, { [lockfile]: '' })).toMatchObject({ packages: [], problems: [] });
  });
});

it('package.json is read with ranges, aliases, sources and groups', async () => {
  const text = `{
  "dependencies": {
    "colour": "^1.0.0",
    "shade": "2.0.0",
    "old-tint": "npm:tint@~3.1.0",
    "paint": "acme/paint#main",
    "brush": "file:../brush",
    "wax": "https://files.example/wax.tgz",
    "site": "workspace:*"
  },
  "devDependencies": { "linter": "*" }
}`;
  const lockfile = await readAt('package.json', text);
  expect(sketch(lockfile)).toEqual([
    '3: colour - (^1.0.0) registry < colour',
    '4: shade 2.0.0 registry < shade',
    '5: tint - (~3.1.0) registry < tint',
    '6: paint - git < paint',
    '7: brush - file < brush',
    '8: wax - http < wax',
    '9: site - workspace < site',
    '11: linter - (*) registry [dev] < linter',
  ]);
  expect(find(lockfile, 'shade')?.versionPlace).toEqual({ line: 4, column: 15, endColumn: 20 });
});

it.each([
  [
    'pyproject.toml',
    `[build-system]
requires = ["builder>=1"]
[project]
dependencies = ["Colour==1.4.0", "paint @ git+https://git.example/paint"]
[project.optional-dependencies]
fast = ["tint[x]>=3; python_version > '3'"]
[tool.poetry.group.dev.dependencies]
linter = "^2.0"
brush = { path = "../brush" }
`,
    [
      '2: builder - (>=1) registry [dev]',
      '4: colour 1.4.0 registry',
      '4: paint - git',
      '6: tint - (>=3) registry [optional]',
      '8: linter - (^2.0) registry [dev]',
      '9: brush - link [dev]',
    ],
  ],
  [
    'Pipfile',
    '[packages]\ncolour = "*"\n[dev-packages]\ntint = {version = "==3.1.0"}\n',
    ['2: colour - (*) registry', '4: tint 3.1.0 registry [dev]'],
  ],
  [
    'Cargo.toml',
    `[package]
name = "shop"
[dependencies]
colour = "1.4"
shade = { version = "=2.0.0", package = "acme-shade" }
paint = { git = "https://git.example/paint" }
shared.workspace = true
[target.'cfg(unix)'.dev-dependencies.tint]
version = "3"
`,
    [
      '4: colour - (1.4) registry',
      '5: acme-shade 2.0.0 registry',
      '6: paint - git',
      '9: tint - (3) registry [dev]',
    ],
  ],
  [
    'Gemfile',
    `gem 'colour', '~> 1.4', '>= 1.4.2'
gem "paint", git: "https://git.example/paint.git"
group :development do
  gem 'tint', '3.1.0' # fixed
end
gem name
`,
    ['1: colour - (~> 1.4, >= 1.4.2) registry', '2: paint - git', '4: tint 3.1.0 registry [dev]'],
  ],
  [
    'composer.json',
    '{"require":{"php":">=8","ext-json":"*","acme/colour":"^1"},"require-dev":{"Acme/Tint":"3.1.0"}}',
    ['1: acme/colour - (^1) registry', '1: acme/tint 3.1.0 registry [dev]'],
  ],
  [
    'shop.csproj',
    `<Project>
  <PropertyGroup><Tint>3.1.0</Tint></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Acme.Colour" Version="1.4.0" />
    <PackageReference Include="Acme.Tint" PrivateAssets="all"><Version>$(Tint)</Version></PackageReference>
    <PackageReference Include="Acme.Shade" Version="2.*" />
    <PackageReference Include="Acme.Central" />
  </ItemGroup>
</Project>`,
    ['4: Acme.Colour 1.4.0 registry', '5: Acme.Tint 3.1.0 registry [dev]', '6: Acme.Shade - (2.*) registry'],
  ],
  [
    'app/build.gradle.kts',
    `dependencies {
    implementation("acme:colour:1.4.0")
    testImplementation "acme:tint:$tint"
    implementation(project(":shared"))
    println("not:this:1.0")
}
`,
    ['2: acme:colour 1.4.0 registry', '3: acme:tint - ($tint) registry [dev]'],
  ],
  [
    'gradle/libs.versions.toml',
    `[versions]
tint = "3.1.0"
[libraries]
colour = "acme:colour:1.4.0"
tint = { module = "acme:tint", version.ref = "tint" }
shade = { group = "acme", name = "shade", version = "2.+" }
`,
    ['4: acme:colour 1.4.0 registry', '5: acme:tint 3.1.0 registry', '6: acme:shade - (2.+) registry'],
  ],
])('%s is read', async (path, text, expected) => {
  expect(sketch(await readAt(path, text)).map((line) => line.replace(/ < .*$/, ''))).toEqual(expected);
});
