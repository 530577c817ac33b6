import type { Config } from '../config/schema.js';
import type { Finding } from '../model/finding.js';
import { findDue, prioritize, type Surroundings, type Urgency } from '../model/priority.js';

export interface UrgencyOptions {
  /** YYYY-MM-DD. */
  readonly today: string;
  /** What is known of the place of a finding; nothing without it. */
  readonly surroundingsOf?: (finding: Finding) => Surroundings;
  /** By fingerprint, the day on which a flaw came in, as YYYY-MM-DD, where it is known. */
  readonly introduced?: ReadonlyMap<string, string>;
}

/** The priority of each finding and by when it is due, in the order of the findings, which stays. */
export function urgenciesOf(
  findings: readonly Finding[],
  config: Pick<Config, 'time-to-fix'>,
  { today, surroundingsOf, introduced }: UrgencyOptions,
): Urgency[] {
  return findings.map((finding) => {
    const priority = prioritize(finding, surroundingsOf?.(finding));
    const due = findDue(priority.level, config['time-to-fix'], {
      today,
      introduced: introduced?.get(finding.fingerprint),
    });
    return { fingerprint: finding.fingerprint, ...priority, ...(due && { due }) };
  });
}
