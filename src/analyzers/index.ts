import type { Analyzer } from '../model/analyzer.js';

/** The analyzers, in the order of their names. */
export function createAnalyzers(): Analyzer[] {
  return [];
}
