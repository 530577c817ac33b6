import type { Analyzer, AnalyzerName } from '../model/analyzer.js';
import { createCodeAnalyzer } from './code/analyzer.js';
import type { Advisories } from './dependencies/advisories/advisory.js';
import { createDependenciesAnalyzer } from './dependencies/analyzer.js';
import { createInfrastructureAnalyzer } from './infrastructure/analyzer.js';
import { createSecretsAnalyzer } from './secrets/analyzer.js';

export interface AnalyzersOptions {
  /** All by default. */
  readonly only?: readonly AnalyzerName[];
  /** What the versions of packages are looked up in. */
  readonly advisories?: Advisories;
}

/** The analyzers, in the order of their names. Close them when done: some hold workers. */
export function createAnalyzers(options: AnalyzersOptions = {}): Analyzer[] {
  const { only, advisories } = options;
  const create: Readonly<Record<AnalyzerName, () => Analyzer>> = {
    code: createCodeAnalyzer,
    secrets: createSecretsAnalyzer,
    dependencies: () => createDependenciesAnalyzer(advisories ? { advisories } : {}),
    infrastructure: createInfrastructureAnalyzer,
  };
  return Object.entries(create).flatMap(([name, make]) =>
    !only || only.includes(name as AnalyzerName) ? [make()] : [],
  );
}
