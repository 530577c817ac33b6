import { afterEach, describe, expect, it } from '@jest/globals';
import { readBaseline } from '../../src/config/baseline.js';
import { parseConfig } from '../../src/config/load.js';
import { defaultConfig } from '../../src/config/schema.js';
import { install, type Installation, type InstallationOptions } from '../support/github/app.js';

let app: Installation;

async function start(options: InstallationOptions = {}, files = sample): Promise<void> {
  app = await install({ isOnboarding: true, ...options });
  const { git, branches } = app.github.state;
  branches.set('main', git.commit(files));
}

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const sample: Record<string, string> = {
  'a.js': 'FLAW-high one;\nsound;\n',
  'lib/b.js': 'FLAW-low two;\n',
  'with\nbreak: x.js': 'sound;\n',
};

const greetings = () => [...app.github.state.pulls.values()];

function fileOn(branch: string, path: string): string {
  const { git, branches } = app.github.state;
  const entry = git.tree(branches.get(branch) ?? '').get(path);
  return entry ? git.blob(entry.sha).toString('utf8') : '';
}

describe('a repository that the App comes to', () => {
  it.each(['installation', 'installation_repositories'] as const)('is greeted once on %s', async (event) => {
    await start();
    expect((await app.greet(event, { delivery: 'd1' })).status).toBe(202);
    await app.greet(event, { delivery: 'd1' });
    await app.greet(event);
    expect(greetings()).toMatchObject([
      { headRef: 'scrutineer/onboarding', baseRef: 'main', title: 'Configure Scrutineer', state: 'OPEN' },
    ]);
    expect(greetings()[0]?.body).toContain('A first audit found 1 high, 1 low');
  });

  it('gets a configuration that changes nothing, names what there is, and begins with the schema', async () => {
    await start();
    await app.greet('installation');
    const text = fileOn('scrutineer/onboarding', '.github/scrutineer.yml');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\S+scrutineer\.schema\.json\n/);
    expect(text).toContain('3 .js');
    expect(text).not.toContain('break');
    const parsed = parseConfig(text, '.github/scrutineer.yml', []);
    expect(parsed.problems).toEqual([]);
    expect(parsed.config).toEqual(defaultConfig);
  });

  it('is told what of it is generated and vendored, by its .gitattributes too', async () => {
    await start({}, { ...sample, '.gitattributes': 'a.js linguist-generated\n', 'vendor/c.js': 'sound;\n' });
    await app.greet('installation');
    const lines = [
      'generated: 1 file, by .gitattributes or convention, and reviewed as well',
      'vendored: 1 file, by .gitattributes or convention, and reviewed as well',
    ];
    const config = fileOn('scrutineer/onboarding', '.github/scrutineer.yml');
    for (const line of lines) expect(config).toContain(`#   ${line}`);
    expect(greetings()[0]?.body).toMatch(/^- generated: 1 file, by \.gitattributes/m);
    expect(parseConfig(config, '.github/scrutineer.yml', []).config).toEqual(defaultConfig);
  });

  it('gets what an audit finds as baseline, so that the next pull request tells of what is new', async () => {
    await start();
    await app.greet('installation');
    const text = fileOn('scrutineer/onboarding', '.github/scrutineer-baseline.json');
    const { baseline, problems } = readBaseline({ kind: 'text', text, damaged: false });
    expect(problems).toEqual([]);
    expect([...baseline.values()].map(({ path }) => path)).toEqual(['a.js', 'lib/b.js']);
    // The greeting is merged, and somebody moves the old flaw and adds one.
    const pull = app.open(
      { ...sample, '.github/scrutineer-baseline.json': text },
      { 'a.js': 'sound;\nFLAW-high one;\nFLAW-high new;\n' },
    );
    await app.deliver(pull, 'pull_request', 'opened');
    expect(app.github.state.runs.at(-1)).toMatchObject({ title: '1 high', conclusion: 'failure' });
  });

  it.each(['CLOSED', 'MERGED'] as const)(
    'is not greeted again when that is %s and its branch gone',
    async (state) => {
      await start();
      await app.greet('installation');
      const [greeting] = greetings();
      if (greeting) greeting.state = state;
      app.github.state.branches.delete('scrutineer/onboarding');
      await app.greet('installation_repositories');
      expect(greetings()).toHaveLength(1);
      expect(app.github.state.branches.has('scrutineer/onboarding')).toBe(false);
    },
  );

  it.each<[string, () => void]>([
    ['has a configuration', () => undefined],
    ['is archived', () => (app.github.state.isArchived = true)],
    ['is empty', () => app.github.state.branches.delete('main')],
  ])('is left alone where it %s', async (name, change) => {
    await start({}, name === 'has a configuration' ? { '.github/scrutineer.yml': 'report: {}\n' } : sample);
    change();
    await app.greet('installation');
    expect(greetings()).toEqual([]);
    expect(app.github.calls.every(({ body }) => !JSON.stringify(body).includes('mutation'))).toBe(true);
  });

  it('is left alone, and the log says why, where the App may not write contents', async () => {
    const logged: unknown[] = [];
    await start({ log: (...line) => void logged.push(line) });
    app.github.state.contents = 'read';
    await app.greet('installation');
    expect(greetings()).toEqual([]);
    expect(JSON.stringify(logged)).toContain('needs write permission on contents');
    expect(app.github.calls.some(({ operation }) => operation.includes('/git/trees/'))).toBe(false);
  });

  it('gets no audit and no baseline where everybody reads the pull request', async () => {
    await start();
    app.github.state.visibility = 'PUBLIC';
    await app.greet('installation');
    const [greeting] = greetings();
    expect(greeting?.body).toContain('The repository is public');
    expect(greeting?.body).toContain('`scrutineer baseline`');
    expect(greeting?.body).not.toMatch(/flaw-|a\.js|lib\/b\.js/);
    expect(fileOn('scrutineer/onboarding', '.github/scrutineer.yml')).toContain('3 .js');
    expect(fileOn('scrutineer/onboarding', '.github/scrutineer-baseline.json')).toBe('');
    expect(app.github.calls.some(({ operation }) => operation.includes('/git/blobs/'))).toBe(false);
  });

  it.each(['a person made', 'a person added to'])(
    'is left alone, and the log says why, where the branch is one that %s',
    async (what) => {
      const logged: unknown[] = [];
      await start({ log: (...line) => void logged.push(line) });
      const { git, branches, pulls } = app.github.state;
      if (what === 'a person added to') await app.greet('installation');
      // A mirror has the branches, and no pull requests.
      pulls.clear();
      const from = branches.get('scrutineer/onboarding') ?? branches.get('main') ?? '';
      const theirs = git.commit({ ...sample, 'mine.js': 'sound;\n' }, from);
      branches.set('scrutineer/onboarding', theirs);
      await app.greet('installation_repositories');
      expect(branches.get('scrutineer/onboarding')).toBe(theirs);
      expect(greetings()).toEqual([]);
      expect(JSON.stringify(logged)).toContain('has commits that are not of this App');
    },
  );

  it('is greeted where an earlier try was cut off, and the default branch went on', async () => {
    await start();
    const { git, branches, pulls } = app.github.state;
    await app.greet('installation');
    pulls.clear();
    const tip = git.commit({ ...sample, 'c.js': 'sound;\n' }, branches.get('main') ?? '');
    branches.set('main', tip);
    await app.greet('installation');
    expect(greetings()).toHaveLength(1);
    expect(git.parents(branches.get('scrutineer/onboarding') ?? '')).toEqual([tip]);
  });

  it('is left alone when the time is over, and a job that hangs ends', async () => {
    await start({ timeLimitMilliseconds: 300 }, { 'a.js': 'HANG\n' });
    await app.greet('installation');
    expect(greetings()).toEqual([]);
  });

  it('is left alone when the operator turns it off while the job waits', async () => {
    await start({ isOnboarding: false });
    const { owner, repo, installationId } = app.github.state;
    const data = { installationId, owner, repo, onboarding: true } as const;
    await app.queue.send({ key: 'onboarding', group: owner, priority: 0, data }, undefined);
    await app.queue.idle();
    expect(app.github.calls).toEqual([]);
  });

  it('is left alone unless the operator wants it', async () => {
    await start({ isOnboarding: false });
    await app.greet('installation');
    expect(app.github.calls).toEqual([]);
  });

  it.each(['createRef', 'createCommitOnBranch', 'createPullRequest'])(
    'gets one pull request when the answer to %s is lost',
    async (name) => {
      await start();
      let isLost = false;
      app.github.fault = ({ body }) => {
        if (isLost || !JSON.stringify(body ?? '').includes(`m0: ${name}(`)) return undefined;
        isLost = true;
        return 'lose-answer';
      };
      await app.greet('installation');
      expect(isLost).toBe(true);
      expect(greetings()).toHaveLength(1);
      expect(fileOn('scrutineer/onboarding', '.github/scrutineer.yml')).not.toBe('');
    },
  );
});
