import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAffected } from '../../src/analyzers/dependencies/advisories/affected.js';
import { createDependenciesAnalyzer } from '../../src/analyzers/dependencies/analyzer.js';
import { packageLock } from '../../src/analyzers/dependencies/rules/example.js';
import { createGitHubAdvisories } from '../../src/github/advisories.js';
import type { Octokit } from '../../src/github/octokit.js';
import { install, type Installation } from '../support/github/app.js';

const path = 'package-lock.json';

describe('a review of the App', () => {
  let app: Installation;
  beforeEach(async () => {
    app = await install({
      analyzers: [createDependenciesAnalyzer({})],
      advised: (enrichment) => [createDependenciesAnalyzer({ enrichment })],
    });
    app.github.state.advisories.push(
      { id: 'GHSA-2222-2222-2222', type: 'malware', ecosystem: 'npm', name: 'evil', range: '>= 0' },
      {
        id: 'GHSA-3333-3333-3333',
        type: 'reviewed',
        ecosystem: 'npm',
        name: 'axios',
        range: '>= 1.0.0, < 1.8.0',
        patched: '1.8.0',
      },
      { id: 'GHSA-4444-4444-4444', type: 'reviewed', ecosystem: 'npm', name: 'lodash', range: '<= 4.17.21' },
    );
  });
  afterEach(async () => app.close());

  const base = { [path]: packageLock({ lodash: '4.17.21', axios: '0.28.0' }) };
  const head = { [path]: packageLock({ lodash: '4.17.21', axios: '1.7.9', evil: '1.0.0' }) };
  const review = async (): Promise<string> => {
    const pull = app.open(base, head);
    await app.deliver(pull, 'pull_request', 'opened');
    return app.github.state.comments.map(({ body }) => body).join('\n');
  };
  const asked = (): number =>
    app.github.calls.filter(({ operation }) => operation === 'GET /advisories').length;

  it('asks GitHub for flaws and malware of packages that the change touches, and for no others', async () => {
    const said = await review();
    expect(said).toContain('evil 1.0.0 is known to be malicious');
    expect(said).toContain('axios 1.7.9 has the known vulnerability GHSA-3333-3333-3333');
    expect(said).toContain('fixed in 1.8.0');
    expect(said).not.toContain('GHSA-4444');
    expect(asked()).toBe(2);
    expect(app.github.violations).toEqual([]);
  });

  it('says so where GitHub does not answer, and asks no more', async () => {
    app.github.fault = ({ operation }) => (operation === 'GET /advisories' ? { status: 404 } : undefined);
    await review();
    expect(asked()).toBe(1);
    expect(app.github.state.runs.map(({ title }) => title)).toEqual(['No findings, review incomplete']);
    expect(app.github.state.runs.map(({ summary }) => summary).join()).toContain(
      "GitHub's advisories were not asked for 3 of 3 changed packages: GitHub answered 404.",
    );
  });
});

interface Asked {
  readonly type: string;
  readonly ecosystem: string;
  readonly affects: string;
  readonly after?: string;
}

/** A client that answers from a function. */
function clientOf(answer: (asked: Asked) => { data: unknown; link?: string }) {
  const calls: Asked[] = [];
  const request = async (_: string, asked: Asked): Promise<unknown> => {
    calls.push(asked);
    const { data, link } = answer(asked);
    return { data, headers: { link } };
  };
  return { octokit: { request } as unknown as Pick<Octokit, 'request'>, calls };
}

const record = (range: string, patched?: string): object => ({
  ghsa_id: 'GHSA-5555-5555-5555',
  type: 'reviewed',
  vulnerabilities: [
    {
      package: { ecosystem: 'npm', name: 'a' },
      vulnerable_version_range: range,
      first_patched_version: patched,
    },
  ],
});

describe('a range of GitHub', () => {
  it.each([
    ['>= 1.2.0, < 1.4.0', '1.2.0', true],
    ['>= 1.2.0, < 1.4.0', '1.4.0', false],
    ['> 1.2.0, <= 1.4.0', '1.2.0', false],
    ['> 1.2.0, <= 1.4.0', '1.4.0', true],
    ['<= 1.4.0', '0.0.1', true],
    ['<= 1.4.0', '1.4.1', false],
    ['= 1.4.0', '1.4.0', true],
    ['= 1.4.0', '1.4.1', false],
    ['>= 0', '1.9.9', true],
    ['from 1 to 2', '1.5.0', false],
  ])('%s, %s: %s', async (range, version, expected) => {
    const { octokit } = clientOf(({ type }) => ({
      data: type === 'reviewed' ? [record(range, '2.0.0')] : [],
    }));
    const of = { ecosystem: 'npm', name: 'a', version };
    const { records } = await createGitHubAdvisories(octokit).find([of]);
    expect(records[0]).toHaveLength(1);
    expect(records[0]?.some((advisory) => isAffected(advisory, of))).toBe(expected);
  });
});

describe('calls', () => {
  const packages = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ecosystem: 'npm',
      name: `package-${index}`,
      version: '1.0.0',
    }));

  it('are of a length that servers take, for each type and ecosystem', async () => {
    const { octokit, calls } = clientOf(() => ({ data: [] }));
    await createGitHubAdvisories(octokit).find([
      ...packages(400),
      { ecosystem: 'PyPI', name: 'b', version: '1' },
      { ecosystem: 'Docker', name: 'c', version: '1' },
    ]);
    expect(calls.map(({ type, ecosystem }) => `${ecosystem} ${type}`)).toEqual([
      'npm reviewed',
      'npm malware',
      'npm reviewed',
      'npm malware',
      'pip reviewed',
      'pip malware',
    ]);
    for (const { affects } of calls) expect(encodeURIComponent(affects).length).toBeLessThan(8000);
    expect(new Set(calls.flatMap(({ affects }) => affects.split(','))).size).toBe(401);
  });

  it('follow pages', async () => {
    const { octokit, calls } = clientOf(({ type, after }) => ({
      data: [record('< 2')],
      ...(type === 'reviewed' &&
        after === undefined && {
          link: '<https://api.github.example/advisories?after=Y3Vyc29y&per_page=100>; rel="next"',
        }),
    }));
    await createGitHubAdvisories(octokit).find(packages(1));
    expect(calls.map(({ type, after }) => [type, after])).toEqual([
      ['reviewed', undefined],
      ['reviewed', 'Y3Vyc29y'],
      ['malware', undefined],
    ]);
  });

  it('end at a number, which is said', async () => {
    const { octokit, calls } = clientOf(() => ({ data: [] }));
    const advisories = createGitHubAdvisories(octokit, { mostCalls: 2 });
    const { records, problems } = await advisories.find(packages(400));
    expect(calls).toHaveLength(2);
    expect(records[0]).toEqual([]);
    expect(records.at(-1)).toBeUndefined();
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^GitHub's advisories were not asked for \d+ of 400 changed packages: one review asks 2 times at most\.$/,
      ),
    ]);
  });

  it('with an answer of another shape are said', async () => {
    const { octokit } = clientOf(() => ({ data: { message: 'no' } }));
    const { problems } = await createGitHubAdvisories(octokit).find(packages(1));
    expect(problems[0]?.message).toContain('another shape than is documented');
  });
});
