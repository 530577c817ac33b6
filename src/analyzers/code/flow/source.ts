import type { SyntaxNode } from '../../syntax/tree.js';
import { isGuess, type CompiledSource } from '../models.js';
import type { Interpreter } from './interpreter.js';
import { allKinds } from './kind.js';
import { brief, type Unit } from './unit.js';
import { from, type Taint, type Value } from './value.js';

/** Adds the taint of a source, where an API path is one. */
export function sourced(run: Interpreter, value: Value, node: SyntaxNode, unit: Unit): Value {
  for (const origin of value.origins) {
    const source = run.models.source(origin);
    if (!source) continue;
    // Of a source within a source the inner one says more; what the outer one was made safe for holds for it too.
    const inherited = value.taints.reduce((kinds, taint) => kinds & taint.cleared, allKinds);
    const taint = taintOf(source, origin, node, unit);
    const cleared = value.taints.length > 0 ? taint.cleared | inherited : taint.cleared;
    return { ...value, taints: [{ ...taint, cleared }], shape: value.shape ?? source.shape };
  }
  return value;
}

/** A value with an API path, as a framework hands it over at a node. */
export function entering(run: Interpreter, origin: string, node: SyntaxNode, unit: Unit): Value {
  return sourced(run, from(origin), node, unit);
}

/** What the first step of a trace says. */
export function entersAs(what: string, note: string | undefined): string {
  return `enters here as ${what}${note === undefined ? '' : `, ${note}`}`;
}

/** The data of a source, as it enters at a node. */
export function taintOf(source: CompiledSource, origin: string, node: SyntaxNode, unit: Unit): Taint {
  const what = brief(unit, node);
  const step = { unit, node, message: entersAs(what, source.note), previous: undefined };
  const doubt = isGuess(origin) ? 1 : 0;
  return { kind: source.kind, what, origin, step, source: step, cleared: source.cleared, doubt };
}
