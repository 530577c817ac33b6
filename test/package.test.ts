import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRepository } from './support/repository.js';

const root = fileURLToPath(new URL('..', import.meta.url));

let folder: string;
let installed: string;
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  publishConfig: object;
};

/** Unpacks the package as npm would install it, with links to the packages that it depends on and to no other. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-package-'));
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: root });
  const [packed = ''] = readdirSync(folder);
  execFileSync('tar', ['-xzf', join(folder, packed)], { cwd: folder });
  installed = join(folder, 'package');
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(installed, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packages of production', () => {
  it('stand in the table of ARCHITECTURE, each with its reason', () => {
    const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const table = page.slice(page.indexOf('All packages of production'));
    const cells = [...table.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell = '']) => cell);
    const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
    expect(named.sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });
});

describe('the package', () => {
  it('has what runs, the types of the report and the schemas, and nothing else', () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1))
      .filter((path) => !path.startsWith('node_modules'));
    const rest = files.filter(
      (path) =>
        !/^(dist\/(bundle|model|queue)\/|dist\/analyzers\/\w+\/(worker|sandbox)\.js$|schema\/\w+\.schema\.json$)/.test(
          path,
        ),
    );
    expect(rest.sort()).toEqual([
      'LICENSE',
      'README.md',
      'app.yml',
      'dist/app.js',
      'dist/cli.js',
      'package.json',
    ]);
    expect(files).toContain('dist/model/report.d.ts');
    expect(manifest.publishConfig).toMatchObject({ provenance: true });
  });

  it('runs by itself: the help, and a review of what is staged', () => {
    const run = (args: string[], cwd: string): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(process.execPath, [join(installed, 'dist/cli.js'), ...args], { cwd, encoding: 'utf8' });
    expect(run(['--help'], folder)).toMatchObject({ status: 0, stdout: expect.stringContaining('review') });
    const repository = createRepository();
    try {
      repository.write({
        'a.ts':
          "import { exec } from 'node:child_process';\nexport const a = (request) => exec('ls ' + request.query.a);\n",
        Dockerfile: 'FROM node:22\nUSER root\nRUN curl http://example.com/install.sh | sh\n',
        'package.json': '{ "dependencies": { "left-pad": "*" } }\n',
      });
      repository.git('add', '--all');
      const { status, stdout, stderr } = run(['review', '--staged'], repository.folder);
      expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
      expect(stdout).toContain('command-injection');
      expect(stdout).toContain('Dockerfile');
    } finally {
      repository.remove();
    }
  });
});
