import type { Side } from '../model/change.js';
import type { Problem, ProblemKind } from '../model/problem.js';
import { compareText } from './fingerprint.js';

export interface SidedProblem {
  readonly problem: Problem;
  /** Absent where it concerns no side. */
  readonly side?: Side;
}

const kinds: readonly ProblemKind[] = ['configuration', 'incomplete', 'notice'];

/**
 * The problems to show: once each, ordered. What went wrong on the base side alone leaves the head side reviewed, so
 * the worst of it is that old findings look new: a notice; what was only worth knowing there is dropped.
 */
export function collectProblems(sided: readonly SidedProblem[]): Problem[] {
  const shown = new Map<string, Problem>();
  const add = (problem: Problem): void => {
    shown.set(keyOf(problem), problem);
  };
  for (const { problem, side } of sided) if (side !== 'base') add(problem);
  for (const { problem, side } of sided) {
    if (side !== 'base' || problem.kind === 'notice' || shown.has(keyOf(problem))) continue;
    const message = `On the base side, so findings here may be older than this change: ${problem.message}`;
    add({ ...problem, kind: 'notice', message });
  }
  return [...shown.values()].sort(
    (a, b) =>
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      compareText(a.path ?? '', b.path ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      compareText(a.message, b.message),
  );
}

function keyOf(problem: Problem): string {
  return JSON.stringify([problem.kind, problem.path, problem.line, problem.message]);
}
