import type { Hit } from '../engine/hit.js';
import type { Budget } from '../match/budget.js';
import { bind, type Environment } from '../match/environment.js';
import { tokenize, type Token } from './tokens.js';

/** A part of a generic pattern. */
type Part =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'metavariable'; readonly name: string }
  | { readonly kind: 'rest'; readonly name: string | undefined };

export interface GenericOptions {
  /** Lines that an ellipsis may stand for. */
  readonly maxSpan: number;
  readonly isCaseless: boolean;
}

/** Lines that an ellipsis of a generic pattern stands for at most, as in Semgrep. */
export const defaultSpan = 10;

export function parseGeneric(pattern: string): Part[] {
  const parts: Part[] = [];
  const syntax =
    /\$\.\.\.([A-Z_][A-Z_0-9]*)|\$([A-Z_][A-Z_0-9]*)|(\.\.\.)|([A-Za-z0-9_]+)|([^\sA-Za-z0-9_])/g;
  for (let match = syntax.exec(pattern); match; match = syntax.exec(pattern)) {
    const [, rest, name, ellipsis, word, other] = match;
    if (rest !== undefined) parts.push({ kind: 'rest', name: `$...${rest}` });
    else if (name !== undefined) parts.push({ kind: 'metavariable', name: `$${name}` });
    else if (ellipsis !== undefined) parts.push({ kind: 'rest', name: undefined });
    else parts.push({ kind: 'word', text: word ?? other ?? '' });
  }
  return parts;
}

/** All places of a text that a generic pattern fits. An ellipsis takes as little as it can. */
export function findGeneric(
  parts: readonly Part[],
  text: string,
  offset: number,
  options: GenericOptions,
  budget: Budget,
): Hit[] {
  const tokens = tokenize(text);
  const isSame = (a: string, b: string): boolean =>
    options.isCaseless ? a.toLowerCase() === b.toLowerCase() : a === b;

  const matchFrom = (
    part: number,
    at: number,
    env: Environment | undefined,
  ): { readonly end: number; readonly env: Environment | undefined } | undefined => {
    budget.spend(1);
    const wanted = parts[part];
    if (!wanted) return { end: at, env };
    const token = tokens[at];
    if (wanted.kind === 'rest') return matchRest(wanted.name, part, at, env);
    if (!token) return undefined;
    if (wanted.kind === 'word')
      return isSame(wanted.text, token.text) ? matchFrom(part + 1, at + 1, env) : undefined;
    if (!/^\w/.test(token.text)) return undefined;
    const next = bindText(env, wanted.name, token, token);
    return next === false ? undefined : matchFrom(part + 1, at + 1, next);
  };

  const matchRest = (
    name: string | undefined,
    part: number,
    at: number,
    env: Environment | undefined,
  ): ReturnType<typeof matchFrom> => {
    const first = tokens[Math.max(0, at - 1)]?.line ?? 1;
    if (part === parts.length - 1) {
      // At the end it takes the rest of its lines.
      let end = at;
      while ((tokens[end]?.line ?? Infinity) <= first + options.maxSpan) end++;
      return bound(name, at, end, env);
    }
    for (let next = at; next <= tokens.length; next++) {
      if ((tokens[next]?.line ?? first) > first + options.maxSpan) return undefined;
      const now = bound(name, at, next, env);
      const found = now && matchFrom(part + 1, next, now.env);
      if (found) return found;
    }
    return undefined;
  };

  const bound = (
    name: string | undefined,
    from: number,
    until: number,
    env: Environment | undefined,
  ): { readonly end: number; readonly env: Environment | undefined } | undefined => {
    const first = tokens[from];
    const last = tokens[until - 1];
    if (name === undefined || !first || !last || until === from) return { end: until, env };
    const next = bindText(env, name, first, last);
    return next === false ? undefined : { end: until, env: next };
  };

  const bindText = (
    env: Environment | undefined,
    name: string,
    first: Token,
    last: Token,
  ): Environment | undefined | false =>
    bind(env, name, {
      forms: [],
      text: text.slice(first.start, last.end),
      start: offset + first.start,
      end: offset + last.end,
    });

  const hits: Hit[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const found = matchFrom(0, at, undefined);
    const first = tokens[at];
    const last = tokens[(found?.end ?? 0) - 1];
    if (!found || !first || !last || found.end <= at) continue;
    hits.push({ start: offset + first.start, end: offset + last.end, env: found.env, role: 'plain' });
    if (parts[0]?.kind === 'rest') break;
  }
  return hits;
}
