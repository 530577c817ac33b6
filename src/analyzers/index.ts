import type { Analyzer, AnalyzerName } from '../model/analyzer.js';
import { createCodeAnalyzer } from './code/analyzer.js';
import type { Advisories } from './dependencies/advisories/advisory.js';
import { createDependenciesAnalyzer, type DependenciesAnalyzer } from './dependencies/analyzer.js';
import { createInfrastructureAnalyzer } from './infrastructure/analyzer.js';
import { createSecretsAnalyzer } from './secrets/analyzer.js';
import type { Isolation } from './syntax/pool.js';

export interface AnalyzersOptions {
  /** All by default. */
  readonly only?: readonly AnalyzerName[];
  /** What the versions of packages are looked up in. */
  readonly advisories?: Advisories;
  /** What tells which releases of them were withdrawn. */
  readonly indexes?: Advisories;
  /** Made already; then without `advisories` and `indexes`. */
  readonly dependencies?: DependenciesAnalyzer;
  /** Where their workers run; threads of this process by default. */
  readonly isolation?: Isolation;
}

/**
 * The analyzers, in the order of their names; the one of custom rules is made for a review, with its rules. Close them
 * when done: some hold workers.
 */
export function createAnalyzers(options: AnalyzersOptions = {}): Analyzer[] {
  const { only, advisories, indexes, dependencies, isolation = 'thread' } = options;
  const limits = { isolation };
  const create: Readonly<Record<Exclude<AnalyzerName, 'custom'>, () => Analyzer>> = {
    code: () => createCodeAnalyzer(limits),
    secrets: () => createSecretsAnalyzer(limits),
    dependencies: () =>
      dependencies ??
      createDependenciesAnalyzer({
        limits,
        ...(advisories && { advisories }),
        ...(indexes && { indexes }),
      }),
    infrastructure: () => createInfrastructureAnalyzer(limits),
  };
  return Object.entries(create).flatMap(([name, make]) =>
    !only || only.includes(name as AnalyzerName) ? [make()] : [],
  );
}
