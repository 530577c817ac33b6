import type { CodeRule } from '../rules/code-rule.js';
import type { Arrival, Flow } from './interpreter.js';
import { deepTaints } from './join.js';
import { flowKinds } from './kind.js';
import type { Unit } from './unit.js';
import { stepsOf, type Taint } from './value.js';

/** Whether data enters in a file, reaches its end there, or is handed on by it: else the other file has the finding. */
export function leadsThrough(main: Unit, taint: Taint, arrival: Arrival): boolean {
  if (taint.source.unit === main || arrival.unit === main) return true;
  return stepsOf(taint.step).some((step) => step.unit === main);
}

/**
 * A rule that speaks of data on its way says nothing where another one speaks of where the same data ends; nor does one
 * where another speaks of worse at the same place.
 */
export function withoutRepeats(flows: readonly Flow[]): readonly Flow[] {
  return flows.filter(({ rule: { flow }, taint, arrival }) => {
    if (!flow?.unless && !flow?.unlessHere) return true;
    return !flows.some(
      (other) =>
        other.taint.source.node === taint.source.node &&
        (flow.unless?.includes(other.arrival.kind) ||
          (other.arrival.node === arrival.node && flow.unlessHere?.includes(other.arrival.kind))),
    );
  });
}

/** The data that does the harm, if any does: the best proven that this rule follows and that is not safe for it. */
export function worstTaint(arrival: Arrival, rule: CodeRule): Taint | undefined {
  const { flow } = rule;
  if (!flow) return undefined;
  const bit = 1 << flowKinds.indexOf(arrival.kind);
  const taints = deepTaints(arrival.value).filter(
    (taint) =>
      (taint.cleared & bit) === 0 &&
      flow.sources.includes(taint.kind) &&
      (!flow.when || flow.when(arrival.value, taint)) &&
      (!flow.doubt || flow.doubt(taint, arrival) !== undefined),
  );
  return taints.sort((a, b) => a.doubt - b.doubt)[0];
}

export function doubtOf(flow: Flow): number {
  const { taint, arrival, rule } = flow;
  const own = rule.flow?.doubt?.(taint, arrival) ?? 0;
  const isFromCaller = taint.kind === 'library' || taint.kind === 'parameter';
  return Math.max(taint.doubt, arrival.doubt, own, isFromCaller ? 1 : 0);
}
