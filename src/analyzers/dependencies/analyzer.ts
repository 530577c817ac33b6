import type { Analyzer, Context } from '../../model/analyzer.js';
import type { Advisories } from './advisories/advisory.js';
import { type Comparison, compareSides } from './comparison.js';
import { findFlawed, type FlawedPackage } from './flawed.js';
import { toFlawFindings } from './flaw-findings.js';
import { type AdvisorySources, findKnownFlaws } from './known-flaws.js';
import { formatOf } from './lockfiles/read.js';
import { dependencyRules } from './rules/index.js';
import { findNovelties } from './novelties.js';
import { findInsecureSources } from './sources.js';
import { findTampering } from './tampering.js';

export interface DependenciesOptions {
  /** Without them the report says that known vulnerabilities were not looked for. */
  readonly advisories?: Advisories;
  /** Asked besides, for packages of which the change touches a version alone. */
  readonly enrichment?: Advisories;
}

/** Reads lockfiles on both sides, and tells what the packages that the change brings in are known for or look like. */
export function createDependenciesAnalyzer({ advisories, enrichment }: DependenciesOptions): Analyzer {
  return {
    name: 'dependencies',
    rules: dependencyRules,
    wants: (path) => formatOf(path) !== undefined,
    async analyze(file, side, context) {
      const comparison = await compareSides(file, side, context);
      if (!comparison) return [];
      const flawed = await checkAdvisories(comparison, { advisories, enrichment }, context);
      return [
        ...(await toFlawFindings(flawed, comparison, context)),
        ...(await findInsecureSources(comparison, context)),
        ...(await findTampering(comparison, context)),
        ...findNovelties(comparison, context, newlyFlawed(flawed)),
      ];
    },
  };
}

async function checkAdvisories(
  comparison: Comparison,
  sources: Partial<AdvisorySources>,
  context: Context,
): Promise<FlawedPackage[]> {
  if (!sources.advisories) {
    const besides = sources.enrichment ? ' other than in the advisories of GitHub' : '';
    const message = `No advisories are configured, so that dependencies were not checked for known vulnerabilities${besides}.`;
    context.report({ kind: 'notice', message });
  }
  if (!sources.advisories && !sources.enrichment) return [];
  const known = await findKnownFlaws(comparison, sources);
  for (const problem of known.problems) context.report(problem);
  return findFlawed(comparison, known);
}

/** Names of packages whose flaws are news already. */
function newlyFlawed(flawed: readonly FlawedPackage[]): ReadonlySet<string> {
  return new Set(flawed.flatMap(({ isNew, places }) => (isNew ? places.map(({ name }) => name) : [])));
}
