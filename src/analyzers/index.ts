import type { Analyzer } from '../model/analyzer.js';
import type { AnalyzerName } from '../model/analyzer-name.js';

export interface AnalyzerOptions {
  /** All without it. */
  readonly only?: readonly AnalyzerName[];
}

/** The analyzers, in the order of their names. */
export function createAnalyzers(options: AnalyzerOptions = {}): Analyzer[] {
  const all: Analyzer[] = [];
  return all.filter((analyzer) => options.only?.includes(analyzer.name) ?? true);
}
