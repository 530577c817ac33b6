import { closeSync, ftruncateSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runCli } from './support/cli.js';
import { createFolder } from './support/repository.js';
import { expectWithin } from './support/time-limit.js';

const key = ['zCyhQ3v8Lk2mNw7R', 'tB5xPd9sFj4aGe1u'].join('');
const setting = `API_TOKEN = "${key}"\n`;

let folder: string;
let report: {
  readonly verdict: string;
  readonly findings: readonly { readonly location: { readonly path: string } }[];
  readonly problems: readonly { readonly kind: string; readonly path?: string; readonly message: string }[];
};
let milliseconds: number;

beforeAll(() => {
  folder = createFolder();
  const files: Readonly<Record<string, Uint8Array | string>> = {
    'marked.ini': Buffer.from(`\ufeff${setting}`, 'utf16le'),
    'unmarked.ini': Buffer.from(setting, 'utf16le'),
    'latin.ini': Buffer.from(`name = "Caf\u00e9 M\u00fcller"\n${setting}`, 'latin1'),
    // As a bundler writes: 8 MB on one line, the credential behind it.
    'bundle.txt': `${'function a(b,c){return b[c]||(b[c]=new c("x"))};'.repeat(170_000)}\n${setting}`,
    'program.bin': Buffer.concat([
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]),
      Buffer.from(setting),
    ]),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const huge = openSync(join(folder, 'huge.sql'), 'w');
  ftruncateSync(huge, 100 * 1024 * 1024);
  closeSync(huge);
  const start = Date.now();
  const { out } = runCli(['audit', '.', '--only', 'secrets', '--format', 'json'], folder);
  milliseconds = Date.now() - start;
  report = JSON.parse(out) as typeof report;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const problemsOf = (path: string): unknown[] => report.problems.filter((problem) => problem.path === path);

it.each(['marked.ini', 'unmarked.ini', 'latin.ini', 'bundle.txt'])('a credential in %s is found', (path) => {
  expect(report.findings.filter(({ location }) => location.path === path)).toHaveLength(1);
});

it('what is no text is passed over', () => {
  expect(report.findings.filter(({ location }) => location.path === 'program.bin')).toEqual([]);
});

it('bytes that are no UTF-8 are told', () => {
  expect(problemsOf('latin.ini')).toEqual([expect.objectContaining({ kind: 'notice' })]);
});

it('a file of 100 MB is told as unread, and makes the review incomplete', () => {
  expect(problemsOf('huge.sql')).toEqual([
    expect.objectContaining({ kind: 'incomplete', message: expect.stringContaining('larger than 20 MB') }),
  ]);
  expect(report.verdict).not.toBe('pass');
});

it('none of them takes long', () => {
  expectWithin(milliseconds, 30_000);
});
