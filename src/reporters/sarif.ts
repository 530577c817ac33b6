import type { Finding, Fix } from '../model/finding.js';
import type { Location, Range } from '../model/location.js';
import type { Problem } from '../model/problem.js';
import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import type { Confidence, Severity } from '../model/severity.js';
import { escapeJsonControls } from './controls.js';

/** The report as SARIF 2.1.0. `version` is Scrutineer's own. What was fixed is not in it: its readers would take it as open. */
export function renderSarif(report: Report, rules: readonly Rule[], version: string): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [toRun(report, rules, version)],
  };
  return `${escapeJsonControls(JSON.stringify(log, undefined, 2))}\n`;
}

function toRun(report: Report, rules: readonly Rule[], version: string): object {
  const named = new Set([
    ...report.findings.map((finding) => finding.ruleId),
    ...report.withheld.map((entry) => entry.finding.ruleId),
  ]);
  const used = rules.filter((rule) => named.has(rule.id));
  const indexes = new Map(used.map((rule, index) => [rule.id, index]));
  const weaknesses = [...new Set(used.flatMap((rule) => rule.cwe))].sort((a, b) => a - b);
  const notificationsOf = (...kinds: Problem['kind'][]): object[] =>
    report.problems.filter((problem) => kinds.includes(problem.kind)).map(toNotification);
  return {
    tool: {
      driver: {
        name: 'Scrutineer',
        semanticVersion: version,
        rules: used.map(toRule),
        supportedTaxonomies: [{ name: 'CWE', index: 0 }],
      },
    },
    automationDetails: { id: 'scrutineer/' },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [root]: { description: { text: 'The root of what was reviewed.' } } },
    invocations: [
      {
        executionSuccessful: report.verdict !== 'incomplete' && report.verdict !== 'misconfigured',
        toolConfigurationNotifications: notificationsOf('configuration'),
        toolExecutionNotifications: notificationsOf('incomplete', 'notice'),
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
    results: [
      ...report.findings.map((finding) => toResult(finding, indexes)),
      ...report.withheld.map(({ finding, reason }) => ({
        ...toResult(finding, indexes),
        suppressions: [{ kind: 'external', status: 'accepted', justification: reason }],
      })),
    ],
  };
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

function toResult(finding: Finding, indexes: ReadonlyMap<string, number>): object {
  const ruleIndex = indexes.get(finding.ruleId);
  return {
    ruleId: finding.ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    kind: 'fail',
    level: levels[finding.severity],
    message: toMessage(finding.message),
    locations: [{ physicalLocation: toPhysical(finding.location) }],
    partialFingerprints: { 'scrutineer/v1': finding.fingerprint },
    ...(finding.trace.length > 0 && { codeFlows: [toCodeFlow(finding)] }),
    ...(finding.fix && { fixes: [toFix(finding.fix, finding.location.path)] }),
    properties: {
      title: finding.title,
      'security-severity': scores[finding.severity],
      precision: precisions[finding.confidence],
    },
  };
}

function toCodeFlow(finding: Finding): object {
  const locations = finding.trace.map(({ location, message }) => ({
    location: { physicalLocation: toPhysical(location), message: toMessage(message) },
  }));
  return { threadFlows: [{ locations }] };
}

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
