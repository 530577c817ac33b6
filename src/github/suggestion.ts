import type { Finding } from '../model/finding.js';
import { hidesSomething } from './escape.js';
import type { LineRange } from './patch.js';

export interface Suggestion {
  /** The lines that it replaces, whole. */
  readonly lines: LineRange;
  readonly text: string;
}

/** A longer one is no longer read at a glance, and accepted unread. */
const maxLines = 30;

/** What a finding's exact fix makes of the lines that it and the finding stand on; undefined where it has none. */
export function suggest(finding: Finding, text: string): Suggestion | undefined {
  const { fix, location } = finding;
  if (!fix || fix.edits.length === 0) return undefined;
  const start = Math.min(location.startLine, ...fix.edits.map((edit) => edit.range.startLine));
  const end = Math.max(location.endLine, ...fix.edits.map((edit) => edit.range.endLine));
  if (end - start >= maxLines) return undefined;
  const lines = text.split('\n').slice(start - 1, end);
  // GitHub keeps no carriage return of a suggestion, so that accepting it would mix the line ends of the file.
  if (lines.length !== end - start + 1 || lines.some((line) => line.endsWith('\r'))) return undefined;

  const offsetOf = (line: number, column: number): number =>
    lines.slice(0, line - start).reduce((sum, before) => sum + before.length + 1, column - 1);
  let replaced = lines.join('\n');
  for (const { range, text: inserted } of [...fix.edits].reverse()) {
    const from = offsetOf(range.startLine, range.startColumn);
    replaced = replaced.slice(0, from) + inserted + replaced.slice(offsetOf(range.endLine, range.endColumn));
  }
  // A comment shows marks in place of what nobody sees, and accepting it would write them into the file.
  if (hidesSomething(lines.join('\n')) || hidesSomething(replaced)) return undefined;
  return { lines: { start, end }, text: replaced };
}
