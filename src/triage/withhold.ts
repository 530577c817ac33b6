import type { Config, IgnoreEntry } from '../config/schema.js';
import { matchesAny } from '../config/glob.js';
import { confidences } from '../model/severity.js';
import type { Finding } from '../model/finding.js';

/** Why the configuration withholds a finding; undefined where it does not. `today` is YYYY-MM-DD. */
export function reasonToWithhold(finding: Finding, config: Config, today: string): string | undefined {
  const setting = reasonOfSetting(finding, config);
  if (setting !== undefined) return setting;
  const entry = findIgnoring(finding, config, today);
  return entry && reasonOfEntry(entry);
}

/** Why a setting withholds a finding, which accepts no risk by itself; undefined where none does. */
export function reasonOfSetting(finding: Finding, config: Config): string | undefined {
  if (config.rules[finding.ruleId] === 'off')
    return `The rule ${finding.ruleId} is off in the configuration.`;
  const least = config.report['confidence-from'];
  if (confidences.indexOf(finding.confidence) > confidences.indexOf(least))
    return `Its confidence is ${finding.confidence}; the configuration shows ${least} and above.`;
  return undefined;
}

/** The entry of `ignore` that accepts a finding. `today` is YYYY-MM-DD. */
export function findIgnoring(finding: Finding, config: Config, today: string): IgnoreEntry | undefined {
  return config.ignore.find((candidate) => covers(candidate, finding, today));
}

export function reasonOfEntry(entry: IgnoreEntry): string {
  const until = entry.until ? ` until ${entry.until}` : '';
  return `Ignored in the configuration${until}: ${entry.reason}`;
}

function covers(entry: IgnoreEntry, finding: Finding, today: string): boolean {
  if (entry.until !== undefined && today > entry.until) return false;
  if (entry.rules && !entry.rules.includes(finding.ruleId)) return false;
  if (entry.secrets && !entry.secrets.includes(finding.secretHash ?? '')) return false;
  return !entry.paths || matchesAny(entry.paths, finding.location.path);
}
