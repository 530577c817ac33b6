// Measures `audit` as a whole process beside the bare tree-sitter parse of the same files, in turn, and prints medians and
// ratios: processor time of all threads together, and the time that passed.
// `npm run bench -- [PATH] [--runs N] [--one-processor]`; without PATH it takes the JavaScript and TypeScript of node_modules.
// With `--terraform` it takes the files of Terraform below PATH instead of code, and the analyzer for them.
// With `--one-processor` each process is held to one, by `taskset` of Linux; the analyzers then start one worker each.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    'one-processor': { type: 'boolean', default: false },
    terraform: { type: 'boolean', default: false },
  },
});
const root = path.resolve(import.meta.dirname, '..');
const runs = Number(values.runs);
const maxCorpus = 15_000_000;
const isCode = (name) =>
  values.terraform
    ? name.endsWith('.tf')
    : /\.[cm]?[jt]sx?$/.test(name) && !/\.d\.[cm]?ts$/.test(name) && !/\.min\./.test(name);

/** Code files of node_modules in the order of their paths, up to 15 MB, under plain names. */
function defaultCorpus() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  let size = 0;
  for (const name of fs.readdirSync(path.join(root, 'node_modules'), { recursive: true }).sort()) {
    const from = path.join(root, 'node_modules', name);
    if (!isCode(name) || !fs.statSync(from).isFile()) continue;
    const length = fs.statSync(from).size;
    if (length > 300_000 || size + length > maxCorpus) continue;
    size += length;
    const to = path.join(folder, name.replaceAll('node_modules', 'packages'));
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.copyFileSync(from, to);
  }
  return folder;
}

const corpus = positionals[0] ? path.resolve(positionals[0]) : defaultCorpus();
const report = path.join(os.tmpdir(), `bench-report-${process.pid}.json`);
const parse = path.join(import.meta.dirname, 'parse.mjs');
const audit = ['dist/cli.js', 'audit', corpus, '--format', 'json', '--output', report];
const commands = values.terraform
  ? {
      'parse (WebAssembly)': [parse, 'wasm', corpus],
      'audit --only infrastructure': [...audit, '--only', 'infrastructure'],
    }
  : {
      'parse (native)': [parse, 'native', corpus],
      'parse (WebAssembly)': [parse, 'wasm', corpus],
      'audit --only code': [...audit, '--only', 'code'],
      audit,
    };

/** Has a process tell its peak memory, in KiB, and its processor time, in microseconds, as its last words. */
const tellUsage =
  'data:text/javascript,process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write(`\\n${u.maxRSS} ${u.userCPUTime+u.systemCPUTime}`)})';

const [program, ...before] = values['one-processor']
  ? ['taskset', '-c', '0', process.execPath]
  : [process.execPath];

const emptyLists = () => Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
const times = emptyLists();
const work = emptyLists();
const memory = Object.fromEntries(Object.keys(commands).map((name) => [name, 0]));
for (let round = 0; round <= runs; round++)
  for (const [name, args] of Object.entries(commands)) {
    const started = process.hrtime.bigint();
    const ended = spawnSync(program, [...before, '--import', tellUsage, ...args], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const usage = /(\d+) (\d+)\s*$/.exec(ended.stderr ?? '');
    if (![0, 1, 3].includes(ended.status ?? -1) || !usage) {
      console.error(`${name} ended with ${ended.error ?? ended.status}: ${ended.stderr?.slice(-2000)}`);
      process.exit(1);
    }
    memory[name] = Math.max(memory[name], Number(usage[1]) / 1024);
    if (round === 0) continue;
    times[name].push(seconds);
    work[name].push(Number(usage[2]) / 1e6);
  }
fs.rmSync(report, { force: true });

const files = fs.readdirSync(corpus, { recursive: true }).filter(isCode);
const bytes = files.reduce((sum, name) => sum + fs.statSync(path.join(corpus, name)).size, 0);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const yardstick = 'parse (WebAssembly)';
const ratio = (lists, name) => median(lists[name].map((value, index) => value / lists[yardstick][index]));
console.log(
  `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB; ${runs} runs after a warm-up, in turn; Node ${process.version}`,
);
console.log(
  '| whole process | processor s | times the bare parse | elapsed s | times the bare parse | peak MB |',
);
console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
for (const name of Object.keys(commands)) {
  const figures = [
    median(work[name]).toFixed(2),
    ratio(work, name).toFixed(2),
    median(times[name]).toFixed(2),
    ratio(times, name).toFixed(2),
    Math.round(memory[name]),
  ];
  console.log(`| ${name} | ${figures.join(' | ')} |`);
}
if (!positionals[0]) fs.rmSync(corpus, { recursive: true, force: true });
