import type { Config } from '../config/schema.js';
import type { Finding } from '../model/finding.js';
import type { Accepted, Withheld } from '../model/report.js';
import {
  type Acceptance,
  isCovered,
  reasonOfBaseline,
  reasonOfDecision,
  reasonOfSuppression,
} from './acceptance.js';
import { findDuplicates } from './duplicates.js';
import { rank } from './rank.js';
import type { Suppression, Suppressions } from './suppressions.js';
import { findIgnoring, reasonOfEntry, reasonOfSetting } from './withhold.js';

/** What was found in one file, before the configuration is asked. */
export interface FileFindings {
  /** On the head side. */
  readonly path: string;
  /** What was not found on the head side is not there. */
  readonly isWhole: boolean;
  readonly introduced: readonly Finding[];
  /** On the head side, introduced or not. */
  readonly standing: readonly Finding[];
  readonly suppressions: Suppressions;
}

export interface TriageOptions extends Acceptance {
  /** YYYY-MM-DD. */
  readonly today: string;
  /** What the threat model makes of a severity. */
  readonly adjust?: (finding: Finding) => Finding;
}

export interface Triaged {
  /** Ranked, as the rest. */
  readonly findings: readonly Finding[];
  readonly withheld: readonly Withheld[];
}

/** Decides which of the findings that a change introduced are shown, and why the others are not. */
export function triage(files: readonly FileFindings[], options: TriageOptions): Triaged {
  const shown: Finding[] = [];
  const reasons = new Map<Finding, Reason>();
  for (const { path, introduced, suppressions } of files) {
    for (const finding of introduced.map((one) => adjusted(withSeverity(one, options.config), options))) {
      const reason = whyWithheld(finding, finding.location.path === path ? suppressions.valid : [], options);
      if (reason === undefined) shown.push(finding);
      else reasons.set(finding, reason);
    }
  }
  const duplicates = findDuplicates(shown);
  for (const [finding, { ruleId }] of duplicates)
    reasons.set(finding, { reason: `The finding of ${ruleId} on the same lines tells of it.` });
  return {
    findings: rank(shown.filter((finding) => !duplicates.has(finding))),
    withheld: rank([...reasons.keys()]).map((finding) => ({
      finding,
      ...(reasons.get(finding) ?? { reason: '' }),
    })),
  };
}

type Reason = Omit<Withheld, 'finding'>;

function whyWithheld(
  finding: Finding,
  suppressions: readonly Suppression[],
  options: TriageOptions,
): Reason | undefined {
  const { config, ignored, today } = options;
  const setting = reasonOfSetting(finding, config);
  if (setting !== undefined) return { reason: setting };
  const entry = findIgnoring(finding, config, today);
  if (entry) return accepted('configuration', reasonOfEntry(entry), entry.until);
  return (
    accepted('comment', reasonOfSuppression(finding, suppressions, options)) ??
    accepted('baseline', reasonOfBaseline(finding, options)) ??
    accepted('decision', reasonOfDecision(finding, options, today), ignored?.get(finding.fingerprint)?.until)
  );
}

function accepted(by: Accepted['by'], reason: string | undefined, until?: string): Reason | undefined {
  if (reason === undefined) return undefined;
  return { reason, accepted: { by, ...(until !== undefined && { until }) } };
}

function adjusted(finding: Finding, { adjust }: TriageOptions): Finding {
  return adjust?.(finding) ?? finding;
}

/** A finding with the severity that the configuration gives its rule. */
export function withSeverity(finding: Finding, config: Config): Finding {
  const configured = config.rules[finding.ruleId];
  return configured === undefined || configured === 'off' ? finding : { ...finding, severity: configured };
}

/** Whether it matters who adds suppressions: the policy asks, and one that is added covers a finding of this change. */
export function dependsOnAuthor(files: readonly FileFindings[], { suppressions: policy }: Config): boolean {
  if (policy !== 'maintainers') return false;
  return files.some(({ introduced, suppressions }) =>
    suppressions.valid.some(
      (suppression) => suppression.isAdded && introduced.some((finding) => isCovered(finding, suppression)),
    ),
  );
}
