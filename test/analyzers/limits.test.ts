import { afterEach, describe, expect, it } from '@jest/globals';
import { createDependenciesAnalyzer } from '../../src/analyzers/dependencies/analyzer.js';
import { packageLock } from '../../src/analyzers/dependencies/rules/example.js';
import { createSecretsAnalyzer } from '../../src/analyzers/secrets/analyzer.js';
import type { PoolLimits } from '../../src/analyzers/syntax/pool.js';
import { defaultConfig } from '../../src/config/schema.js';
import type { Analyzer } from '../../src/model/analyzer.js';
import type { Report } from '../../src/model/report.js';
import { review } from '../../src/review.js';
import { fakeSource } from '../support/fake-source.js';

const open: Analyzer[] = [];
afterEach(() => Promise.all(open.splice(0).map(async (analyzer) => analyzer.close?.())));

type Make = (limits: Partial<PoolLimits>) => Analyzer;

/** More than a millisecond of work, and much more than sixteen megabytes of objects. */
const cases: readonly [string, Make, string, string, string][] = [
  [
    'secrets',
    createSecretsAnalyzer,
    'data.txt',
    'password = "correct horse"\n'.repeat(350_000),
    'The file could not be searched for credentials',
  ],
  [
    'dependencies',
    (limits) => createDependenciesAnalyzer({ limits }),
    'package-lock.json',
    packageLock(Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`p${index}`, '1.0.0']))),
    'The dependencies could not be read',
  ],
];

async function run(make: Make, limits: Partial<PoolLimits>, files: Record<string, string>): Promise<Report> {
  const analyzer = make(limits);
  open.push(analyzer);
  const source = fakeSource({ base: {}, head: files });
  return review(source, { analyzers: [analyzer], config: defaultConfig, today: '2024-06-01' });
}

describe.each(cases)('the %s analyzer', (_name, make, path, text, words) => {
  it('tells of a file that takes too long, and the review is not whole', async () => {
    const report = await run(make, { timeLimit: 1 }, { [path]: text });
    expect(report.problems).toEqual([
      { kind: 'incomplete', path, message: `${words}: It took longer than 0.001 seconds.` },
    ]);
    expect(report.verdict).toBe('incomplete');
    expect(report.coverage.analyzed).toBe(0);
  });

  it('tells of a file that takes too much memory, and the review is not whole', async () => {
    const report = await run(make, { heapLimit: 16, isolation: 'process' }, { [path]: text });
    expect(report.problems).toContainEqual({
      kind: 'incomplete',
      path,
      message: expect.stringMatching(`^${words}: .*memory limit`),
    });
    expect(report.verdict).toBe('incomplete');
  });

  it('has nothing to tell of the same file within its usual limits', async () => {
    const report = await run(make, {}, { [path]: text });
    expect(report.problems.filter(({ kind }) => kind === 'incomplete')).toEqual([]);
  });
});
