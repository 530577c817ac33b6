import type { SyntaxNode } from '../../syntax/tree.js';
import type { Models } from '../models.js';
import type { Variables } from './environment.js';
import type { Environment } from './environment.js';
import type { FlowKind } from './kind.js';
import type { Unit } from './unit.js';
import type { FunctionValue, Taint, Value } from './value.js';
import type { CallSite } from './call-site.js';
import type { ResultModel } from '../frameworks/framework.js';
import type { CodeRule, GroupPattern, NodePattern, Verdict } from '../rules/code-rule.js';

/**
 * Runs code on what is known of its values instead of on values. Its parts stand in files of their own and call one
 * another through this interface.
 */
export interface Interpreter {
  readonly models: Models;
  /** What handlers hung on objects that are handed from one to the next, by API path: `express.Request().term`. */
  readonly carried: Map<string, Value>;
  /** What an expression gives. */
  evaluate(node: SyntaxNode, environment: Environment, unit: Unit): Value;
  /** Runs a statement; tells whether what follows it is reached. */
  execute(node: SyntaxNode, environment: Environment, activation: Activation): Completion;
  /** Goes on in the branch in which a condition holds, or does not. */
  assume(condition: SyntaxNode, holds: boolean, environment: Environment, unit: Unit): void;
  /** Gives the names of a pattern the parts of a value. */
  bind(pattern: SyntaxNode, value: Value, environment: Environment, unit: Unit, declares: boolean): void;
  /** Calls a function of the code itself. */
  invoke(call: Invocation): Value;
  /** Evaluates a call or a `new`, with all that the rules say of it. */
  evaluateCall(node: SyntaxNode, environment: Environment, unit: Unit): Value;
  evaluateClass(node: SyntaxNode, environment: Environment, unit: Unit): Value;
  /** A property of a value, read at a node. */
  readMember(object: Value, name: string | undefined, node: SyntaxNode, unit: Unit): Value;
  /** The file of the repository that a module specifier stands for. */
  openUnit(specifier: string, from: Unit): Unit | undefined;
  /** Looks at an export of another file, once its value matters. */
  force(value: Value): Value;
  /** What a module specifier stands for. */
  importModule(specifier: string, name: string, unit: Unit): Value;
  /** Hoists the functions of a block, so that they can be called before they are declared. */
  hoist(block: SyntaxNode, environment: Environment, unit: Unit): void;
  /** Notes a function to be run later, when nothing has called it until then. */
  noteFunction(value: FunctionValue): void;
  /** Runs a function when the file's top level is done. */
  defer(invocation: Invocation): void;
  /** Data of a value reaches a place where it may do harm. */
  reach(arrival: Arrival): void;
  /** Whether findings can stand in a file: only the one under review has any. */
  isMain(unit: Unit): boolean;
  /** What the rules have to say of nodes of a type, in a file that gives a reason to ask. */
  nodeChecks(type: string): readonly { rule: CodeRule; pattern: NodePattern }[] | undefined;
  /** Keeps a call to be judged beside others of the file. */
  gather(rule: CodeRule, pattern: GroupPattern, site: CallSite): void;
  tell(rule: CodeRule, unit: Unit, node: SyntaxNode, verdict: Verdict): void;
  /** Counts work; throws `BudgetError` when there was too much of it. */
  spend(): void;
}

export interface Activation {
  readonly unit: Unit;
  readonly returns: Value[];
  /** The variables where the nearest loop or switch is left early, and where its next round begins early. */
  readonly breaks?: Variables[];
  readonly continues?: Variables[];
  /** What becomes of what is returned. */
  readonly results?: readonly ResultModel[] | undefined;
}

/** Whether the statement after is reached. `broken` leaves the nearest loop or switch only. */
export type Completion = 'normal' | 'broken' | 'ended';

export interface Invocation {
  readonly callee: FunctionValue;
  readonly values: readonly Value[];
  readonly self?: Value | undefined;
  /** The call; the function itself where nothing in the code calls it. */
  readonly node: SyntaxNode;
  readonly unit: Unit;
  /** `new` calls the function: the outcome is its `this`. */
  readonly constructs?: boolean;
  /** What becomes of what the function returns. */
  readonly results?: readonly ResultModel[] | undefined;
}

export interface Arrival {
  readonly kind: FlowKind;
  readonly value: Value;
  readonly unit: Unit;
  /** What is reported: the call, the assignment. */
  readonly node: SyntaxNode;
  /** The part of it that holds the data. */
  readonly part: SyntaxNode;
  /** How the sink is written, as `db.query`. */
  readonly sink: string;
  /** What traces add of it. */
  readonly note?: string | undefined;
  /** The call, where it is one. */
  readonly site?: CallSite;
  readonly doubt: number;
}

export interface Flow {
  readonly rule: CodeRule;
  readonly taint: Taint;
  readonly arrival: Arrival;
}

export class BudgetError extends Error {
  constructor() {
    super('The file is too complex to be followed whole.');
    this.name = 'BudgetError';
  }
}
