import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { act } from '../src/action.js';
import { markOfAnswer } from '../src/github/commands/answer-mark.js';
import type { Decision } from '../src/model/decision.js';
import { startGitHub, type GitHub } from './support/github/server.js';
import type { Pull } from './support/github/state.js';
import { examplePayload } from './support/github/webhook.js';

const server = (route: string): string =>
  `import { exec } from 'node:child_process';\nimport express from 'express';\nconst app = express();\n${route}\n`;
const injection = server(
  "app.get('/a', (request, response) => { exec('ls ' + request.query.folder); response.end(); });",
);
const sound = server("app.get('/a', (request, response) => { exec('ls'); response.end(); });");

let github: GitHub;
let folder: string;

beforeEach(async () => {
  github = await startGitHub();
  github.state.slug = 'github-actions';
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-action-'));
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await github.close();
  expect(github.violations).toEqual([]);
});

/** Opens a pull request in the stand-in. */
function open(base: Record<string, string>, head: Record<string, string>): Pull {
  const { state } = github;
  const baseSha = state.git.commit(base);
  state.branches.set('main', baseSha);
  const headSha = state.git.commit({ ...base, ...head }, baseSha);
  const pull: Pull = { number: 1, headSha, baseRef: 'main', baseSha, state: 'OPEN' };
  state.pulls.set(1, pull);
  return pull;
}

interface Ran {
  readonly code: number;
  readonly lines: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Runs the Action as the runner does, but in this process. */
async function run(event: string, payload: unknown, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const file = (name: string): string => join(folder, name);
  for (const name of ['output', 'summary']) writeFileSync(file(name), '');
  writeFileSync(file('event.json'), JSON.stringify(payload));
  const lines: string[] = [];
  const code = await act(
    {
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: file('event.json'),
      GITHUB_REPOSITORY: `${github.state.owner}/${github.state.repo}`,
      GITHUB_API_URL: `${github.url}/api/v3`,
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      RUNNER_TEMP: folder,
      INPUT_TOKEN: 'installation-token',
      ...env,
    },
    (line) => lines.push(line),
  );
  const outputs = readFileSync(file('output'), 'utf8').trim().split('\n');
  return {
    code,
    lines: lines.filter((line) => !line.startsWith('::debug::')),
    outputs: Object.fromEntries(outputs.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string])),
    summary: readFileSync(file('summary'), 'utf8'),
  };
}

function payloadOf(pull: Pull, action = 'opened'): unknown {
  const payload = examplePayload('pull_request', action) as { pull_request: { head: object } };
  const head = { ...payload.pull_request.head, sha: pull.headSha };
  return { ...payload, pull_request: { ...payload.pull_request, number: pull.number, head } };
}

describe('the Action', () => {
  it('answers a pull request as the App does: a check run and a review', async () => {
    const ran = await run('pull_request', payloadOf(open({ 'a.js': sound }, { 'a.js': injection })));
    const { runs, reviews, comments } = github.state;
    expect(runs).toMatchObject([{ conclusion: 'failure', externalId: 'pull-1', buttons: [] }]);
    expect(reviews).toHaveLength(1);
    expect(comments).toMatchObject([{ path: 'a.js', line: 4 }]);
    expect(comments[0]?.body).not.toContain('/scrutineer ignore');
    expect(ran.code).toBe(1);
    expect(ran.outputs).toMatchObject({
      verdict: 'failing',
      conclusion: 'failure',
      findings: '1',
      fixed: '0',
    });
    expect(ran.summary).toContain('**Failing.**');
    // The check run shows it.
    expect(ran.lines.filter((line) => line.includes('file='))).toEqual([]);
  });

  it('says the same again on the next run, and resolves what is fixed', async () => {
    const pull = open({ 'a.js': sound }, { 'a.js': injection });
    await run('pull_request', payloadOf(pull));
    await run('pull_request', payloadOf(pull, 'synchronize'));
    expect(github.state.reviews).toHaveLength(1);
    expect(github.state.runs).toHaveLength(1);
    pull.headSha = github.state.git.commit({ 'a.js': `${sound}// mended\n` }, pull.headSha);
    const ran = await run('pull_request', payloadOf(pull, 'synchronize'));
    expect(ran).toMatchObject({ code: 0, outputs: { verdict: 'passing', fixed: '0' } });
    expect(github.state.resolved.size).toBe(1);
  });

  it('takes no decision from a comment of the account that all workflows share', async () => {
    const pull = open({ 'a.js': sound }, { 'a.js': injection });
    const first = await run('pull_request', payloadOf(pull));
    const { findings } = JSON.parse(readFileSync(first.outputs.json ?? '', 'utf8')) as {
      findings: { fingerprint: string; ruleId: string }[];
    };
    const [found] = findings;
    if (!found) throw new Error('There is no finding.');
    const { fingerprint, ruleId } = found;
    const decision = {
      kind: 'ignore',
      fingerprint,
      ruleId,
      path: 'a.js',
      by: 'alice',
      at: '2026-01-01T00:00:00Z',
      reason: 'No.',
    };
    const mark = markOfAnswer({ to: 'IC_1', outcome: 'done', decisions: [decision as Decision] });
    const login = 'github-actions[bot]';
    github.state.said.push({ id: 9, pull: 1, login, body: `${mark}\nDone.`, at: '2026-01-01T00:00:00Z' });
    expect((await run('pull_request', payloadOf(pull, 'synchronize'))).code).toBe(1);
  });

  it('annotates and summarizes where the token only reads, as for forks', async () => {
    const pull = open({ 'a.js': sound }, { 'a.js': injection });
    github.fault = ({ operation }) =>
      operation.startsWith('POST /repos')
        ? { status: 403, message: 'Resource not accessible by integration' }
        : undefined;
    const ran = await run('pull_request', payloadOf(pull));
    expect(github.state.runs).toEqual([]);
    expect(github.calls.filter(({ operation }) => operation.includes('/reviews'))).toEqual([]);
    expect(ran.code).toBe(1);
    expect(ran.lines[0]).toMatch(
      /^::error file=a\.js,line=4,endLine=4,col=\d+,endColumn=\d+,title=Command injection::/,
    );
    expect(ran.summary).toContain('command-injection');
  });

  it('writes the report as SARIF, JSON and HTML, and says where', async () => {
    const { outputs } = await run('pull_request', payloadOf(open({}, { 'a.js': injection })));
    const sarif = JSON.parse(readFileSync(outputs.sarif ?? '', 'utf8')) as {
      runs: { results: { ruleId: string }[] }[];
    };
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toContain('command-injection');
    expect(JSON.parse(readFileSync(outputs.json ?? '', 'utf8'))).toMatchObject({ verdict: 'failing' });
    expect(readFileSync(outputs.html ?? '', 'utf8')).toMatch(/^<!doctype html>/i);
  });

  it('reviews a group of a merge queue', async () => {
    const pull = open({ 'a.js': sound }, { 'a.js': injection });
    const baseSha = github.state.branches.get('main') ?? '';
    const payload = examplePayload('merge_group', 'checks_requested') as { merge_group: object };
    const group = {
      head_sha: github.state.git.merge(baseSha, pull.headSha),
      head_ref: `refs/heads/gh-readonly-queue/main/pr-1-${baseSha}`,
      base_sha: baseSha,
    };
    const ran = await run('merge_group', { ...payload, merge_group: { ...payload.merge_group, ...group } });
    expect(ran).toMatchObject({ code: 1, outputs: { verdict: 'failing' } });
    expect(github.state.runs).toMatchObject([{ headSha: group.head_sha, conclusion: 'failure' }]);
  });

  it.each([
    ['onto a branch', (before: string) => ({ before })],
    ['of a new branch', () => ({ before: '0'.repeat(40) })],
  ])('reviews a push %s without a check run, which would hide that of its pull request', async (_, facts) => {
    const { headSha, baseSha = '' } = open({ 'a.js': sound }, { 'a.js': injection });
    const payload = examplePayload('push');
    const ran = await run('push', {
      ...payload,
      ref: 'refs/heads/topic',
      deleted: false,
      forced: false,
      after: headSha,
      ...facts(baseSha),
    });
    expect(ran.code).toBe(1);
    expect(ran.lines[0]).toMatch(/^::error file=a\.js,line=4/);
    expect(github.state.runs).toEqual([]);
  });

  it.each([
    ['push', { ref: 'refs/tags/v1' }],
    ['push', { ref: 'refs/heads/gone', deleted: true, after: '0'.repeat(40) }],
    ['issues', {}],
  ])('has nothing to do on %s with %j', async (event, facts) => {
    const sha = github.state.git.commit({});
    const payload = { ...examplePayload('push'), before: sha, after: sha, deleted: false, ...facts };
    const ran = await run(event, payload);
    expect(ran.code).toBe(0);
    expect(ran.lines).toEqual([expect.stringMatching(/^::notice::/)]);
    expect(github.calls).toEqual([]);
  });

  it('never passes when GitHub fails', async () => {
    const pull = open({}, { 'a.js': sound });
    github.fault = ({ operation }) =>
      operation.includes('/compare/') ? { status: 422, message: 'x' } : undefined;
    const ran = await run('pull_request', payloadOf(pull));
    expect(ran.code).toBe(3);
    expect(github.state.runs).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
  });

  it('lets no name of a file end a command to the runner', async () => {
    const name = 'a,line=1::%0A::stop-commands::x.js';
    github.fault = ({ operation }) => (operation.startsWith('POST /repos') ? { status: 403 } : undefined);
    const ran = await run('pull_request', payloadOf(open({}, { [name]: injection })));
    expect(ran.lines[0]).toContain('file=a%2Cline=1%3A%3A%250A%3A%3Astop-commands%3A%3Ax.js,line=4');
  });

  it('warns of a checkout of the head on pull_request_target, and only then', async () => {
    const pull = open({}, { 'a.js': sound });
    // The warning does not wait for a review.
    pull.state = 'CLOSED';
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
    git('init', '--quiet');
    const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
    git(...identity, 'commit', '--quiet', '--allow-empty', '--message', 'one');
    const warnings = async (event: string, headSha: string): Promise<number> => {
      const { lines } = await run(event, payloadOf({ ...pull, headSha }), { GITHUB_WORKSPACE: folder });
      return lines.filter((line) => line.startsWith('::warning')).length;
    };
    const head = git('rev-parse', 'HEAD');
    expect(await warnings('pull_request_target', head)).toBe(1);
    git(...identity, 'commit', '--quiet', '--allow-empty', '--message', 'merge');
    expect(await warnings('pull_request_target', head)).toBe(1);
    expect(await warnings('pull_request', head)).toBe(0);
    expect(await warnings('pull_request_target', pull.headSha)).toBe(0);
    rmSync(join(folder, '.git'), { recursive: true });
    expect(await warnings('pull_request_target', head)).toBe(0);
  });
});
