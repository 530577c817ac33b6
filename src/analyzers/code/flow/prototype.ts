import type { SyntaxNode } from '../../syntax/tree.js';
import type { Interpreter } from './interpreter.js';
import { brief, type Unit } from './unit.js';
import type { Lookup, Value } from './value.js';

/**
 * `a[b][c] = d` with names from outside writes to the prototype of all objects. What a library is given counts where the
 * names are many, from a path or from the keys of an object: a row and a column are numbers.
 */
export function reachPrototype(
  run: Interpreter,
  target: SyntaxNode,
  lookup: Lookup,
  key: Value,
  unit: Unit,
): void {
  const taints = [...lookup.taints, ...key.taints];
  const isLibrary = taints.every((taint) => taint.kind === 'library');
  if (isLibrary && !taints.every((taint) => taint.part)) return;
  run.reach({
    kind: 'pollution',
    value: key,
    unit: isLibrary && descends(lookup) ? lookup.unit : unit,
    node: isLibrary && descends(lookup) ? lookup.node : target,
    part: target.get('index') ?? target,
    sink: brief(unit, target),
    doubt: 0,
  });
}

/** `at = at[key]`: the way down, where all the names but the last one count. */
function descends({ unit, node }: Lookup): boolean {
  const assignment = node.parent?.type === 'assignment_expression' ? node.parent : undefined;
  const left = assignment?.get('left');
  const object = node.get('object');
  return left !== undefined && object !== undefined && brief(unit, left) === brief(unit, object);
}
