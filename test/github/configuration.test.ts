import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { install, type Installation } from '../support/github/app.js';
import type { Pull, Run } from '../support/github/state.js';

let app: Installation;

beforeEach(async () => {
  app = await install();
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const path = '.github/scrutineer.yml';
const baselinePath = '.github/scrutineer-baseline.json';
const flaw = { 'a.js': 'FLAW-high one;\n' };

async function review(pull: Pull): Promise<Run> {
  await app.deliver(pull, 'pull_request', 'opened');
  const run = app.github.state.runs.at(-1);
  if (!run) throw new Error('There is no check run.');
  return run;
}

function setOther(name: string, text: string): void {
  const { state } = app.github;
  state.others.set(name, state.git.commit({ [path]: text }));
}

const countGraph = (): number => app.github.calls.filter((call) => call.operation === 'POST /graphql').length;

describe("an organization's configuration", () => {
  it('holds for its repositories, without a call more', async () => {
    const pull = app.open({}, flaw);
    await review(pull);
    const calls = countGraph();
    setOther('octo-org/.github', 'rules: { flaw-high: low }');
    app.github.calls.length = 0;
    const second = app.open({}, flaw, 'second');
    expect(await review(second)).toMatchObject({ conclusion: 'success', title: '1 low' });
    expect(countGraph()).toBe(calls);
  });

  it('is not loosened where it locks, and the attempt is told', async () => {
    setOther('octo-org/.github', 'lock: [rules.flaw-high, suppressions]');
    const config = 'rules:\n  flaw-high: off\nsuppressions: anyone\n';
    const run = await review(app.open({ [path]: config }, flaw));
    expect(run).toMatchObject({ conclusion: 'failure', title: '1 high' });
    expect(run.summary).toContain('The organization locks the rule `flaw-high`');
    expect(run.summary).toContain('The organization locks `suppressions`');
  });

  it('with errors fails the check', async () => {
    setOther('octo-org/.github', 'rulez: {}');
    const run = await review(app.open({}, { 'a.js': 'ok;\n' }));
    expect(run).toMatchObject({ conclusion: 'failure', title: 'No findings, configuration error' });
    expect(run.summary).toContain(`octo-org/.github:${path}:1`);
  });

  it('is not taken for none where GitHub fails to give it', async () => {
    app.github.fault = ({ operation }) => (operation === 'POST /graphql' ? { status: 502 } : undefined);
    const pull = app.open({}, flaw);
    await app.deliver(pull, 'pull_request', 'opened');
    expect(app.github.state.runs.filter((run) => run.conclusion === 'success')).toEqual([]);
  });
});

describe('extends', () => {
  it('takes what another repository of the owner has', async () => {
    setOther('octo-org/defaults', 'rules: { flaw-high: low }');
    const run = await review(app.open({ [path]: 'extends: octo-org/defaults\n' }, flaw));
    expect(run).toMatchObject({ conclusion: 'success', title: '1 low' });
  });

  it.each<[string, string, string]>([
    ['a repository that is out of reach', 'octo-org/hidden', 'has no configuration that can be read'],
    ['another owner', 'mallory/config', 'must name a repository of `octo-org`'],
    ['an address', 'https://config.example/a', 'must name a repository as `owner/repository`'],
  ])('of %s opens nothing', async (_, name, message) => {
    setOther('mallory/config', 'rules: { flaw-high: off }');
    const run = await review(app.open({ [path]: `extends: ${name}\n` }, flaw));
    expect(run.conclusion).toBe('failure');
    expect(run.summary).toContain(message);
  });

  it('of the pull request itself has nothing read', async () => {
    setOther('octo-org/secret', 'rules: { flaw-high: off }');
    await review(app.open({}, { ...flaw, 'b.txt': 'x\n' }));
    const before = countGraph();
    app.github.calls.length = 0;
    const run = await review(app.open({}, { ...flaw, [path]: 'extends: octo-org/secret\n' }, 'second'));
    expect(countGraph()).toBe(before);
    expect(run.conclusion).toBe('failure');
    expect(run.summary).not.toContain('would go');
  });
});

describe('a pull request that edits the configuration', () => {
  it('gets the errors as annotations on their lines, and they decide nothing', async () => {
    const head = { 'a.js': 'ok;\n', [path]: 'rules: {}\nrulez: {}\n' };
    const run = await review(app.open({ [path]: 'rules: {}\n' }, head));
    expect(run).toMatchObject({
      conclusion: 'success',
      annotations: [
        { path, start_line: 2, annotation_level: 'warning', message: expect.stringContaining('`rulez`') },
      ],
    });
    expect(run.summary).toContain('In the version of this change: Unknown key `rulez`');
  });

  it('gets a dry run, and is judged by the base branch', async () => {
    const head = { ...flaw, [path]: 'rules:\n  flaw-high: off\n' };
    const run = await review(app.open({ [path]: 'rules: {}\n' }, head));
    expect(run).toMatchObject({ conclusion: 'failure', title: '1 high', annotations: [] });
    expect(run.summary).toContain('1 would go');
    expect(run.summary).toContain('Dry run: `flaw-high` would go: The rule flaw-high is off');
  });

  it.each<[string, string]>([
    [
      'a bomb of aliases',
      `a: &a [x]\n${Array.from({ length: 9 }, (_, i) => `b${i}: &b${i} [*a, *a, *a]`).join('\n')}\n`,
    ],
    ['a megabyte', `# ${'x'.repeat(1_000_000)}\n`],
    ['deep nesting', '['.repeat(5000)],
  ])('to %s changes no verdict', async (_, text) => {
    const run = await review(app.open({ 'a.js': 'ok;\n' }, { ...flaw, [path]: text }));
    expect(run).toMatchObject({ conclusion: 'failure', title: '1 high' });
  });
});

describe('a suppression that the pull request adds', () => {
  const suppressed = { 'a.js': '// scrutineer-ignore flaw-high: It is fine.\nFLAW-high one;\n' };

  it.each<[string, Partial<Pull>, string[], string]>([
    ['by nobody with permission', { author: 'mallory' }, [], 'failure'],
    ['by who may write', { author: 'alice' }, ['alice'], 'success'],
    ['by who may write, from an own fork', { author: 'alice', fork: 'alice' }, ['alice'], 'success'],
    [
      "by who may write, from somebody else's fork",
      { author: 'alice', fork: 'mallory' },
      ['alice'],
      'failure',
    ],
  ])('%s', async (_, facts, writers, conclusion) => {
    for (const writer of writers) app.github.state.writers.add(writer);
    const pull = app.open({}, suppressed);
    Object.assign(pull, facts);
    const run = await review(pull);
    expect(run.conclusion).toBe(conclusion);
    expect(run.summary).toContain('This change suppresses `flaw-high` here');
  });

  it('has the permission asked only where it matters', async () => {
    await review(app.open({}, flaw));
    const asked = app.github.calls.filter((call) => call.operation.includes('/collaborators/'));
    expect(asked).toEqual([]);
  });
});

describe('a baseline', () => {
  it('on the base branch withholds, and one that the pull request forges does not', async () => {
    const pull = app.open({}, flaw);
    await review(pull);
    const body = app.github.state.comments[0]?.body ?? '';
    const fingerprint = /finding ([0-9a-f]{32})/.exec(body)?.[1] ?? '';
    const entry = { fingerprint, rule: 'flaw-high', path: 'a.js', reason: 'Known.', date: '2026-01-31' };
    const baseline = { [baselinePath]: JSON.stringify({ version: 1, findings: [entry] }) };

    const forged = await review(app.open({}, { ...flaw, ...baseline }, 'second'));
    expect(forged).toMatchObject({ conclusion: 'failure', title: '1 high' });
    expect(forged.summary).toContain('This change edits the baseline');
    expect(forged.summary).toContain('Dry run: `flaw-high` would go: In the baseline since 2026-01-31');

    const standing = await review(app.open(baseline, flaw, 'third'));
    expect(standing).toMatchObject({ conclusion: 'success' });
    expect(standing.summary).toContain('In the baseline since 2026-01-31: Known.');
  });

  it('with errors fails the check', async () => {
    const run = await review(app.open({ [baselinePath]: '{' }, { 'a.js': 'ok;\n' }));
    expect(run).toMatchObject({ conclusion: 'failure', title: 'No findings, configuration error' });
  });
});
