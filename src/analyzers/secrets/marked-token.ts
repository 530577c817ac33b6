import { isPlausible } from './plausible.js';
import { ending, type FormatParts } from './prefixed-token.js';
import { type Candidate, once, type SecretRule, secretRule } from './rule.js';
import { parseShape } from './shape.js';

interface MarkedTokenParts extends FormatParts {
  /** The source of an expression for what stands before the mark, of one length, from the parts in `shape.ts`. */
  readonly head: string;
  /** A literal within each token that tells the provider. */
  readonly mark: string;
  /** The source of an expression for what follows the mark. */
  readonly tail: string;
  readonly variable: string;
}

/** A format that a mark in its middle gives away: reported wherever it stands. */
export function markedToken({
  head,
  mark,
  tail,
  variable,
  reference,
  ...parts
}: MarkedTokenParts): SecretRule {
  const shapes = once(() => ({ head: parseShape(head), tail: parseShape(tail) }));
  const sample = (of: string): string =>
    shapes().head.sample(`${parts.id} head ${of}`) + mark + shapes().tail.sample(`${parts.id} tail ${of}`);
  return secretRule({
    confidence: 'high',
    ...parts,
    references: [reference],
    keywords: [mark],
    search: () => ({
      before: shapes().head.longest,
      after: mark.length + shapes().tail.longest + 2,
      pattern: new RegExp(
        `(?<=(?<![0-9A-Za-z_~.+/-])${head})${mark.replace(/[+.]/g, '\\$&')}(?:${tail})${ending(head + tail)}`,
        'y',
      ),
    }),
    // The whole is judged, not what is matched.
    entropy: 0,
    judge: (candidate) => {
      const { text, end } = candidate;
      const start = candidate.start - shapes().head.longest;
      const value = text.slice(start, end);
      if (!isPlausible(value, parts.entropy ?? 3)) return undefined;
      const whole: Candidate = { ...candidate, start, value };
      const verdict = parts.judge ? parts.judge(whole) : {};
      return verdict && { shown: { start, end }, claims: [{ start, end }], identity: value, ...verdict };
    },
    examples: () => ({
      bad: [
        { path: '.env', text: `${variable}=${sample('env')} ◄\n` },
        { path: 'src/client.ts', text: `const client = connect({ key: '${sample('client')}' }); ◄\n` },
      ],
      good: [
        { path: 'src/client.ts', text: `const client = connect({ key: process.env.${variable} });\n` },
        { path: 'src/check.ts', text: `export const isKey = (text: string) => text.includes('${mark}');\n` },
      ],
    }),
  });
}
