import type { Propagator, Taint, TaintPlace } from '../../../model/custom-rule.js';
import { evaluate, type Evaluation } from '../engine/evaluate.js';
import { isWithin, type Hit } from '../engine/hit.js';
import type { Form } from '../form/form.js';
import { lookUp, type Bound } from '../match/environment.js';
import { defaultLabel, parseRequires, type LabelTest } from './labels.js';

/** A place that a source, a sink or a sanitizer finds. */
export interface Mark {
  readonly hit: Hit;
  readonly place: TaintPlace;
  readonly label: string;
  /** What data must be called for it to count; absent where any does. */
  readonly requires: LabelTest | undefined;
}

export interface PropagatorMark {
  readonly from: Bound;
  readonly to: Bound;
  readonly bySideEffect: boolean;
}

/** All places of a file that a rule's lists find. */
export interface Marks {
  readonly sources: readonly Mark[];
  readonly sinks: readonly Mark[];
  readonly sanitizers: readonly Mark[];
  readonly propagators: readonly PropagatorMark[];
}

/** Undefined where nothing can flow: without a source or a sink. */
export function findMarks(taint: Taint, to: Evaluation): Marks | undefined {
  const sinks = marksOf(taint.sinks, to);
  if (sinks.length === 0) return undefined;
  const sources = marksOf(taint.sources, to);
  if (sources.length === 0) return undefined;
  return {
    sources,
    sinks,
    sanitizers: marksOf(taint.sanitizers, to),
    propagators: taint.propagators.flatMap((propagator) => propagatorMarks(propagator, to)),
  };
}

function marksOf(places: readonly TaintPlace[], to: Evaluation): Mark[] {
  return places.flatMap((place) => {
    const requires = place.requires === undefined ? undefined : parseRequires(place.requires);
    const label = place.label ?? defaultLabel;
    return evaluate(place.formula, to).map((hit) => ({ hit, place, label, requires }));
  });
}

function propagatorMarks(
  { formula, from, to: target, bySideEffect }: Propagator,
  to: Evaluation,
): PropagatorMark[] {
  return evaluate(formula, to).flatMap(({ env }) => {
    const start = lookUp(env, from);
    const end = lookUp(env, target);
    return start && end ? [{ from: start, to: end, bySideEffect }] : [];
  });
}

/** Whether an expression is meant by a mark: it lies within it, or with `exact` is it. */
export function isMarked(form: Form, { hit, place }: Mark): boolean {
  return place.exact ? isExactly(form, hit) : isWithin(form, hit);
}

export function isExactly(form: Form, { start, end }: Pick<Hit, 'start' | 'end'>): boolean {
  return form.start === start && form.end === end;
}
