/** What stands behind a key of block YAML. */
export interface YamlEntry {
  /** The keys from the outermost to this one; the same array each time. */
  readonly keys: readonly string[];
  /** Without quotes, as text; of a map in braces or a list in brackets the text with them; empty where nothing stands there. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
  /** Of the key, from 1, with its quotes. */
  readonly column: number;
  readonly endColumn: number;
}

export interface YamlReader {
  readonly entry: (entry: YamlEntry) => void;
  /** Called before each document but the first. */
  readonly nextDocument?: () => void;
  /** A line that is not what package managers write: flow over several lines, anchors, tags, tabs. */
  readonly unclear: (line: number) => void;
}

/**
 * Reads the YAML that package managers write, line by line: maps of maps, indented by blanks, with values on the key's line.
 * Lists are passed over. A general parser takes over a hundred times as long for a lockfile.
 */
export function readYamlLines(text: string, reader: YamlReader): void {
  const lines = new Lines(text, reader);
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    lines.take(start, end);
    start = end + 1;
  }
  lines.closeBlock();
}

/** Where a reader is. A line is a call, small enough to be compiled apart from the loop. */
class Lines {
  private readonly keys: string[] = [];
  private readonly indents: number[] = [];
  private line = 0;
  /** Lines that are indented deeper than this belong to the text that a key above them opened. */
  private block: { indent: number; lines: string[]; entry: YamlEntry } | undefined;

  constructor(
    private readonly text: string,
    private readonly reader: YamlReader,
  ) {}

  take(from: number, end: number): void {
    const { text } = this;
    this.line++;
    let at = from;
    while (text.charCodeAt(at) === blank) at++;
    let last = end;
    while (last > at && text.charCodeAt(last - 1) <= blank) last--;
    if (at >= last) return;
    const indent = at - from;
    if (this.block) {
      if (indent > this.block.indent) {
        this.block.lines.push(text.slice(at, last));
        return;
      }
      this.closeBlock();
    }
    const first = text.charCodeAt(at);
    if (first === hash || (first === colon && last === at + 1)) return;
    if (first === dash && this.takeDash(at, last)) return;
    const key = readKey(text, at, last);
    if (key) this.takeKey(key, from, indent, last);
    else this.reader.unclear(this.line);
  }

  /** A separator of documents, or a member of a list. */
  private takeDash(at: number, last: number): boolean {
    if (isSeparator(this.text, at, last)) {
      if (this.line > 1) this.reader.nextDocument?.();
      this.keys.length = this.indents.length = 0;
      return true;
    }
    return last === at + 1 || this.text.charCodeAt(at + 1) === blank;
  }

  private takeKey(key: Key, from: number, indent: number, last: number): void {
    const { keys, indents, line } = this;
    while (indents.length > 0 && (indents[indents.length - 1] as number) >= indent) {
      indents.pop();
      keys.pop();
    }
    indents.push(indent);
    keys.push(key.text);
    const raw = last > key.end ? this.text.slice(key.end, last).trim() : '';
    const value = raw === '' ? raw : readValue(raw);
    const column = key.start - from + 1;
    const entry = { keys, value: value ?? '', line, column, endColumn: key.keyEnd - from + 1 };
    if (value === undefined) this.reader.unclear(line);
    else if (isBlockMark(raw)) this.block = { indent, lines: [], entry: { ...entry, keys: [...keys] } };
    else this.reader.entry(entry);
  }

  closeBlock(): void {
    if (!this.block) return;
    const { entry, lines } = this.block;
    this.block = undefined;
    this.reader.entry({ ...entry, value: lines.join('\n').trim() });
  }
}

function isBlockMark(raw: string): boolean {
  return (raw.startsWith('|') || raw.startsWith('>')) && /^[|>][-+0-9]{0,2}$/.test(raw);
}

const tab = 9;
const blank = 32;
const doubleQuote = 34;
const hash = 35;
const singleQuote = 39;
const dash = 45;
const colon = 58;
const question = 63;

function isSeparator(text: string, at: number, last: number): boolean {
  return (
    last - at >= 3 && text.startsWith('---', at) && (last === at + 3 || text.charCodeAt(at + 3) === blank)
  );
}

interface Key {
  readonly text: string;
  readonly start: number;
  readonly keyEnd: number;
  /** Behind the colon. */
  readonly end: number;
}

/** A key and its colon; or a long key, behind a question mark, whose colon stands on the next line. */
function readKey(text: string, start: number, last: number): Key | undefined {
  let at = start;
  const isLong = text.charCodeAt(at) === question && text.charCodeAt(at + 1) === blank;
  if (isLong) at += 2;
  const first = text.charCodeAt(at);
  if (first === tab) return undefined;
  if (first === doubleQuote || first === singleQuote) {
    const close = closingQuote(text, at, last);
    if (close < 0 || (!isLong && text.charCodeAt(close + 1) !== colon)) return undefined;
    return {
      text: unquote(text.slice(at, close + 1)),
      start: at,
      keyEnd: close + 1,
      end: isLong ? last : close + 2,
    };
  }
  if (isLong) return { text: text.slice(at, last), start: at, keyEnd: last, end: last };
  let end = text.indexOf(':', at);
  while (end >= 0 && end < last - 1 && text.charCodeAt(end + 1) !== blank) end = text.indexOf(':', end + 1);
  if (end < 0 || end >= last || end === at || '&*!{[<'.includes(text.charAt(at))) return undefined;
  return { text: text.slice(at, end), start: at, keyEnd: end, end: end + 1 };
}

function closingQuote(text: string, at: number, last: number): number {
  const mark = text.charAt(at);
  for (
    let close = text.indexOf(mark, at + 1);
    close >= 0 && close < last;
    close = text.indexOf(mark, close + 1)
  ) {
    if (mark === "'" && text.charAt(close + 1) === "'") close++;
    else if (mark === "'" || !isEscaped(text, close)) return close;
  }
  return -1;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charAt(at - 1 - slashes) === '\\') slashes++;
  return slashes % 2 === 1;
}

function unquote(quoted: string): string {
  if (quoted.startsWith("'")) return quoted.slice(1, -1).replaceAll("''", "'");
  const inner = quoted.slice(1, -1);
  return inner.includes('\\')
    ? inner.replace(/\\(.)/g, (_, escaped: string) => escapes[escaped] ?? escaped)
    : inner;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** Undefined where it is not closed on this line, or refers to something elsewhere. */
function readValue(raw: string): string | undefined {
  const first = raw.charAt(0);
  if (first === '"' || first === "'") {
    const close = closingQuote(raw, 0, raw.length);
    return close < 0 || !/^\s*(?:#.*)?$/.test(raw.slice(close + 1))
      ? undefined
      : unquote(raw.slice(0, close + 1));
  }
  if (first === '{') return raw.endsWith('}') ? raw : undefined;
  if (first === '[') return raw.endsWith(']') ? raw : undefined;
  if (first === '&' || first === '*' || first === '!') return undefined;
  if (first === '#') return '';
  const comment = raw.indexOf(' #');
  return comment < 0 ? raw : raw.slice(0, comment).trimEnd();
}

/** The members of a map in braces, as long as none of them is a map or a list; undefined where one is. */
export function readBraces(value: string): ReadonlyMap<string, string> | undefined {
  const members = new Map<string, string>();
  if (!value.startsWith('{')) return undefined;
  const pattern =
    /\s*('(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^\s'"{}[\],:]+)\s*:\s*('(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^\s'"{}[\],][^{}[\],]*|)\s*(,|$)/y;
  const inner = value.slice(1, -1).trim();
  for (let at = 0; at < inner.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(inner);
    if (!match) return undefined;
    members.set(bare(match[1] ?? ''), bare((match[2] ?? '').trim()));
  }
  return members;
}

function bare(text: string): string {
  return /^['"]/.test(text) ? unquote(text) : text;
}
