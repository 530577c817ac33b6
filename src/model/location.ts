/** A stretch of text. Lines and columns count from 1; columns are UTF-16 units; the end column is the one after the last. */
export interface Range {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A stretch of a file, its path relative to the root of the repository, with `/` on every platform. */
export interface Location extends Range {
  readonly path: string;
}

/** Orders ranges of one file from top to bottom; of two that start together the shorter comes first. */
export function compareRanges(a: Range, b: Range): number {
  return (
    a.startLine - b.startLine ||
    a.startColumn - b.startColumn ||
    a.endLine - b.endLine ||
    a.endColumn - b.endColumn
  );
}
