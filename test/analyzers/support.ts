import type { Analyzer } from '../../src/model/analyzer.js';
import type { Detection } from '../../src/model/finding.js';
import { exampleContext } from '../support/example-context.js';
import type { Problem } from '../../src/model/problem.js';

/** Runs an analyzer on one file, with other files of the same side to read. */
export async function analyze(
  analyzer: Analyzer,
  path: string,
  text: string,
  files: Readonly<Record<string, string>> = {},
  before?: string,
): Promise<{ detections: readonly Detection[]; problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const detections = await analyzer.analyze({ path, text }, 'head', {
    ...exampleContext({ path, files, ...(before !== undefined && { before }) }, text),
    report: (problem) => problems.push(problem),
  });
  return { detections, problems };
}
