import type { Finding } from '../model/finding.js';
import type { ComparedFile } from './change.js';
import { commentableRanges, findRange, type LineRange } from './patch.js';
import { suggest, type Suggestion } from './suggestion.js';

/** A comment on a longer range stands on its first line. */
const maxRangeLines = 20;

/** Where the comment on a finding stands. */
export interface Placement {
  readonly finding: Finding;
  /** Within one hunk of the diff; absent for a comment on the file as a whole. */
  readonly lines?: LineRange;
  readonly suggestion?: Suggestion;
}

/** Finds for each finding its lines in the diff; one that the diff does not show belongs to its file, if GitHub lists that. */
export async function placeFindings(
  findings: readonly Finding[],
  files: readonly ComparedFile[],
  /** The text of a file on the head side. */
  read: (path: string) => Promise<string | undefined>,
): Promise<Placement[]> {
  const ranges = new Map(files.map((file) => [file.path, commentableRanges(file.patch ?? '')]));
  const unlisted = new Set(files.flatMap((file) => (file.isUnlisted ? [file.path] : [])));
  const placements: Placement[] = [];
  for (const finding of findings) {
    const shown = ranges.get(finding.location.path) ?? [];
    const suggestion = finding.fix && suggest(finding, (await read(finding.location.path)) ?? '');
    if (suggestion && findRange(shown, suggestion.lines)) {
      placements.push({ finding, lines: suggestion.lines, suggestion });
      continue;
    }
    const { startLine, endLine } = finding.location;
    const lines = [
      { start: startLine, end: endLine },
      { start: startLine, end: startLine },
    ].find((range) => range.end - range.start < maxRangeLines && findRange(shown, range));
    if (lines || !unlisted.has(finding.location.path)) placements.push({ finding, ...(lines && { lines }) });
  }
  return placements;
}
