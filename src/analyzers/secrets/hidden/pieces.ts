import type { Span } from '../rule.js';
import { type Hidden, whole } from './hidden.js';
import { type Marks, matchesAt } from './marks.js';

/** Between two literals, or two lines of one, that make one text: `"a" + "b"`, `"a" "b"` on two lines, a line that goes on. */
const joint =
  /(["'`])[ \t]{0,20}(?:(?:\+|\.{1,2}|&|<>|\|\|)[ \t]{0,20}(?:\\?\r?\n[ \t]{0,100})?|\\?\r?\n[ \t]{0,100}(?:(?:\+|\.{1,2}|&)[ \t]{0,20})?)[rbf]?\1|(?<=[\w+/=-])\\\r?\n[ \t]{0,100}(?=[\w+/=-])/y;

/** How much stands round the pieces of a text: a name before it, the end of a literal after it. */
const margin = { before: 160, after: 240 };

export function* joined(text: string, marks: Marks): Generator<Hidden> {
  let joints: Span[] = [];
  for (const found of matchesAt(text, marks.joints, joint)) {
    const previous = joints.at(-1);
    if (previous && found.start - previous.end > margin.after) {
      yield join(text, joints);
      joints = [];
    }
    joints.push(found);
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
export function* folded(text: string, { hasBlock }: Marks): Generator<Hidden> {
  if (!hasBlock || !/:[ \t]{1,8}[>|][-+0-9]{0,2}[ \t]{0,8}\r?\n/.test(text)) return;
  for (const found of text.matchAll(
    /^([ \t]{0,40}["']?[\w.-]{1,80}["']?:[ \t]{1,8})[>|][-+0-9]{0,2}[ \t]{0,8}\r?\n((?:[ \t]{1,40}[^\s#:]{8,400}[ \t]{0,8}\r?\n){1,60})/gm,
  )) {
    const [, name = '', lines = ''] = found;
    const value = lines.replace(/\s+/g, '');
    const from = found.index + found[0].length - lines.trimStart().length;
    yield whole(`${name}${value}\n`, 'in a block', from, lines.trim().length);
  }
}
