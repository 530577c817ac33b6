// Processor time of a review of large lockfiles, both sides read, compared and matched with a mirror of 200,000 advisories,
// beside what the format's usual parser takes for them. Each time is taken in a process of its own, without its start.
// `node bench/lockfiles.mjs`, after `npm run build`; `taskset -c 0` holds it to one processor.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import yaml from 'yaml';
import { openMirror } from '../dist/analyzers/dependencies/advisories/mirror.js';
import { writeMirror } from '../dist/analyzers/dependencies/advisories/mirror-file.js';
import { createDependenciesAnalyzer } from '../dist/analyzers/dependencies/analyzer.js';
import { defaultConfig } from '../dist/config/schema.js';
import { review } from '../dist/review.js';

const times = 7;
const records = 200_000;
const sides = ['base', 'head'];
const integrity = (side, index) => `sha512-${`${versionOf(side, index)}/${index}`.padStart(86, 'A')}==`;
// The head side has one package in fifty in another version.
const versionOf = (side, index) => (side === 'head' && index % 50 === 0 ? '1.0.1' : '1.0.0');

/** A tree, each package of which asks for two others. */
const childrenOf = (index, count) => [2 * index + 1, 2 * index + 2].filter((child) => child < count);

function packageLock(side, count) {
  const packages = { '': { dependencies: { p0: '1' } } };
  for (let index = 0; index < count; index++)
    packages[`node_modules/p${index}`] = {
      version: versionOf(side, index),
      resolved: `https://npm.acme.example/p${index}/-/p${index}-${versionOf(side, index)}.tgz`,
      integrity: integrity(side, index),
      dependencies: Object.fromEntries(childrenOf(index, count).map((child) => [`p${child}`, '^1.0.0'])),
      engines: { node: '>=18' },
    };
  return JSON.stringify({ lockfileVersion: 3, packages }, null, 2);
}

function pnpmLock(side, count) {
  const lines = ["lockfileVersion: '9.0'", '', 'importers:', '', '  .:', '    dependencies:', '      p0:'];
  lines.push('        specifier: ^1.0.0', `        version: ${versionOf(side, 0)}`, '', 'packages:', '');
  for (let index = 0; index < count; index++)
    lines.push(
      `  p${index}@${versionOf(side, index)}:`,
      `    resolution: {integrity: ${integrity(side, index)}}`,
      "    engines: {node: '>=18'}",
      '',
    );
  lines.push('snapshots:', '');
  for (let index = 0; index < count; index++)
    lines.push(
      `  p${index}@${versionOf(side, index)}:`,
      '    dependencies:',
      ...childrenOf(index, count).map((child) => `      p${child}: ${versionOf(side, child)}`),
      '',
    );
  return lines.join('\n');
}

const cases = {
  'package-lock.json': { make: (side) => packageLock(side, 5900), parser: 'JSON.parse', parse: JSON.parse },
  'pnpm-lock.yaml': {
    make: (side) => pnpmLock(side, 4800),
    parser: 'yaml',
    parse: (text) => yaml.parse(text),
  },
};

/** Records of other packages, as most are, and of one package in ten of the lockfiles, a quarter of which affect it. */
function* advisories() {
  for (let index = 0; index < records; index++) {
    const isOurs = index < 590;
    const fixed = ['1.0.1', '0.9.0', '0.8.0', '0.9.0', '1.0.2', '0.9.0', '0.8.0', '0.9.0'][index % 8];
    yield {
      id: `BENCH-${index}`,
      aliases: [],
      summary: 'A flaw that is told in some words, as real ones are',
      details: 'More words. '.repeat(isOurs ? 80 : 10),
      affected: [
        {
          package: { ecosystem: 'npm', name: isOurs ? `p${index * 10}` : `other-${index}` },
          ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
          versions: [],
          severity: [],
        },
      ],
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }],
    };
  }
}

/** In milliseconds of processor time. */
async function timeOf(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const folder = process.argv[2];
if (folder === undefined) await measureAll();
else await measure(folder, process.argv[3].split(','), process.argv[4] === 'bare');

/** Of some cases in this process, for the first time. */
async function measure(at, names, isBare) {
  const texts = (side) =>
    Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(at, side, name), 'utf8')]));
  const [base, head] = sides.map(texts);
  if (isBare) {
    const parseAll = () => names.map((name) => [base, head].map((side) => cases[name].parse(side[name])));
    console.log(JSON.stringify({ time: await timeOf(parseAll) }));
    return;
  }
  const of = (side) => (side === 'base' ? base : head);
  const source = {
    files: async () => names.map((name) => ({ path: name, status: 'modified' })),
    read: async (name, side) =>
      of(side)[name] === undefined
        ? { kind: 'absent' }
        : { kind: 'text', text: of(side)[name], damaged: false },
    list: async () => names,
  };
  let report;
  const analyzers = [createDependenciesAnalyzer({ advisories: openMirror(path.join(at, 'mirror')) })];
  const reviewIt = (of) => review(of, { analyzers, config: defaultConfig, today: '2026-11-27' });
  // Starts the worker.
  await reviewIt({ ...source, read: async () => ({ kind: 'text', text: '', damaged: false }) });
  const time = await timeOf(async () => {
    report = await reviewIt(source);
  });
  await Promise.all(analyzers.map((analyzer) => analyzer.close()));
  const found = [report.findings, report.fixed].map((list) => list.length);
  console.log(JSON.stringify({ time, found, problems: report.problems.map(({ message }) => message) }));
}

/** The median of several processes. */
function median(at, names, isBare) {
  const runs = Array.from({ length: times }, () => {
    const run = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), at, names.join(','), isBare ? 'bare' : ''],
      { encoding: 'utf8' },
    );
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout);
  }).sort((a, b) => a.time - b.time);
  return runs[times >> 1];
}

async function measureAll() {
  const at = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    for (const side of [...sides, 'mirror']) fs.mkdirSync(path.join(at, side));
    for (const [name, { make }] of Object.entries(cases))
      for (const side of sides) fs.writeFileSync(path.join(at, side, name), make(side));
    const header = { ecosystem: 'npm', source: 'bench', checked: new Date().toISOString(), unreadable: 0 };
    await writeMirror(path.join(at, 'mirror', 'npm.mirror'), header, advisories());
    for (const names of [...Object.keys(cases).map((name) => [name]), Object.keys(cases)]) {
      const own = median(at, names, false);
      const bare = median(at, names, true);
      if (own.problems.length > 0) throw new Error(own.problems.join('\n'));
      const size = names
        .map((name) => (fs.statSync(path.join(at, 'base', name)).size / 1e6).toFixed(2))
        .join(' and ');
      const parsers = names.map((name) => cases[name].parser).join(' and ');
      console.log(
        `${names.join(' and ')}, ${size} MB a side: ${own.time.toFixed(0)} ms for ${own.found.join(' introduced and ')} fixed findings; ` +
          `${parsers} alone ${bare.time.toFixed(0)} ms; ratio ${(own.time / bare.time).toFixed(2)}`,
      );
    }
  } finally {
    fs.rmSync(at, { recursive: true });
  }
}
