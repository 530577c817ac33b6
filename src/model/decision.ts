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
export interface LedgerEntry extends Decision {
  /** The same whenever the same decision is recorded again. */
  readonly id: string;
  /** `owner/name` */
  readonly repository: string;
  /** The number of the pull request. */
  readonly pull: number;
}

/** Where decisions are kept for good. What a review heeds stands in the pull request itself. */
export interface Ledger {
  /** May be called again with an entry that stands already, and then changes nothing. */
  record(entry: LedgerEntry): Promise<void>;
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
