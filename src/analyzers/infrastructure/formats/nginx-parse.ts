import type { Span, SyntaxFault } from './span.js';

/** A directive of nginx: its name, its arguments without quotes, and what stands in its braces. */
export interface Directive extends Span {
  readonly name: string;
  readonly words: readonly Word[];
  /** Undefined for directives without a block. */
  readonly block: readonly Directive[] | undefined;
}

export interface Word extends Span {
  readonly text: string;
}

export interface NginxSyntax {
  readonly directives: readonly Directive[];
  readonly error: SyntaxFault | undefined;
}

/** Deeper blocks do not exist in files that people write. */
const maxNesting = 50;

/** Blocks in another language, which end at the brace that closes them. */
const foreign = /_by_lua_block$|^(?:perl_set|js_content)$/;

/** Parses the syntax of nginx. Linear: each character is looked at once, or twice in a foreign block. */
export function parseNginx(text: string): NginxSyntax {
  const reader = new Reader(text);
  const directives = reader.directives(0);
  return { directives, error: reader.error };
}

class Reader {
  error: SyntaxFault | undefined;
  private at = 0;

  constructor(private readonly text: string) {}

  directives(nesting: number): Directive[] {
    const found: Directive[] = [];
    while (!this.error) {
      this.skipBlanks();
      const next = this.text[this.at];
      if (next === undefined) {
        if (nesting > 0) this.fail('A block is not closed.');
        break;
      }
      if (next === '}') {
        if (nesting === 0) this.fail('A brace closes nothing here.');
        this.at++;
        break;
      }
      const directive = this.directive(nesting);
      if (directive) found.push(directive);
    }
    return found;
  }

  private directive(nesting: number): Directive | undefined {
    const words: Word[] = [];
    for (;;) {
      this.skipBlanks();
      const next = this.text[this.at];
      const [head] = words;
      if (next === ';' || next === '{' || next === '}' || next === undefined) {
        if (!head || next === '}' || next === undefined) {
          this.fail('A directive does not end with a semicolon.');
          return undefined;
        }
        const end = words.at(-1)?.end ?? head.end;
        this.at++;
        const name = head.text.toLowerCase();
        const block = next === '{' ? this.block(name, nesting) : undefined;
        return { name, words: words.slice(1), block, start: head.start, end };
      }
      words.push(this.word());
    }
  }

  private block(name: string, nesting: number): Directive[] {
    if (foreign.test(name)) {
      this.skipForeign();
      return [];
    }
    if (nesting < maxNesting) return this.directives(nesting + 1);
    this.fail('Blocks are nested too deeply here.');
    return [];
  }

  private word(): Word {
    const start = this.at;
    const quote = this.text[start];
    if (quote === '"' || quote === "'") {
      const parts: string[] = [];
      for (this.at++; this.at < this.text.length && this.text[this.at] !== quote; this.at++) {
        if (this.text[this.at] === '\\' && /["'\\]/.test(this.text[this.at + 1] ?? '')) this.at++;
        parts.push(this.text[this.at] ?? '');
      }
      if (this.at >= this.text.length) this.fail('A quoted text is not closed.');
      this.at++;
      return { text: parts.join(''), start, end: Math.min(this.at, this.text.length) };
    }
    // `${name}` is a variable, and its braces open no block.
    for (; this.at < this.text.length && !/[\s;{}]/.test(this.text[this.at] ?? ''); this.at++) {
      if (this.text[this.at] === '\\') this.at++;
      else if (this.text[this.at] === '$' && this.text[this.at + 1] === '{') this.skipVariable();
    }
    const end = Math.min(this.at, this.text.length);
    return { text: this.text.slice(start, end), start, end };
  }

  private skipVariable(): void {
    const closing = this.text.indexOf('}', this.at);
    const newline = this.text.indexOf('\n', this.at);
    if (closing >= 0 && (newline < 0 || closing < newline)) this.at = closing;
  }

  private skipBlanks(): void {
    for (;;) {
      const next = this.text[this.at];
      if (next === '#') {
        const newline = this.text.indexOf('\n', this.at);
        this.at = newline < 0 ? this.text.length : newline;
      } else if (next !== undefined && /\s|\uFEFF/.test(next)) this.at++;
      else return;
    }
  }

  /** Lua has braces in texts and comments, too; those are passed over as far as they are simple. */
  private skipForeign(): void {
    for (let open = 1; open > 0 && this.at < this.text.length; this.at++) {
      const next = this.text[this.at];
      if (next === '"' || next === "'") this.skipText(next);
      else if (next === '-' && this.text[this.at + 1] === '-') this.at = Math.max(this.at, this.lineEnd());
      else if (next === '{') open++;
      else if (next === '}') open--;
    }
  }

  private skipText(quote: string): void {
    for (this.at++; this.at < this.text.length; this.at++) {
      const next = this.text[this.at];
      if (next === '\\') this.at++;
      else if (next === quote || next === '\n') return;
    }
  }

  private lineEnd(): number {
    const newline = this.text.indexOf('\n', this.at);
    return newline < 0 ? this.text.length : newline;
  }

  private fail(message: string): void {
    this.error ??= { offset: Math.min(this.at, Math.max(0, this.text.length - 1)), message };
  }
}
