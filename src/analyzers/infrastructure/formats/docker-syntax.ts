import type { Span, SyntaxFault } from './span.js';

/** A Dockerfile as the worker hands it over: plain data, with offsets. */
export interface DockerSyntax {
  readonly instructions: readonly Instruction[];
  readonly error: SyntaxFault | undefined;
}

export interface Instruction extends Span {
  /** In capitals. */
  readonly keyword: string;
  /** What follows the flags, word by word. */
  readonly words: readonly Word[];
  readonly flags: readonly Flag[];
}

export interface Word extends Span {
  readonly text: string;
}

export interface Flag extends Span {
  readonly name: string;
  readonly value: string | undefined;
}
