import { describe, expect, it } from '@jest/globals';
import {
  type ConfigFile,
  loadConfig,
  type LoadedForReview,
  type LoadOptions,
} from '../../src/config/load.js';
import { configPath, defaultConfig } from '../../src/config/schema.js';
import { settings } from '../../src/config/settings.js';
import { fakeSource } from '../support/fake-source.js';

const rules = ['sql-injection', 'command-injection'];

const fileOf = (path: string, text: string): ConfigFile => ({
  path,
  content: { kind: 'text', text, damaged: false },
});
const organizationPath = 'octo-org/.github:.github/scrutineer.yml';

interface Files {
  readonly organization?: string;
  readonly extended?: Readonly<Record<string, string>>;
  readonly repository?: string;
  /** Of a change that edits it. */
  readonly head?: string;
}

async function load(
  files: Files,
  more: Partial<LoadOptions> = {},
): Promise<LoadedForReview & { read: string[] }> {
  const { organization, extended = {}, repository, head } = files;
  const read: string[] = [];
  const base = repository === undefined ? {} : { [configPath]: repository };
  const source = fakeSource({ base, head: head === undefined ? base : { [configPath]: head } });
  const loaded = await loadConfig(source, 'base', {
    knownRuleIds: rules,
    owner: 'octo-org',
    ...(organization !== undefined && { organization: fileOf(organizationPath, organization) }),
    readExtended: async (name) => {
      read.push(name);
      const text = extended[name];
      return text === undefined ? undefined : fileOf(`${name}:${configPath}`, text);
    },
    ...more,
  });
  return { ...loaded, read };
}

const told = ({ problems }: LoadedForReview): string[] =>
  problems.map(({ kind, path, line, message }) => `${kind} ${path ?? ''}:${line ?? '-'} ${message}`);

describe('sources, sinks and sanitizers', () => {
  const organization = 'sinks: [{ module: db, member: raw, for: [sql-injection] }]';
  const repository = `sinks: [{ module: ./db, member: raw, for: [sql-injection] }]
sanitizers:
  - { module: ./html, member: clean }
`;

  it('are those of all layers', async () => {
    const { config, origins, problems } = await load({ organization, repository });
    expect(problems).toEqual([]);
    expect(config.sinks.map(({ module }) => module)).toEqual(['db', './db']);
    expect(config.sanitizers).toEqual([{ module: './html', member: 'clean' }]);
    expect(origins.get('sinks[0]')).toMatchObject({ from: 'organization' });
    expect(origins.get('sanitizers[0]')).toMatchObject({ from: 'repository', path: configPath, line: 3 });
  });

  it('are held where the organization locks sanitizers, since these let less be seen', async () => {
    const loaded = await load({ organization: `${organization}\nlock: [sanitizers]`, repository });
    expect(loaded.config.sanitizers).toEqual([]);
    expect(loaded.config.sinks).toHaveLength(2);
    expect(told(loaded)).toEqual([
      `notice ${configPath}:2 The organization locks \`sanitizers\`, so this has no effect: it would be less strict.`,
    ]);
  });

  it('are held where the organization locks sources and sinks, since a function that they name is not looked into', async () => {
    const { config } = await load({
      organization: `${organization}\nlock: [sources, sinks]`,
      repository: `${repository}sources: [{ module: ./form, member: read, kind: operator }]\n`,
    });
    expect([config.sources, config.sinks.length, config.sanitizers.length]).toEqual([[], 1, 1]);
  });

  it('count by the base side only', async () => {
    const { config, proposed } = await load({ repository: 'scope: {}', head: repository });
    expect(config.sanitizers).toEqual([]);
    expect(proposed?.config?.sanitizers).toHaveLength(1);
  });
});

describe('precedence', () => {
  it('is: defaults, organization, extended, repository; rules by id, lists as a whole, ignore added up', async () => {
    const { config, origins, problems } = await load({
      organization:
        'report: { fail-from: low, comment-from: high }\nscope: { exclude: [a/] }\nrules: { sql-injection: low }\nignore: [{ reason: One. }]',
      extended: {
        'octo-org/defaults':
          'report: { comment-from: medium }\nscope: { exclude: [b/, c/] }\nignore: [{ reason: Two. }]',
      },
      repository:
        'extends: octo-org/defaults\nrules:\n  command-injection: off\nreport:\n  max-comments: 3\nignore: [{ reason: Three. }]',
    });
    expect(problems).toEqual([]);
    expect(config).toEqual({
      ...defaultConfig,
      scope: { include: [], exclude: ['b/', 'c/'] },
      report: { ...defaultConfig.report, 'fail-from': 'low', 'comment-from': 'medium', 'max-comments': 3 },
      rules: { 'sql-injection': 'low', 'command-injection': 'off' },
      ignore: [{ reason: 'One.' }, { reason: 'Two.' }, { reason: 'Three.' }],
      extends: 'octo-org/defaults',
    });
    expect(Object.fromEntries(origins)).toMatchObject({
      'report.confidence-from': { from: 'default' },
      'report.fail-from': { from: 'organization', path: organizationPath, line: 1 },
      'scope.exclude': { from: 'extended', path: `octo-org/defaults:${configPath}`, line: 2 },
      'rules.command-injection': { from: 'repository', path: configPath, line: 3 },
      'report.max-comments': { from: 'repository', line: 5 },
      'ignore[1]': { from: 'extended', line: 3 },
    });
  });

  it('gives every setting of the schema an origin', async () => {
    const { origins } = await load({});
    expect([...origins.keys()]).toEqual(settings.map((path) => path.join('.')));
    expect(settings.length).toBeGreaterThan(10);
  });

  it('is the same for a repository without an organization', async () => {
    expect((await load({})).config).toEqual(defaultConfig);
  });
});

describe('a locked setting', () => {
  const locked = (organization: string, repository: string): Promise<LoadedForReview> =>
    load({ organization, repository });

  it.each<[string, string, string]>([
    ['report.fail-from', 'report: { fail-from: medium }', 'report: { fail-from: high }'],
    ['report.fail-from', 'report: { fail-from: medium }', 'report: { fail-from: none }'],
    ['report.fail-from', '{}', 'report: { fail-from: critical }'],
    ['report', 'report: { comment-from: low }', 'report: { comment-from: none }'],
    ['report.confidence-from', '{}', 'report: { confidence-from: high }'],
    ['report.on-incomplete', '{}', 'report: { on-incomplete: neutral }'],
    ['report.max-comments', '{}', 'report: { max-comments: 0 }'],
    ['scope', '{}', 'scope: { exclude: ["**"] }'],
    ['scope.exclude', 'scope: { exclude: [a/] }', 'scope: { exclude: [a/, b/] }'],
    [
      'scope.exclude',
      'scope: { exclude: [a/] }',
      'scope: { exclude: [a/, { component: Shop, reason: Why not. }] }',
    ],
    ['scope.include', '{}', 'scope: { include: [docs/] }'],
    ['scope.include', 'scope: { include: [src/, lib/] }', 'scope: { include: [src/] }'],
    ['review.drafts', '{}', 'review: { drafts: false }'],
    ['review.bots', '{}', 'review: { bots: false }'],
    ['review', '{}', 'review: { labels: { skip: [trivial] } }'],
    ['review.labels.only', '{}', 'review: { labels: { only: [security] } }'],
    ['review.branches', '{}', 'review: { branches: [none] }'],
    ['suppressions', '{}', 'suppressions: anyone'],
    ['rules', '{}', 'rules: { sql-injection: off }'],
    ['rules.sql-injection', '{}', 'rules: { sql-injection: high }'],
    ['rules.sql-injection', 'rules: { sql-injection: high }', 'rules: { sql-injection: medium }'],
    ['ignore', '{}', 'ignore: [{ reason: Why not. }]'],
    ['rules.sql-injection', '{}', 'ignore: [{ reason: Why not., rules: [sql-injection] }]'],
  ])('%s with %s is not loosened by %s', async (name, organization, repository) => {
    const lock = `lock: [${name}]`;
    const text = organization === '{}' ? lock : `${lock}\n${organization}`;
    const loaded = await locked(text, `# A comment.\n${repository}`);
    const alone = await load({ organization: text });
    expect(loaded.config).toEqual(alone.config);
    expect(told(loaded)).toEqual([
      expect.stringMatching(/^notice \.github\/scrutineer\.yml:2 The organization locks /),
    ]);
  });

  it.each<[string, string, string]>([
    ['report.fail-from', 'report: { fail-from: high }', 'report: { fail-from: low }'],
    ['report.max-comments', '{}', 'report: { max-comments: 100 }'],
    ['scope.exclude', 'scope: { exclude: [a/, b/] }', 'scope: { exclude: [a/] }'],
    [
      'scope.exclude',
      'scope: { exclude: [a/, b/] }',
      'scope: { exclude: [{ path: a/, reason: Off line. }] }',
    ],
    ['scope.include', 'scope: { include: [src/] }', 'scope: { include: [] }'],
    ['scope.include', 'scope: { include: [src/] }', 'scope: { include: [lib/, src/] }'],
    ['suppressions', '{}', 'suppressions: none'],
    ['rules', 'rules: { sql-injection: off }', 'rules: { sql-injection: low }'],
    ['rules', '{}', 'rules: { sql-injection: critical }'],
    ['report.fail-from', '{}', 'report: { comment-from: none }'],
  ])('%s with %s may be tightened, and others set, by %s', async (name, organization, repository) => {
    const text = organization === '{}' ? `lock: [${name}]` : `lock: [${name}]\n${organization}`;
    const loaded = await locked(text, repository);
    expect(told(loaded)).toEqual([]);
    expect({ ...loaded.config, lock: [] }).toEqual((await load({ repository })).config);
    expect(loaded.config).not.toEqual((await load({ organization: text })).config);
  });

  it('of a rule narrows what is ignored without naming it', async () => {
    const { config, problems } = await locked(
      'lock: [rules.sql-injection]',
      'ignore: [{ reason: All of it., paths: ["**"] }]',
    );
    expect(config.ignore).toEqual([{ reason: 'All of it.', paths: ['**'], rules: ['command-injection'] }]);
    expect(problems).toEqual([]);
  });

  it('is not unlocked by the repository, nor by what it extends', async () => {
    const loaded = await load({
      organization: 'lock: [report.fail-from]',
      extended: { 'octo-org/lax': 'lock: []\nreport: { fail-from: none }' },
      repository: 'extends: octo-org/lax\nlock: []\nreport: { fail-from: none }',
    });
    expect(loaded.config.report['fail-from']).toBe('high');
    expect(loaded.config.lock).toEqual(['report.fail-from']);
    expect(told(loaded).filter((line) => line.includes('The organization locks'))).toHaveLength(2);
    expect(told(loaded).filter((line) => line.includes('`lock` counts'))).toHaveLength(2);
  });

  it('keeps the strictest of what may override it', async () => {
    const { config } = await load({
      organization: 'lock: [report.fail-from]',
      extended: { 'octo-org/strict': 'report: { fail-from: low }' },
      repository: 'extends: octo-org/strict\nreport: { fail-from: medium }',
    });
    expect(config.report['fail-from']).toBe('low');
  });

  it("may be written by the organization's own repository", async () => {
    const { config, problems } = await load(
      { repository: 'lock: [rules]', organization: 'rulez: {}' },
      { isOrganization: true },
    );
    expect(config.lock).toEqual(['rules']);
    expect(problems).toEqual([]);
  });
});

describe('extends', () => {
  it.each<[string, string, RegExp]>([
    [
      'a repository of another owner',
      'mallory/config',
      /must name a repository of `octo-org`, not of `mallory`/,
    ],
    ['an address', 'https://octo-org.example/config', /must name a repository as `owner\/repository`/],
    ['an address without a scheme', 'octo-org.example/config/raw', /must name a repository as/],
    ['a path out of it', 'octo-org/../../other', /must name a repository as/],
    ['no owner', 'config', /must name a repository as/],
    ['a list', '[octo-org/a, octo-org/b]', /must be a text, not a list/],
  ])('%s is an error with its line, and nothing is read', async (_, name, message) => {
    const loaded = await load({
      repository: `rules: {}\nextends: ${name}`,
      extended: { [name]: 'rules: {}' },
    });
    expect(loaded.read).toEqual([]);
    expect(loaded.problems).toMatchObject([
      { kind: 'configuration', path: configPath, line: 2, message: expect.stringMatching(message) },
    ]);
  });

  it('is told where the repository is out of reach, and the review goes on', async () => {
    const loaded = await load({ repository: 'extends: Octo-Org/hidden\nrules: { sql-injection: low }' });
    expect(loaded.read).toEqual(['Octo-Org/hidden']);
    expect(told(loaded)).toEqual([
      `notice ${configPath}:1 \`Octo-Org/hidden\` has no configuration that can be read, so nothing is taken from it.`,
    ]);
    expect(loaded.config.rules).toEqual({ 'sql-injection': 'low' });
  });

  it('reaches one level', async () => {
    const loaded = await load({
      extended: {
        'octo-org/one': 'extends: octo-org/two\nreport: { fail-from: low }',
        'octo-org/two': 'report: { comment-from: none }',
      },
      repository: 'extends: octo-org/one',
    });
    expect(loaded.read).toEqual(['octo-org/one']);
    expect(loaded.config.report).toMatchObject({ 'fail-from': 'low', 'comment-from': 'low' });
    expect(told(loaded)).toEqual([expect.stringContaining('one level')]);
  });
});

describe('a file with errors', () => {
  it.each<[string, Files, string]>([
    [
      'of the organization',
      { organization: 'rulez: {}', repository: 'rules: { sql-injection: low }' },
      organizationPath,
    ],
    [
      'that is extended',
      {
        extended: { 'octo-org/a': 'rulez: {}' },
        repository: 'extends: octo-org/a\nrules: { sql-injection: low }',
      },
      `octo-org/a:${configPath}`,
    ],
  ])('%s misconfigures the review, and the rest counts', async (_, files, path) => {
    const { config, problems } = await load(files);
    expect(problems).toMatchObject([{ kind: 'configuration', path, line: 1 }]);
    expect(config.rules).toEqual({ 'sql-injection': 'low' });
  });

  it('of the repository leaves that of the organization', async () => {
    const { config, problems } = await load({
      organization: 'report: { fail-from: low }',
      repository: 'rulez: {}',
    });
    expect(problems).toMatchObject([{ kind: 'configuration', path: configPath }]);
    expect(config.report['fail-from']).toBe('low');
  });
});

describe('an edited configuration', () => {
  it('is given as proposed, under the same locks, and does not count', async () => {
    const loaded = await load({
      organization: 'lock: [report.fail-from]',
      repository: 'rules: { sql-injection: low }',
      head: 'rules: { sql-injection: off }\nreport:\n  fail-from: none',
    });
    expect(loaded.config.rules).toEqual({ 'sql-injection': 'low' });
    expect(loaded.proposed?.config?.rules).toEqual({ 'sql-injection': 'off' });
    expect(loaded.proposed?.config?.report['fail-from']).toBe('high');
    expect(loaded.proposed?.problems).toMatchObject([{ kind: 'notice', line: 3 }]);
  });

  it('with errors has them told as notices with the lines of the head side', async () => {
    const loaded = await load({ repository: 'rules: {}', head: 'rules: {}\nrulez: {}' });
    expect(loaded.proposed?.config).toBeUndefined();
    expect(loaded.proposed?.problems).toMatchObject([{ kind: 'configuration', path: configPath, line: 2 }]);
    expect(told(loaded)).toContain(
      `notice ${configPath}:2 In the version of this change: Unknown key \`rulez\`; did you mean \`rules\`?`,
    );
    expect(loaded.problems.every((problem) => problem.kind === 'notice')).toBe(true);
  });

  it('has no other repository read for it', async () => {
    const loaded = await load({
      repository: 'rules: {}',
      head: 'extends: octo-org/secret',
      extended: { 'octo-org/secret': 'rules: { sql-injection: low }' },
    });
    expect(loaded.read).toEqual([]);
    expect(loaded.proposed).toEqual({
      problems: [
        expect.objectContaining({ kind: 'notice', message: expect.stringContaining('once this is on') }),
      ],
    });
  });

  it('keeps what the base side extends', async () => {
    const loaded = await load({
      repository: 'extends: octo-org/a',
      head: 'extends: octo-org/a\nrules: { sql-injection: off }',
      extended: { 'octo-org/a': 'report: { fail-from: low }' },
    });
    expect(loaded.proposed?.config).toMatchObject({
      report: { 'fail-from': 'low' },
      rules: { 'sql-injection': 'off' },
    });
    expect(loaded.proposed?.problems).toEqual([]);
  });

  it('that is deleted proposes what is left', async () => {
    const source = fakeSource({ base: { [configPath]: 'report: { fail-from: low }' }, head: {} });
    const { proposed } = await loadConfig(source, 'base', { knownRuleIds: rules });
    expect(proposed).toEqual({ config: defaultConfig, problems: [] });
  });
});
