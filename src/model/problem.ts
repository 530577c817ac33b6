/**
 * Something that the review could not do or want to have said.
 * - `configuration`: the configuration is wrong; the review went on with defaults
 * - `incomplete`: something in scope was not reviewed, so the result is not to be trusted as clean
 * - `notice`: worth knowing; the review is whole without it
 */
export type ProblemKind = 'configuration' | 'incomplete' | 'notice';

export interface Problem {
  readonly kind: ProblemKind;
  /** One plain sentence. */
  readonly message: string;
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
}
