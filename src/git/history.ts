import { spawn } from 'node:child_process';
import { type History, parsePatches } from '../model/history.js';
import type { Problem } from '../model/problem.js';
import { git, GitError, steadyArguments, steadyEnvironment } from './run.js';

/** Of the commits of one change, and of their patches in all. */
const mostCommits = 1000;
const mostBytes = 64 * 1024 * 1024;

/** What each commit between two added, the oldest first; of a merge what is in none of those that it merges. */
export async function readHistory(repo: string, base: string, head: string): Promise<History> {
  const range = `${base}..${head}`;
  const count = Number((await git(repo, ['rev-list', '--count', range])).toString('latin1'));
  if (count === 0) return { additions: [], problems: [] };
  const problems: Problem[] = [];
  if (count > mostCommits)
    problems.push({
      kind: 'incomplete',
      message: `Of the ${count} commits of the change only the newest ${mostCommits} were searched one by one.`,
    });
  const { text, isWhole } = await readPatches(repo, range);
  if (!isWhole)
    problems.push({
      kind: 'incomplete',
      message: `The commits of the change are larger than ${mostBytes / 1024 / 1024} MB together; the rest was not searched one by one.`,
    });
  return { additions: parsePatches(text), problems };
}

function readPatches(repo: string, range: string): Promise<{ text: string; isWhole: boolean }> {
  const options = [
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--no-notes',
    '--unified=3',
  ];
  const prefixes = ['--src-prefix=a/', '--dst-prefix=b/'];
  const format = ['--format=From %H Mon Sep 17 00:00:00 2001', `--max-count=${mostCommits}`, '--reverse'];
  const child = spawn(
    'git',
    [...steadyArguments, 'log', '-p', '--cc', ...options, ...prefixes, ...format, range, '--'],
    { cwd: repo, env: steadyEnvironment(), stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true },
  );
  const chunks: Buffer[] = [];
  let size = 0;
  let isWhole = true;
  child.stdout.on('data', (chunk: Buffer) => {
    if (!isWhole) return;
    chunks.push(chunk);
    size += chunk.length;
    if (size <= mostBytes) return;
    isWhole = false;
    child.kill();
  });
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(new GitError('Git could not be started.', { cause })));
    child.on('close', (code) => {
      if (isWhole && code !== 0) reject(new GitError('Git could not list the commits of the change.'));
      else resolve({ text: Buffer.concat(chunks).toString('utf8'), isWhole });
    });
  });
}
