// Processor time of reading both sides of large lockfiles, as a multiple of what the format's usual parser takes for them.
// `node bench/lockfiles.mjs`, after `npm run build`
import yaml from 'yaml';
import { readLockfile } from '../dist/analyzers/dependencies/lockfiles/read.js';

const times = 9;
const sides = ['base', 'head'];
const integrity = (index) => `sha512-${`${index}`.padStart(86, 'A')}==`;
// The head side has one package in twenty in another version.
const versionOf = (side, index) => (side === 'head' && index % 20 === 0 ? '1.0.1' : '1.0.0');

/** A tree, each package of which asks for two others. */
const childrenOf = (index, count) => [2 * index + 1, 2 * index + 2].filter((child) => child < count);

function packageLock(side, count) {
  const packages = { '': { dependencies: { p0: '1' } } };
  for (let index = 0; index < count; index++)
    packages[`node_modules/p${index}`] = {
      version: versionOf(side, index),
      resolved: `https://npm.acme.example/p${index}/-/p${index}-1.0.0.tgz`,
      integrity: integrity(index),
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
      `    resolution: {integrity: ${integrity(index)}}`,
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

async function read(path, text) {
  return readLockfile(text, { path, read: async () => undefined, list: async () => [] });
}

/** Reads both sides and finds what only the head side has, with the way to it. */
async function difference(path, texts) {
  const [base, head] = [await read(path, texts[0]), await read(path, texts[1])];
  const before = new Set(base.packages.map(({ name, version }) => `${name}@${version}`));
  return head.packages.flatMap(({ name, version, path: place }) =>
    before.has(`${name}@${version}`) ? [] : [head.wayTo(place)],
  );
}

/** In milliseconds of processor time: the first time, and the median of all. */
async function timeOf(work) {
  const all = [];
  for (let time = 0; time < times; time++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    all.push((user + system) / 1000);
  }
  return { first: all[0], median: all.slice().sort((a, b) => a - b)[times >> 1] };
}

const cases = [
  [
    'package-lock.json',
    sides.map((side) => packageLock(side, 5900)),
    'JSON.parse',
    (text) => JSON.parse(text),
  ],
  ['pnpm-lock.yaml', sides.map((side) => pnpmLock(side, 4800)), 'yaml', (text) => yaml.parse(text)],
];
let total = 0;
for (const [path, texts, usual, parse] of cases) {
  const own = await timeOf(() => difference(path, texts));
  const bare = await timeOf(() => texts.map(parse));
  const found = (await difference(path, texts)).length;
  total += own.first;
  console.log(
    `${path}, ${(texts[0].length / 1e6).toFixed(2)} MB a side, ${found} new: first ${own.first.toFixed(0)} ms, ` +
      `median ${own.median.toFixed(0)} ms; ${usual} alone ${bare.median.toFixed(0)} ms; ratio ${(own.median / bare.median).toFixed(2)}`,
  );
}
console.log(`together, first time: ${total.toFixed(0)} ms`);
