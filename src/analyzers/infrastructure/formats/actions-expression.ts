import type { Span } from './span.js';
import type { YamlNode } from './yaml-syntax.js';

/** A GitHub Actions expression. Names are in small letters, as GitHub compares them. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string }
  /** `github.event.commits[0].message`; an index that is not a literal is `*`, like the star itself. */
  | { readonly kind: 'context'; readonly path: readonly string[] }
  | { readonly kind: 'call'; readonly name: string; readonly parts: readonly Expression[] }
  | { readonly kind: 'operation'; readonly operator: string; readonly parts: readonly Expression[] };

/** An expression with its place in the file, braces and all. */
export interface Embedded {
  readonly span: Span;
  readonly source: string;
  /** Undefined where it is not valid; GitHub then refuses the workflow. */
  readonly expression: Expression | undefined;
}

/** More in one scalar is not read. */
const maxEmbedded = 1000;

/** The `${{ … }}` in a scalar. Braces are never escaped in YAML, so they stand in the file as in the value. */
export function expressionsIn(node: YamlNode | undefined, text: string): Embedded[] {
  if (node?.kind !== 'scalar') return [];
  const found: Embedded[] = [];
  let start = text.indexOf('${{', node.start);
  while (start >= 0 && start < node.end && found.length < maxEmbedded) {
    const end = closingBraces(text, start + 3, node.end);
    if (end < 0) break;
    const source = text.slice(start + 3, end).trim();
    found.push({ span: { start, end: end + 2 }, source, expression: parseExpression(source) });
    start = text.indexOf('${{', end + 2);
  }
  return found;
}

function closingBraces(text: string, from: number, until: number): number {
  let quoted = false;
  for (let at = from; at < until - 1; at++) {
    if (text[at] === "'") quoted = !quoted;
    else if (!quoted && text[at] === '}' && text[at + 1] === '}') return at;
  }
  return -1;
}

/** Longer expressions are not read; GitHub's own limit is 21,000 characters. */
const maxSource = 21_000;
const maxNesting = 100;

const token =
  /\s*(?:('(?:[^']|'')*')|(0x[\da-fA-F]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([A-Za-z_][\w-]*)|(==|!=|<=|>=|&&|\|\||[!<>()[\].,*]))/y;

/** Parses the inside of the braces; undefined where it is not valid. */
export function parseExpression(source: string): Expression | undefined {
  const tokens = source.length <= maxSource ? tokenize(source) : undefined;
  if (!tokens) return undefined;
  const reader = new Reader(tokens);
  const expression = reader.binary(0);
  return reader.atEnd ? expression : undefined;
}

interface Token {
  readonly kind: 'text' | 'number' | 'name' | 'mark';
  readonly text: string;
}

function tokenize(source: string): Token[] | undefined {
  const tokens: Token[] = [];
  const trimmed = source.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const match = token.exec(trimmed);
    if (!match) return undefined;
    const [, text, number, name, mark] = match;
    if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1).replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'mark', text: mark ?? '' });
  }
  return tokens;
}

/** Operators that bind more tightly come later. */
const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>=']];

class Reader {
  private at = 0;
  private nesting = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get atEnd(): boolean {
    return this.at === this.tokens.length;
  }

  binary(level: number): Expression | undefined {
    const operators = levels[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (let mark = this.mark(operators); mark !== undefined && left; mark = this.mark(operators)) {
      const right = this.binary(level + 1);
      left = right && { kind: 'operation', operator: mark, parts: [left, right] };
    }
    return left;
  }

  private unary(): Expression | undefined {
    if (++this.nesting > maxNesting) return undefined;
    try {
      if (this.mark(['!']) === undefined) return this.primary();
      const inner = this.unary();
      return inner && { kind: 'operation', operator: '!', parts: [inner] };
    } finally {
      this.nesting--;
    }
  }

  private primary(): Expression | undefined {
    if (this.mark(['(']) !== undefined) {
      const inner = this.binary(0);
      return inner && this.mark([')']) !== undefined ? this.steps(inner) : undefined;
    }
    const next = this.tokens[this.at++];
    if (next?.kind === 'text' || next?.kind === 'number') return { kind: 'literal', value: next.text };
    if (next?.kind !== 'name') return undefined;
    const name = next.text.toLowerCase();
    if (this.mark(['(']) !== undefined) return this.call(name);
    if (['true', 'false', 'null', 'nan', 'infinity'].includes(name)) return { kind: 'literal', value: name };
    return this.steps({ kind: 'context', path: [name] });
  }

  private call(name: string): Expression | undefined {
    const parts: Expression[] = [];
    if (this.mark([')']) === undefined)
      do {
        const part = this.binary(0);
        if (!part) return undefined;
        parts.push(part);
      } while (this.mark([',']) !== undefined);
    else return this.steps({ kind: 'call', name, parts });
    return this.mark([')']) !== undefined ? this.steps({ kind: 'call', name, parts }) : undefined;
  }

  /** A step into something computed, as in `fromJSON(…).name`, keeps what it was computed from. */
  private steps(base: Expression): Expression | undefined {
    const path: string[] = [];
    for (let mark = this.mark(['.', '[']); mark !== undefined; mark = this.mark(['.', '['])) {
      if (mark === '.') {
        const next = this.tokens[this.at++];
        if (next?.kind !== 'name' && next?.text !== '*') return undefined;
        path.push(next.text.toLowerCase());
        continue;
      }
      const index = this.mark(['*']) === undefined ? this.binary(0) : undefined;
      if (this.mark([']']) === undefined) return undefined;
      path.push(index?.kind === 'literal' ? index.value.toLowerCase() : '*');
    }
    return base.kind === 'context' ? { kind: 'context', path: [...base.path, ...path] } : base;
  }

  private mark(wanted: readonly string[]): string | undefined {
    const next = this.tokens[this.at];
    if (next?.kind !== 'mark' || !wanted.includes(next.text)) return undefined;
    this.at++;
    return next.text;
  }
}

/** Functions whose result is a truth value, a hash or nothing else that carries text through. */
const opaqueCalls = new Set([
  'contains',
  'startswith',
  'endswith',
  'hashfiles',
  'always',
  'success',
  'failure',
  'cancelled',
]);

/** A context whose text can become part of the result. */
export interface Carried {
  readonly path: readonly string[];
  /** Whole objects come through as text only here; bare they are `Object`. */
  readonly asJson: boolean;
}

/** The contexts that carry text into an expression's result: not those that are only compared. */
export function carriedBy(expression: Expression, asJson = false): Carried[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'context':
      return [{ path: expression.path, asJson }];
    case 'call':
      if (opaqueCalls.has(expression.name)) return [];
      return expression.parts.flatMap((part) => carriedBy(part, asJson || expression.name === 'tojson'));
    case 'operation':
      if (expression.operator === '||') return expression.parts.flatMap((part) => carriedBy(part, asJson));
      // What is falsy on the left of && is empty, zero, null or false.
      if (expression.operator === '&&')
        return expression.parts.slice(1).flatMap((part) => carriedBy(part, asJson));
      return [];
  }
}
