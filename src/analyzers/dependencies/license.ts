import parseExpression, { type Info } from 'spdx-expression-parse';
import type { DependencySettings } from '../../model/analyzer.js';

/** A license field is text of strangers; real expressions have a few hundred characters at most. */
const longestExpression = 1000;

/**
 * Why a licence is none that the configuration lets packages have, as part of a sentence; undefined where it is one. Of
 * alternatives one has to be, of licences that all count each.
 */
export function findDisallowed(
  license: string,
  { allow, deny }: DependencySettings['licenses'],
): string | undefined {
  if (allow.length === 0 && deny.length === 0) return undefined;
  const expression = parse(license);
  if (!expression)
    return allow.length > 0
      ? 'which is no SPDX expression, so that no licence in it is known to be allowed'
      : undefined;
  const allowed = new Set(allow.map((id) => id.toLowerCase()));
  const denied = new Set(deny.map((id) => id.toLowerCase()));
  const isFine = (id: string): boolean => !denied.has(id) && (allowed.size === 0 || allowed.has(id));
  return holds(expression, isFine) ? undefined : 'which the configuration does not let packages have';
}

function parse(license: string): Info | undefined {
  if (license.length > longestExpression) return undefined;
  try {
    return parseExpression(license);
  } catch {
    // What its makers took for a licence, as `SEE LICENSE IN file`.
    return undefined;
  }
}

/** Iterative: brackets can be nested as deep as the text is long. */
function holds(expression: Info, isFine: (id: string) => boolean): boolean {
  const open: { readonly node: Info; isSeen: boolean }[] = [{ node: expression, isSeen: false }];
  const results: boolean[] = [];
  for (let at = open.at(-1); at; at = open.at(-1)) {
    const { node } = at;
    if ('license' in node) {
      results.push(isFine(`${node.license}${node.plus === true ? '+' : ''}`.toLowerCase()));
      open.pop();
    } else if (!at.isSeen) {
      at.isSeen = true;
      open.push({ node: node.left, isSeen: false }, { node: node.right, isSeen: false });
    } else {
      open.pop();
      const [a, b] = [results.pop() === true, results.pop() === true];
      results.push(node.conjunction === 'or' ? a || b : a && b);
    }
  }
  return results.pop() === true;
}
