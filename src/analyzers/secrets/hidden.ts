import type { Span } from './rule.js';

/** A text within a text: encoded, escaped, or in pieces that the program puts together. */
export interface Hidden {
  readonly text: string;
  /** How it was hidden; completes "… was found". */
  readonly how: string;
  /** Where a stretch of it stands in the outer text; undefined where that is found without it. */
  outer(span: Span): Span | undefined;
}

export interface HiddenTexts {
  readonly texts: readonly Hidden[];
  /** Whether there were more than are looked at. */
  readonly isCut: boolean;
}

/** Of one file: so many texts, and so many characters of them in all. */
const mostTexts = 5000;
const mostCharacters = 4_000_000;

/** The texts one level below a text, from top to bottom by kind. What is in them in turn is not looked for. */
export function findHidden(text: string): HiddenTexts {
  const texts: Hidden[] = [];
  let characters = 0;
  for (const find of [joined, folded, inRuns, inPercents, inEscapes])
    for (const hidden of find(text)) {
      characters += hidden.text.length;
      if (texts.length >= mostTexts || characters > mostCharacters) return { texts, isCut: true };
      texts.push(hidden);
    }
  return { texts, isCut: false };
}

/** Text that people read and settings are written in; the most of it is ASCII. */
function isText(text: string): boolean {
  return /^[\x20-\x7e\s]{8,}$/.test(text);
}

/**
 * Runs of the alphabet of base 64, which that of hexadecimal is a part of; wrapped lines of one width are one run. Most
 * places are passed over by a look at where the shortest run that begins there would end.
 */
function* inRuns(text: string): Generator<Hidden> {
  let start = 0;
  while (start + shortestRun <= text.length) {
    let at = start + shortestRun - 1;
    while (at >= start && isDigit[text.charCodeAt(at)] === 1) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + shortestRun;
    while (end < text.length && isDigit[text.charCodeAt(end)] === 1) end++;
    end = endOfLines(text, start, end);
    const hidden = decodeRun(text, start, end);
    if (hidden) yield hidden;
    start = end + 1;
  }
}

const shortestRun = 24;

const isDigit = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  isDigit[character.charCodeAt(0)] = 1;

/** Where the run ends that begins with this line, as tools wrap it at 60, 64 or 76 characters. */
function endOfLines(text: string, start: number, firstEnd: number): number {
  const width = firstEnd - start;
  if (width !== 60 && width !== 64 && width !== 76) return firstEnd;
  const line = /\r?\n[ \t]{0,40}([A-Za-z0-9+/]{1,76})(?![A-Za-z0-9+/_.-])/y;
  let end = firstEnd;
  for (let length = width; length === width;) {
    line.lastIndex = end;
    const found = line.exec(text);
    if (!found || (found[1] ?? '').length > width) break;
    length = (found[1] ?? '').length;
    end += found[0].length;
  }
  return end;
}

function decodeRun(text: string, start: number, end: number): Hidden | undefined {
  if (/[\w=.-]/.test(text.charAt(start - 1)) && text[start - 1] !== '=') return undefined;
  if (/[\w.-]/.test(text.charAt(end))) return undefined;
  // Four characters are three bytes; most of what is no text ends here.
  const opening = text.slice(start, start + 8);
  if (/^(?:[2-7][0-9A-Fa-f]){4}$/.test(opening) && /^[0-9A-Fa-f]{24,40000}$/.test(text.slice(start, end)))
    return inHexadecimal(text, start, end);
  if (!/^[\x20-\x7e\s]{6}$/.test(Buffer.from(opening, 'base64').toString('latin1'))) return undefined;
  const decoded = Buffer.from(text.slice(start, end), 'base64').toString('utf8');
  const padding = /^={0,2}/.exec(text.slice(end, end + 2))?.[0].length ?? 0;
  return isText(decoded) ? whole(decoded, 'in base 64', start, end - start + padding) : undefined;
}

function inHexadecimal(text: string, start: number, end: number): Hidden | undefined {
  const decoded = Buffer.from(text.slice(start, end), 'hex').toString('latin1');
  // The digits of a number are text too.
  const isLanguage = /[A-Za-z]{3}[^]{0,4000}[=:@/"'_-]|^[A-Za-z]{3,10}[-_]/.test(decoded);
  return isText(decoded) && isLanguage ? whole(decoded, 'in hexadecimal', start, end - start) : undefined;
}

function* inPercents(text: string): Generator<Hidden> {
  for (const { start, end } of stretches(
    text,
    /%(?:22|25|2[BbFf]|3[AaDd]|40)[\w.~%*'()!$&+,;=:@/?-]{6,4000}/g,
    /[\w.~*()+%-]/,
    200,
  )) {
    const decoded = unescapePercents(text.slice(start, end));
    if (decoded !== undefined) yield whole(decoded, 'in percent encoding', start, end - start);
  }
}

/** What matches, with what stands before it without a break. */
function* stretches(text: string, pattern: RegExp, before: RegExp, most: number): Generator<Span> {
  let last = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    let start = index;
    while (start > last && index - start < most && before.test(text.charAt(start - 1))) start--;
    last = index + found.length;
    yield { start, end: last };
  }
}

function unescapePercents(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign: it is no such encoding.
    return undefined;
  }
}

/** Of letters and digits, which nobody has to escape; tools write signs so. */
function* inEscapes(text: string): Generator<Hidden> {
  for (const { start, end } of stretches(
    text,
    /(?:\\u00|\\x)(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])(?:\\u00[2-7][0-9A-Fa-f]|\\x[2-7][0-9A-Fa-f]|[^\s"'`\\<>]){3,4000}/g,
    /[^\s"'`\\<>]/,
    200,
  )) {
    // With what stands before it on the line, which may name it.
    const lineStart = text.lastIndexOf('\n', start) + 1;
    const before = text.slice(Math.max(lineStart, start - 80), start);
    const decoded = text
      .slice(start, end)
      .replace(/\\(?:u00|x)([0-9A-Fa-f]{2})/g, (_, digits: string) =>
        String.fromCharCode(parseInt(digits, 16)),
      );
    const hidden = whole(before + decoded + text.slice(end, end + 1), 'in escapes', start, end - start);
    yield { ...hidden, outer: (span) => (span.end > before.length ? hidden.outer(span) : undefined) };
  }
}

function whole(text: string, how: string, start: number, length: number): Hidden {
  return { text, how, outer: () => ({ start, end: start + length }) };
}

/** Between two literals, or two lines of one, that make one text: `"a" + "b"`, `"a" "b"` on two lines, a line that goes on. */
const joint =
  /(["'`])[ \t]{0,20}(?:(?:\+|\.{1,2}|&|<>|\|\|)[ \t]{0,20}(?:\\?\r?\n[ \t]{0,100})?|\\?\r?\n[ \t]{0,100}(?:(?:\+|\.{1,2}|&)[ \t]{0,20})?)[rbf]?\1|(?<=[\w+/=-])\\\r?\n[ \t]{0,100}(?=[\w+/=-])/g;

/** How much stands round the pieces of a text: a name before it, the end of a literal after it. */
const margin = { before: 160, after: 240 };

function* joined(text: string): Generator<Hidden> {
  let joints: Span[] = [];
  for (const { 0: found, index } of text.matchAll(joint)) {
    const previous = joints.at(-1);
    if (previous && index - previous.end > margin.after) {
      yield join(text, joints);
      joints = [];
    }
    joints.push({ start: index, end: index + found.length });
  }
  if (joints.length > 0) yield join(text, joints);
}

function join(text: string, joints: readonly Span[]): Hidden {
  const first = joints[0]?.start ?? 0;
  const last = joints.at(-1)?.end ?? 0;
  const from = Math.max(0, first - margin.before);
  const pieces: { readonly inner: number; readonly outer: number }[] = [];
  let inner = '';
  let at = from;
  for (const { start, end } of [...joints, { start: Math.min(text.length, last + margin.after), end: 0 }]) {
    pieces.push({ inner: inner.length, outer: at });
    inner += text.slice(at, start);
    at = end;
  }
  const toOuter = (offset: number): number => {
    const piece = pieces.findLast((one) => one.inner <= offset);
    return piece ? piece.outer + offset - piece.inner : offset;
  };
  return {
    text: inner,
    how: 'in pieces',
    outer(span) {
      const crosses = pieces.some((piece) => piece.inner > span.start && piece.inner < span.end);
      return crosses ? { start: toOuter(span.start), end: toOuter(span.end - 1) + 1 } : undefined;
    },
  };
}

/** Blocks of YAML whose lines are one value. */
function* folded(text: string): Generator<Hidden> {
  if (!/:[ \t]{1,8}[>|][-+0-9]{0,2}[ \t]{0,8}\r?\n/.test(text)) return;
  for (const found of text.matchAll(
    /^([ \t]{0,40}["']?[\w.-]{1,80}["']?:[ \t]{1,8})[>|][-+0-9]{0,2}[ \t]{0,8}\r?\n((?:[ \t]{1,40}[^\s#:]{8,400}[ \t]{0,8}\r?\n){1,60})/gm,
  )) {
    const [, name = '', lines = ''] = found;
    const value = lines.replace(/\s+/g, '');
    const from = found.index + found[0].length - lines.trimStart().length;
    yield whole(`${name}${value}\n`, 'in a block', from, lines.trim().length);
  }
}
