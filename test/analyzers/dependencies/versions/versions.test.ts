import { describe, expect, it } from '@jest/globals';
import { compareVersions } from '../../../../src/analyzers/dependencies/versions/index.js';
import { expectWithin } from '../../../support/time-limit.js';

describe('versions', () => {
  it.each([
    ['npm', '1.2.3-alpha.2', '1.2.3-alpha.10'],
    ['npm', '9.0.0', '10.0.0'],
    ['Go', 'v1.2.3', '1.10.0'],
    ['crates.io', '1.0.0-rc.1', '1.0.0'],
    ['npm', '1.0.0', '1.0.1+build.7'],
    ['npm', '99999999999999999999.0.0', '99999999999999999999.0.1'],
    ['PyPI', '1.0.dev3', '1.0a1'],
    ['PyPI', '1.0rc1', '1.0'],
    ['PyPI', '1.0', '1.0.post1'],
    ['PyPI', '2024.1', '1!0.1'],
    ['PyPI', 'trunk', '0.1'],
    ['PyPI', '0.1-alder', '0.1-birch'],
    ['RubyGems', '2.0.0.rc1', '2.0'],
    ['RubyGems', '2.0.0.beta4', '2.0.pre'],
    ['RubyGems', '1.9', '1.10'],
    ['Packagist', 'v2.0.0-beta2', '2.0.0-RC1'],
    ['Packagist', '2.0.0-RC9', 'v2.0.0'],
    ['Packagist', '2.0', '2.0pl1'],
    ['Packagist', '2.0', '2.0.1'],
    ['Maven', '1.0-alpha-1', '1.0-beta-1'],
    ['Maven', '1.0-SNAPSHOT', '1.0'],
    ['Maven', '1.1.RC2', '1.1-RC1'],
    ['Maven', '1.0', '1.0-sp'],
    ['Maven', '1.0-sp', '1.0-xyz'],
    ['Maven', '1.0-xyz', '1.0-1'],
    ['Maven', '1.0-1', '1.0.1'],
    ['NuGet', '1.0.0-Beta.2', '1.0.0-beta.11'],
    ['NuGet', '1.0.0', '1.0.0.1'],
    ['GitHub Actions', 'v3.9.1', 'v4'],
  ])('of %s: %s is before %s', (ecosystem, a, b) => {
    expect(compareVersions(ecosystem, a, b)).toBeLessThan(0);
    expect(compareVersions(ecosystem, b, a)).toBeGreaterThan(0);
    expect(compareVersions(ecosystem, a, a)).toBe(0);
  });

  it.each([
    ['npm', 'v1.2.0', '1.2.0+sha.1'],
    ['PyPI', '1.0', '1.0.0'],
    ['PyPI', '1.0-1', '1.0.post1'],
    ['RubyGems', '1.0', '1'],
    ['Packagist', 'v1.0.0', '1.0.0'],
    ['Maven', '1.0.0.Final', '1'],
    ['Maven', '1-a1', '1-alpha-1'],
    ['NuGet', '1.0', '1.0.0.0+meta'],
    ['NuGet', '1.01.0-RC', '1.1-rc'],
  ])('of %s: %s is the same as %s', (ecosystem, a, b) => {
    expect(compareVersions(ecosystem, a, b)).toBe(0);
    expect(compareVersions(ecosystem, b, a)).toBe(0);
  });

  it.each([
    ['npm', 'latest', '1.0.0'],
    ['NuGet', '1.0.0', '1.*'],
    ['constructor', '1', '2'],
  ])('of %s: %s and %s have no order', (ecosystem, a, b) => {
    expect(compareVersions(ecosystem, a, b)).toBeUndefined();
  });

  it('take no longer for hostile text', () => {
    const long = `1.${'0.'.repeat(200_000)}`;
    const started = process.cpuUsage().user;
    for (const ecosystem of ['npm', 'PyPI', 'RubyGems', 'Packagist', 'Maven', 'NuGet'])
      compareVersions(ecosystem, long, `${long}1`);
    expectWithin(process.cpuUsage().user - started, 500_000);
  });

  it('are not ordered where the ecosystem is not known', () => {
    expect(compareVersions('Abacus', '1', '2')).toBeUndefined();
  });
});
