import { describe, expect, it } from '@jest/globals';
import { find, readAt, sketch } from './support.js';

const pyproject = `[project]
dependencies = ["Colour>=1", "paint"]

[project.optional-dependencies]
extra = ["tint"]
`;

describe('poetry.lock', () => {
  const text = `[[package]]
name = "colour"
version = "1.4.0"
optional = false
groups = ["main"]
files = [
    {file = "colour-1.4.0.tar.gz", hash = "sha256:aa"},
    {file = "colour-1.4.0-py3-none-any.whl", hash = "sha256:bb"},
]

[package.dependencies]
Acme_Shade = ">=2"

[[package]]
name = "acme-shade"
version = "2.0.0"
optional = true
groups = ["main"]

[[package]]
name = "tint"
version = "3.1.0"
optional = false
groups = ["dev"]

[package.source]
type = "git"
url = "https://git.example/acme/tint"
reference = "main"
resolved_reference = "0123456"

[metadata]
lock-version = "2.1"
`;

  it('is read with groups, hashes, sources and ways', async () => {
    const lockfile = await readAt('poetry.lock', text, { 'pyproject.toml': pyproject });
    expect(sketch(lockfile)).toEqual([
      '2: colour 1.4.0 registry < colour',
      '15: acme-shade 2.0.0 registry [optional] < colour > acme-shade',
      '21: tint 3.1.0 git [dev] < tint',
    ]);
    expect(find(lockfile, 'colour')?.integrity).toBe('sha256:aa sha256:bb');
    expect(find(lockfile, 'tint')?.resolved).toBe('https://git.example/acme/tint#0123456');
  });

  it.each([
    ['of an unknown version', '[metadata]\nlock-version = "9.0"\n', 'version 9.0, which is not known'],
    ['that is no TOML', 'name = ?\n', 'is not valid TOML, line 1'],
  ])('%s is not read', async (_, broken, message) => {
    await expect(readAt('poetry.lock', broken)).rejects.toThrow(message);
  });
});

it('pdm.lock is read; the manifest tells extras from groups for development', async () => {
  const text = `[metadata]
lock_version = "4.5.0"

[[package]]
name = "colour"
version = "1.4.0"
groups = ["default"]
dependencies = ["shade>=2; python_version > '3'"]
files = [{file = "colour.whl", hash = "sha256:aa"}]

[[package]]
name = "shade"
version = "2.0.0"
groups = ["default"]

[[package]]
name = "tint"
version = "3.1.0"
groups = ["extra"]

[[package]]
name = "paint"
version = "1.0.0"
git = "https://git.example/acme/paint"
revision = "0123456"
groups = ["lint"]
`;
  const lockfile = await readAt('pdm.lock', text, { 'pyproject.toml': pyproject });
  expect(sketch(lockfile)).toEqual([
    '5: colour 1.4.0 registry < colour',
    '12: shade 2.0.0 registry < colour > shade',
    '17: tint 3.1.0 registry [optional] < tint',
    '22: paint 1.0.0 git [dev] < paint',
  ]);
});

it('uv.lock is read, and the project itself tells ways and groups', async () => {
  const text = `version = 1

[[package]]
name = "colour"
version = "1.4.0"
source = { registry = "https://pypi.example/simple" }
dependencies = [{ name = "shade" }]
sdist = { url = "https://files.example/colour.tar.gz", hash = "sha256:aa" }

[[package]]
name = "shade"
version = "2.0.0"
source = { registry = "https://pypi.example/simple" }

[[package]]
name = "shop"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "colour" }]

[package.optional-dependencies]
extra = [{ name = "tint" }]

[package.dev-dependencies]
dev = [{ name = "paint" }]

[[package]]
name = "tint"
version = "3.1.0"
source = { url = "https://files.example/tint.whl" }

[[package]]
name = "paint"
version = "1.0.0"
source = { git = "https://git.example/acme/paint#0123456" }
`;
  expect(sketch(await readAt('uv.lock', text))).toEqual([
    '4: colour 1.4.0 registry < colour',
    '11: shade 2.0.0 registry < colour > shade',
    '28: tint 3.1.0 http [optional] < tint',
    '33: paint 1.0.0 git [dev] < paint',
  ]);
  await expect(readAt('uv.lock', 'version = 2\n')).rejects.toThrow('version 2, which is not known');
});

it('pylock.toml is read with its sources', async () => {
  const text = `lock-version = "1.0"

[[packages]]
name = "colour"
version = "1.4.0"
index = "https://pypi.example/simple"
wheels = [{ url = "https://files.example/colour.whl", hashes = { sha256 = "aa" } }]

[[packages]]
name = "paint"
vcs = { type = "git", url = "https://git.example/acme/paint", commit-id = "0123456" }

[[packages]]
name = "shop"
directory = { path = ".", editable = true }
`;
  const lockfile = await readAt('deploy/pylock.prod.toml', text);
  expect(sketch(lockfile)).toEqual(['4: colour 1.4.0 registry', '10: paint - git']);
  expect(find(lockfile, 'colour')).toMatchObject({
    integrity: 'sha256:aa',
    resolved: 'https://pypi.example/simple',
  });
});

it('Pipfile.lock is read, and says what names no version', async () => {
  const text = `{
  "_meta": { "pipfile-spec": 6 },
  "default": {
    "Colour": { "hashes": ["sha256:aa"], "version": "==1.4.0" },
    "paint": { "git": "https://git.example/acme/paint", "ref": "0123456" }
  },
  "develop": { "tint": { "version": "==3.1.0" } }
}`;
  const { problems, ...lockfile } = await readAt('Pipfile.lock', text);
  expect(sketch({ ...lockfile, problems })).toEqual([
    '4: colour 1.4.0 registry',
    '7: tint 3.1.0 registry [dev]',
  ]);
  expect(problems).toEqual([
    { kind: 'notice', line: 5, message: 'The entry `paint` names no version, and was not reviewed.' },
  ]);
});

describe('requirements.txt', () => {
  it('is read with ranges, extras, markers, addresses, hashes and lines that go on', async () => {
    const text = `# comment
--index-url https://pypi.example/simple
Colour==1.4.0  # pinned
tint[fast,small] >= 2, < 3 ; python_version > "3"
shade
paint @ git+https://git.example/acme/paint@0123456
-e git+https://git.example/acme/brush#egg=brush
wax==2.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
`;
    const lockfile = await readAt('requirements-dev.txt', text);
    expect(sketch(lockfile)).toEqual([
      '3: colour 1.4.0 registry [dev]',
      '4: tint - (>= 2, < 3) registry [dev]',
      '5: shade - (*) registry [dev]',
      '6: paint - git [dev]',
      '7: brush - git [dev]',
      '8: wax 2.0 registry [dev]',
    ]);
    expect(find(lockfile, 'wax')?.integrity).toBe('sha256:aa sha256:bb');
    expect(find(lockfile, 'colour')?.versionPlace).toEqual({ line: 3, column: 9, endColumn: 14 });
    expect(find(lockfile, 'wax')?.versionPlace).toBeUndefined();
    expect(lockfile.problems).toEqual([]);
  });

  it('tells by whom a package is asked for, where the file was generated', async () => {
    const text = `colour==1.4.0
    # via -r requirements.in
shade==2.0.0
    # via
    #   colour
    #   wax
wax==1.0  # via colour
`;
    expect(sketch(await readAt('requirements.txt', text))).toEqual([
      '1: colour 1.4.0 registry < colour',
      '3: shade 2.0.0 registry < colour > shade',
      '7: wax 1.0 registry < colour > wax',
    ]);
  });

  it('follows includes and constraints, and holds a circle for no reason to go on', async () => {
    const lockfile = await readAt(
      'requirements.txt',
      '-r deps/base.list\n-c limits.list\n-r gone.list\ncolour\n',
      {
        'deps/base.list': '-r ../requirements.txt\n-r base.list\nshade==2.0.0\n',
        'limits.list': 'colour==1.4.0\nunused==1.0\n',
      },
    );
    expect(sketch(lockfile)).toEqual([
      '4: colour 1.4.0 registry < colour',
      '1: shade 2.0.0 registry < shade',
    ]);
    expect(lockfile.problems).toEqual([
      { kind: 'notice', line: 3, message: 'The included file `gone.list` could not be read.' },
    ]);
  });

  it('says what is no requirement', async () => {
    const { problems } = await readAt('requirements.txt', 'colour==1.0\n<<<<<<< ours\n');
    expect(problems).toEqual([expect.objectContaining({ kind: 'incomplete', line: 2 })]);
  });
});
