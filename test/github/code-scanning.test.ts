import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { pack, uploadResults } from '../../src/github/code-scanning.js';
import type { Log as ServerLog } from '../../src/github/context.js';
import type { PullRequest } from '../../src/github/pull-request.js';
import type { Report } from '../../src/model/report.js';
import { install, type Installation } from '../support/github/app.js';
import type { Files } from '../support/github/git-objects.js';

interface Log {
  readonly runs: readonly [
    {
      readonly automationDetails: { readonly id: string };
      readonly tool: { readonly driver: { readonly semanticVersion: string } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly partialFingerprints: Readonly<Record<string, string>>;
      }[];
    },
  ];
}

const upload = 'POST /repos/{owner}/{repo}/code-scanning/sarifs';
const on: Files = { '.github/scrutineer.yml': 'report: { code-scanning: true }\n' };
const flaw: Files = { 'a.js': 'FLAW-high one;\n' };

let app: Installation;
const logged: unknown[] = [];

beforeEach(async () => {
  app = await install({ log: (...parts) => void logged.push(...parts) });
  app.github.state.granted = { ...app.github.state.granted, security_events: 'write' };
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  logged.length = 0;
  expect(violations).toEqual([]);
});

const uploads = (): number => app.github.calls.filter(({ operation }) => operation === upload).length;
const given = (): Log[] => app.github.state.analyses.map(({ text }) => JSON.parse(text) as Log);
const summary = (): string => app.github.state.runs.at(-1)?.summary ?? '';

describe('code scanning', () => {
  it('is given nothing unless the configuration asks for it', async () => {
    await app.deliver(app.open({}, flaw), 'pull_request', 'opened');
    expect(uploads()).toBe(0);
    expect(summary()).not.toContain('code scanning');
  });

  it('is given what each head brings, once', async () => {
    const pull = app.open(on, flaw);
    await app.deliver(pull, 'pull_request', 'opened');
    const first = pull.headSha;
    app.push(pull, { ...on, 'a.js': 'ok;\n' });
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(app.github.state.analyses).toMatchObject([
      { ref: 'refs/pull/1/head', commitSha: first },
      { ref: 'refs/pull/1/head', commitSha: pull.headSha },
    ]);
    const [flawed, mended] = given().map(({ runs: [run] }) => run);
    expect(flawed).toMatchObject({
      automationDetails: { id: 'scrutineer-change/' },
      tool: { driver: { semanticVersion: '1.2.3' } },
      results: [{ ruleId: 'flaw-high' }],
    });
    const [prints] = flawed?.results.map((result) => result.partialFingerprints) ?? [];
    expect(prints?.primaryLocationLineHash).toMatch(/^[0-9a-f]{32}$/);
    expect(prints?.primaryLocationLineHash).toBe(prints?.['scrutineer/v1']);
    expect(mended?.results).toEqual([]);
    expect(summary()).not.toContain('code scanning');
  });

  it('is given the same place again by a review that is asked for again', async () => {
    const pull = app.open(on, flaw);
    await app.deliver(pull, 'pull_request', 'opened');
    await app.deliver(pull, 'check_run', 'rerequested');
    const places = app.github.state.analyses.map(({ ref, commitSha }) => `${ref} ${commitSha}`);
    expect(places).toHaveLength(2);
    expect(new Set(places).size).toBe(1);
    expect(given()[1]).toEqual(given()[0]);
  });

  it('is given no finding that somebody accepted, as GitHub would show it as open', async () => {
    const accepted = `${on['.github/scrutineer.yml'] as string}ignore: [{ rules: [flaw-high], reason: Known. }]\n`;
    const both = { 'a.js': 'FLAW-high one;\nFLAW-low two;\n' };
    await app.deliver(app.open({ '.github/scrutineer.yml': accepted }, both), 'pull_request', 'opened');
    expect(given()[0]?.runs[0].results.map(({ ruleId }) => ruleId)).toEqual(['flaw-low']);
  });

  it('is given nothing of a merge group, nor of what the configuration leaves out', async () => {
    const config = 'report: { code-scanning: true }\nreview: { drafts: false }\n';
    const pull = app.open({ '.github/scrutineer.yml': config }, flaw);
    pull.isDraft = true;
    await app.deliver(pull, 'pull_request', 'opened');
    await app.deliverGroup(app.enqueue(pull), 'merge_group', 'checks_requested');
    expect(app.github.state.runs).toHaveLength(2);
    expect(uploads()).toBe(0);
  });

  it('is asked with a token that can do nothing else', async () => {
    await app.deliver(app.open(on, flaw), 'pull_request', 'opened');
    const grants = [...app.github.state.tokens.values()];
    expect(grants.filter(({ permissions }) => permissions.security_events)).toEqual([
      { repositories: ['shop'], permissions: { metadata: 'read', security_events: 'write' } },
    ]);
  });
});

describe('a review whose results code scanning does not take', () => {
  const refusing = (status: number, message: string, headers?: Record<string, string>): void => {
    app.github.fault = ({ operation }) =>
      operation === upload ? { status, message, ...(headers && { headers }) } : undefined;
  };

  it.each<[string, () => void, string, number]>([
    [
      'since the App lacks the permission',
      () => {
        const { granted } = app.github.state;
        app.github.state.granted = { ...granted, security_events: 'read' };
      },
      'the App has no permission `security_events: write`',
      0,
    ],
    [
      'since it is not enabled',
      () => (app.github.state.hasCodeScanning = false),
      'not enabled for this repository',
      1,
    ],
    [
      'over a rate limit',
      () =>
        refusing(403, 'API rate limit exceeded', {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600),
        }),
      'its limit for requests is reached',
      1,
    ],
    ['since GitHub fails', () => refusing(503, 'Down'), 'GitHub did not take them', 1],
    [
      'or whose answer is lost',
      () => (app.github.fault = ({ operation }) => (operation === upload ? 'lose-answer' : undefined)),
      'GitHub did not take them',
      1,
    ],
  ])('%s, stands and says so', async (_, prepare, reason, calls) => {
    prepare();
    await app.deliver(app.open(on, { 'a.js': 'FLAW-low one;\n' }), 'pull_request', 'opened');
    expect(app.github.state.runs).toMatchObject([
      { status: 'completed', conclusion: 'success', title: '1 low' },
    ]);
    expect(summary()).toContain('The findings are not in code scanning');
    expect(summary()).toContain(reason);
    // A write is sent once.
    expect(uploads()).toBe(calls);
    expect(JSON.stringify(logged).includes('Code scanning took no results')).toBe(calls > 0);
  });
});

it('a review does not wait for code scanning without end', async () => {
  const problems = await uploadResults(
    { owner: 'acme', repo: 'shop', number: 1, headSha: '0'.repeat(40) } as PullRequest,
    { render: () => '{}', open: () => new Promise(() => undefined) },
    {
      report: { findings: [] } as unknown as Report,
      rules: [],
      signal: new AbortController().signal,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined } as unknown as ServerLog,
      patience: 1,
    },
  );
  expect(problems).toMatchObject([
    { kind: 'notice', message: expect.stringContaining('not answer in time') },
  ]);
});

it('results that are too large are packed with as few as it takes', async () => {
  const noise = randomBytes(100_000).toString('base64');
  const text = gunzipSync(
    Buffer.from(await pack((most) => `${most} ${noise.slice(0, most)}`, 25_000, 5000), 'base64'),
  ).toString();
  const [kept = ''] = text.split(' ');
  expect(Number(kept)).toBe(6250);
});
