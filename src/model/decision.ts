import type { PullOf, PullTurn, RepositoryOf, ReviewEntry } from './ledger.js';

/** What a person decided about one finding of a change. */
export interface Decision {
  readonly kind: 'ignore' | 'unignore' | 'baseline';
  readonly fingerprint: string;
  readonly ruleId: string;
  /** Where the finding was. */
  readonly path: string;
  /** The login of who decided, who had write permission then. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** One line, as it was written. Empty where a finding is no longer ignored. */
  readonly reason: string;
  /** The last day on which it counts, as YYYY-MM-DD; without it as long as the change is open. */
  readonly until?: string;
}

/** A decision with where it was made. */
export interface LedgerEntry extends Decision, RepositoryOf {
  /** The same whenever the same decision is recorded again. */
  readonly id: string;
  /** The number of the pull request. */
  readonly pull: number;
}

/**
 * Where decisions and reviews are kept for good. What a review heeds stands in the pull request itself. Settles when it is
 * kept; may be called again with what stands already, and then changes nothing.
 */
export interface Ledger {
  record(entry: LedgerEntry): Promise<void>;
  review(entry: ReviewEntry): Promise<void>;
  /** Whether the configuration of a branch is that which was recorded last, by its hash. */
  knowsConfiguration(of: RepositoryOf, branch: string, configuration: string): Promise<boolean>;
  /** Of a pull request that was never reviewed nothing is kept. */
  turn(entry: PullTurn): Promise<void>;
  /** The open pull requests of an account in which a risk was accepted until a day before `today` (YYYY-MM-DD). */
  expired(account: string, today: string): Promise<readonly PullOf[]>;
  /** Of a change, by fingerprint, the day on which a finding was first there, as YYYY-MM-DD. */
  introduced(of: RepositoryOf, subject: string): Promise<ReadonlyMap<string, string>>;
}

/** The decisions that count by now, by fingerprint: of each finding the latest, where that is to ignore it. */
export function findIgnored(decisions: readonly Decision[]): ReadonlyMap<string, Decision> {
  const ignored = new Map<string, Decision>();
  for (const decision of decisions) {
    if (decision.kind === 'ignore') ignored.set(decision.fingerprint, decision);
    if (decision.kind === 'unignore') ignored.delete(decision.fingerprint);
  }
  return ignored;
}

/** Begins a comment in the code that has a finding ignored. */
export const suppressionKeyword = 'scrutineer-ignore';
