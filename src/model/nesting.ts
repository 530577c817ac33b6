/** What is asked of the tokens that a parser of YAML makes of a text before it composes them: what is in a document, and in a collection. */
export interface NestingToken {
  readonly type: string;
  readonly value?: NestingToken | undefined;
  readonly items?: readonly NestingItem[] | undefined;
}

interface NestingItem {
  readonly key?: NestingToken | null | undefined;
  readonly value?: NestingToken | undefined;
}

/**
 * Whether lists and maps of YAML stand in one another more than `levels` deep. The library works on tokens by recursion,
 * and V8 aborts the whole process where it compiles a regular expression near the end of the stack, which a worker does not
 * contain: so this is asked of the tokens before, which are made without recursion. Brackets in a text are none.
 */
export function nestsDeeper(tokens: Iterable<NestingToken>, levels: number): boolean {
  const open = Array.from(tokens, (token) => ({ token, nesting: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, nesting } = next;
    const inner = token.items?.flatMap(({ key, value }) => [key, value]) ?? [token.value];
    const level = token.items ? nesting + 1 : nesting;
    if (level > levels) return true;
    for (const part of inner) if (part) open.push({ token: part, nesting: level });
  }
  return false;
}
