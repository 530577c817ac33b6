import type { Baseline } from '../config/baseline.js';
import type { Config } from '../config/schema.js';
import { isLocked, isLockedRule } from '../config/settings.js';
import type { Decision } from '../model/decision.js';
import type { Finding } from '../model/finding.js';
import type { Suppression } from './suppressions.js';

/** By what, besides the configuration, a finding can be accepted. */
export interface Acceptance {
  readonly config: Config;
  readonly baseline: Baseline;
  /** What people decided to ignore in this change, by fingerprint. */
  readonly ignored?: ReadonlyMap<string, Decision>;
  /** Suppressions count that the change itself adds. Not asked where the policy settles it. */
  readonly mayAddSuppressions: boolean;
}

/** Why a suppression does not count for a rule; undefined where it does. */
export function whyNotCounting(
  suppression: Suppression,
  ruleId: string,
  { config, mayAddSuppressions }: Acceptance,
): string | undefined {
  if (isLockedRule(config, ruleId)) return `the organization locks the rule \`${ruleId}\`.`;
  if (config.suppressions === 'none') return 'the configuration lets no suppressions count.';
  if (config.suppressions === 'anyone' || !suppression.isAdded || mayAddSuppressions) return undefined;
  return 'only those count that stand on the base branch, or that somebody with write permission adds.';
}

export function isCovered(finding: Finding, suppression: Suppression): boolean {
  return suppression.target === finding.location.startLine && suppression.ruleIds.includes(finding.ruleId);
}

/** Why a comment in the code withholds a finding; undefined where none does. */
export function reasonOfSuppression(
  finding: Finding,
  suppressions: readonly Suppression[],
  acceptance: Acceptance,
): string | undefined {
  const counting = suppressions.find(
    (suppression) =>
      isCovered(finding, suppression) &&
      whyNotCounting(suppression, finding.ruleId, acceptance) === undefined,
  );
  if (!counting) return undefined;
  return `Suppressed in the code${counting.isAdded ? ' by this change' : ''}: ${counting.reason}`;
}

/** Why the baseline withholds a finding; undefined where it does not. */
export function reasonOfBaseline(finding: Finding, { config, baseline }: Acceptance): string | undefined {
  if (whyNotBaseline(finding.ruleId, config) !== undefined) return undefined;
  const entry = baseline.get(finding.fingerprint);
  if (entry?.rule !== finding.ruleId) return undefined;
  return `In the baseline since ${entry.date}: ${entry.reason}`;
}

/** Why a decision on this change withholds a finding; undefined where none does. `today` is YYYY-MM-DD. */
export function reasonOfDecision(
  finding: Finding,
  { config, ignored }: Acceptance,
  today: string,
): string | undefined {
  const decision = ignored?.get(finding.fingerprint);
  if (!decision || whyNotIgnorable(finding.ruleId, config) !== undefined) return undefined;
  if (decision.until !== undefined && today > decision.until) return undefined;
  const until = decision.until === undefined ? '' : ` until ${decision.until}`;
  return `Ignored by ${decision.by} on ${decision.at.slice(0, 10)}${until}: ${decision.reason}`;
}

/** Why nobody may ignore findings of a rule in a change; undefined where people with write permission may. */
export function whyNotIgnorable(ruleId: string, config: Pick<Config, 'lock'>): string | undefined {
  if (isLockedRule(config, ruleId)) return `the organization locks the rule \`${ruleId}\`.`;
  return isLocked(config.lock, 'ignore') ? 'the organization locks `ignore`.' : undefined;
}

/** Why a finding of a rule may not enter the baseline; undefined where it may. */
export function whyNotBaseline(ruleId: string, config: Pick<Config, 'lock'>): string | undefined {
  if (isLockedRule(config, ruleId)) return `the organization locks the rule \`${ruleId}\`.`;
  return isLocked(config.lock, 'baseline') ? 'the organization locks `baseline`.' : undefined;
}
