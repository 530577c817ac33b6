/**
 * Whether YAML opens more brackets in one another, or more lists in a line, than `levels`. The library that reads it works by
 * recursion, and V8 aborts the whole process where it compiles a regular expression near the end of the stack: so this is
 * asked before.
 */
export function nestsDeeper(text: string, levels: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '[' || char === '{') depth++;
    else if ((char === ']' || char === '}') && depth > 0) depth--;
    if (depth > levels) return true;
  }
  return new RegExp(`(?:[-?][ \\t]{1,20}){${levels}}`).test(text);
}
