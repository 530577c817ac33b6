import type { SyntaxNode } from '../../syntax/tree.js';
import type { Binding } from './scope.js';
import { join } from './join.js';
import { type Value } from './value.js';

/** A variable, or a class node for the `this` of its methods. */
export type Variable = Binding | SyntaxNode;
export type Variables = Map<Variable, Value>;

/** The variables of one activation of a function, or of a file's top level, as they are known to be at this point. */
export class Environment {
  variables: Variables = new Map();
  /** What the function was called with. */
  values: readonly Value[] | undefined;
  /** Counts the changes of its variables. */
  changes = 0;

  constructor(
    /** The function node or program. */
    readonly owner: SyntaxNode,
    readonly parent: Environment | undefined,
  ) {}

  get(variable: Variable): Value | undefined {
    return this.variables.get(variable) ?? this.parent?.get(variable);
  }

  /** The `arguments` of the innermost function that has them. */
  given(): readonly Value[] | undefined {
    return this.owner.type === 'arrow_function' ? this.parent?.given() : this.values;
  }

  /** Sets a variable. One of an outer function may have been set or not when others read it, so there both values count. */
  set(variable: Variable, value: Value): void {
    this.replace(variable, value);
    if ('owner' in variable && variable.owner === this.owner) return;
    for (let at = this.parent; at; at = at.parent) {
      const before = at.variables.get(variable);
      if (before) return at.replace(variable, join(before, value));
    }
  }

  private replace(variable: Variable, value: Value): void {
    if (this.variables.get(variable) === value) return;
    this.variables.set(variable, value);
    this.changes++;
  }

  /** A copy of the variables, to go back to for another branch. */
  save(): Variables {
    return new Map(this.variables);
  }
}

/**
 * The variables after one of two branches was taken. One that a single branch set or looked at is, after the other one, as it
 * is in the function around. These are the first ones themselves where the second add nothing: who goes on with both passes
 * a copy.
 */
export function joinVariables(a: Variables, b: Variables, around: Environment | undefined): Variables {
  if (a === b) return a;
  let joined: Variables | undefined;
  const set = (variable: Variable, value: Value): void => {
    joined ??= new Map(a);
    joined.set(variable, value);
  };
  for (const [variable, value] of b) {
    const own = a.get(variable);
    if (own === value) continue;
    const other = own ?? around?.get(variable);
    const both = other ? join(other, value) : value;
    if (both !== own) set(variable, both);
  }
  if (around)
    for (const [variable, value] of a) {
      const other = b.has(variable) ? undefined : around.get(variable);
      const both = other && join(value, other);
      if (both && both !== value) set(variable, both);
    }
  return joined ?? a;
}
