// What a review of a large pull request takes without GitHub: 50 files with 40 changed lines each, both sides, all analyzers.
// `npm run bench:review -- [PATH] [--runs N]`, after `npm run build`; without PATH the files are those of `src`. Each run is a
// process of its own: the first review starts the workers, the second finds them warm. Prints medians.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createAnalyzers } from '../dist/analyzers/index.js';
import { defaultConfig } from '../dist/config/schema.js';
import { review } from '../dist/review.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, once: { type: 'boolean', default: false } },
});
const root = path.resolve(positionals[0] ?? path.join(import.meta.dirname, '../src'));
const files = 50;
const changed = 40;

if (values.once) await measure();
else report();

/** Code files with enough lines, evenly from all over the folder. */
function choose() {
  const found = fs
    .readdirSync(root, { recursive: true })
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !/\.d\.|\.min\.|node_modules/.test(name))
    .sort()
    .map((name) => ({ name, text: fs.readFileSync(path.join(root, name), 'utf8') }))
    .filter(({ text }) => text.split('\n').length > changed && text.length < 300_000);
  if (found.length < files) throw new Error(`${root} has no ${files} files of more than ${changed} lines.`);
  return Array.from({ length: files }, (_, index) => found[Math.floor((index * found.length) / files)]);
}

/** As it was before: some lines, all over the file, end otherwise. */
function before(text) {
  const lines = text.split('\n');
  for (let index = 0; index < changed; index++)
    lines[Math.floor((index * lines.length) / changed)] += ' // as it was';
  return lines.join('\n');
}

async function measure() {
  const chosen = choose();
  const sides = {
    base: new Map(chosen.map(({ name, text }) => [name, before(text)])),
    head: new Map(chosen.map(({ name, text }) => [name, text])),
  };
  const names = [...sides.head.keys()];
  const createSource = () => ({
    files: async () => names.map((name) => ({ path: name, status: 'modified' })),
    read: async (name, side) => {
      const text = sides[side].get(name);
      return text === undefined ? { kind: 'absent' } : { kind: 'text', text, damaged: false };
    },
    list: async () => names,
  });
  const analyzers = createAnalyzers();
  const timed = async () => {
    const start = performance.now();
    const result = await review(createSource(), { analyzers, config: defaultConfig, today: '2026-11-27' });
    return { passed: performance.now() - start, result };
  };
  const cold = await timed();
  const memory = process.resourceUsage().maxRSS / 1024;
  const warm = await timed();
  await Promise.all(analyzers.map((analyzer) => analyzer.close?.()));
  const { user, system } = process.cpuUsage();
  const characters = chosen.reduce((sum, { text }) => sum + text.length, 0);
  const problems = cold.result.problems.filter(({ kind }) => kind === 'incomplete');
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  console.log(
    JSON.stringify({
      cold: cold.passed,
      warm: warm.passed,
      memory,
      processor: (user + system) / 1000,
      characters,
    }),
  );
}

function report() {
  const runs = Array.from({ length: Number(values.runs) }, () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), root, '--once'],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  });
  const median = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[runs.length >> 1];
  console.log(
    `${files} files, ${files * changed} changed lines, ${(median('characters') / 1000).toFixed(0)} KB a side, Node ${process.versions.node}, medians of ${runs.length}:\n` +
      `first review of the process ${(median('cold') / 1000).toFixed(2)} s, another one ${(median('warm') / 1000).toFixed(2)} s, ` +
      `${median('memory').toFixed(0)} MB at most; both together ${(median('processor') / 1000).toFixed(2)} s of the processor`,
  );
}
