// Compares the processor time of custom rules with that of the built-in rules for code, over the same files.
// `node bench/custom.mjs RULES CODE [--files 1000] [--runs 1]`: RULES is a folder with rules in Semgrep's syntax, CODE one with
// JavaScript and TypeScript. Build first.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createCodeAnalyzer } from '../dist/analyzers/code/analyzer.js';
import { openCustomRules } from '../dist/analyzers/custom/analyzer.js';
import { loadRules } from '../dist/config/rules/load.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string', default: '1000' }, runs: { type: 'string', default: '1' } },
});
const [rulesFolder = '.github', codeFolder = 'src'] = positionals;

const walk = (folder, ending) =>
  fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => ending.test(name) && !/(?:^|\/)(?:node_modules|\.git)\//.test(name))
    .sort()
    .map((name) => path.join(folder, name));

const written = walk(rulesFolder, /(?<!\.test|\.fixed)\.ya?ml$/)
  .map((name) => ({ path: name, text: fs.readFileSync(name, 'utf8') }))
  .filter(({ text }) => /^rules:/m.test(text));
const ids = new Set();
const rules = [];
// In batches: a review reads no more than 200 files.
for (let at = 0; at < written.length; at += 200) {
  const batch = written.slice(at, at + 200).map((file) => ({
    path: file.path,
    content: { kind: 'text', text: file.text, damaged: false },
  }));
  for (const offered of loadRules(batch, [...ids]).rules) {
    ids.add(offered.rule.id);
    if (offered.rule.languages.some((language) => /script$/.test(language))) rules.push(offered);
  }
}

const all = walk(codeFolder, /(?<!\.min|\.d)\.(?:[cm]?[jt]s|[jt]sx)$/);
const every = Math.max(1, Math.floor(all.length / Number(values.files)));
const files = new Map();
for (let at = 0; at < all.length && files.size < Number(values.files); at += every) {
  const text = fs.readFileSync(all[at], 'utf8');
  if (text.length < 500_000) files.set(path.relative(codeFolder, all[at]), text);
}
const paths = [...files.keys()];
const context = {
  read: async (name) => files.get(name),
  list: async () => paths,
  report: ({ message }) => problems.set(message, (problems.get(message) ?? 0) + 1),
};
const problems = new Map();

/** Seconds of the processor, workers included. */
async function timed(analyzer) {
  const before = process.cpuUsage();
  let found = 0;
  for (const [name, text] of files)
    if (analyzer.wants(name)) found += (await analyzer.analyze({ path: name, text }, 'head', context)).length;
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, found };
}

const builtIn = createCodeAnalyzer();
const custom = (await openCustomRules(rules, true)).analyzer;
const size = [...files.values()].reduce((sum, text) => sum + text.length, 0);
console.log(
  `${files.size} files, ${(size / 1e6).toFixed(1)} MB; ${custom.rules.length} custom rules; Node ${process.version}`,
);
for (let run = 0; run < Number(values.runs); run++) {
  const a = await timed(builtIn);
  const b = await timed(custom);
  console.log(
    `built-in ${a.seconds.toFixed(1)} s (${a.found} findings), custom ${b.seconds.toFixed(1)} s (${b.found} findings): ${(b.seconds / a.seconds).toFixed(2)} times`,
  );
}
for (const [message, count] of problems) console.log(`${count} times: ${message}`);
await builtIn.close();
await custom.close();
