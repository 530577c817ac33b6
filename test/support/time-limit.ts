import { expect } from '@jest/globals';

/** The time of the fixed work, begun cold, on an idle processor of the kind that the limits were set on, in milliseconds. */
const nominal = 50;

/** Work of a fixed amount, of the kind that analyzers do: searching text and counting in maps. */
function fixedWork(): number {
  const counts = new Map<string, number>();
  const text = 'const value = read(request.query.name, 17);\n'.repeat(600);
  for (let turn = 0; turn < 100; turn += 1) {
    for (const [word] of text.matchAll(/[a-z]+/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts.size;
}

/**
 * Fails where `elapsed` is above `limit`, in whatever unit both have. Machines that run tests are shared, and slower than those that limits are
 * set on: a limit that is passed is widened three times, and by as much as a fixed piece of work is slower at this moment. What such limits guard
 * against, work that grows with the square of its input, takes minutes.
 */
export function expectWithin(elapsed: number, limit: number): void {
  if (elapsed < limit) return;
  const begun = performance.now();
  fixedWork();
  const slowness = Math.max(1, (performance.now() - begun) / nominal);
  expect(elapsed).toBeLessThan(limit * 3 * slowness);
}
