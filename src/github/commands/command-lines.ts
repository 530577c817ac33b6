import MarkdownIt, { type Token } from 'markdown-it';

/** What begins every command. */
const prefix = '/scrutineer';

/** Whether a comment may hold a command; costs nothing, and decides nothing. */
export function mayHoldCommand(body: string): boolean {
  return /^ {0,3}\/scrutineer(?:[ \t\r]|$)/m.test(body);
}

/**
 * The commands of a comment as they were written, without what begins them: each a line of its own, in a paragraph of
 * the comment itself. What stands in code, in a quote, in a list, in HTML or in an HTML comment is none.
 */
export function findCommandLines(body: string): string[] {
  if (body.length > maxLength || !mayHoldCommand(body)) return [];
  const lines = body.split(/\r\n|\r|\n/);
  const found: string[] = [];
  for (const [start, end] of paragraphsOf(lines.join('\n'))) {
    const text = lines.slice(start, end).join('\n');
    const isMarkup = markupIn(text);
    let offset = 0;
    for (const line of text.split('\n')) {
      const words = readCommand(line);
      if (words !== undefined && !isMarkup(offset)) found.push(words);
      offset += line.length + 1;
    }
  }
  return found;
}

/** GitHub's own limit for a comment. */
const maxLength = 65_536;

const markdown = new MarkdownIt('commonmark').enable('table');

/** First line and the one after the last of each paragraph that stands in nothing else. Blocks alone are read: in time linear in their number. */
function paragraphsOf(text: string): [number, number][] {
  const tokens: Token[] = [];
  markdown.block.parse(text, markdown, {}, tokens);
  return tokens.flatMap(({ type, level, map }) =>
    type === 'paragraph_open' && level === 0 && map ? [map] : [],
  );
}

function readCommand(line: string): string | undefined {
  const text = line.replace(/^ {0,3}/, '').trimEnd();
  if (text === prefix) return '';
  return /^[ \t]/.test(text.slice(prefix.length)) && text.startsWith(prefix)
    ? text.slice(prefix.length).trim()
    : undefined;
}

/** Whether a place in a paragraph stands within inline code or HTML that began on a line before it. */
function markupIn(text: string): (offset: number) => boolean {
  const spans = codeSpans(text);
  const shown = blank(text, spans);
  const isOpen = (start: string, end: string, offset: number): boolean =>
    shown.lastIndexOf(start, offset - 1) > shown.lastIndexOf(end, offset - 1);
  return (offset) =>
    offset > 0 &&
    (spans.some(([start, end]) => start < offset && offset < end) ||
      isOpen('<', '>', offset) ||
      isOpen('<!--', '-->', offset));
}

/** From each run of backticks to the next of the same length, as CommonMark reads them. */
function codeSpans(text: string): [number, number][] {
  const runs = Array.from(text.matchAll(/`+/g), (run) => ({ start: run.index, length: run[0].length }));
  const latest = new Map<number, number>();
  const closing = runs.map(() => -1);
  for (let at = runs.length - 1; at >= 0; at--) {
    const length = runs[at]?.length ?? 0;
    closing[at] = latest.get(length) ?? -1;
    latest.set(length, at);
  }
  const spans: [number, number][] = [];
  for (let at = 0; at < runs.length; at++) {
    const open = runs[at];
    const close = runs[closing[at] ?? -1];
    if (!open || !close) continue;
    spans.push([open.start, close.start + close.length]);
    at = closing[at] ?? at;
  }
  return spans;
}

function blank(text: string, spans: readonly [number, number][]): string {
  const parts: string[] = [];
  let at = 0;
  for (const [start, end] of spans) {
    parts.push(text.slice(at, start), ' '.repeat(end - start));
    at = end;
  }
  return [...parts, text.slice(at)].join('');
}
