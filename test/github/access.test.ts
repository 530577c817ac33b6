import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Log } from '../../src/github/context.js';
import { Stopped } from '../../src/queue/ends.js';
import { install, type Installation } from '../support/github/app.js';

let app: Installation;

beforeEach(async () => {
  app = await install();
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const silent: Log = { info: () => undefined, error: () => undefined, child: () => silent };
const flaw = { 'a.js': 'FLAW-high one;\n' };

describe('the token of a review', () => {
  it('opens its repository alone, for no more than a review does', async () => {
    await app.deliver(app.open({}, flaw), 'pull_request', 'opened');
    const { tokens, repo } = app.github.state;
    const [, grant] = [...tokens.entries()].filter(([token]) => token !== 'installation-token')[0] ?? [];
    expect(grant).toEqual({
      repositories: [repo],
      permissions: {
        metadata: 'read',
        contents: 'write',
        issues: 'read',
        checks: 'write',
        pull_requests: 'write',
      },
    });
  });

  it('is replaced once when GitHub no longer takes it, in the middle of a review', async () => {
    const pull = app.open({}, flaw);
    let calls = 0;
    app.github.fault = ({ operation }) => {
      if (operation !== 'POST /graphql' || ++calls !== 2) return undefined;
      app.github.state.tokens.clear();
      return { status: 401, message: 'Bad credentials' };
    };
    await app.deliver(pull, 'pull_request', 'opened');
    expect(app.github.state.runs).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
    expect(app.github.state.tokens.size).toBeGreaterThan(0);
  });

  it('is asked for without what nobody has agreed to yet', async () => {
    app.github.fault = ({ operation, body }) =>
      operation.endsWith('/access_tokens') &&
      typeof body === 'object' &&
      body !== null &&
      'permissions' in body
        ? { status: 422, message: 'The permissions requested are not granted to this installation.' }
        : undefined;
    await app.deliver(app.open({}, flaw), 'pull_request', 'opened');
    expect(app.github.state.runs).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
  });

  it("does not open the organization's files, which are read with another", async () => {
    const { state } = app.github;
    state.installedToo.add('.github');
    const text = 'rules: { flaw-high: low }';
    state.others.set(`${state.owner}/.github`, state.git.commit({ '.github/scrutineer.yml': text }));
    await app.deliver(app.open({}, flaw), 'pull_request', 'opened');
    expect(state.runs).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
    const grants = [...state.tokens.values()].filter(({ repositories }) => repositories?.includes('.github'));
    expect(grants).toEqual([
      { repositories: ['.github'], permissions: { metadata: 'read', contents: 'read' } },
    ]);
  });
});

describe('a job that another process may have by now', () => {
  it('writes nothing more', async () => {
    const job = { installationId: 99, owner: app.github.state.owner, repo: app.github.state.repo, pull: 1 };
    const ending = new AbortController();
    const octokit = await app.access.forJob(job, silent, ending.signal);
    const pull = app.open({}, flaw);
    const write = {
      owner: job.owner,
      repo: job.repo,
      name: 'Scrutineer',
      head_sha: pull.headSha,
      status: 'in_progress' as const,
    };
    await octokit.rest.checks.create(write);
    ending.abort(new Stopped());
    await expect(octokit.rest.checks.create(write)).rejects.toBeInstanceOf(Stopped);
    expect(app.github.state.runs).toHaveLength(1);
  });
});
