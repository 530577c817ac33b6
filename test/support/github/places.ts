import { baseOf, type Comment, type Pull, Refusal, type State } from './state.js';

export interface ReviewCommentBody {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly side?: string;
  readonly start_line?: number;
  readonly start_side?: string;
}

/** A comment stands on lines that the diff shows, a range within one hunk; one wrong comment spoils the whole review. */
export function requirePlace(state: State, base: string, head: string, comment: ReviewCommentBody): void {
  const row = state.git.diff(base, head).find((candidate) => candidate.filename === comment.path);
  if (!row) throw new Refusal(422, 'Path could not be resolved');
  const { line = 0, start_line: start = line } = comment;
  if (comment.side !== 'RIGHT' || (comment.start_line !== undefined && comment.start_side !== 'RIGHT'))
    throw new Refusal(422, 'The stand-in takes comments on the right side only');
  if (comment.start_line !== undefined && comment.start_line >= line)
    throw new Refusal(422, 'start_line must precede the end line.');
  if (comment.body.length > 65_536) throw new Refusal(422, 'Body is too long (maximum is 65536 characters)');
  const hunks = rightLines(row.patch ?? '');
  if (!hunks.some((hunk) => hunk.has(line) && hunk.has(start)))
    throw new Refusal(422, 'Line could not be resolved');
}

/** Whether the diff of a pull request has a file, which a comment on the file as a whole needs. */
export function hasFile(state: State, pull: Pull, path: string): boolean {
  return state.git.diff(baseOf(state, pull), pull.headSha).some((row) => row.filename === path);
}

/** The line that a comment stands on by now; undefined where a later push changed it or took it out of the diff. */
export function lineNow(state: State, pull: Pull, { path, line = 0, commitId }: Comment): number | undefined {
  const row = state.git
    .diff(commitId, pull.headSha)
    .find((candidate) => candidate.filename === path || candidate.previous_filename === path);
  if (row && (row.filename !== path || row.status === 'removed')) return undefined;
  const now = row ? shift(row.patch ?? '', line) : line;
  const shown = state.git.diff(baseOf(state, pull), pull.headSha).find((each) => each.filename === path);
  const isShown = now !== undefined && rightLines(shown?.patch ?? '').some((hunk) => hunk.has(now));
  return isShown ? now : undefined;
}

/** Where a patch moves a line of its left side; undefined where it takes it away. */
function shift(patch: string, line: number): number | undefined {
  let left = 0;
  let moved = 0;
  for (const text of patch.split('\n')) {
    const header = /^@@ -(\d+)/.exec(text);
    if (header) {
      if (Number(header[1]) > line) break;
      left = Number(header[1]);
    } else if (text.startsWith('+')) {
      if (left <= line) moved++;
    } else if (text.startsWith('-')) {
      if (left === line) return undefined;
      if (left < line) moved--;
      left++;
    } else left++;
  }
  return line + moved;
}

/** For each hunk the numbers of its lines on the right side, counted line by line. */
function rightLines(patch: string): ReadonlySet<number>[] {
  const hunks: Set<number>[] = [];
  let number = 0;
  for (const text of patch.split('\n')) {
    const header = /^@@ -\S+ \+(\d+)/.exec(text);
    if (header) {
      number = Number(header[1]);
      hunks.push(new Set());
    } else if (text.startsWith('+') || text.startsWith(' ')) hunks.at(-1)?.add(number++);
  }
  return hunks;
}
