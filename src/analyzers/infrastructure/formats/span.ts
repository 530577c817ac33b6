/** A stretch of a file in UTF-16 offsets; what parsers hand over and rules point at. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The first place of a file that could not be read, in a plain sentence. */
export interface SyntaxFault {
  readonly offset: number;
  readonly message: string;
}

/** So few characters, some eight lines, are seen at once. */
const maxGap = 240;

/** A part of a larger thing, with the name of that where it stands shortly before. */
export function fromNameOf(name: Span, part: Span): Span {
  const gap = part.start - name.start;
  return gap > 0 && gap <= maxGap ? { start: name.start, end: Math.max(part.end, name.start) } : part;
}
