import { judgeInvented } from './invented.js';
import { isPlausible } from './plausible.js';
import { type SecretRule, secretRule } from './rule.js';
import { asciiTable, isIn } from './ascii.js';
import { parseShape, type Shape } from './shape.js';

/** What formats of both kinds say for themselves. */
export interface FormatParts
  extends
    Pick<SecretRule, 'id' | 'title' | 'severity'>,
    Partial<Pick<SecretRule, 'confidence' | 'entropy' | 'judge'>> {
  /** What the credential opens; completes "Whoever can read the repository …". */
  readonly opens: string;
  /** How it is taken out of use; an imperative sentence. */
  readonly rotate: string;
  /** The provider's page on the credential. */
  readonly reference: string;
}

interface PrefixedTokenParts extends FormatParts {
  /** Literals; one of them starts each token and tells the provider: the start of a token, or a part of an address. */
  readonly prefixes: readonly string[];
  /** The source of an expression for the rest, from the parts in `shape.ts`. */
  readonly body: string;
  /** A name that the token usually has in the environment. Taken from the id where it is left out. */
  readonly variable?: string;
}

/** A format that its prefix gives away: reported wherever it stands. */
export function prefixedToken({
  prefixes,
  body,
  variable,
  reference,
  ...parts
}: PrefixedTokenParts): SecretRule {
  const [first = ''] = prefixes;
  const name = variable ?? parts.id.replace(/-/g, '_').toUpperCase();
  return secretRule({
    confidence: 'high',
    ...parts,
    // What is regular is judged with its place.
    entropy: 0,
    judge: (candidate) => {
      const least = parts.entropy ?? 3;
      if (least > 0 && !isPlausible(candidate.value, least)) return judgeInvented(candidate, least);
      return parts.judge ? parts.judge(candidate) : {};
    },
    references: [reference],
    keywords: prefixes,
    search: () => {
      const shape = parseShape(body);
      const forbidden = `[0-9A-Za-z${/[/;]/.test(first) ? '' : '.'}]`;
      return {
        // One more tells what follows, another that the match was not cut off.
        after: Math.max(...prefixes.map((prefix) => prefix.length)) + shape.longest + 2,
        pattern: new RegExp(
          `(?<!${forbidden})(?:${prefixes.map(escape).join('|')})(?:${body})${ending(body)}`,
          'y',
        ),
        glance: glanceAt(forbidden, shape),
      };
    },
    examples: () => {
      const shape = parseShape(body);
      const sample = (of: string): string => first + shape.sample(`${parts.id} ${of}`);
      return {
        bad: [
          { path: '.env', text: `${name}=${sample('env')} ◄\n` },
          { path: 'src/client.ts', text: `const client = connect({ auth: '${sample('client')}' }); ◄\n` },
        ],
        good: [
          { path: 'src/client.ts', text: `const client = connect({ auth: process.env.${name} });\n` },
          { path: '.env.example', text: `${name}=${first}${'x'.repeat(Math.min(shape.longest, 24))}\n` },
        ],
      };
    },
  });
}

/** Whether what must not stand before the keyword does not, and characters of the shape follow for as long as they must. */
function glanceAt(forbidden: string, { shortest, among }: Shape): SecretRule['glance'] {
  const before = asciiTable((character) => new RegExp(forbidden).test(character));
  const after = asciiTable((character) => among.has(character));
  return (text, start, end) => {
    if (start > 0 && isIn(before, text.charCodeAt(start - 1))) return false;
    if (end + shortest > text.length) return false;
    for (let at = end; at < end + shortest; at++) if (!isIn(after, text.charCodeAt(at))) return false;
    return true;
  };
}

/** What must not follow: a character that would make it a part of something longer. */
export function ending(body: string): string {
  const more = [/\+\/|\/\+/.test(body) ? '+/' : '', body.includes('~') ? '~.' : ''].join('');
  return `(?![0-9A-Za-z_${more}-])`;
}

function escape(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
