import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../src/', import.meta.url));

interface SourceFile {
  /** Relative to src. */
  readonly path: string;
  /** Paths relative to src for our own, names for packages and built-ins. */
  readonly imports: readonly string[];
  /** Those that are left when types are gone. Types may refer to one another in a circle, modules may not. */
  readonly loads: readonly string[];
}

/** The modules that a text imports, types and dynamic imports too; our own as paths relative to src. */
function importsOf(path: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.')
        ? posix.normalize(posix.join(dirname(path), fileName)).replace(/\.js$/, '.ts')
        : fileName.replace(/^node:/, ''),
    );
}

function readSource(): SourceFile[] {
  return readdirSync(root, { recursive: true })
    .map((path) => String(path).replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, imports: importsOf(path, text), loads: importsOf(path, compile(text)) };
    });
}

function compile(text: string): string {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

/** The house. A part is the first folder, of the analyzers the second too; a file at the top is a part by its name. */
function partOf(path: string): string {
  const [first = '', second = '', third] = path.split('/');
  if (first === 'analyzers' && third !== undefined) return `analyzers/${second}`;
  return first;
}

const analyzers = [
  'analyzers/code',
  'analyzers/custom',
  'analyzers/secrets',
  'analyzers/dependencies',
  'analyzers/infrastructure',
];
const core = ['model', 'config', 'review.ts', 'review', 'analyzers', 'reporters', 'standards'];

/** Which parts a part may import, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  config: ['model'],
  triage: ['model', 'config'],
  'analyzers/syntax': ['model'],
  ...Object.fromEntries(analyzers.map((part) => [part, ['model', 'analyzers/syntax']])),
  analyzers: ['model', 'analyzers/syntax', ...analyzers],
  'threat-model': ['model', 'config'],
  review: ['model', 'config', 'triage'],
  'review.ts': ['model', 'config', 'review', 'triage', 'threat-model'],
  reporters: ['model', 'standards'],
  standards: ['model'],
  git: ['model', 'config'],
  // GitHub is a source of advisories as well.
  github: [
    'model',
    'config',
    'triage',
    'review.ts',
    'reporters',
    'analyzers',
    'analyzers/dependencies',
    'analyzers/custom',
    'queue',
  ],
  queue: ['model', 'config'],
  ledger: ['model', 'queue'],
  web: ['model', 'reporters', 'queue', 'ledger'],
  server: ['model', 'github', 'queue', 'web'],
  'cli.ts': [...core, 'triage', 'cli', 'git', 'analyzers/dependencies', 'analyzers/custom', 'app.ts'],
  cli: [
    ...core,
    'triage',
    'threat-model',
    'git',
    'queue',
    'ledger',
    'analyzers/dependencies',
    'analyzers/custom',
  ],
  'app.ts': [...core, 'github', 'queue', 'ledger', 'server', 'web', 'analyzers/dependencies'],
  'action.ts': [...core, 'cli', 'git', 'github', 'analyzers/dependencies'],
};

/** Which packages and built-ins only some parts may import; a path that begins so. */
const reserved: readonly { readonly names: RegExp; readonly to: readonly string[] }[] = [
  { names: /^(probot|@octokit\/.*)$/, to: ['github/', 'app.ts', 'action.ts'] },
  {
    names: /^(fs|fs\/promises|child_process)$/,
    to: [
      'git/',
      'ledger/',
      'queue/',
      'analyzers/dependencies/advisories',
      'analyzers/syntax/sandboxed.ts',
      'cli.ts',
      'cli/',
      'app.ts',
      'action.ts',
    ],
  },
  {
    names: /^(http|https|http2|net|tls|dgram|undici)$/,
    to: ['github/', 'web/', 'analyzers/dependencies/advisories'],
  },
  { names: /^(web-tree-sitter|tree-sitter.*|@tree-sitter-grammars\/.*)$/, to: ['analyzers/syntax/'] },
  { names: /^vm$/, to: [] },
];

function faultsOf(files: readonly Omit<SourceFile, 'loads'>[]): string[] {
  const known = new Set(files.map((file) => file.path));
  return files.flatMap(({ path, imports }) => {
    const part = partOf(path);
    const allowed = mayImport[part];
    if (!allowed) return [`${path} is in no part of the house`];
    return imports.flatMap((name) => {
      if (known.has(name)) {
        const target = partOf(name);
        return target === part || allowed.includes(target) ? [] : [`${path} may not import ${name}`];
      }
      const isReserved = reserved.some(
        ({ names, to }) => names.test(name) && !to.some((start) => path.startsWith(start)),
      );
      if (isReserved || part === 'model') return [`${path} may not import ${name}`];
      return [];
    });
  });
}

/** The first circle in which modules load one another, as a list of paths. */
function findCircle(files: readonly Omit<SourceFile, 'imports'>[]): string[] | undefined {
  const imports = new Map(files.map((file) => [file.path, file.loads]));
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of imports.get(path) ?? []) {
      const circle = visit(next, [...way, path]);
      if (circle) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const { path } of files) {
    const circle = visit(path, []);
    if (circle) return circle;
  }
  return undefined;
}

describe('the architecture', () => {
  const files = readSource();

  it('is read', () => {
    expect(files.map((file) => file.path)).toEqual(expect.arrayContaining(['review.ts', 'model/rule.ts']));
    expect(files.find((file) => file.path === 'review.ts')?.imports).toContain('triage/rank.ts');
  });

  it('lets each part import what it may, and every file has its part', () => {
    expect(faultsOf(files)).toEqual([]);
  });

  it('has no circle of modules', () => {
    expect(findCircle(files)).toBeUndefined();
  });

  it('loads no database and no client of GitHub for the terminal, but for the server', () => {
    const texts = new Map(files.map(({ path }) => [path, compile(readFileSync(join(root, path), 'utf8'))]));
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      // Only what is imported at once: `import()` waits until a command needs it.
      for (const [, name = ''] of (texts.get(path) ?? '').matchAll(
        /^(?:import|export)\b[^;]*?['"]([^'"]+)['"];/gm,
      ))
        if (name.startsWith('.'))
          visit(posix.normalize(posix.join(dirname(path), name)).replace(/\.js$/, '.ts'));
        else packages.add(name);
    };
    visit('cli.ts');
    expect([...packages]).toContain('commander');
    expect(
      [...packages].filter((name) =>
        /^(pg|pg-boss|probot|prom-client|pino|@electric-sql|@octokit|@opentelemetry)/.test(name),
      ),
    ).toEqual([]);
    expect([...seen].filter((path) => /^(app\.ts|queue\/|github\/)/.test(path))).toEqual([]);
  });

  it('has no enum, no default export and no folder without a meaning', () => {
    const faults = files.filter(({ path }) => {
      const text = readFileSync(join(root, path), 'utf8');
      const vague = /(^|\/)(utils?|helpers?|common|shared|services?|managers?)(\/|\.ts$)/.test(path);
      return vague || /^(?:export )?(?:const )?enum |^export default /m.test(text);
    });
    expect(faults).toEqual([]);
  });
});

describe('the check of the architecture itself', () => {
  it.each<[string, Omit<SourceFile, 'loads'>[]]>([
    [
      'an import upward',
      [
        { path: 'triage/a.ts', imports: ['review.ts'] },
        { path: 'review.ts', imports: [] },
      ],
    ],
    [
      'one analyzer in another',
      [
        { path: 'analyzers/code/a.ts', imports: ['analyzers/secrets/b.ts'] },
        { path: 'analyzers/secrets/b.ts', imports: [] },
      ],
    ],
    ['a package in the model', [{ path: 'model/a.ts', imports: ['zod'] }]],
    ['the file system in a reporter', [{ path: 'reporters/a.ts', imports: ['fs'] }]],
    ['the network in git', [{ path: 'git/a.ts', imports: ['https'] }]],
    ['GitHub in the core', [{ path: 'config/a.ts', imports: ['@octokit/rest'] }]],
    ['a folder that nobody knows', [{ path: 'helpers/a.ts', imports: [] }]],
  ])('catches %s', (_, files) => {
    expect(faultsOf(files)).toHaveLength(1);
  });

  it('catches a circle', () => {
    const circle = findCircle([
      { path: 'a.ts', loads: ['b.ts'] },
      { path: 'b.ts', loads: ['c.ts'] },
      { path: 'c.ts', loads: ['b.ts'] },
    ]);
    expect(circle).toEqual(['b.ts', 'c.ts', 'b.ts']);
  });

  it('leaves types out of a circle', () => {
    const text = `import type { A } from './a.js'; import { type B, c } from './b.js'; export const d = c;`;
    expect(importsOf('git/x.ts', compile(text))).toEqual(['git/b.ts']);
  });

  it('reads every way of importing', () => {
    const text = `import 'node:fs'; import type { A } from './a.js'; export { b } from '../b.js'; void import('./c.js');`;
    expect(importsOf('git/x.ts', text)).toEqual(['fs', 'git/a.ts', 'b.ts', 'git/c.ts']);
  });
});
