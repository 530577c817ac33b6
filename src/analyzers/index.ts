import type { Analyzer } from '../model/analyzer.js';
import { createCodeAnalyzer } from './code/analyzer.js';
import { createDependenciesAnalyzer, type DependenciesOptions } from './dependencies/analyzer.js';
import { createInfrastructureAnalyzer } from './infrastructure/analyzer.js';
import { createSecretsAnalyzer } from './secrets/analyzer.js';

/** The analyzers, in the order of their names. */
export function createAnalyzers(options: DependenciesOptions = {}): Analyzer[] {
  return [
    createCodeAnalyzer(),
    createSecretsAnalyzer(),
    createDependenciesAnalyzer(options),
    createInfrastructureAnalyzer(),
  ];
}
