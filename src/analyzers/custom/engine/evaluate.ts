import type { Condition, Formula } from '../../../model/custom-rule.js';
import { lookUp, merge } from '../match/environment.js';
import type { Matching } from '../match/matching.js';
import type { TargetFile } from './code-file.js';
import { isWithin, type Hit } from './hit.js';
import { indexPlaces } from './places.js';

/** What formulas are evaluated with. */
export interface Evaluation {
  readonly file: TargetFile;
  readonly matching: Matching;
  /** Whether the file holds what a formula needs to find anything. */
  mayFind(formula: Formula): boolean;
  /** What a pattern finds; patterns of files that are no code are expressions or generic. */
  find(text: string): readonly Hit[];
  findRegex(source: string): readonly Hit[];
  holds(condition: Condition, hit: Hit): boolean;
  /** Whether a formula finds something in a text that is code by itself. */
  findsInCode(formula: Formula, text: string): boolean;
}

/** The places that a formula finds. `start` are those that a formula of negations alone takes away from. */
export function evaluate(formula: Formula, to: Evaluation, start?: readonly Hit[]): readonly Hit[] {
  if (!to.mayFind(formula)) return [];
  switch (formula.kind) {
    case 'pattern':
      return to.find(formula.text);
    case 'regex':
      return to.findRegex(formula.source);
    case 'any':
      return unique(formula.of.flatMap((part) => evaluate(part, to)));
    case 'inside':
      return evaluate(formula.of, to).map((hit) => ({ ...hit, role: 'inside' }));
    case 'not':
      return [];
    case 'all':
      return evaluateAll(formula, to, start);
  }
}

function evaluateAll(
  formula: Formula & { kind: 'all' },
  to: Evaluation,
  start: readonly Hit[] | undefined,
): readonly Hit[] {
  const positive = formula.of.filter(({ kind }) => kind !== 'not');
  const negative = formula.of.filter((part) => part.kind === 'not');
  // What is around a place is rarer than what may be anywhere: where there is none, nothing else is looked for.
  const around: (readonly Hit[])[] = [];
  for (const part of positive.filter(isInside)) {
    const found = evaluate(part, to);
    if (found.length === 0) return [];
    around.push(found);
  }
  let hits = start;
  for (const part of positive.filter((one) => !isInside(one))) {
    if (hits?.length === 0) return [];
    const found = evaluate(part, to);
    hits = hits ? intersect(hits, found, to) : found;
  }
  for (const found of around) hits = hits ? intersect(hits, found, to) : found;
  let left = hits ?? [];
  for (const part of negative) {
    if (left.length === 0) return [];
    left = subtract(left, evaluate(part.of, to), to);
  }
  for (const condition of formula.conditions) left = left.filter((hit) => to.holds(condition, hit));
  for (const names of formula.focus) left = left.flatMap((hit) => focus(hit, names));
  return unique(left);
}

function isInside(formula: Formula): boolean {
  if (formula.kind === 'inside') return true;
  return (
    (formula.kind === 'any' || formula.kind === 'all') && formula.of.length > 0 && formula.of.every(isInside)
  );
}

/** The places of either list that lie within one of the other, with the metavariables of both. */
function intersect(left: readonly Hit[], right: readonly Hit[], to: Evaluation): readonly Hit[] {
  const both: Hit[] = [];
  const places = indexPlaces(right);
  for (const a of left) {
    const near = places.near(a);
    to.matching.budget.spend(1 + near.length);
    for (const b of near) {
      const inner = isWithin(a, b) && mayStay(a, b) ? a : isWithin(b, a) && mayStay(b, a) ? b : undefined;
      if (!inner) continue;
      const env = merge(a.env, b.env);
      if (env !== false) both.push({ ...inner, env });
    }
  }
  return unique(both);
}

/** What is only around something is no place by itself. */
function mayStay(inner: Hit, outer: Hit): boolean {
  return inner.role !== 'inside' || outer.role === 'inside';
}

function subtract(hits: readonly Hit[], negative: readonly Hit[], to: Evaluation): Hit[] {
  const places = indexPlaces(negative);
  return hits.filter((hit) => {
    const near = places.near(hit);
    to.matching.budget.spend(1 + near.length);
    return !near.some((other) => excludes(other, hit) && merge(hit.env, other.env) !== false);
  });
}

function excludes(negative: Hit, hit: Hit): boolean {
  switch (negative.role) {
    case 'inside':
      return isWithin(hit, negative);
    case 'regex':
      return isWithin(hit, negative) || isWithin(negative, hit);
    case 'plain':
      return hit.start === negative.start && hit.end === negative.end;
  }
}

function focus(hit: Hit, names: readonly string[]): Hit[] {
  return names.flatMap((name) => {
    const bound = lookUp(hit.env, name);
    if (!bound) return [];
    const [form] = bound.forms;
    const isWhole = form && bound.forms.length === 1 && form.start === bound.start && form.end === bound.end;
    const { start, end } = bound;
    return [{ start, end, env: hit.env, role: 'plain' as const, ...(isWhole && { form }) }];
  });
}

function unique(hits: readonly Hit[]): readonly Hit[] {
  if (hits.length < 2) return hits;
  const seen = new Map<string, Hit[]>();
  return hits.filter((hit) => {
    const key = `${hit.start}:${hit.end}:${hit.role}`;
    const same = seen.get(key);
    if (same?.some((other) => other.env === hit.env)) return false;
    if (same) same.push(hit);
    else seen.set(key, [hit]);
    return true;
  });
}
