import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../src/model/report.js';
import { runCli, type CliResult } from './support/cli.js';
import { createRepository, type TestRepository } from './support/repository.js';

const injection = [
  "import express from 'express';",
  "import pg from 'pg';",
  'const pool = new pg.Pool();',
  'const app = express();',
  "app.get('/', async (req, res) => {",
  '  res.json(await pool.query(`SELECT * FROM t WHERE id = ${req.query.id}`));',
  '});',
  '',
].join('\n');
const harmless = 'export const a = 1;\n';

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
});
afterEach(() => repository.remove());

const run = (...args: string[]): CliResult => runCli(args, repository.folder);
const reportOf = (...args: string[]): Report => JSON.parse(run(...args, '--format', 'json').out) as Report;

describe('exit codes', () => {
  it('0: nothing found', () => {
    repository.commit({ 'a.ts': harmless });
    repository.write({ 'b.ts': harmless });
    const { code, out, err } = run('review');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Passing: no findings\n/);
  });

  it('1: a finding at the failing severity', () => {
    repository.commit({ 'a.ts': harmless });
    repository.write({ 'a.ts': injection });
    const { code, out } = run('review');
    expect(code).toBe(1);
    expect(out).toContain('a.ts:6');
  });

  it('0: a finding below the failing severity', () => {
    repository.commit({ 'a.ts': harmless });
    repository.write({ 'a.ts': injection });
    expect(run('review', '--fail-from', 'none').code).toBe(0);
  });

  it('2: a configuration that cannot be used, with the line', () => {
    repository.commit({ '.github/scrutineer.yml': 'report:\n  fail-form: high\n' });
    repository.write({ 'a.ts': harmless });
    const { code, out } = run('review');
    expect(code).toBe(2);
    expect(out).toContain('.github/scrutineer.yml:2');
    expect(out).toContain('did you mean `fail-from`?');
  });

  it('3: a file that could not be read, and the rest is reviewed', () => {
    repository.commit({ 'a.ts': harmless });
    repository.write({ 'big.ts': Buffer.alloc(20 * 1024 * 1024 + 1, ' '), 'b.ts': harmless });
    const { code, out } = run('review');
    expect(code).toBe(3);
    expect(out).toContain('it is larger than 20 MB');
    expect(out).toContain('2 files: 1 reviewed');
  });

  it.each<[string, string[], RegExp]>([
    ['an unknown command', ['reveiw'], /unknown command 'reveiw'\n\(Did you mean review\?\)/],
    ['an unknown option', ['review', '--bas', 'x'], /unknown option '--bas'/],
    ['no command', [], /Usage: scrutineer/],
    ['an unknown analyzer', ['review', '--only', 'code,banana'], /There is no analyzer "banana"/],
    ['an unknown format', ['review', '--format', 'pdf'], /Allowed choices are text, json/],
    ['an unknown severity', ['review', '--fail-from', 'bad'], /Allowed choices are critical/],
    ['a missing path', ['audit'], /missing required argument 'path'/],
    ['a path that is not there', ['audit', 'nowhere'], /There is no file or folder nowhere/],
    ['a repository that is not there', ['review', '--repo', 'nowhere'], /is the folder there/],
    ['an unknown base', ['review', '--base', 'nowhere'], /has no commit `nowhere`/],
    ['a base that looks like an option', ['review', '--base=--output=x'], /is no name of a commit/],
    ['an unknown head', ['review', '--base', 'main', '--head', 'nowhere'], /has no commit `nowhere`/],
    [
      'a file that cannot be written',
      ['audit', '.', '--output', 'no/where.html'],
      /could not be written: ENOENT/,
    ],
    ['advisories that are not there', ['audit', '.', '--advisories', 'nowhere'], /advisories nowhere/],
    ['an unknown rule', ['explain', 'sql-injektion'], /did you mean `sql-injection`\?/],
    [
      'a configuration that is not there',
      ['config', 'check', 'nowhere'],
      /There is no file or folder nowhere/,
    ],
  ])('2: %s', (_, args, message) => {
    repository.commit({ 'a.ts': harmless });
    const { code, out, err } = run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n {4}at /);
  });

  it('2: a folder that is no repository', () => {
    const { code, err } = runCli(['review'], '/');
    expect({ code, err }).toEqual({ code: 2, err: 'scrutineer: . is not in a git repository.\n' });
  });

  it('2: a repository without a commit, and audit works there', () => {
    repository.write({ 'a.ts': injection });
    const { code, err } = run('review');
    expect(code).toBe(2);
    expect(err).toContain('scrutineer audit .');
    expect(run('audit', '.').code).toBe(1);
  });
});

describe('review', () => {
  it('takes the range that is named', () => {
    repository.commit({ 'a.ts': harmless });
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ 'b.ts': injection });
    repository.write({ 'c.ts': injection });
    const paths = (...args: string[]): string[] =>
      reportOf('review', ...args).findings.map((finding) => finding.location.path);
    expect(paths('--base', 'main', '--head', 'topic')).toEqual(['b.ts']);
    expect(paths('--base', 'main')).toEqual(['b.ts', 'c.ts']);
    expect(paths('--base', 'topic')).toEqual(['c.ts']);
  });

  it('says what a change fixed', () => {
    repository.commit({ 'a.ts': injection });
    repository.write({ 'a.ts': harmless });
    const report = reportOf('review');
    expect(report).toMatchObject({ verdict: 'passing', findings: [], fixed: [{ ruleId: 'sql-injection' }] });
  });

  it('says nothing of a file that only moved', () => {
    repository.commit({ 'a.ts': injection });
    repository.git('mv', 'a.ts', 'b.ts');
    expect(reportOf('review')).toMatchObject({ verdict: 'passing', findings: [], fixed: [] });
  });

  it('is configured by the base side', () => {
    repository.commit({ 'a.ts': harmless });
    repository.write({ 'a.ts': injection, '.github/scrutineer.yml': 'rules: { sql-injection: off }\n' });
    const { verdict, problems } = reportOf('review');
    expect(verdict).toBe('failing');
    expect(problems.map(({ kind, path }) => `${kind} ${path ?? ''}`)).toEqual([
      'notice .github/scrutineer.yml',
      'notice .github/scrutineer.yml',
      'notice a.ts',
    ]);
    expect(problems[2]?.message).toContain('Dry run: `sql-injection` would go');
    repository.git('add', '.github');
    repository.git('commit', '--quiet', '--message', 'Test');
    expect(reportOf('review')).toMatchObject({ verdict: 'passing', withheld: [{}] });
  });

  it('lets suppressions count that stand, and those that are added where they are trusted', () => {
    const suppressed = injection.replace(
      '  res.json',
      '  // scrutineer-ignore sql-injection: A test.\n  res.json',
    );
    repository.commit({ 'a.ts': harmless });
    repository.write({ 'a.ts': suppressed });
    expect(reportOf('review')).toMatchObject({ verdict: 'failing', withheld: [] });
    expect(reportOf('review', '--trust-suppressions')).toMatchObject({ verdict: 'passing', withheld: [{}] });
    expect(reportOf('audit', '.')).toMatchObject({ verdict: 'passing', withheld: [{}], problems: [] });
  });

  it('takes the baseline of the base side', () => {
    repository.commit({ 'a.ts': harmless });
    repository.write({ 'a.ts': injection });
    const entries = reportOf('review').findings.map(({ fingerprint, ruleId: rule }) => ({
      ...{ fingerprint, rule, path: 'a.ts', reason: 'Known.', date: '2026-01-31' },
    }));
    const path = '.github/scrutineer-baseline.json';
    repository.write({ [path]: JSON.stringify({ version: 1, findings: entries }) });
    expect(reportOf('review').verdict).toBe('failing');
    repository.git('add', path);
    repository.git('commit', '--quiet', '--message', 'Test');
    expect(reportOf('review')).toMatchObject({ verdict: 'passing', withheld: [{}] });
  });

  it('gets through bad files and says so of each', () => {
    repository.commit({ 'a.ts': harmless });
    const [link, code] = ['link.ts', Buffer.from(injection)];
    symlinkSync('/etc/passwd', join(repository.folder, link));
    repository.write({
      'binary.ts': Buffer.from('\0\u0001\u0002'),
      'damaged.ts': Buffer.concat([code, Buffer.from([0x2f, 0x2f, 0xff, 0xfe])]),
      'utf16.ts': Buffer.from(`\ufeff${injection}`, 'utf16le'),
      'long.ts': `const x = "${'x'.repeat(10 * 1024 * 1024)}";`,
      'nested.ts': '['.repeat(100_000),
      'angles.ts': 'a<b,'.repeat(10_000),
      'syntax.ts': `${injection}\n)))) {{{`,
      'weird \u001b[2J name.ts': injection,
      'module/x.ts': 'x',
    });
    mkdirSync(join(repository.folder, 'nested'));
    repository.git('init', '--quiet', 'module');
    const report = reportOf('review');
    const found = report.findings.map((finding) => finding.location.path);
    expect(found).toEqual(expect.arrayContaining(['damaged.ts', 'utf16.ts', 'weird \u001b[2J name.ts']));
    const told = new Map(report.problems.map((problem) => [problem.path, problem.kind]));
    for (const path of ['link.ts', 'module', 'damaged.ts']) expect(told.get(path)).toBe('notice');
    const { code: exit, out } = run('review');
    expect(exit).toBe(1);
    expect(out).not.toContain('\u001b');
  });

  it('runs only the analyzers that are asked for', () => {
    repository.commit({ 'a.ts': harmless });
    repository.write({ 'a.ts': injection });
    expect(reportOf('review', '--only', 'secrets,dependencies').findings).toEqual([]);
    expect(reportOf('review', '--only', 'code').findings).toHaveLength(1);
  });

  it('knows all rules of the configuration, whichever analyzers run', () => {
    repository.commit({ '.github/scrutineer.yml': 'rules: { sql-injection: low }\n' });
    repository.write({ 'a.ts': harmless });
    expect(reportOf('review', '--only', 'secrets').problems).toEqual([]);
  });

  it('works from inside a hook, where git sets its own variables', () => {
    repository.commit({ 'a.ts': harmless });
    repository.write({ 'a.ts': injection });
    const env = { GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index', GIT_PREFIX: '' };
    expect(runCli(['review'], repository.folder, env).code).toBe(1);
  });
});

describe('audit', () => {
  it('reports every file, with paths relative to the folder', () => {
    repository.commit({ 'src/a.ts': injection, 'b.ts': harmless, 'c.bin': '\0' });
    const report = reportOf('audit', 'src');
    expect(report.findings.map((finding) => finding.location.path)).toEqual(['a.ts']);
    expect(reportOf('audit', '.').coverage).toEqual({ files: 3, analyzed: 2, excluded: 0 });
  });

  it('takes one file', () => {
    repository.write({ 'a.ts': injection, 'b.ts': injection });
    expect(reportOf('audit', 'a.ts').findings).toHaveLength(1);
  });

  it("is configured by the folder's own file", () => {
    repository.write({ 'a.ts': injection, '.github/scrutineer.yml': 'rules: { sql-injection: low }\n' });
    expect(run('audit', '.').code).toBe(0);
  });
});

describe('output', () => {
  it('goes to a file in the form of its name', () => {
    repository.write({ 'a.ts': injection });
    for (const [file, start] of [
      ['r.html', '<!doctype html>'],
      ['r.sarif', '{\n  "$schema"'],
      ['r.json', '{\n  "version": 1'],
      ['r.md', '## ❌ Failing'],
    ] as const) {
      expect(run('audit', '.', '--output', file)).toMatchObject({ code: 1, out: '' });
      expect(readFileSync(join(repository.folder, file), 'utf8').startsWith(start)).toBe(true);
    }
  });

  it('has colours only where they are wanted', () => {
    repository.write({ 'a.ts': injection });
    const colored = (env: NodeJS.ProcessEnv): boolean =>
      runCli(['audit', '.'], repository.folder, env).out.includes('\u001b[');
    expect([
      colored({}),
      colored({ FORCE_COLOR: '1' }),
      colored({ FORCE_COLOR: '1', NO_COLOR: '1' }),
    ]).toEqual([false, true, false]);
  });

  it('may be cut off by its reader', async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}.ts`, injection]));
    repository.write(files);
    const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
    const child = spawn(process.execPath, [cli, 'audit', '.', '--format', 'json'], {
      cwd: repository.folder,
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, errors }).toEqual({ code: expect.any(Number), errors: '' });
  });

  it('leaves nothing behind in the repository', () => {
    repository.commit({ 'a.ts': harmless });
    repository.write({ 'a.ts': injection });
    const before = repository.git('status', '--porcelain');
    run('review');
    expect(repository.git('status', '--porcelain')).toBe(before);
    expect(existsSync(join(repository.folder, 'report.html'))).toBe(false);
  });
});

describe('the other commands', () => {
  it('help has examples and the exit codes', () => {
    const { code, out } = run('--help');
    expect(code).toBe(0);
    expect(out).toContain('scrutineer review --base main --head topic');
    expect(out).toMatch(/3 {2}something could not be reviewed/);
    expect(run('review', '--help').out).toContain('SCRUTINEER_ADVISORIES');
  });

  it('--version is that of the package', () => {
    const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    expect(run('--version').out.trim()).toBe((JSON.parse(text) as { version: string }).version);
  });

  it('rules lists them, for people and for programs', () => {
    expect(run('rules').out).toMatch(/^code\n(?: {2}.*\n)* {2}sql-injection +critical +SQL injection\n/);
    const listed = JSON.parse(run('rules', '--format', 'json').out) as object[];
    expect(listed).toContainEqual(expect.objectContaining({ id: 'sql-injection', analyzer: 'code' }));
  });

  it('explain shows the page of a rule', () => {
    const page = new URL('../docs/rules/sql-injection.md', import.meta.url);
    expect(run('explain', 'sql-injection')).toEqual({ code: 0, out: readFileSync(page, 'utf8'), err: '' });
  });

  it('config check tells what is wrong, where', () => {
    expect(run('config', 'check')).toMatchObject({ code: 0, out: expect.stringContaining('defaults') });
    repository.write({ '.github/scrutineer.yml': 'rules:\n  sql-injektion: off\n', 'ok.yml': 'rules: {}\n' });
    expect(run('config', 'check')).toMatchObject({
      code: 2,
      out: '.github/scrutineer.yml:2: There is no rule `sql-injektion`; did you mean `sql-injection`?\n',
    });
    expect(run('config', 'check', 'ok.yml')).toMatchObject({ code: 0, out: 'ok.yml is valid.\n' });
  });
});

describe('threat-model check', () => {
  const path = '.github/threat-model.yaml';
  const model = 'otmVersion: 0.2.0\nproject: { id: a, name: A }\n';

  it('tells what is missing, with lines, and where there is no model', () => {
    expect(run('threat-model', 'check')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no threat model'),
    });
    repository.write({ [path]: model });
    const { code, out } = run('threat-model', 'check');
    expect(code).toBe(1);
    expect(out).toContain(`${path}:2: There are no assets`);
    const json = run('threat-model', 'check', path, '--format', 'json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      format: 'Open Threat Model',
      missing: [{ line: 2 }, {}, {}],
    });
  });

  it('refuses a model that does not keep to its schema, with the line', () => {
    repository.write({ [path]: model.replace('name: A', 'name: 1') });
    expect(run('threat-model', 'check')).toMatchObject({
      code: 2,
      err: `scrutineer: ${path}:2: \`project.name\` must be a text, not \`1\`.\n`,
    });
  });
});

describe('threat-model init', () => {
  const path = '.github/threat-model.yaml';

  it('drafts a model that can be read, the same each time, and never writes over one', () => {
    repository.commit({
      'package.json': '{"dependencies": {"express": "4", "pg": "8", "stripe": "1"}}',
      'src/orders/a.ts': injection,
      'test/a.test.ts': injection,
    });
    expect(run('threat-model', 'init').code).toBe(0);
    const draft = readFileSync(join(repository.folder, path), 'utf8');
    expect(draft.replace(/^project:\n {2}name: .*\n {2}id: .*$/m, 'project:')).toMatchSnapshot();
    const { code, out } = run('threat-model', 'check');
    expect(code).toBe(1);
    expect(out).toContain('The asset `Data in PostgreSQL` has no risk rating.');
    expect(out).not.toMatch(/matches no file|not defined/);
    expect(run('threat-model', 'init')).toMatchObject({ code: 2, err: expect.stringContaining('already') });
    rmSync(join(repository.folder, path));
    run('threat-model', 'init');
    expect(readFileSync(join(repository.folder, path), 'utf8')).toBe(draft);
  });
});

describe('baseline', () => {
  const path = '.github/scrutineer-baseline.json';
  const read = () =>
    JSON.parse(readFileSync(join(repository.folder, path), 'utf8')) as { findings: object[] };

  it('accepts what an audit finds, for a review too, and keeps reasons when it is written again', () => {
    repository.commit({ 'src/a.ts': harmless });
    repository.write({ 'src/a.ts': injection });
    expect(run('baseline', 'src', '--reason', 'Known.')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 added, 0 kept'),
    });
    expect(read().findings).toMatchObject([{ rule: 'sql-injection', path: 'src/a.ts', reason: 'Known.' }]);
    expect(run('audit', '.').code).toBe(0);
    repository.write({ 'src/b.ts': injection });
    expect(run('baseline').out).toContain('1 added, 1 kept');
    expect(read().findings).toMatchObject([
      { reason: 'Known.' },
      { reason: expect.stringContaining('nobody has looked') },
    ]);
    expect(run('baseline').out).toContain('0 added, 2 kept');
  });

  it('tells of entries that match nothing, and takes them out when asked', () => {
    repository.commit({ 'a.ts': injection, 'b.ts': injection });
    run('baseline');
    repository.write({ 'a.ts': harmless });
    rmSync(join(repository.folder, 'b.ts'));
    const { out } = run('baseline');
    expect(out).toContain('a.ts: the entry for sql-injection of ');
    expect(out).toContain('b.ts: the entry for sql-injection of ');
    expect(read().findings).toHaveLength(2);
    expect(run('baseline', '--prune').out).toContain('0 kept, 2 taken out');
    expect(read().findings).toEqual([]);
  });

  it.each([
    ['the baseline', path, '{'],
    ['the configuration', '.github/scrutineer.yml', 'rulez: {}\n'],
  ])('2: %s has errors, and nothing is written', (_, file, text) => {
    repository.commit({ 'a.ts': injection, [file]: text });
    expect(run('baseline').code).toBe(2);
    expect(existsSync(join(repository.folder, path))).toBe(file === path);
  });

  it('3: part of the repository was not reviewed', () => {
    repository.commit({ 'a.ts': injection });
    repository.write({ 'big.ts': Buffer.alloc(20 * 1024 * 1024 + 1, ' ') });
    expect(run('baseline')).toMatchObject({ code: 3, out: expect.stringContaining('1 added') });
  });
});

describe('config show', () => {
  const own = 'report:\n  fail-from: low\nrules:\n  weak-cryptography: low\nextends: o/r\n';
  const above = 'lock: [rules.sql-injection]\nreport:\n  comment-from: high\n';
  const given = 'report:\n  comment-from: medium\n  fail-from: high\n';
  const row = (out: string, name: string): string =>
    out
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.replace(/ +/g, ' ') ?? '';

  it('tells of each setting where it comes from', () => {
    repository.write({ '.github/scrutineer.yml': own, 'org.yml': above, 'ext.yml': given });
    const { code, out, err } = run('config', 'show', '--organization', 'org.yml', '--extended', 'ext.yml');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Each overrides those before it: default, organization, extended, repository\./);
    expect(row(out, 'report.max-comments')).toBe('report.max-comments 30 default');
    expect(row(out, 'report.fail-from')).toBe('report.fail-from "low" repository, .github/scrutineer.yml:2');
    expect(row(out, 'report.comment-from')).toBe('report.comment-from "medium" extended, ext.yml:2');
    expect(row(out, 'rules.weak-cryptography')).toContain('repository, .github/scrutineer.yml:4');
    expect(row(out, 'lock')).toContain('organization');
  });

  it('as JSON holds every setting', () => {
    const { settings } = JSON.parse(run('config', 'show', '--format', 'json').out) as {
      settings: { name: string; origin: object }[];
    };
    expect(settings).toContainEqual({
      name: 'suppressions',
      value: 'maintainers',
      origin: { from: 'default' },
    });
    expect(settings.length).toBeGreaterThan(12);
  });

  it('2: a file that has errors has no part in it', () => {
    repository.write({ '.github/scrutineer.yml': 'rulez: {}\n' });
    const { code, out, err } = run('config', 'show');
    expect(code).toBe(2);
    expect(row(out, 'report.fail-from')).toContain('default');
    expect(err).toContain('.github/scrutineer.yml:1: Unknown key `rulez`');
  });
});
