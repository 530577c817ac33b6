import { describe, expect, it } from '@jest/globals';
import AjvDraft4 from 'ajv-draft-04';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createAnalyzers } from '../../src/analyzers/index.js';
import type { Report } from '../../src/model/report.js';
import type { Rule } from '../../src/model/rule.js';
import { maxResults, renderCodeScanning, renderSarif } from '../../src/reporters/sarif.js';
import { emptyReport, fullReport, hostileReport, makeFinding, reportRules } from '../support/report.js';

interface Log {
  readonly runs: [
    {
      readonly results: readonly Readonly<Record<string, unknown>>[];
      readonly tool: { readonly driver: { readonly rules: readonly RuleEntry[] } };
      readonly invocations: readonly Readonly<Record<'toolExecutionNotifications', readonly unknown[]>>[];
      readonly properties: object;
    },
  ];
}
interface RuleEntry {
  readonly id: string;
  readonly properties: { readonly tags: readonly string[] };
}

const render = (report: Report, rules = reportRules): Log =>
  JSON.parse(renderSarif(report, rules, '1.2.3')) as Log;

const [critical, medium] = fullReport.findings;
if (!critical || !medium) throw new Error('The report has findings.');

/** What a report can hold besides: policies, priorities, and each way to accept a risk. */
const auditReport: Report = {
  ...fullReport,
  urgencies: [
    {
      fingerprint: critical.fingerprint,
      level: 'critical',
      score: 13.8,
      because: 'critical severity 9.5 × …',
      due: { on: '2026-11-20', from: 'introduction', isOverdue: true },
    },
    { fingerprint: medium.fingerprint, level: 'medium', score: 5, because: 'medium severity 5.5 × …' },
  ],
  policies: [
    {
      name: 'No injection',
      owner: 'Security',
      state: 'not-met',
      reason: '1 finding of severity low or worse; 0 risks accepted.',
      findings: [critical.fingerprint],
    },
  ],
  withheld: [
    { finding: makeFinding(), reason: 'Below the confidence that is shown.' },
    { finding: makeFinding(), reason: 'A comment: Only tests.', accepted: { by: 'comment' } },
    {
      finding: makeFinding(),
      reason: 'Ignored in the configuration: Next release.',
      accepted: { by: 'configuration', until: '2026-12-31' },
    },
  ],
};

const reports: readonly [string, Report][] = [
  ['full', fullReport],
  ['empty', emptyReport],
  ['hostile', hostileReport],
  ['audit', auditReport],
];
const realRules = createAnalyzers().flatMap(({ rules }) => rules);
/** The validators compare each with each, so that all of them take minutes. */
const sample = realRules.filter((_, index) => index % 50 === 0);
/** A finding of each of the rules, so that each rule's own entry is in the log. */
const reportOf = (rules: readonly Pick<Rule, 'id'>[]): Report => ({
  ...emptyReport,
  findings: rules.map(({ id }) => makeFinding({ ruleId: id })),
});

const require = createRequire(import.meta.url);

describe('the schema of SARIF', () => {
  // The standard's own, as its committee has it under `sarif-2.1/prose`, but for a name that was mended there later.
  const schema = JSON.parse(
    readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
  ) as object;
  const ajv = new AjvDraft4.default({ allErrors: true, strict: false, unicodeRegExp: false });
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  ajv.addFormat('uri-reference', (text: string) => URL.canParse(text, 'https://a.example'));
  ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)));
  const validate = ajv.compile(schema);

  it.each(reports)('is that of a %s report', (_, report) => {
    validate(render(report));
    expect(validate.errors).toBeNull();
  });

  it('is that of a report with real rules', () => {
    validate(render(reportOf(sample), sample));
    expect(validate.errors).toBeNull();
  });

  it('is that of what code scanning is given', () => {
    validate(JSON.parse(renderCodeScanning(auditReport, reportRules, '1.2.3', 25_000)));
    expect(validate.errors).toBeNull();
  });

  it('does not let just anything pass', () => {
    const [run] = render(fullReport).runs;
    expect(validate({ version: '2.1.0', runs: [{ ...run, banana: 1 }] })).toBe(false);
    expect(validate({ version: '2.1.0', runs: [{ ...run, results: [{ message: {} }] }] })).toBe(false);
  });
});

describe('the multitool of the standard’s editors', () => {
  /** What it says of a log, by its rules for the standard and for GitHub: `error SARIF1002` and the like. */
  const judge = (log: object): string[] => {
    const folder = mkdtempSync(join(tmpdir(), 'sarif-'));
    try {
      const [input, output] = [join(folder, 'in.sarif'), join(folder, 'out.sarif')];
      writeFileSync(input, JSON.stringify(log));
      const bin = require.resolve('@microsoft/sarif-multitool/bin.js');
      const options = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '--output', output];
      const { status, stdout, stderr } = spawnSync(program(bin), ['validate', input, ...options], {
        encoding: 'utf8',
        env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
      });
      if (!stdout.includes('Done. 1 files scanned.'))
        throw new Error(`The multitool failed with ${status}: ${stdout}${stderr}`);
      const { runs } = JSON.parse(readFileSync(output, 'utf8')) as {
        runs: [{ results: { level?: string; ruleId?: string; rule?: { id: string } }[] }];
      };
      const said = runs[0].results.map(
        ({ level = 'warning', ruleId, rule }) => `${level} ${(ruleId ?? rule?.id ?? '').split('/')[0]}`,
      );
      return [...new Set(said)].sort();
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('has no error, and misses only an address of the tool', () => {
    const runs = [...reports.map(([, report]) => render(report)), render(reportOf(sample), sample)];
    const log = { ...runs[0], runs: runs.flatMap(({ runs: [run] }) => run) };
    expect(judge(log)).toEqual(['warning SARIF2005']);
  });

  it('has one in a log that breaks what no schema tells', () => {
    const log = render(fullReport);
    const [run] = log.runs;
    const broken = { ...run, results: run.results.map((result) => ({ ...result, ruleIndex: 99 })) };
    expect(judge({ ...log, runs: [broken] })).toContain('error SARIF1009');
  });
});

/** Its wrapper runs the program in a shell, which takes the semicolons of its options. */
function program(bin: string): string {
  return join(
    require.resolve(`@microsoft/sarif-multitool-${process.platform}/package.json`, { paths: [bin] }),
    '..',
    process.platform === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool',
  );
}

describe('what viewers go by', () => {
  // SARIF Viewer of Visual Studio Code: looks rules up by index, and joins relative addresses to the folder that is open.
  it('is in each result: its rule, and places relative to the root', () => {
    const odd = { ...critical, location: { ...critical.location, path: 'a:b/c d#%é.ts' } };
    const [run] = render({ ...auditReport, findings: [...auditReport.findings, odd] }).runs;
    const { originalUriBaseIds } = run as unknown as { originalUriBaseIds: object };
    const results = run.results as readonly {
      ruleId: string;
      ruleIndex: number;
      message: { text: string };
    }[];
    expect(Object.keys(originalUriBaseIds)).toEqual(['%SRCROOT%']);
    for (const { ruleId, ruleIndex, message } of results) {
      expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(message.text).not.toBe('');
    }
    const places = JSON.stringify(results).match(/"artifactLocation":\{[^}]*\}/g) ?? [];
    expect(places.length).toBeGreaterThan(results.length);
    for (const place of places)
      expect(place).toMatch(/^"artifactLocation":\{"uri":"[^":/\\ #][^":\\ #]*","uriBaseId":"%SRCROOT%"\}$/);
    expect(places).toContain(
      '"artifactLocation":{"uri":"a%3Ab/c%20d%23%25%C3%A9.ts","uriBaseId":"%SRCROOT%"}',
    );
  });
});

describe('what SARIF says', () => {
  it('has the code flow, the fix and the fingerprint', () => {
    const [result] = render(auditReport).runs[0].results;
    expect(result).toMatchObject({
      rank: 100,
      partialFingerprints: { 'scrutineer/v1': critical.fingerprint },
      codeFlows: [{ threadFlows: [{ locations: { length: 3 } }] }],
      fixes: [
        {
          artifactChanges: [
            { replacements: [{ deletedRegion: { startLine: 12 }, insertedContent: { text: '$1' } }] },
          ],
        },
      ],
      properties: {
        priority: { level: 'critical', score: 13.8, due: '2026-11-20', isOverdue: true },
        policies: ['No injection'],
        severityChange: 'raised to critical: touches payments',
      },
    });
  });

  it('tells who withholds', () => {
    const suppressions = render(auditReport).runs[0].results.flatMap(({ suppressions: of = [] }) => of);
    expect(suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'Below the confidence that is shown.' },
      {
        kind: 'inSource',
        status: 'accepted',
        justification: 'A comment: Only tests.',
        properties: { acceptedBy: 'comment' },
      },
      {
        kind: 'external',
        status: 'accepted',
        justification: 'Ignored in the configuration: Next release.',
        properties: { acceptedBy: 'configuration', until: '2026-12-31' },
      },
    ]);
  });

  it('has the policies, the verdict and what was covered', () => {
    expect(render(auditReport).runs[0].properties).toEqual({
      verdict: 'failing',
      coverage: fullReport.coverage,
      policies: [
        {
          name: 'No injection',
          owner: 'Security',
          state: 'not-met',
          reason: '1 finding of severity low or worse; 0 risks accepted.',
        },
      ],
    });
  });
});

// https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
describe('the limits of code scanning', () => {
  it('are kept by each rule: 20 tags, of which 10 are shown', () => {
    const { rules } = render(reportOf(realRules), realRules).runs[0].tool.driver;
    expect(rules.length).toBe(realRules.length);
    expect(rules.filter(({ properties }) => properties.tags.length > 20).map(({ id }) => id)).toEqual([]);
  });

  it('are kept by a report with more results than it takes, which says so', () => {
    const findings = Array.from({ length: maxResults + 5 }, (_, index) =>
      makeFinding({ fingerprint: index.toString(16).padStart(32, '0') }),
    );
    const text = renderSarif({ ...emptyReport, findings }, reportRules, '1.2.3');
    const [run] = (JSON.parse(text) as Log).runs;
    expect(run.results).toHaveLength(25_000);
    expect(JSON.stringify(run.invocations)).toContain('Only the first 25000 of 25005 results are here');
    expect(gzipSync(text).length).toBeLessThan(10 * 1024 * 1024);
  });

  it('are kept by a long way', () => {
    const [step] = critical.trace;
    if (!step) throw new Error('The finding has a way.');
    const trace = Array.from({ length: 1500 }, (_, index) => ({ ...step, message: `step ${index}` }));
    const [result] = render({ ...emptyReport, findings: [makeFinding({ trace })] }).runs[0].results;
    const flow = JSON.stringify(result?.codeFlows);
    expect(flow.match(/"step \d+"/g)).toHaveLength(1000);
    expect(flow).toContain('step 1499');
  });
});
