import type { Analyzer, Context } from '../../../src/model/analyzer.js';
import type { Detection, Edit } from '../../../src/model/finding.js';
import type { Problem } from '../../../src/model/problem.js';

/** Looks at one file of a repository that is given as texts by path. */
export async function analyzeFile(
  analyzer: Analyzer,
  path: string,
  files: Readonly<Record<string, string>>,
): Promise<{ detections: readonly Detection[]; problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const context: Context = {
    read: async (wanted) => files[wanted],
    list: async () => Object.keys(files).sort(),
    report: (problem) => problems.push(problem),
  };
  const text = files[path];
  if (text === undefined || !analyzer.wants(path)) return { detections: [], problems };
  const detections = await analyzer.analyze({ path, text }, 'head', context);
  return { detections, problems };
}

/** `rule:line` of each detection, ordered. */
export function placesOf(detections: readonly Detection[]): string[] {
  return detections.map(({ ruleId, range }) => `${ruleId}:${range.startLine}`).sort();
}

/** A text with the edits of a fix in it. */
export function applied(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0) + column - 1;
  return [...edits].reverse().reduce((changed, { range, text: replacement }) => {
    const start = offset(range.startLine, range.startColumn);
    return changed.slice(0, start) + replacement + changed.slice(offset(range.endLine, range.endColumn));
  }, text);
}
