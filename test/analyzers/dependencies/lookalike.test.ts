import { describe, expect, it } from '@jest/globals';
import { findLookalike, findLookalikeOfOthers } from '../../../src/analyzers/dependencies/lookalike.js';
import { popularNpm } from '../../../src/analyzers/dependencies/popular/npm.js';
import { popularPyPI } from '../../../src/analyzers/dependencies/popular/pypi.js';

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
