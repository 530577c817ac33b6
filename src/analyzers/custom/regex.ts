import { RE2JS } from 're2js';
import type { Budget } from './match/budget.js';

/** An expression that runs in time linear in the text, whatever it is. */
export interface LinearRegex {
  /** Whether it fits from the start of the text, as `re.match` of Python. */
  matchesStart(text: string): boolean;
  /** Whether it fits anywhere. */
  finds(text: string, budget?: Budget): boolean;
  /**
   * Each place at which it fits, from left to right. Linear for each place only: it is stopped by the budget's `BudgetError`
   * where there are many.
   */
  findAll(text: string, budget?: Budget): RegexHit[];
}

export interface RegexHit {
  readonly start: number;
  readonly end: number;
  /** By number; `undefined` for a group that took no part. */
  readonly groups: readonly (string | undefined)[];
}

/**
 * Throws an error with a reason for an expression that is wrong, or needs what no linear engine has: back-references, and
 * look-aheads but for those that an expression begins with.
 */
export function compileRegex(source: string): LinearRegex {
  const { ahead, rest } = splitLookaheads(source);
  const regex = compile(rest);
  const conditions = ahead.map(compileLookahead);
  const holdAt = (text: string, at: number): boolean => conditions.every((holds) => holds(text, at));
  const hitsIn = function* (text: string, budget: Budget | undefined): Generator<RegexHit> {
    const matcher = regex.matcher(text);
    for (let found = matcher.find(); found;) {
      budget?.spend(1);
      budget?.checkTime();
      const start = matcher.start();
      if (holdAt(text, start)) {
        const groups: (string | undefined)[] = [];
        for (let at = 0; at <= matcher.groupCount(); at++) groups.push(matcher.group(at) ?? undefined);
        yield { start, end: matcher.end(), groups };
        found = matcher.find();
        // What does not fit here may fit from the next character on, within what was passed over.
      } else found = start < text.length && matcher.find(start + 1);
    }
  };
  return {
    matchesStart: (text) => holdAt(text, 0) && regex.matcher(text).lookingAt(),
    finds(text, budget) {
      if (conditions.length === 0) return regex.matcher(text).find();
      return hitsIn(text, budget).next().done !== true;
    },
    findAll: (text, budget) => [...hitsIn(text, budget)],
  };
}

/** Asks a look-ahead at a place of a text. The character before goes with it: `\b` and `^` are about that one as well. */
function compileLookahead({ source, isNegative }: Lookahead): (text: string, at: number) => boolean {
  if (/\(\?<[=!]/.test(source)) throw new Error('a look-behind within a look-ahead is not supported.');
  const first = compile(source);
  const later = compile(`(?s:.)(?:${source})`);
  return (text, at) => {
    const matcher = at === 0 ? first.matcher(text) : later.matcher(text.slice(at - 1));
    return matcher.lookingAt() !== isNegative;
  };
}

interface Lookahead {
  readonly source: string;
  readonly isNegative: boolean;
}

/** Takes the look-aheads from the beginning of an expression: they can be asked one after the other, each in linear time. */
function splitLookaheads(source: string): { ahead: Lookahead[]; rest: string } {
  const anchor = /^\^/.exec(source)?.[0] ?? '';
  let rest = source.slice(anchor.length);
  const ahead: Lookahead[] = [];
  while (/^\(\?[!=]/.test(rest)) {
    const end = closingOf(rest);
    if (end === undefined) break;
    const after = rest.slice(end + 1);
    if (/^[*+?{]/.test(after)) break;
    ahead.push({ source: rest.slice(3, end), isNegative: rest.charAt(2) === '!' });
    rest = after;
  }
  // An alternative beside them would not be bound by them.
  if (hasAlternatives(rest)) return { ahead: [], rest: source };
  return { ahead, rest: anchor + rest };
}

function closingOf(source: string): number | undefined {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '\\') at++;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at;
  }
  return undefined;
}

function hasAlternatives(source: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '\\') at++;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) return true;
  }
  return false;
}

/** PCRE escapes signs that RE2 wants as they are. */
function compile(source: string): RE2JS {
  const written = source.replace(/\\([/'"`<>@!#%&,:;=~ -])/g, (_, character: string) =>
    character === '-' ? '\\-' : character,
  );
  return RE2JS.compile(written, RE2JS.MULTILINE | RE2JS.LOOKBEHINDS);
}
