import { describe, expect, it } from '@jest/globals';
import { createDependenciesAnalyzer } from '../../../src/analyzers/dependencies/analyzer.js';
import { findLookalike, findLookalikeOfOthers } from '../../../src/analyzers/dependencies/lookalike.js';
import { popularNpm } from '../../../src/analyzers/dependencies/popular/npm.js';
import { popularPyPI } from '../../../src/analyzers/dependencies/popular/pypi.js';
import { defaultConfig } from '../../../src/config/schema.js';
import type { Report } from '../../../src/model/report.js';
import { review } from '../../../src/review.js';
import { fakeSource } from '../../support/fake-source.js';

const namesIn = (list: string): string[] => list.trim().split(/\s+/);

describe('findLookalike', () => {
  it.each([
    ['npm', 'loadsh', 'lodash'],
    ['npm', 'expresss', 'express'],
    ['npm', 'exprss', 'express'],
    ['npm', 'reatc', 'react'],
    ['npm', 'typescirpt', 'typescript'],
    ['npm', 'webpavk', 'webpack'],
    ['npm', 'comrnander', 'commander'],
    ['npm', '@bable/core', '@babel/core'],
    ['npm', '@typescript-esl1nt/parser', '@typescript-eslint/parser'],
    ['npm', 'fastglob', undefined],
    ['npm', 'crossspawn', 'cross-spawn'],
    ['PyPI', 'reqeusts', 'requests'],
    ['PyPI', 'urlib3', 'urllib3'],
    ['PyPI', 'djnago', 'django'],
    ['PyPI', 'pythondateutil', 'python-dateutil'],
    // Other words, further versions and plurals, as makers name packages that belong together.
    ['npm', 'libpq', undefined],
    ['npm', 'lodashes', undefined],
    ['npm', 'express2', undefined],
    ['npm', 'lodash-es', undefined],
    ['npm', '@acme/lodash', undefined],
    ['PyPI', 'requests3', undefined],
    ['PyPI', 'pyvista', undefined],
    ['crates.io', 'serdee', undefined],
    ['npm', 'a'.repeat(100_000), undefined],
  ])('takes in %s the name %s for %s', (ecosystem, name, expected) => {
    expect(findLookalike(ecosystem, name)?.name).toBe(expected);
  });

  it.each([
    ['npm', popularNpm],
    ['PyPI', popularPyPI],
  ])('calls at most one of 1,000 popular names of %s a lookalike of another', (ecosystem, list) => {
    const names = namesIn(list);
    const alarms = names.filter((name) => findLookalikeOfOthers(ecosystem, name) !== undefined);
    expect(names.length).toBe(5000);
    expect(alarms.length * 1000).toBeLessThanOrEqual(names.length);
  });

  it('finds most slips of the finger in the most popular names', () => {
    const targets = namesIn(popularNpm)
      .slice(0, 500)
      .filter((name) => /^[a-z]{7,}$/.test(name));
    const swapped = targets.map(
      (name) => name.slice(0, 3) + (name[4] ?? '') + (name[3] ?? '') + name.slice(5),
    );
    const slips = swapped.filter((slip, index) => slip !== targets[index]);
    const found = slips.filter((slip) => findLookalike('npm', slip) !== undefined);
    expect(found.length / slips.length).toBeGreaterThan(0.98);
  });
});

describe('a name that looks like a popular one', () => {
  const lock = (parent: string): string =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { [parent]: '1.0.0' } },
        [`node_modules/${parent}`]: { version: '1.0.0', dependencies: { loadsh: '1.0.0' } },
        'node_modules/loadsh': { version: '1.0.0' },
      },
    });
  const run = (parent: string, base: Readonly<Record<string, string>> = {}): Promise<Report> =>
    review(fakeSource({ base, head: { 'package-lock.json': lock(parent) } }), {
      analyzers: [createDependenciesAnalyzer({})],
      config: defaultConfig,
      today: '2026-11-27',
    });
  const rules = (report: Report): string[] => report.findings.map(({ ruleId }) => ruleId);

  it('is told of where a package asks for it that few know', async () => {
    expect(rules(await run('acme-tools'))).toContain('lookalike-package');
  });

  it('is withheld where a popular package asks for it, whose makers mean it', async () => {
    const report = await run('vite');
    expect(rules(report)).not.toContain('lookalike-package');
    expect(report.withheld.map(({ finding }) => finding.ruleId)).toContain('lookalike-package');
  });

  it('is told of where a release that was there before asks for it of a sudden', async () => {
    const before = lock('vite').replaceAll('loadsh', 'ms');
    expect(rules(await run('vite', { 'package-lock.json': before }))).toContain('lookalike-package');
  });
});
