import { startOfLine } from '../lines.js';
import type { Span } from '../rule.js';
import { type Hidden, whole } from './hidden.js';
import { type Marks, matchesAt } from './marks.js';

export function* inPercents(text: string, { percents }: Marks): Generator<Hidden> {
  for (const { start, end } of stretches(
    text,
    percents,
    /%(?:22|25|2[BbFf]|3[AaDd]|40)[\w.~%*'()!$&+,;=:@/?-]{6,4000}/y,
    /[\w.~*()+%-]/,
    200,
  )) {
    const decoded = unescapePercents(text.slice(start, end));
    if (decoded !== undefined) yield whole(decoded, 'in percent encoding', start, end - start);
  }
}

/** What matches at the marks, with what stands before it without a break. */
function* stretches(
  text: string,
  marks: readonly number[],
  pattern: RegExp,
  before: RegExp,
  most: number,
): Generator<Span> {
  let last = 0;
  for (const { start: index, end } of matchesAt(text, marks, pattern)) {
    let start = index;
    while (start > last && index - start < most && before.test(text.charAt(start - 1))) start--;
    last = end;
    yield { start, end };
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
export function* inEscapes(text: string, { escapes }: Marks): Generator<Hidden> {
  for (const { start, end } of stretches(
    text,
    escapes,
    /(?:\\u00|\\x)(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])(?:\\u00[2-7][0-9A-Fa-f]|\\x[2-7][0-9A-Fa-f]|[^\s"'`\\<>]){3,4000}/y,
    /[^\s"'`\\<>]/,
    200,
  )) {
    // With what stands before it on the line, which may name it.
    const before = text.slice(startOfLine(text, start, 80), start);
    const decoded = text
      .slice(start, end)
      .replace(/\\(?:u00|x)([0-9A-Fa-f]{2})/g, (_, digits: string) =>
        String.fromCharCode(parseInt(digits, 16)),
      );
    const hidden = whole(before + decoded + text.slice(end, end + 1), 'in escapes', start, end - start);
    yield { ...hidden, outer: (span) => (span.end > before.length ? hidden.outer(span) : undefined) };
  }
}
