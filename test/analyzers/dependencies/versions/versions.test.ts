import { describe, expect, it } from '@jest/globals';
import { compareVersions } from '../../../../src/analyzers/dependencies/versions/index.js';

describe('versions', () => {
  it.each([
    ['npm', '1.2.3-alpha.2', '1.2.3-alpha.10'],
    ['npm', '9.0.0', '10.0.0'],
    ['Go', 'v1.2.3', '1.10.0'],
    ['crates.io', '1.0.0-rc.1', '1.0.0'],
  ])('of %s: %s is before %s', (ecosystem, a, b) => {
    expect(compareVersions(ecosystem, a, b)).toBeLessThan(0);
    expect(compareVersions(ecosystem, b, a)).toBeGreaterThan(0);
    expect(compareVersions(ecosystem, a, a)).toBe(0);
  });

  it('are not ordered where the ecosystem is not known', () => {
    expect(compareVersions('Abacus', '1', '2')).toBeUndefined();
  });
});
