import { readFile } from 'node:fs/promises';
import { watch } from 'node:fs';
import { dirname, join } from 'node:path';
import pc from 'picocolors';
import { ConfigError } from '../config/error.js';
import { showControls } from '../reporters/controls.js';
import { wantsColor } from '../reporters/terminal.js';
import { kindOf, write } from './output.js';
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
  const passed = await testOnce(path, options);
  if (options.watch !== true) return passed;
  const folder = kind === 'file' ? dirname(path) : path;
  for (;;) {
    await nextChange(folder);
    await testOnce(path, options);
  }
}

async function testOnce(path: string, { format }: TestOptions): Promise<boolean> {
  const results = await testRules(path);
  if (format === 'json') await write(`${JSON.stringify({ rules: results }, undefined, 2)}\n`);
  else await write(await renderResults(results, path));
  return results.every(isPassing);
}

/** Milliseconds in which an editor is done with saving. */
const settled = 200;

async function nextChange(folder: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const watcher = watch(folder, { recursive: true }, () => {
      watcher.close();
      setTimeout(resolve, settled);
    });
    watcher.on('error', reject);
  });
}

function isPassing({ status, missing, unexpected }: RuleTestResult): boolean {
  return status === 'run' && missing.length === 0 && unexpected.length === 0;
}

/** A list for a person: what fails, with the lines of code, and a count. */
async function renderResults(results: readonly RuleTestResult[], path: string): Promise<string> {
  const colors = pc.createColors(wantsColor(process.stdout, process.env));
  const root = (await kindOf(path)) === 'file' ? dirname(path) : path;
  const lines: string[] = [];
  for (const result of results) {
    if (isPassing(result) && result.files.length > 0) continue;
    if (result.status !== 'run') {
      lines.push(
        `${colors.red('✗')} ${result.id}  ${result.path}:${result.line ?? 1}`,
        `    does not run: ${showControls(result.reason ?? '')}`,
        '',
      );
      continue;
    }
    if (result.files.length === 0) {
      lines.push(
        `${colors.yellow('?')} ${result.id}  ${result.path}`,
        '    has no annotated file beside it',
        '',
      );
      continue;
    }
    lines.push(`${colors.red('✗')} ${result.id}  ${result.path}`);
    const places = [
      ...result.missing.map((place) => ({ ...place, sign: colors.red('-'), said: 'expected, not found' })),
      ...result.unexpected.map((place) => ({
        ...place,
        sign: colors.green('+'),
        said: 'found, not expected',
      })),
    ].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
    for (const { sign, said, ...place } of places) {
      const code = await lineAt(root, place);
      lines.push(`  ${sign} ${place.path}:${place.line}  ${said}`, `      ${code}`);
    }
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

async function lineAt(root: string, { path, line }: Place): Promise<string> {
  const text = await readFile(join(root, path), 'utf8');
  return showControls((text.split(/\r?\n/)[line - 1] ?? '').trim().slice(0, 120));
}
