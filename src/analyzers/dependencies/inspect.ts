import type { Context } from '../../model/analyzer.js';
import type { Detection } from '../../model/finding.js';
import type { Comparison } from './comparison.js';
import { findFlawed, type FlawedPackage } from './flawed.js';
import { toFlawFindings } from './flaw-findings.js';
import { type AdvisoryAnswer, judgeAnswer } from './known-flaws.js';
import { findNovelties } from './novelties.js';
import { findInsecureSources } from './sources.js';
import { findTampering } from './tampering.js';

/** Tells what the packages that a change brings in are known for or look like. Without an answer nothing is known. */
export async function inspectComparison(
  comparison: Comparison,
  answer: AdvisoryAnswer | undefined,
  context: Context,
): Promise<readonly Detection[]> {
  const flawed = findFlawedPackages(comparison, answer, context);
  return [
    ...(await toFlawFindings(flawed, comparison, context)),
    ...(await findInsecureSources(comparison, context)),
    ...(await findTampering(comparison, context)),
    ...findNovelties(comparison, context, newlyFlawed(flawed)),
  ];
}

function findFlawedPackages(
  comparison: Comparison,
  answer: AdvisoryAnswer | undefined,
  context: Context,
): FlawedPackage[] {
  if (!answer) return [];
  const known = judgeAnswer(comparison, answer);
  for (const problem of known.problems) context.report(problem);
  return findFlawed(comparison, known);
}

/** Names of packages whose flaws are news already. */
function newlyFlawed(flawed: readonly FlawedPackage[]): ReadonlySet<string> {
  return new Set(flawed.flatMap(({ isNew, places }) => (isNew ? places.map(({ name }) => name) : [])));
}
