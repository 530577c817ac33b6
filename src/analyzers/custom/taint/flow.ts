import type { Form } from '../form/form.js';
import type { Marks, PropagatorMark } from './marks.js';
import type { State, Taints } from './state.js';

/** The options of a rule that change how data flows; Semgrep's `taint_assume_safe_…`. */
export interface FlowOptions {
  readonly safeFunctions: boolean;
  readonly safeIndexes: boolean;
  readonly safeComparisons: boolean;
  /** What is known to be a number, or a truth value. */
  readonly safeNumbers: boolean;
  readonly safeBooleans: boolean;
  /** Data goes on where it is given to a name as it is, and not by what is made of it. */
  readonly onlyAssignments: boolean;
}

/** What the parts of a run through a file share. */
export interface Flow {
  readonly marks: Marks;
  readonly options: FlowOptions;
  /** What came in where a propagator takes it from. */
  readonly propagated: Map<PropagatorMark, Taints>;
  /** Throws where the budget is spent. */
  spend(): void;
  /** Data is at an expression, which may be a sink, or in one; with `exactly` only as a whole. */
  meet(form: Form, taints: Taints, exactly?: boolean): void;
  call(form: Form, state: State): Taints;
  /** A function stands here, and may be called with what is known here. */
  enter(form: Form, state: State): void;
  returned(taints: Taints, statement: Form): void;
}
