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
