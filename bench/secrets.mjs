// Times the search for credentials on one core beside the plain reading of the same files, and prints medians and the
// ratio. `node bench/secrets.mjs PATH [--runs N] [--profile]`; reads up to 15 MB of what stands below PATH. Build first.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { secretRules } from '../dist/analyzers/secrets/rules/index.js';
import { createScan } from '../dist/analyzers/secrets/scan.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, profile: { type: 'boolean', default: false } },
});
const root = path.resolve(positionals[0] ?? 'src');
const maxCorpus = 15_000_000;
const binary = /\.(?:png|jpe?g|gif|ico|woff2?|ttf|eot|zip|gz|pdf|wasm|node|map)$/i;

let size = 0;
const files = fs
  .readdirSync(root, { recursive: true })
  .sort()
  .map((name) => path.join(root, name))
  .filter((name) => {
    if (binary.test(name) || name.includes(`${path.sep}.git${path.sep}`)) return false;
    const stat = fs.lstatSync(name);
    if (!stat.isFile() || stat.size > 1_000_000 || size + stat.size > maxCorpus) return false;
    size += stat.size;
    return true;
  });

const seconds = (work) => {
  const started = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - started) / 1e9;
};
const read = () => files.map((name) => [name, fs.readFileSync(name, 'utf8')]);
const scan = createScan(secretRules);
let leaks = 0;
const scanAll = (texts) => {
  leaks = 0;
  for (const [name, text] of texts) leaks += scan(name, text).leaks.length;
};

const texts = read();
scanAll(texts);
const times = { read: [], scan: [] };
for (let run = 0; run < Number(values.runs); run++) {
  times.read.push(seconds(read));
  times.scan.push(seconds(() => scanAll(texts)));
}
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const [reading, scanning] = [median(times.read), median(times.scan)];
console.log(
  `${files.length} files, ${(size / 1e6).toFixed(1)} MB, ${secretRules.length} rules, ${leaks} leaks; Node ${process.version}`,
);
console.log(
  `plain reading ${(size / 1e6 / reading).toFixed(0)} MB/s, search ${(size / 1e6 / scanning).toFixed(1)} MB/s`,
);
console.log(
  `reading and searching take ${((reading + scanning) / reading).toFixed(1)} times the plain reading`,
);

if (values.profile) {
  const slow = secretRules.map((rule) => {
    const one = createScan([rule]);
    return [rule.id, seconds(() => texts.forEach(([name, text]) => one(name, text)))];
  });
  for (const [id, time] of slow.sort((a, b) => b[1] - a[1]).slice(0, 15))
    console.log(`${time.toFixed(3)} s ${id}`);
}
