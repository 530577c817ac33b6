import type { Range } from '../../model/location.js';

const none: readonly SyntaxNode[] = [];

/**
 * A node of a syntax tree, copied out of the parser's memory so that walking it costs no call across the boundary.
 * Named nodes are all there; of the anonymous ones only operators and the keywords that change a meaning.
 */
export class SyntaxNode {
  /** Most nodes have none and share one list. */
  children: readonly SyntaxNode[] = none;

  constructor(
    /** The grammar's name for it; `ERROR` where the text could not be parsed. */
    readonly type: string,
    /** The name of the parent's field that it fills; empty without one. */
    readonly field: string,
    /** Offsets in UTF-16 units. */
    readonly start: number,
    readonly end: number,
    readonly parent: SyntaxNode | undefined,
  ) {}

  add(child: SyntaxNode): void {
    if (this.children === none) this.children = [child];
    else (this.children as SyntaxNode[]).push(child);
  }

  /** The first child that fills a field. */
  get(field: string): SyntaxNode | undefined {
    for (const child of this.children) if (child.field === field) return child;
    return undefined;
  }

  /** The first child of a type. */
  first(type: string): SyntaxNode | undefined {
    for (const child of this.children) if (child.type === type) return child;
    return undefined;
  }

  has(type: string): boolean {
    return this.first(type) !== undefined;
  }
}

/** A parsed text. */
export interface SyntaxTree {
  readonly root: SyntaxNode;
  readonly text: string;
  readonly lines: LineTable;
  /** Offsets at which the text could not be parsed, in order. */
  readonly errors: readonly number[];
}

/** Turns offsets into lines and columns. */
export class LineTable {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  /** The line of an offset, from 1. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  range(start: number, end: number): Range {
    const startLine = this.lineOf(start);
    const endLine = this.lineOf(end);
    return {
      startLine,
      startColumn: start - (this.starts[startLine - 1] ?? 0) + 1,
      endLine,
      endColumn: end - (this.starts[endLine - 1] ?? 0) + 1,
    };
  }
}
