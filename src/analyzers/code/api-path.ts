/** `a.{b,c}.d` is `a.b.d` and `a.c.d`; braces stand side by side, not in one another. */
export function expandPaths(patterns: readonly string[]): string[] {
  return patterns.flatMap(expandPath);
}

function expandPath(pattern: string): string[] {
  const group = /^([^{}]*)\{([^{}]*)\}(.*)$/.exec(pattern);
  if (!group) return [pattern];
  const [, before = '', inside = '', after = ''] = group;
  const rest = expandPath(after);
  return inside.split(',').flatMap((alternative) => rest.map((tail) => before + alternative.trim() + tail));
}

/** The name that stands last in an API path: `query` in `pg.Client().query`. */
export function lastName(path: string): string {
  const name = path.replace(/(?:\(\))+$/, '');
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/'), name.lastIndexOf(')')) + 1);
}

/** Finds any of some names as a whole word. */
export function anyWord(words: Iterable<string>): RegExp {
  const list = [...words].map(escapeRegExp);
  return list.length === 0 ? /(?!)/ : new RegExp(`(?<![\\w$])(?:${list.join('|')})(?![\\w$])`);
}

export function escapeRegExp(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
