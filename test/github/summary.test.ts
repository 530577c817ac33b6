import { describe, expect, it } from '@jest/globals';
import { maxSummaryBytes, renderSummary } from '../../src/github/summary.js';
import type { Finding } from '../../src/model/finding.js';
import { findingOf, reportOf } from '../support/finding.js';
import { expectPage } from '../support/page.js';

const links = { repositoryUrl: 'https://github.example/octo-org/shop', headSha: 'a'.repeat(40) };
const many = (count: number, facts: (index: number) => Parameters<typeof findingOf>[0]): Finding[] =>
  Array.from({ length: count }, (_, index) => findingOf(facts(index)));

describe('the summary of a check run', () => {
  it('reads well', () => {
    const report = reportOf({
      verdict: 'failing',
      findings: [
        findingOf({
          severity: 'critical',
          location: { path: 'src/db/orders.ts', startLine: 42, endLine: 44 },
        }),
        findingOf({
          severity: 'low',
          confidence: 'medium',
          title: 'Weak hash',
          ruleId: 'weak-hash',
          message: 'MD5 is used.',
        }),
      ],
      fixed: [findingOf({ title: 'Command injection', ruleId: 'command-injection' })],
      withheld: [
        { finding: findingOf({}), reason: 'Ignored in the configuration until 2026-12-31: a test account.' },
      ],
      problems: [
        {
          kind: 'incomplete',
          path: 'big.js',
          message: 'The file could not be read: it is larger than 20 MB.',
        },
        {
          kind: 'configuration',
          path: '.github/scrutineer.yml',
          line: 3,
          message: 'There is no rule `sqli`.',
        },
        { kind: 'notice', path: 'a.ts', line: 7, message: 'The file is not valid UTF-8.' },
      ],
    });
    expectPage(
      'summary',
      renderSummary(report, links, '**Failing.** 1 of 2 findings is high or worse, which fails the check.'),
    );
  });

  it('starts with the verdict', () => {
    expect(renderSummary(reportOf({}), links, 'VERDICT').split('\n')[0]).toBe('VERDICT');
  });

  it.each([
    [
      '3,000 findings',
      { findings: many(3000, (index) => ({ message: `Number ${index} ${'é'.repeat(200)}` })) },
    ],
    [
      '3,000 of everything',
      {
        findings: many(3000, () => ({})),
        fixed: many(3000, () => ({})),
        withheld: many(3000, () => ({})).map((finding) => ({ finding, reason: 'r'.repeat(400) })),
        problems: Array.from({ length: 3000 }, () => ({
          kind: 'incomplete' as const,
          path: 'p'.repeat(300),
          message: 'm'.repeat(900),
        })),
      },
    ],
  ])('of %s stays below the limit of GitHub, and says what is left out', (_, facts) => {
    const summary = renderSummary(reportOf(facts), links, 'VERDICT');
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(maxSummaryBytes);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(maxSummaryBytes - 2000);
    expect(summary).toMatch(
      /\d+ more findings of lower rank left out, .*`scrutineer review` prints the whole report/,
    );
  });

  it('leaves out the lowest rank first', () => {
    const findings = [
      ...many(2000, () => ({ severity: 'low' })),
      findingOf({ severity: 'critical', title: 'The worst' }),
    ];
    const summary = renderSummary(reportOf({ findings }), links, 'VERDICT');
    expect(summary).toContain('**The worst**');
  });

  it('keeps its table whole whatever a file is called', () => {
    const path = 'a`|\\|`@octocat](https://evil.example)<!-- x -->\n| b.js';
    const summary = renderSummary(
      reportOf({ findings: [findingOf({ location: { path } })] }),
      links,
      'VERDICT',
    );
    const row = summary.split('\n').find((line) => line.startsWith('| 🟠')) ?? '';
    const outsideCode = row.replace(/(`+).*?[^`]\1(?!`)/g, '');
    expect(outsideCode.match(/(?<!\\)\|/g)).toHaveLength(5);
    expect(row).toContain('/blob/aaaa');
    expect(outsideCode).not.toMatch(/evil\.example\)|octocat\]|<!--/);
  });
});
