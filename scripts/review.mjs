// npm run review: without arguments it reviews the sample pull request and ends with 0, since that is a demonstration;
// with arguments it is `scrutineer review` with its exit codes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layOutSample } from './sample.mjs';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const advisories = fileURLToPath(new URL('../examples/advisories', import.meta.url));
const started = process.env.INIT_CWD ?? process.cwd();

const scrutineer = (...args) =>
  spawnSync(process.execPath, [cli, 'review', ...args], { cwd: started, stdio: 'inherit' }).status ?? 3;

const passed = process.argv.slice(2);
process.exitCode = passed.length > 0 ? scrutineer(...passed) : reviewSample();

function reviewSample() {
  const folder = mkdtempSync(join(tmpdir(), 'scrutineer-sample-'));
  try {
    const { base, head } = layOutSample(folder);
    const change = ['--repo', folder, '--base', base, '--head', head, '--advisories', advisories];
    const codes = [[], ['--output', 'report.html'], ['--output', 'report.sarif']].map((output) =>
      scrutineer(...change, ...output),
    );
    // The sample is bad on purpose; only a review that failed itself is an error here.
    const broken = codes.find((code) => code > 1);
    if (broken !== undefined) return broken;
    console.log('\nThis was the sample pull request of examples/. Written: report.html, report.sarif');
    console.log('To review your own: npm run review -- --repo PATH --base REF --head REF');
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
