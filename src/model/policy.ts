/** How a policy fares in one report. */
export interface PolicyVerdict {
  readonly name: string;
  /** Who answers for it, as the configuration says. */
  readonly owner: string;
  /**
   * - `not-met`: a shown finding of its rules reaches the threshold
   * - `unknown`: none does, but part of what it asks for was not looked at
   * - `met`: none does, and everything was looked at
   */
  readonly state: 'met' | 'not-met' | 'unknown';
  /** One plain sentence. */
  readonly reason: string;
  /** Fingerprints of the findings that reach the threshold, ranked. */
  readonly findings: readonly string[];
}
