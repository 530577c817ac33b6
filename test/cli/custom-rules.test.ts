import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runCli, type CliResult } from '../support/cli.js';
import { createRepository, type TestRepository } from '../support/repository.js';

const rule = `rules:
  - id: no-raw
    message: Do not put $QUERY together.
    severity: ERROR
    languages: [js]
    metadata: { cwe: 'CWE-89: SQL', confidence: HIGH, references: ['https://wiki.acme.example/sql'] }
    pattern: $DB.raw($QUERY)
`;
const path = 'rules/no-raw.yml';

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
  repository.write({
    '.github/scrutineer.yml': "rules-from: ['rules/*.yml']\n",
    [path]: rule,
    'rules/no-raw.js': '// ruleid: no-raw\ndb.raw(a);\n// ruleid: no-raw\ndb.row(a);\ndb.raw(b);\n',
  });
});
afterEach(() => repository.remove());

const run = (...args: string[]): CliResult => runCli(args, repository.folder);

it('a name of a file says nothing to the terminal', () => {
  const color = '\u001b[31m';
  repository.write({
    [`rules/${color}red.yml`]: rule.replace('no-raw', 'red'),
    [`rules/${color}red.js`]: '// ruleid: red\ndb.row(a);\n',
  });
  const { out } = run('rules', 'test', 'rules');
  expect(out).toContain('rules/\\x1b[31mred.yml:2');
  expect(out).toContain('rules/\\x1b[31mred.js:2  expected, not found');
  expect(out).not.toContain(color);
});

describe('config check', () => {
  it('takes a file of rules by itself, and all that the configuration names', () => {
    expect(run('config', 'check', path)).toMatchObject({ code: 0, out: `${path} is valid.\n` });
    expect(run('config', 'check')).toMatchObject({ code: 0, out: '.github/scrutineer.yml is valid.\n' });
  });

  it.each([
    [
      'an unknown key',
      'pattern:',
      'patern:',
      '7: Rule `no-raw`: Unknown key `patern`; did you mean `pattern`?',
    ],
    [
      'what is not supported',
      'pattern:',
      'join: {}\n    pattern:',
      '7: Rule `no-raw`: `join` is not supported',
    ],
    [
      'a pattern that is no code',
      '$DB.raw($QUERY)',
      'f((',
      '7: Rule `no-raw` is left out: The pattern `f((` is no JavaScript or TypeScript.',
    ],
    ['a wrong value', 'ERROR', 'BAD', '4: Rule `no-raw`: `severity` must be one of'],
    ['a language', '[js]', '[cobol]', '5: Rule `no-raw`:'],
    ['no YAML', 'rules:\n', 'rules:\n  - {\n', ': Not valid YAML'],
  ])('tells of %s, with its line', (_, from, to, message) => {
    repository.write({ [path]: rule.replace(from, to) });
    for (const args of [
      ['config', 'check', path],
      ['config', 'check'],
    ]) {
      const { code, out } = run(...args);
      expect({ code, out }).toEqual({ code: 2, out: expect.stringContaining(message) });
      expect(out.startsWith(path)).toBe(true);
    }
  });
});

it('explain says what a rule of the repository says', () => {
  const { code, out } = run('explain', 'no-raw');
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringContaining('Do not put $QUERY together.'),
  });
  expect(out).toContain('| Severity | high |');
  expect(out).toContain('CWE-89');
  expect(out).toContain('<https://wiki.acme.example/sql>');
  expect(out).toContain('`rules/no-raw.yml`');
  // It has no examples of its own.
  expect(out).not.toContain('## Found');
  expect(run('explain', 'no-raws')).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no rule'),
  });
});

describe('rules test', () => {
  it('shows what differs, with the places as they are opened from here', () => {
    expect(run('rules', 'test', 'rules')).toMatchObject({
      code: 1,
      out: `✗ no-raw  rules/no-raw.yml:2
  rules/no-raw.js:4  expected, not found
    - db.row(a);
  rules/no-raw.js:5  found, not expected
    + db.raw(b);

0 of 1 rules do as their files say; 1 do not.
`,
    });
    repository.write({ 'rules/no-raw.js': '// ruleid: no-raw\ndb.raw(a);\n' });
    const passing = { code: 0, out: '1 of 1 rules do as their files say.\n' };
    expect(run('rules', 'test', 'rules')).toMatchObject(passing);
    expect(run('rules', 'test', path)).toMatchObject(passing);
  });

  it('tests again when a rule or an annotated file is saved, until it is ended', async () => {
    const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
    const child = spawn(process.execPath, [cli, 'rules', 'test', 'rules', '--watch'], {
      cwd: repository.folder,
    });
    const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
    let text = '';
    let wake = (): void => undefined;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        wake();
      });
    const untilWaiting = async (): Promise<string> => {
      while (!text.includes('Waiting for changes')) await new Promise<void>((resolve) => (wake = resolve));
      const said = text;
      text = '';
      return said;
    };
    try {
      expect(await untilWaiting()).toContain('- db.row(a);');
      repository.write({ 'rules/no-raw.js': '// ruleid: no-raw\ndb.raw(a);\n' });
      expect(await untilWaiting()).toMatch(/Changed: .*no-raw\.js[\s\S]*1 of 1 rules do/);
      repository.write({ [path]: rule.replace('.raw(', '.rew(') });
      expect(await untilWaiting()).toMatch(/Changed: .*no-raw\.yml[\s\S]*- db\.raw\(a\);/);
      repository.write({ [path]: rule.replace('pattern:', 'patern:') });
      expect(await untilWaiting()).toContain('did you mean `pattern`?');
    } finally {
      child.kill('SIGINT');
    }
    expect(await ended).toBe('SIGINT');
    expect(text).toBe('');
  });
});
