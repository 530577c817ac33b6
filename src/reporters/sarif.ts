import type { Finding, Fix } from '../model/finding.js';
import type { Location, Range } from '../model/location.js';
import type { Urgency } from '../model/priority.js';
import type { Problem } from '../model/problem.js';
import type { Report, Withheld } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import type { Confidence, Severity } from '../model/severity.js';
import { escapeJsonControls } from './controls.js';

/** The report as SARIF 2.1.0. `version` is Scrutineer's own. What was fixed is not in it: its readers would take it as open. */
export function renderSarif(report: Report, rules: readonly Rule[], version: string): string {
  const log = toLog(report, rules, { version, category: 'scrutineer/', most: maxResults });
  return `${escapeJsonControls(JSON.stringify(log, undefined, 2))}\n`;
}

/**
 * What is open after a change, as SARIF for GitHub's code scanning, without blanks. It has a category of its own, so that nobody takes the results
 * of an audit for fixed by a change; a fingerprint under the name that GitHub goes by, which `upload-sarif` would add to a file; and nothing of
 * what is withheld, since GitHub shows suppressed results as open. At most `most` results, the worst first.
 */
export function renderCodeScanning(
  report: Report,
  rules: readonly Rule[],
  version: string,
  most: number,
): string {
  const open: Report = { ...report, withheld: [] };
  const log = toLog(open, rules, {
    version,
    category: 'scrutineer-change/',
    most: Math.min(most, maxResults),
    isForGitHub: true,
  });
  return escapeJsonControls(JSON.stringify(log));
}

interface LogOptions {
  readonly version: string;
  /** What stands before the slash tells apart analyses of one commit. */
  readonly category: string;
  readonly most: number;
  readonly isForGitHub?: boolean;
}

function toLog(report: Report, rules: readonly Rule[], options: LogOptions): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [toRun(report, rules, options)],
  };
}

function toRun(
  report: Report,
  rules: readonly Rule[],
  { version, category, most, isForGitHub = false }: LogOptions,
): object {
  const named = new Set([
    ...report.findings.map((finding) => finding.ruleId),
    ...report.withheld.map((entry) => entry.finding.ruleId),
  ]);
  const used = rules.filter((rule) => named.has(rule.id));
  const indexes = new Map(used.map((rule, index) => [rule.id, index]));
  const weaknesses = [...new Set(used.flatMap((rule) => rule.cwe))].sort((a, b) => a - b);
  const notificationsOf = (...kinds: Problem['kind'][]): object[] =>
    report.problems.filter((problem) => kinds.includes(problem.kind)).map(toNotification);
  const context: ResultContext = {
    indexes,
    urgencies: new Map(report.urgencies?.map((urgency) => [urgency.fingerprint, urgency])),
    brokenPolicies: brokenPoliciesOf(report),
    isForGitHub,
  };
  const results = [
    ...report.findings.map((finding) => toResult(finding, context)),
    ...report.withheld.map((entry) => toSuppressed(entry, context)),
  ];
  return {
    tool: {
      driver: {
        name: 'Scrutineer',
        semanticVersion: version,
        rules: used.map(toRule),
        supportedTaxonomies: [{ name: 'CWE', index: 0 }],
      },
    },
    automationDetails: { id: category },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [root]: { description: { text: 'The root of what was reviewed.' } } },
    invocations: [
      {
        executionSuccessful: report.verdict !== 'incomplete' && report.verdict !== 'misconfigured',
        toolConfigurationNotifications: notificationsOf('configuration'),
        toolExecutionNotifications: [
          ...notificationsOf('incomplete', 'notice'),
          ...tellLeftOut(results.length, most).map(toNotification),
        ],
      },
    ],
    taxonomies: [
      {
        name: 'CWE',
        organization: 'MITRE',
        shortDescription: { text: 'The MITRE Common Weakness Enumeration' },
        taxa: weaknesses.map((number) => ({
          id: String(number),
          helpUri: `https://cwe.mitre.org/data/definitions/${number}.html`,
        })),
      },
    ],
    results: results.slice(0, most),
    properties: {
      verdict: report.verdict,
      coverage: report.coverage,
      ...(report.policies && {
        policies: report.policies.map(({ name, owner, state, reason }) => ({ name, owner, state, reason })),
      }),
    },
  };
}

/**
 * GitHub refuses a file with more as a whole; the worst come first:
 * https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
export const maxResults = 25_000;

function tellLeftOut(count: number, most: number): Problem[] {
  if (count <= most) return [];
  const message = `Only the first ${most} of ${count} results are here, since code scanning takes no more; the JSON report has them all.`;
  return [{ kind: 'notice', message }];
}

const root = '%SRCROOT%';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** In the middle of the bands that GitHub's code scanning names so. */
const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};

const precisions: Readonly<Record<Confidence, string>> = { high: 'very-high', medium: 'high', low: 'medium' };

function toRule(rule: Rule): object {
  return {
    id: rule.id,
    name: rule.id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.description.trim() },
    help: {
      text: `${rule.description.trim()}\n\n${rule.remediation.trim()}`,
      markdown: `${rule.description.trim()}\n\n## How to fix it\n\n${rule.remediation.trim()}`,
    },
    ...(rule.references[0] !== undefined && { helpUri: rule.references[0] }),
    defaultConfiguration: { level: levels[rule.severity] },
    properties: {
      tags: [
        'security',
        ...rule.cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`),
        ...rule.owasp.map((category) => `external/owasp/${category}`),
      ],
      precision: precisions[rule.confidence],
      'problem.severity': severityNames[levels[rule.severity]],
      'security-severity': scores[rule.severity],
    },
    relationships: rule.cwe.map((number) => ({
      target: { id: String(number), toolComponent: { name: 'CWE', index: 0 } },
      kinds: ['superset'],
    })),
  };
}

const severityNames = { error: 'error', warning: 'warning', note: 'recommendation' } as const;

interface ResultContext {
  /** Of rules, by id. */
  readonly indexes: ReadonlyMap<string, number>;
  readonly urgencies: ReadonlyMap<string, Urgency>;
  /** The names of the policies that a finding breaks, by its fingerprint. */
  readonly brokenPolicies: ReadonlyMap<string, readonly string[]>;
  readonly isForGitHub: boolean;
}

function brokenPoliciesOf({ policies = [] }: Report): Map<string, string[]> {
  const broken = new Map<string, string[]>();
  for (const { name, findings } of policies)
    for (const fingerprint of findings) broken.set(fingerprint, [...(broken.get(fingerprint) ?? []), name]);
  return broken;
}

function toResult(
  finding: Finding,
  { indexes, urgencies, brokenPolicies, isForGitHub }: ResultContext,
): object {
  const ruleIndex = indexes.get(finding.ruleId);
  const urgency = urgencies.get(finding.fingerprint);
  const policies = brokenPolicies.get(finding.fingerprint);
  return {
    ruleId: finding.ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    kind: 'fail',
    level: levels[finding.severity],
    ...(urgency && { rank: rankOf(urgency) }),
    message: toMessage(finding.message),
    locations: [{ physicalLocation: toPhysical(finding.location) }],
    partialFingerprints: {
      'scrutineer/v1': finding.fingerprint,
      ...(isForGitHub && { primaryLocationLineHash: finding.fingerprint }),
    },
    ...(finding.trace.length > 0 && { codeFlows: [toCodeFlow(finding)] }),
    ...(finding.fix &&
      finding.fix.edits.length > 0 && { fixes: [toFix(finding.fix, finding.location.path)] }),
    properties: {
      title: finding.title,
      'security-severity': scores[finding.severity],
      precision: precisions[finding.confidence],
      ...(finding.severityChange && { severityChange: finding.severityChange.reason }),
      ...(urgency && { priority: toPriority(urgency) }),
      ...(policies && { policies }),
    },
  };
}

/** Of the standard, from 0 to 100; a product of our weights is above 10 where much comes together. */
function rankOf({ score }: Urgency): number {
  return Math.min(100, Math.round(score * 100) / 10);
}

function toPriority({ level, score, because, due }: Urgency): object {
  return { level, score, because, ...(due && { due: due.on, isOverdue: due.isOverdue }) };
}

/** `inSource` where a comment in the code accepts it, as the standard tells them apart. */
function toSuppressed({ finding, reason, accepted }: Withheld, context: ResultContext): object {
  return {
    ...toResult(finding, context),
    suppressions: [
      {
        kind: accepted?.by === 'comment' ? 'inSource' : 'external',
        status: 'accepted',
        justification: reason,
        ...(accepted && {
          properties: { acceptedBy: accepted.by, ...(accepted.until && { until: accepted.until }) },
        }),
      },
    ],
  };
}

function toCodeFlow(finding: Finding): object {
  const locations = finding.trace.map(({ location, message }) => ({
    location: { physicalLocation: toPhysical(location), message: toMessage(message) },
  }));
  return { threadFlows: [{ locations: locations.slice(-maxFlowLocations) }] };
}

/** Of one result, as GitHub stores them; where there are more, those up to the harm tell more than those from the entrance. */
const maxFlowLocations = 1000;

function toFix(fix: Fix, path: string): object {
  const replacements = fix.edits.map(({ range, text }) => ({
    deletedRegion: toRegion(range),
    insertedContent: { text },
  }));
  return {
    description: toMessage(fix.description),
    artifactChanges: [{ artifactLocation: toArtifact(path), replacements }],
  };
}

function toNotification(problem: Problem): object {
  return {
    level: problem.kind === 'notice' ? 'note' : 'error',
    message: toMessage(problem.message),
    ...(problem.path !== undefined && {
      locations: [
        {
          physicalLocation: {
            artifactLocation: toArtifact(problem.path),
            ...(problem.line !== undefined && { region: { startLine: problem.line } }),
          },
        },
      ],
    }),
  };
}

function toPhysical(location: Location): object {
  return { artifactLocation: toArtifact(location.path), region: toRegion(location) };
}

function toRegion({ startLine, startColumn, endLine, endColumn }: Range): object {
  return { startLine, startColumn, endLine, endColumn };
}

/** A lone surrogate, which only a broken path has, would make the encoding throw. */
function toArtifact(path: string): object {
  const uri = path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return { uri, uriBaseId: root };
}

/** In SARIF `[a](b)` within a message is a link; repository text makes none. */
function toMessage(text: string): object {
  return { text: text.includes('](') ? text.replace(/[[\]\\]/g, '\\$&') : text };
}
