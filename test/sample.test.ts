import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../src/model/report.js';
import { runCli } from './support/cli.js';
import { createFolder } from './support/repository.js';

const sample = new URL('../scripts/sample.mjs', import.meta.url).href;
const { layOutSample } = (await import(sample)) as {
  layOutSample: (folder: string) => { base: string; head: string };
};
const advisories = fileURLToPath(new URL('../examples/advisories', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = createFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the sample pull request', () => {
  it('introduces something for every analyzer and fixes one', () => {
    const repo = join(folder, 'shop');
    const { base, head } = layOutSample(repo);
    const args = ['review', '--base', base, '--head', head, '--advisories', advisories, '--format', 'json'];
    const { code, out, err } = runCli(args, repo);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const report = JSON.parse(out) as Report;
    expect(report.findings.map((finding) => finding.ruleId)).toEqual(
      expect.arrayContaining([
        'sql-injection',
        'command-injection',
        'cross-site-scripting',
        'path-traversal',
        'weak-password-hash',
        'jwt-not-verified',
        'stripe-live-key',
        'vulnerable-dependency',
        'terraform-s3-bucket-public',
        'terraform-aws-open-ingress',
        'docker-root-user',
        'actions-script-injection',
        'env-committed-secret',
      ]),
    );
    expect(report.fixed.map((finding) => finding.ruleId)).toEqual(['sql-injection']);
    expect(report.problems).toEqual([]);
  });

  it('has its secrets only when it is laid out, and no report repeats them', () => {
    const secret = /secretKey: '(.+)'/.exec(readFileSync(join(folder, 'shop/src/config.ts'), 'utf8'))?.[1];
    expect(secret).toMatch(/^sk_live_\w{20,}$/);
    const examples = fileURLToPath(new URL('../examples/', import.meta.url));
    for (const path of readdirSync(examples, { recursive: true }).map(String)) {
      if (!/\.\w+$|env$/.test(path) || path.endsWith('.github')) continue;
      expect(readFileSync(join(examples, path), 'utf8')).not.toContain(secret?.slice(0, 12));
    }
    for (const format of ['text', 'json', 'sarif', 'markdown', 'html']) {
      const { out } = runCli(['audit', '.', '--format', format], join(folder, 'shop'));
      expect(out).toContain('src/config.ts');
      expect(out).not.toContain(secret?.slice(8, 16));
    }
  });

  it('is what `npm run review` shows, ending with 0 and two files', () => {
    const script = fileURLToPath(new URL('../scripts/review.mjs', import.meta.url));
    const { status, stdout } = spawnSync(process.execPath, [script], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder },
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Failing: \d+ findings/);
    expect(['report.html', 'report.sarif'].filter((name) => existsSync(join(folder, name)))).toHaveLength(2);
  });

  it('passes arguments on with the real exit code', () => {
    const script = fileURLToPath(new URL('../scripts/review.mjs', import.meta.url));
    const run = (...args: string[]): { status: number | null; stderr: string } => {
      // npm, when it runs the tests, names another folder as the one that the user stands in.
      const env = { ...process.env, INIT_CWD: folder };
      const { status, stderr } = spawnSync(process.execPath, [script, ...args], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      return { status, stderr };
    };
    expect(run('--repo', 'shop', '--base', 'main')).toEqual({ status: 1, stderr: '' });
    expect(run('--repo', 'shop', '--base', 'nowhere').status).toBe(2);
  });
});
