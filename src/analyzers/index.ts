import type { Analyzer } from '../model/analyzer.js';
import { createCodeAnalyzer } from './code/analyzer.js';

/** The analyzers, in the order of their names. */
export function createAnalyzers(): Analyzer[] {
  return [createCodeAnalyzer()];
}
