// Measures `audit` beside other tools over the same files, in turn, as medians of processor time (all threads) and of the time that
// passed: `npm run bench:peers -- [PATH] [--runs N] [--megabytes N]`. The tools are installed into a temporary folder. They do
// different work: ESLint runs the rules of eslint-plugin-security on TypeScript's parser, secretlint looks for credentials alone,
// ast-grep matches twenty patterns without data flow. `--growth` measures `audit` with 100, 1,000 and 10,000 files instead.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    megabytes: { type: 'string', default: '15' },
    growth: { type: 'boolean', default: false },
  },
});
const root = path.resolve(import.meta.dirname, '..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scrutineer-peers-'));
const isCode = (name) => /\.[cm]?[jt]sx?$/.test(name) && !/\.d\.[cm]?ts$/.test(name) && !/\.min\./.test(name);
const from = path.resolve(positionals[0] ?? path.join(root, 'node_modules'));
const runs = Number(values.runs);

try {
  if (values.growth) measureGrowth();
  else measurePeers();
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Code files in the order of their paths, under plain names, until one of the bounds is reached; begins anew where they run out. */
function layOut(name, { files = Infinity, bytes = Infinity, isRepeated = false }) {
  const target = path.join(folder, name);
  const found = fs
    .readdirSync(from, { recursive: true })
    .filter((file) => isCode(file) && fs.statSync(path.join(from, file)).isFile())
    .filter((file) => fs.statSync(path.join(from, file)).size <= 300_000)
    .sort();
  let count = 0;
  let size = 0;
  for (let round = 0; count < files && size < bytes && (round === 0 || isRepeated); round++)
    for (const file of found) {
      if (count >= files || size >= bytes) break;
      const to = path.join(target, `round-${round}`, file.replaceAll('node_modules', 'packages'));
      fs.mkdirSync(path.dirname(to), { recursive: true });
      fs.copyFileSync(path.join(from, file), to);
      count++;
      size += fs.statSync(to).size;
    }
  return { target, count, size };
}

/** Seconds of the processors and seconds that passed. Tools end with a code of their own where they find something. */
function measure([program, ...args], cwd) {
  const start = performance.now();
  const { stdout } = spawnSync(
    'bash',
    ['-c', '"$@" >"$OUT" 2>&1; echo "code $?"; times', 'bash', program, ...args],
    {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, OUT: path.join(folder, 'output'), LC_ALL: 'C' },
    },
  );
  const passed = (performance.now() - start) / 1000;
  const [, minutes, seconds, systemMinutes, systemSeconds] =
    /\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(stdout) ?? [];
  const code = Number(/^code (\d+)/m.exec(stdout)?.[1]);
  // 1 says that something was found.
  if (code > 1 || seconds === undefined)
    throw new Error(
      `${program} ended with ${code}: ${fs.readFileSync(path.join(folder, 'output'), 'utf8').slice(-500)}`,
    );
  return {
    passed,
    processor: Number(minutes) * 60 + Number(seconds) + Number(systemMinutes) * 60 + Number(systemSeconds),
  };
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function audit(target) {
  return [process.execPath, path.join(root, 'dist/cli.js'), 'audit', target, '--format', 'json'];
}

function measurePeers() {
  const corpus = layOut('corpus', { bytes: Number(values.megabytes) * 1e6 });
  const tools = installTools(corpus.target);
  const commands = { 'scrutineer audit': audit(corpus.target), ...tools };
  const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < runs; run++)
    for (const [name, command] of Object.entries(commands)) results[name].push(measure(command, folder));
  console.log(
    `${corpus.count} files, ${(corpus.size / 1e6).toFixed(1)} MB, medians of ${runs}, Node ${process.versions.node}, ${os.availableParallelism()} processors\n`,
  );
  console.log('| tool | processor | passed | processor against audit |\n| --- | --- | --- | --- |');
  const own = median(results['scrutineer audit'].map(({ processor }) => processor));
  for (const [name, list] of Object.entries(results)) {
    const processor = median(list.map((result) => result.processor));
    const passed = median(list.map((result) => result.passed));
    console.log(
      `| ${name} | ${processor.toFixed(1)} s | ${passed.toFixed(1)} s | ${(processor / own).toFixed(2)} |`,
    );
  }
}

function measureGrowth() {
  console.log('| files | MB | processor | passed | processor a file |\n| --- | --- | --- | --- | --- |');
  for (const files of [100, 1000, 10_000]) {
    const { target, size } = layOut(`files-${files}`, { files, isRepeated: true });
    const list = Array.from({ length: runs }, () => measure(audit(target), folder));
    const processor = median(list.map((result) => result.processor));
    const passed = median(list.map((result) => result.passed));
    console.log(
      `| ${files} | ${(size / 1e6).toFixed(1)} | ${processor.toFixed(1)} s | ${passed.toFixed(1)} s | ${((processor * 1000) / files).toFixed(1)} ms |`,
    );
    fs.rmSync(target, { recursive: true });
  }
}

function installTools(target) {
  const packages = [
    'eslint@9',
    'eslint-plugin-security@3',
    '@typescript-eslint/parser@8',
    'typescript@5',
    'secretlint@11',
    '@secretlint/secretlint-rule-preset-recommend@11',
    `@ast-grep/cli-${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`,
  ];
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...packages];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error('The tools could not be installed.');
  fs.writeFileSync(
    path.join(folder, 'eslint.config.js'),
    `import security from 'eslint-plugin-security';
import parser from '@typescript-eslint/parser';
export default [{ files: ['**/*.{js,jsx,cjs,mjs,ts,tsx,cts,mts}'], ...security.configs.recommended,
  linterOptions: { noInlineConfig: true }, languageOptions: { parser } }];\n`,
  );
  fs.writeFileSync(
    path.join(folder, '.secretlintrc.json'),
    JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] }),
  );
  fs.writeFileSync(path.join(folder, 'patterns.yml'), astGrepRules());
  const bin = (name) => path.join(folder, 'node_modules/.bin', name);
  const [astGrep] = fs.globSync?.(path.join(folder, 'node_modules/@ast-grep/*/ast-grep*')) ?? [
    path.join(folder, 'node_modules', packages.at(-1), 'ast-grep'),
  ];
  return {
    'ESLint with eslint-plugin-security': [bin('eslint'), target],
    secretlint: [bin('secretlint'), `${target}/**/*`],
    'ast-grep, 20 patterns': [
      astGrep,
      'scan',
      '--rule',
      path.join(folder, 'patterns.yml'),
      '--json=compact',
      target,
    ],
  };
}

/** One pattern each for every language of the files, for calls that security rules look at. */
function astGrepRules() {
  const patterns = [
    'eval($$$A)',
    'new Function($$$A)',
    'setTimeout($A, $$$B)',
    '$X.exec($$$A)',
    'exec($$$A)',
    'execSync($$$A)',
    'spawn($$$A)',
    '$X.query($$$A)',
    '$X.raw($$$A)',
    '$X.innerHTML = $A',
    'document.write($$$A)',
    'crypto.createHash($A)',
    'Math.random()',
    '$X.redirect($$$A)',
    '$X.sendFile($$$A)',
    'fs.readFile($$$A)',
    'fs.readFileSync($$$A)',
    'new RegExp($$$A)',
    'fetch($$$A)',
    'require($A)',
  ];
  return ['TypeScript', 'Tsx', 'JavaScript']
    .flatMap((language) => patterns.map((pattern, index) => ({ language, pattern, index })))
    .map(
      ({ language, pattern, index }) =>
        `id: ${language.toLowerCase()}-${index}\nlanguage: ${language}\nmessage: Found.\nrule:\n  pattern: ${JSON.stringify(pattern)}\n`,
    )
    .join('---\n');
}
