import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pc from 'picocolors';
import { ConfigError } from '../config/error.js';
import { showControls } from '../reporters/controls.js';
import { wantsColor } from '../reporters/terminal.js';
import { watchFolder } from './changes.js';
import { kindOf, say, write } from './output.js';
import { testRules, type Place, type RuleTestResult } from './rule-tests.js';

export interface TestOptions {
  readonly format: string;
  /** Test again whenever a file changes, until the program is ended. */
  readonly watch?: boolean;
}

/** Tests rules against their annotated files; false where one does not do as they say. Throws a ConfigError where there is nothing. */
export async function testRuleFiles(path: string, options: TestOptions): Promise<boolean> {
  const kind = await kindOf(path);
  if (kind === 'absent') throw new ConfigError(`There is no file or folder ${path}.`);
  if (options.watch !== true) return testOnce(path, options);
  const changes = kind === 'file' ? watchFolder(dirname(path), false) : watchFolder(path);
  try {
    for (;;) {
      await testAgain(path, options);
      if (options.format === 'text') say('Waiting for changes; Ctrl-C ends.');
      const names = await changes.next();
      if (options.format === 'text') say(`Changed: ${names.slice(0, maxNames).join(', ')}`);
    }
  } finally {
    changes.close();
  }
}

/** Files that are named as changed. */
const maxNames = 5;

/** A file may be gone for a moment while an editor saves it: its next change tests again. */
async function testAgain(path: string, options: TestOptions): Promise<void> {
  try {
    await testOnce(path, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    say(`A file is gone: ${(error as Error).message}`);
  }
}

async function testOnce(path: string, { format }: TestOptions): Promise<boolean> {
  const results = await testRules(path);
  if (format === 'json') await write(`${JSON.stringify({ rules: results }, undefined, 2)}\n`);
  else await write(await renderResults(results, path));
  return results.every(isPassing);
}

function isPassing({ status, missing, unexpected }: RuleTestResult): boolean {
  return status === 'run' && missing.length === 0 && unexpected.length === 0;
}

/** A list for a person: what fails, file by file with the lines of code, and a count. */
async function renderResults(results: readonly RuleTestResult[], path: string): Promise<string> {
  const colors = pc.createColors(wantsColor(process.stdout, process.env));
  const root = (await kindOf(path)) === 'file' ? dirname(path) : path;
  const lines: string[] = [];
  for (const result of results) {
    if (isPassing(result) && result.files.length > 0) continue;
    const sign = isPassing(result) ? colors.yellow('?') : colors.red('✗');
    lines.push(`${sign} ${showControls(`${result.id}  ${join(root, result.path)}`)}:${result.line ?? 1}`);
    if (result.status !== 'run') lines.push(`    does not run: ${showControls(result.reason ?? '')}`);
    else if (result.files.length === 0) lines.push('    has no annotated file beside it');
    else lines.push(...(await renderDifference(result, root, colors)));
    lines.push('');
  }
  const passed = results.filter((result) => isPassing(result) && result.files.length > 0).length;
  const untested = results.filter(({ status, files }) => status === 'run' && files.length === 0).length;
  const failed = results.filter((result) => !isPassing(result)).length;
  lines.push(
    `${passed} of ${results.length} rules do as their files say${failed > 0 ? `; ${failed} do not` : ''}${untested > 0 ? `; ${untested} have no file` : ''}.`,
  );
  return `${lines.join('\n')}\n`;
}

/** As a diff: what the files expect and is not there, and what is there and they do not expect. */
async function renderDifference(
  { missing, unexpected }: RuleTestResult,
  root: string,
  colors: ReturnType<typeof pc.createColors>,
): Promise<string[]> {
  const places = [
    ...missing.map((place) => ({ ...place, isMissing: true })),
    ...unexpected.map((place) => ({ ...place, isMissing: false })),
  ].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
  const lines: string[] = [];
  for (const { isMissing, ...place } of places) {
    const at = `${showControls(join(root, place.path))}:${place.line}`;
    const said = isMissing ? 'expected, not found' : 'found, not expected';
    const code = `${isMissing ? '-' : '+'} ${await lineAt(root, place)}`;
    lines.push(`  ${at}  ${said}`, `    ${isMissing ? colors.red(code) : colors.green(code)}`);
  }
  return lines;
}

async function lineAt(root: string, { path, line }: Place): Promise<string> {
  const text = await readFile(join(root, path), 'utf8');
  return showControls((text.split(/\r?\n/)[line - 1] ?? '').trim().slice(0, 120));
}
