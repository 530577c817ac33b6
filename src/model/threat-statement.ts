/**
 * What is said of a change by the threat model.
 * - `touched`: the change touches a component
 * - `open-threat`: a threat there has no mitigation in place
 * - `entry-point`: a way in that no component covers
 * - `mitigation`: code that carries out a mitigation is changed or gone
 * - `gap`: the change edits the model, and leaves something in it open
 * - `stale`: nobody has reviewed the model for longer than the configuration allows
 */
export const statementKinds = [
  'mitigation',
  'entry-point',
  'open-threat',
  'touched',
  'gap',
  'stale',
] as const;
export type StatementKind = (typeof statementKinds)[number];

export interface ThreatStatement {
  readonly kind: StatementKind;
  /** One plain sentence. */
  readonly message: string;
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
}

/** Absent from a report where there is nothing to say. */
export interface ThreatModelStatements {
  /** Where the model is. */
  readonly path: string;
  /** In the order of their kinds. */
  readonly statements: readonly ThreatStatement[];
}
