import type { Finding } from '../../src/model/finding.js';
import type { Report } from '../../src/model/report.js';
import type { Rule } from '../../src/model/rule.js';
import { fakeRule } from './fake-analyzer.js';

const at = (path: string, line: number) => ({
  path,
  startLine: line,
  startColumn: 5,
  endLine: line,
  endColumn: 20,
});

export function makeFinding(changes: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'bad-word',
    analyzer: 'code',
    title: 'Bad word',
    severity: 'high',
    confidence: 'high',
    cwe: [89],
    message: 'The query is built from `req.query.id`.',
    location: at('src/orders.ts', 12),
    trace: [],
    fingerprint: '0123456789abcdef0123456789abcdef',
    ...changes,
  };
}

/** A report with everything that a report can hold. */
export const fullReport: Report = {
  version: 1,
  verdict: 'failing',
  coverage: {
    files: 9,
    analyzed: 5,
    excluded: 1,
    exclusions: [
      { path: 'legacy/', environment: 'staging', reason: 'Taken off line in May.', files: 1 },
      { component: 'Design system', reason: 'Has reviews of its own.', files: 0 },
      { path: 'generated/', files: 0 },
    ],
  },
  findings: [
    makeFinding({
      severity: 'critical',
      severityChange: { from: 'high', reason: 'raised to critical: touches payments' },
      trace: [
        { location: at('src/orders.ts', 10), message: 'enters here as req.query.id' },
        { location: at('src/orders.ts', 10), message: 'is kept in id' },
        { location: at('src/orders.ts', 12), message: 'reaches pool.query' },
      ],
      fix: {
        description: 'Pass `id` as a parameter',
        edits: [{ range: { startLine: 12, startColumn: 5, endLine: 12, endColumn: 20 }, text: '$1' }],
      },
    }),
    makeFinding({
      title: 'Publicly readable bucket',
      ruleId: 'public-bucket',
      severity: 'medium',
      confidence: 'medium',
      location: at('terraform/main.tf', 3),
      message: 'The bucket `images` is readable by everyone.',
      fingerprint: '1123456789abcdef0123456789abcdef',
    }),
  ],
  fixed: [makeFinding({ location: at('src/old.ts', 4), fingerprint: '2123456789abcdef0123456789abcdef' })],
  withheld: [
    {
      finding: makeFinding({
        severity: 'low',
        location: at('test/a.ts', 1),
        fingerprint: '3123456789abcdef0123456789abcdef',
      }),
      reason: 'Ignored in the configuration: Only tests.',
    },
  ],
  problems: [
    {
      kind: 'configuration',
      path: '.github/scrutineer.yml',
      line: 3,
      message: 'Unknown key `fail-form` in `report`; did you mean `fail-from`?',
    },
    { kind: 'incomplete', path: 'big.sql', message: 'The file could not be read: it is larger than 20 MB.' },
    { kind: 'notice', message: 'Worth knowing.' },
  ],
  threatModel: {
    path: '.github/threat-model.yaml',
    statements: [
      {
        kind: 'entry-point',
        message: 'The new route `POST /refunds` is covered by no component of the threat model.',
        path: 'src/refunds.ts',
        line: 7,
      },
      {
        kind: 'open-threat',
        message: 'The threat `Theft` has no mitigation in place.',
        path: '.github/threat-model.yaml',
        line: 30,
      },
    ],
  },
};

export const emptyReport: Report = {
  version: 1,
  verdict: 'passing',
  coverage: { files: 1, analyzed: 1, excluded: 0 },
  findings: [],
  fixed: [],
  withheld: [],
  problems: [],
};

/** What a repository could write into names, messages and reasons to get out of its place. */
const hostile =
  '\u001b[2J\u009b1m`</code>|<script>alert(1)</script><!-- mark -->\n# h [x](javascript:1) ![i](https://evil.example/i) @everyone #1 https://evil.example www.evil.example \u202e*b* _i_ ~~s~~ $x$ "\'&';

/** A report whose every text is hostile. */
export const hostileReport: Report = {
  ...fullReport,
  findings: fullReport.findings.map((finding) => ({
    ...finding,
    title: hostile,
    message: hostile,
    location: { ...finding.location, path: hostile },
    trace: [{ location: { ...finding.location, path: hostile }, message: hostile }],
    fix: { description: hostile, edits: [] },
    severityChange: { from: 'low', reason: hostile },
  })),
  coverage: {
    ...fullReport.coverage,
    exclusions: [{ path: hostile, environment: hostile, reason: hostile, files: 1 }],
  },
  threatModel: { path: hostile, statements: [{ kind: 'touched', message: hostile, path: hostile, line: 1 }] },
  fixed: fullReport.fixed.map((finding) => ({ ...finding, title: hostile })),
  withheld: fullReport.withheld.map(({ finding }) => ({
    finding: { ...finding, title: hostile },
    reason: hostile,
  })),
  problems: fullReport.problems.map((problem) => ({ ...problem, path: hostile, message: hostile })),
};

export const reportRules: readonly Rule[] = [
  fakeRule,
  { ...fakeRule, id: 'public-bucket', title: 'Public bucket', cwe: [732], severity: 'medium' },
  { ...fakeRule, id: 'unused', cwe: [1] },
];
