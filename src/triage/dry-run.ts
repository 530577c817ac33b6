import { type Config, configPath } from '../config/schema.js';
import type { Finding } from '../model/finding.js';
import type { Problem } from '../model/problem.js';
import { reaches } from '../model/severity.js';
import type { Triaged } from './triage.js';

/**
 * What an edited configuration or baseline would make of the same findings, as notices: which would appear, go, or weigh
 * otherwise. It decides nothing.
 */
export function tellDryRun(now: Triaged, then: Triaged, config: Config): Problem[] {
  const shownNow = byFingerprint(now.findings);
  const shownThen = byFingerprint(then.findings);
  const reasons = new Map(then.withheld.map(({ finding, reason }) => [finding.fingerprint, reason]));
  const appearing = then.findings.filter((finding) => !shownNow.has(finding.fingerprint));
  const going = now.findings.filter((finding) => !shownThen.has(finding.fingerprint));
  const weighing = then.findings.filter((finding) => {
    const before = shownNow.get(finding.fingerprint);
    return before && before.severity !== finding.severity;
  });
  const failing = then.findings.filter((finding) => reaches(finding.severity, config.report['fail-from']));
  const told = [
    ...appearing.map((finding) => tell(finding, 'would appear')),
    ...going.map((finding) => {
      const reason = reasons.get(finding.fingerprint) ?? 'Its file would be out of scope.';
      return tell(finding, `would go: ${reason}`);
    }),
    ...weighing.map((finding) => {
      const before = shownNow.get(finding.fingerprint)?.severity ?? '';
      return tell(finding, `would be ${finding.severity} instead of ${before}`);
    }),
  ];
  const message =
    `Dry run of the edited configuration on this change: ${count(appearing.length)} would appear, ` +
    `${going.length} would go, ${weighing.length} would change in severity; ` +
    `${failing.length === 0 ? 'none' : failing.length} would fail the check.`;
  const left = told.length - maxTold;
  return [
    { kind: 'notice', path: configPath, message },
    ...told.slice(0, maxTold),
    ...(left > 0
      ? [{ kind: 'notice' as const, path: configPath, message: `Dry run: ${count(left)} more would change.` }]
      : []),
  ];
}

const maxTold = 50;

function tell(finding: Finding, what: string): Problem {
  const { path, startLine: line } = finding.location;
  const end = what.endsWith('.') ? '' : '.';
  return { kind: 'notice', path, line, message: `Dry run: \`${finding.ruleId}\` ${what}${end}` };
}

function byFingerprint(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  return new Map(findings.map((finding) => [finding.fingerprint, finding]));
}

function count(number: number): string {
  return `${number} finding${number === 1 ? '' : 's'}`;
}
