/**
 * The base score of CVSS 4.0 by section 8 of its specification,
 * https://www.first.org/cvss/v4-0/specification-document: a vector belongs to a MacroVector, whose score is lowered by
 * how far the vector is from the worst one of it. Threat and environment are left at their defaults, so only those
 * MacroVectors occur that the base metrics can reach, and the ones next below them.
 */
export function cvss4BaseScore(metrics: ReadonlyMap<string, string>): number | undefined {
  const levels: Record<string, number> = {};
  for (const [metric, values] of Object.entries(order)) {
    const level = values.indexOf(metrics.get(metric) ?? '?');
    if (level < 0) return undefined;
    levels[metric] = level;
  }
  const level = (metric: string): number => levels[metric] ?? 0;
  const isNone = (metric: string): boolean => level(metric) === 2;
  if (['VC', 'VI', 'VA', 'SC', 'SI', 'SA'].every(isNone)) return 0;

  const { reach, complexity, impact, later } = classify(level);
  const score = scoreOf(reach, complexity, impact, later);
  const drops = [
    drop(
      score,
      scoreOf(reach + 1, complexity, impact, later),
      distance(level, worstReach[reach]) / reachDepth[reach],
    ),
    drop(
      score,
      scoreOf(reach, complexity + 1, impact, later),
      distance(level, worstComplexity[complexity]) / complexityDepth[complexity],
    ),
    drop(
      score,
      nextImpact(reach, complexity, impact, later),
      distance(level, worstImpact[impact]) / impactDepth[impact],
    ),
    drop(
      score,
      later === 0 ? scoreOf(reach, complexity, impact, 1) : NaN,
      distance(level, worstLater[later]) / laterDepth[later],
    ),
    // Exploit maturity is at its worst, so that it has a lower neighbour but no distance to it.
    0,
  ].filter((value) => !Number.isNaN(value));
  const mean = drops.reduce((sum, value) => sum + value, 0) / drops.length;
  return Math.round((Math.min(10, Math.max(0, score - mean)) + 1e-6) * 10) / 10;
}

/** The values of each metric, worst first. */
const order: Readonly<Record<string, readonly string[]>> = {
  AV: ['N', 'A', 'L', 'P'],
  PR: ['N', 'L', 'H'],
  UI: ['N', 'P', 'A'],
  AC: ['L', 'H'],
  AT: ['N', 'P'],
  VC: ['H', 'L', 'N'],
  VI: ['H', 'L', 'N'],
  VA: ['H', 'L', 'N'],
  SC: ['H', 'L', 'N'],
  SI: ['H', 'L', 'N'],
  SA: ['H', 'L', 'N'],
};

type Three = 0 | 1 | 2;
type Two = 0 | 1;

/** EQ1, EQ2, EQ3 with EQ6, and EQ4 (0 for its level 1, since level 0 needs an environment metric). */
interface Classes {
  readonly reach: Three;
  readonly complexity: Two;
  readonly impact: Three;
  readonly later: Two;
}

function classify(level: (metric: string) => number): Classes {
  const worst = (...metrics: string[]): number => metrics.filter((metric) => level(metric) === 0).length;
  const open = worst('AV', 'PR', 'UI');
  return {
    reach: open === 3 ? 0 : open > 0 && level('AV') !== 3 ? 1 : 2,
    complexity: worst('AC', 'AT') === 2 ? 0 : 1,
    impact: worst('VC', 'VI') === 2 ? 0 : worst('VC', 'VI', 'VA') > 0 ? 1 : 2,
    later: worst('SC', 'SI', 'SA') > 0 ? 0 : 1,
  };
}

/**
 * Scores of the MacroVectors, by EQ1 and EQ2; in a row EQ3 with EQ6 as 00, 01, 10, 11 and 21, each with EQ4 at 1 and 2.
 * EQ5 is 0.
 */
const scores: readonly (readonly number[])[] = [
  [10, 9.3, 9.6, 9, 9.3, 8.8, 9.2, 8, 7.9, 6.9],
  [9.5, 9.2, 9.1, 8.1, 9.2, 8.4, 8.2, 7, 7.1, 6.3],
  [9.4, 8.7, 8.9, 7.5, 8.6, 7.2, 7.6, 5.7, 6.5, 5.3],
  [9, 7.7, 7.7, 6.6, 7.4, 6.1, 5.9, 5.2, 5.8, 2.3],
  [8.6, 7, 7.4, 5.4, 7.2, 5.3, 5.7, 3.6, 4.7, 2.4],
  [7.3, 5.4, 5.5, 4.3, 6.1, 4.6, 5.1, 1.8, 2.4, 1],
];

/** The column of each impact class: with the default requirements 00, 10 or 21. */
const columns = [0, 4, 8] as const;

/** NaN where there is no such MacroVector. */
function scoreOf(
  reach: number,
  complexity: number,
  impact: Three,
  later: number,
  column: number = columns[impact],
): number {
  if (complexity > 1) return NaN;
  return scores[reach * 2 + complexity]?.[column + later] ?? NaN;
}

/** The better of the neighbours 01 and 10 below 00; 11 below 10; none below 21. */
function nextImpact(reach: number, complexity: number, impact: Three, later: number): number {
  if (impact === 2) return NaN;
  if (impact === 1) return scoreOf(reach, complexity, impact, later, 6);
  return Math.max(scoreOf(reach, complexity, impact, later, 2), scoreOf(reach, complexity, impact, later, 4));
}

/** The worst vectors of each class, as levels of their metrics. */
const worstReach = [
  [{ AV: 0, PR: 0, UI: 0 }],
  [
    { AV: 1, PR: 0, UI: 0 },
    { AV: 0, PR: 1, UI: 0 },
    { AV: 0, PR: 0, UI: 1 },
  ],
  [
    { AV: 3, PR: 0, UI: 0 },
    { AV: 1, PR: 1, UI: 1 },
  ],
] as const;
const worstComplexity = [
  [{ AC: 0, AT: 0 }],
  [
    { AC: 1, AT: 0 },
    { AC: 0, AT: 1 },
  ],
] as const;
const worstImpact = [
  [{ VC: 0, VI: 0, VA: 0 }],
  [
    { VC: 1, VI: 0, VA: 0 },
    { VC: 0, VI: 1, VA: 0 },
  ],
  [{ VC: 1, VI: 1, VA: 1 }],
] as const;
const worstLater = [[{ SC: 0, SI: 0, SA: 0 }], [{ SC: 1, SI: 1, SA: 1 }]] as const;

/** How far the mildest vector of a class is from its worst. */
const reachDepth = [1, 4, 5] as const;
const complexityDepth = [1, 2] as const;
const impactDepth = [7, 8, 10] as const;
const laterDepth = [5, 4] as const;

/** The steps from the first worst vector that is nowhere milder than this one. */
function distance(
  level: (metric: string) => number,
  worst: readonly Readonly<Record<string, number>>[],
): number {
  for (const vector of worst) {
    const steps = Object.entries(vector).map(([metric, at]) => level(metric) - at);
    if (steps.every((step) => step >= 0)) return steps.reduce((sum, step) => sum + step, 0);
  }
  return 0;
}

function drop(score: number, lower: number, share: number): number {
  return (score - lower) * share;
}
