import type { Form } from '../form/form.js';
import type { LinearRegex } from '../regex.js';
import type { Budget } from './budget.js';
import type { Environment } from './environment.js';

export type Env = Environment | undefined;

/** Gets each way in which the pattern fits. */
export type Found = (env: Env) => void;

/** The options of a rule that change how patterns match; Semgrep's names and defaults. */
export interface MatchOptions {
  /** Names with a known value match that value. */
  readonly constant_propagation: boolean;
  /** Names that are given one expression match what matches the expression. */
  readonly symbolic_propagation: boolean;
  /** `$X = ...` matches a definition as well. */
  readonly vardef_assign: boolean;
  /** `a == b` matches `b == a`. */
  readonly symmetric_eq: boolean;
  /** `a && b` matches `b && a`. */
  readonly commutative_boolop: boolean;
  readonly ac_matching: boolean;
  /** An expression as a statement matches in the expressions of any statement. */
  readonly implicit_deep_exprstmt: boolean;
}

/** What all parts of a match share. */
export interface Matching {
  readonly budget: Budget;
  readonly options: MatchOptions;
  /** The text of the file. */
  readonly text: string;
  /** The expression of a `"=~/…/"`. */
  regex(source: string): LinearRegex;
  match(pattern: Form, code: Form, env: Env, found: Found): void;
}

export const defaultMatchOptions: MatchOptions = {
  constant_propagation: true,
  symbolic_propagation: false,
  vardef_assign: true,
  symmetric_eq: false,
  commutative_boolop: false,
  ac_matching: true,
  implicit_deep_exprstmt: true,
};
