import { describe, expect, it } from '@jest/globals';
import { genericCredential } from '../../../src/analyzers/secrets/generic/credential.js';
import type { SecretRule } from '../../../src/analyzers/secrets/rule.js';
import { secretRules } from '../../../src/analyzers/secrets/rules/index.js';
import { createScan, type ScanResult } from '../../../src/analyzers/secrets/scan.js';
import { unflag } from '../../../src/model/rule.js';
import { expectWithin } from '../../support/time-limit.js';

/** What the author of a change can write to slow an expression down: its keywords, its alphabet, and what nearly matches. */
function hostileTexts(rule: SecretRule, length: number): string[] {
  const { opener = '', keywords } = rule;
  const [keyword = ''] = keywords;
  const lead = opener + keyword;
  const fill = (part: string): string => part.repeat(Math.ceil(length / part.length));
  const alphabets = ['a', '0', ' ', 'aB3', 'Ab_-9./', 'x:=', '\\\n', '"a'];
  const samples = rule.examples.bad.map((example) => unflag(example.text).text);
  return [
    fill(keywords.join('')),
    fill(keywords.map((one) => `${opener} ${one} `).join('')),
    ...alphabets.map((part) => lead + fill(part)),
    ...alphabets.map((part) => fill(`${part.repeat(30)}${lead}${part.repeat(60)}!`)),
    ...samples.map((sample) => fill(sample.replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, '!'))),
    ...samples.map((sample) => fill(`${sample.slice(0, -8)} `)),
  ];
}

function processorTime(work: () => ScanResult): {
  readonly milliseconds: number;
  readonly result: ScanResult;
} {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000, result };
}

describe('hostile text', () => {
  const length = 12_000;

  it.each(secretRules.map((rule) => [rule.id, rule] as const))('does not slow %s down', (_, rule) => {
    const scan = createScan([rule]);
    for (const text of hostileTexts(rule, length)) {
      const { milliseconds } = processorTime(() => scan('settings.txt', text));
      // 60 KB/s at worst, against 20 MB/s that ordinary text takes; a quadratic expression needs seconds.
      expectWithin(milliseconds, 200);
    }
  });

  const scan = createScan(secretRules);
  const bait = secretRules.flatMap((rule) => rule.keywords);

  it.each<[string, string]>([
    ['with every keyword', `${bait.join(' =:')}aZ0_`],
    ['of keywords that follow each other', bait.join('')],
    ['of keywords before what looks random', bait.map((keyword) => `${keyword}=a0Zb1Yc2Xd3W\\"`).join('')],
    ['of one letter', 'a'],
    ['of a name and nothing else', 'token='],
  ])('a line of a megabyte %s is searched within seconds', (_, part) => {
    const line = part.repeat(Math.ceil(1_000_000 / part.length));
    expectWithin(processorTime(() => scan('dist/app.txt', line)).milliseconds, 6000);
  });

  it('says so where a bound ended the search', () => {
    const rules = [{ ...genericCredential, before: 60, after: 500_000 }];
    const { result } = processorTime(() => createScan(rules)('a.txt', 'token='.repeat(4000)));
    expect(result.incomplete).toEqual([
      'The file has so much that looks like credentials that its rest was not searched for them.',
    ]);
  });
});
