import type { SyntaxNode } from '../../syntax/tree.js';
import { fixesHost, positional, reopen } from './address.js';
import type { Interpreter } from './interpreter.js';
import { kindsOf, textKinds } from './kind.js';
import { brief, type Unit } from './unit.js';
import { deepTaints, joinTaints } from './join.js';
import {
  addStep,
  clear,
  concatenateShapes,
  hole,
  knownPrefix,
  unknown,
  type Taint,
  type Value,
} from './value.js';

/** Text put together from parts. */
export function concatenation(
  run: Interpreter,
  parts: readonly Value[],
  node: SyntaxNode,
  unit: Unit,
): Value {
  const shape = concatenateShapes(parts);
  const lists = parts.map((part, index) => {
    const taints = deepTaints(part, 1);
    if (index === 0 || taints.length === 0) return taints;
    const first = concatenateShapes(parts.slice(0, index));
    const before = first + knownPrefix(part);
    const own = isBlank(first) ? taints : placed(taints);
    if (fixesHost(before)) return clear({ ...unknown, taints: own }, positional).taints;
    // What was a path begins with a host behind another slash.
    return first === '/' && before.startsWith('//') ? reopen(own) : own;
  });
  const taints = joinTaints(lists);
  const joined: Value = {
    ...unknown,
    taints: taints.length > 0 ? addStep(taints, unit, node, 'becomes part of a text') : taints,
    shape,
  };
  if (taints.length > 0 && opensMarkup(shape) && !isLogged(node, unit)) {
    const raw = taints.filter((taint) => (taint.cleared & kindsOf('html')) === 0);
    const value = { ...joined, taints: raw };
    run.reach({ kind: 'markup', value, unit, node, part: node, sink: brief(unit, node, 40), doubt: 1 });
  }
  return clear(joined, textKinds);
}

/** Whether a text begins with what is not known, or with blanks. */
function isBlank(shape: string): boolean {
  return shape.split(hole, 1)[0]?.trim() === '';
}

function placed(taints: readonly Taint[]): readonly Taint[] {
  return taints.map((taint) => (taint.placed ? taint : { ...taint, placed: true }));
}

const tag =
  /<(?:[abipu]|div|span|h[1-6r]|t[dhr]|table|li|[uo]l|html|body|img|script|strong|em|br|input|form|button|section|title|iframe|option|label|pre|code|small|font|style|nav|main|header|footer|center)(?=[\s/>])/i;

/** Whether a tag of HTML stands before a part that is not known. */
function opensMarkup(shape: string): boolean {
  const at = shape.includes('<') ? shape.search(tag) : -1;
  return at >= 0 && shape.includes(hole, at);
}

/** Text that is only logged is shown by no browser. */
function isLogged(node: SyntaxNode, unit: Unit): boolean {
  const call = node.parent?.type === 'arguments' ? node.parent.parent : undefined;
  const callee = call?.get('function') ?? call?.get('constructor');
  return callee !== undefined && /\b(?:console|log(?:ger)?|debug|warn|\w*Error)\b/.test(brief(unit, callee));
}
