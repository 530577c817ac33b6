import { describe, expect, it } from '@jest/globals';
import { advisorySchema } from '../../../../src/analyzers/dependencies/advisories/advisory.js';
import { firstFixed, isAffected, judge } from '../../../../src/analyzers/dependencies/advisories/affected.js';

type Events = readonly Record<string, string>[];

const advisory = (
  events: Events,
  extra: object = {},
  type = 'SEMVER',
): ReturnType<typeof advisorySchema.parse> =>
  advisorySchema.parse({
    id: 'GHSA-1',
    affected: [{ package: { ecosystem: 'npm', name: 'a' }, ranges: [{ type, events }], ...extra }],
  });
const of = (version: string): { ecosystem: string; name: string; version: string } => ({
  ecosystem: 'npm',
  name: 'a',
  version,
});

describe('isAffected', () => {
  it.each<[string, Events, string, boolean]>([
    ['before the fix', [{ introduced: '0' }, { fixed: '1.2.0' }], '1.1.9', true],
    ['the fix itself', [{ introduced: '0' }, { fixed: '1.2.0' }], '1.2.0', false],
    ['a pre-release of the fix', [{ introduced: '0' }, { fixed: '1.2.0' }], '1.2.0-rc.1', true],
    [
      'a pre-release of 0.0.0 under "0.0.0"',
      [{ introduced: '0.0.0' }, { fixed: '1.0.0' }],
      '0.0.0-alpha',
      true,
    ],
    [
      'where one stretch ends and another begins, out of order',
      [{ introduced: '1.3.0' }, { fixed: '1.4.0' }, { introduced: '1.2.0' }, { fixed: '1.3.0' }],
      '1.3.0',
      true,
    ],
    ['after a fix where it came in', [{ introduced: '1.0.0' }, { fixed: '1.0.0' }], '2.0.0', false],
    ['at a limit', [{ introduced: '0' }, { limit: '2.0.0' }], '2.0.0', false],
    ['below a limit', [{ introduced: '0' }, { limit: '2.0.0' }], '1.9.0', true],
    ['at a bound that is left out itself', [{ after: '1.0.0' }, { fixed: '2.0.0' }], '1.0.0', false],
    ['after such a bound', [{ after: '1.0.0' }, { fixed: '2.0.0' }], '1.0.1', true],
    ['an empty fix', [{ introduced: '0' }, { fixed: '' }], '99.0.0', true],
    ['the last affected', [{ introduced: '1.0.0' }, { last_affected: '1.5.0' }], '1.5.0', true],
    ['after the last affected', [{ introduced: '1.0.0' }, { last_affected: '1.5.0' }], '1.5.1', false],
    ['before it was introduced', [{ introduced: '1.0.0' }, { fixed: '2.0.0' }], '0.9.0', false],
    [
      'between two ranges, told in any order',
      [{ fixed: '2.1.0' }, { introduced: '2.0.0' }, { fixed: '1.5.0' }, { introduced: '1.0.0' }],
      '1.9.0',
      false,
    ],
    [
      'in the second range',
      [{ introduced: '1.0.0' }, { fixed: '1.5.0' }, { introduced: '2.0.0' }, { fixed: '2.1.0' }],
      '2.0.5',
      true,
    ],
    ['a short version', [{ introduced: '1' }, { fixed: '2.0' }], '1.4.0', true],
    ['no version at all', [{ introduced: '1.0.0' }, { fixed: '2.0.0' }], 'latest', false],
  ])('%s', (_, events, version, expected) => {
    expect(isAffected(advisory(events), of(version))).toBe(expected);
    expect(isAffected(advisory(events, {}, 'ECOSYSTEM'), of(version))).toBe(expected);
  });

  it('takes a listed version whatever the ranges say', () => {
    expect(isAffected(advisory([], { versions: ['1.0.0'] }), of('1.0.0'))).toBe(true);
  });

  it('takes no commit range for versions', () => {
    expect(isAffected(advisory([{ introduced: '0' }], {}, 'GIT'), of('1.0.0'))).toBe(false);
  });

  it('keeps to the package and the ecosystem', () => {
    const record = advisory([{ introduced: '0' }]);
    expect(isAffected(record, { ...of('1.0.0'), name: 'b' })).toBe(false);
    expect(isAffected(record, { ...of('1.0.0'), ecosystem: 'PyPI' })).toBe(false);
  });
});

describe('versions of actions', () => {
  const record = (events: Events): ReturnType<typeof advisorySchema.parse> =>
    advisorySchema.parse({
      id: 'GHSA-2',
      affected: [
        {
          package: { ecosystem: 'GitHub Actions', name: 'acme/build' },
          ranges: [{ type: 'ECOSYSTEM', events }],
        },
      ],
    });

  it.each([
    ['v4.1.2', 'affected'],
    ['4.1.3', 'unaffected'],
    // Moved to 4.1.3 and later.
    ['v4', 'unaffected'],
    ['v4.1', 'unaffected'],
    ['v4.0', 'affected'],
    ['v3', 'affected'],
    ['v5', 'unaffected'],
    ['main', 'unknown'],
    ['8f4b7f84864484a7bf31766abe9204da3cbe65b3', 'unknown'],
  ])('%s of what is fixed in 4.1.3 is %s', (version, expected) => {
    const of = { ecosystem: 'GitHub Actions', name: 'Acme/Build', version };
    expect(judge(record([{ introduced: '0' }, { fixed: '4.1.3' }]), of)).toBe(expected);
  });

  it('at a tag of a major version are told the fix of the next', () => {
    const of = { ecosystem: 'GitHub Actions', name: 'acme/build', version: 'v45' };
    const fixedLater = record([{ introduced: '0' }, { fixed: '46.0.1' }]);
    expect(judge(fixedLater, of)).toBe('affected');
    expect(firstFixed(fixedLater, of)).toBe('46.0.1');
  });
});

it('firstFixed takes the nearest fix above the version', () => {
  const record = advisory([
    { introduced: '0' },
    { fixed: '1.5.0' },
    { introduced: '2.0.0' },
    { fixed: '2.1.0' },
  ]);
  expect(firstFixed(record, of('1.0.0'))).toBe('1.5.0');
  expect(firstFixed(record, of('2.0.0'))).toBe('2.1.0');
  expect(firstFixed(advisory([{ introduced: '0' }, { fixed: '' }]), of('1.0.0'))).toBeUndefined();
});
