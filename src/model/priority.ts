import type { Finding } from './finding.js';
import { type Confidence, severities, type Severity } from './severity.js';

/** What is known of the place besides the finding itself, as from a threat model. What is not known weighs 1. */
export interface Surroundings {
  /** Who can reach it: anyone, or only those inside. */
  readonly exposure?: keyof typeof weights.exposure;
  /** What is lost with it. */
  readonly assetValue?: keyof typeof weights.assetValue;
  /** Whether data from outside is known to get there. Without it: `shown` where the finding has a trace. */
  readonly reachability?: keyof typeof weights.reachability;
}

/**
 * The whole table. Severities weigh what is in the middle of their band of CVSS 3.1
 * (https://www.first.org/cvss/v3-1/specification-document, section 5); the other weights are our own choice: one of them moves
 * what is near the edge of a band, two move the rest.
 */
export const weights = {
  severity: { critical: 9.5, high: 8, medium: 5.5, low: 2 },
  confidence: { high: 1, medium: 0.9, low: 0.7 },
  exposure: { public: 1.15, internal: 0.85 },
  assetValue: { high: 1.15, low: 0.85 },
  reachability: { shown: 1.1, 'not-reached': 0.7 },
} as const satisfies {
  readonly severity: Readonly<Record<Severity, number>>;
  readonly confidence: Readonly<Record<Confidence, number>>;
} & Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The least product of each level: the bands of CVSS 3.1. What is below them all is low. */
export const levelsFrom = { critical: 9, high: 7, medium: 4, low: 0 } as const satisfies Readonly<
  Record<Severity, number>
>;

export interface Priority {
  readonly level: Severity;
  /** The product, with one digit after the point. */
  readonly score: number;
  /** How it came about, without a full stop: `high severity 8 × medium confidence 0.9 × shown reachability 1.1 = 7.9`. */
  readonly because: string;
}

/** The product of the table's weights, and the level that it falls in. */
export function prioritize(
  finding: Pick<Finding, 'severity' | 'confidence' | 'trace'>,
  surroundings: Surroundings = {},
): Priority {
  const { severity, confidence, trace } = finding;
  const { exposure, assetValue } = surroundings;
  const reachability = surroundings.reachability ?? (trace.length > 0 ? 'shown' : undefined);
  const factors: readonly (readonly [string, number])[] = [
    [`${severity} severity`, weights.severity[severity]],
    [`${confidence} confidence`, weights.confidence[confidence]],
    ...(exposure ? [[`${exposure} exposure`, weights.exposure[exposure]] as const] : []),
    ...(assetValue ? [[`${assetValue} asset value`, weights.assetValue[assetValue]] as const] : []),
    ...(reachability ? [[`${reachability} reachability`, weights.reachability[reachability]] as const] : []),
  ];
  const score = Math.round(factors.reduce((product, [, weight]) => product * weight, 1) * 10) / 10;
  const level = severities.find((candidate) => score >= levelsFrom[candidate]) ?? 'low';
  return {
    level,
    score,
    because: `${factors.map(([name, weight]) => `${name} ${weight}`).join(' × ')} = ${score}`,
  };
}

/** Days to fix what is of a level; `none` for no day. 0 is the same day. */
export type TimeToFix = Readonly<Record<Severity, number | 'none'>>;

export interface Due {
  /** YYYY-MM-DD. */
  readonly on: string;
  /** From which day it counts: that on which the flaw came in, or where nobody knows it, that of the report. */
  readonly from: 'introduction' | 'report';
  readonly isOverdue: boolean;
}

/** By when something is to be fixed; undefined where its level has no day. Days are YYYY-MM-DD, in UTC. */
export function findDue(
  level: Severity,
  timeToFix: TimeToFix,
  { today, introduced }: { readonly today: string; readonly introduced?: string | undefined },
): Due | undefined {
  const days = timeToFix[level];
  if (days === 'none') return undefined;
  const start = new Date(`${introduced ?? today}T00:00:00Z`);
  start.setUTCDate(start.getUTCDate() + days);
  const on = start.toISOString().slice(0, 10);
  return { on, from: introduced === undefined ? 'report' : 'introduction', isOverdue: today > on };
}

/** What a report says of the urgency of one of its findings. */
export interface Urgency extends Priority {
  readonly fingerprint: string;
  readonly due?: Due;
}
