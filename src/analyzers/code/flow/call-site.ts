import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import type { Unit } from './unit.js';
import type { Value } from './value.js';

/** A call as the rules see it. */
export interface CallSite {
  readonly unit: Unit;
  readonly node: SyntaxNode;
  readonly callee: SyntaxNode;
  /** The API path by which the callee was recognised; empty for a loose match. */
  readonly origin: string;
  /** The last name of the callee: `query` in `this.db.query(…)`. */
  readonly method: string | undefined;
  readonly receiver: Value | undefined;
  readonly receiverNode: SyntaxNode | undefined;
  readonly arguments: readonly Value[];
  readonly argumentNodes: readonly SyntaxNode[];
  readonly isNew: boolean;
}

/** A call as the interpreter sees it. */
export interface Call {
  readonly run: Interpreter;
  readonly environment: Environment;
  readonly functionValue: Value;
  readonly site: CallSite;
  /** `list.push(x)` and the like change what is known of the list. */
  readonly fill: (values: readonly Value[]) => void;
}
