import type { Finding, Fix } from '../model/finding.js';
import type { Location, Range } from '../model/location.js';
import type { Report } from '../model/report.js';
import { escapeJsonControls } from './controls.js';

/** The report in the shape of `schema/report.schema.json`. */
export function renderJson(report: Report): string {
  return `${escapeJsonControls(JSON.stringify(toJson(report), undefined, 2))}\n`;
}

/** Field by field, so that nothing internal gets out and the order does not depend on who made the objects. */
function toJson(report: Report): object {
  const { version, verdict, coverage, findings, fixed, withheld, problems, threatModel } = report;
  return {
    version,
    verdict,
    coverage: {
      ...coverage,
      exclusions: coverage.exclusions?.map(({ path, component, environment, reason, files }) => ({
        path,
        component,
        environment,
        reason,
        files,
      })),
    },
    findings: findings.map(findingToJson),
    fixed: fixed.map(findingToJson),
    withheld: withheld.map(({ finding, reason, accepted }) => ({
      finding: findingToJson(finding),
      reason,
      accepted: accepted && { by: accepted.by, until: accepted.until },
    })),
    problems: problems.map(({ kind, message, path, line }) => ({ kind, message, path, line })),
    urgencies: report.urgencies?.map(({ fingerprint, level, score, because, due }) => ({
      fingerprint,
      level,
      score,
      because,
      due: due && { on: due.on, from: due.from, isOverdue: due.isOverdue },
    })),
    policies: report.policies?.map(({ name, owner, state, reason, findings: broken }) => ({
      name,
      owner,
      state,
      reason,
      findings: broken,
    })),
    threatModel: threatModel && {
      path: threatModel.path,
      statements: threatModel.statements.map(({ kind, message, path, line }) => ({
        kind,
        message,
        path,
        line,
      })),
    },
  };
}

function findingToJson(finding: Finding): object {
  return {
    ruleId: finding.ruleId,
    title: finding.title,
    severity: finding.severity,
    severityChange: finding.severityChange && {
      from: finding.severityChange.from,
      reason: finding.severityChange.reason,
    },
    confidence: finding.confidence,
    cwe: finding.cwe,
    message: finding.message,
    location: locationToJson(finding.location),
    trace: finding.trace.map(({ location, message }) => ({ location: locationToJson(location), message })),
    fix: finding.fix && fixToJson(finding.fix),
    commit: finding.commit,
    secretHash: finding.secretHash,
    reach: finding.reach,
    fingerprint: finding.fingerprint,
  };
}

function locationToJson(location: Location): object {
  return { path: location.path, ...rangeToJson(location) };
}

function rangeToJson({ startLine, startColumn, endLine, endColumn }: Range): object {
  return { startLine, startColumn, endLine, endColumn };
}

function fixToJson({ description, edits }: Fix): object {
  return { description, edits: edits.map(({ range, text }) => ({ range: rangeToJson(range), text })) };
}
