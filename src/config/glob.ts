/**
 * Whether a path matches a glob: `*` and `?` within a segment, `**` over segments, `{a,b}` for alternatives. A glob
 * without a slash matches the name in any folder; one that ends with a slash matches everything below the folder.
 * Linear in the glob times the path, since both can come from a repository: no regular expression is made of them.
 */
export function matchesGlob(glob: string, path: string): boolean {
  return expandBraces(glob).some((plain) => matchesPlain(plain, path));
}

export function matchesAny(globs: readonly string[], path: string): boolean {
  return globs.some((glob) => matchesGlob(glob, path));
}

const maxAlternatives = 64;

function expandBraces(glob: string): string[] {
  const done: string[] = [];
  const open = [glob];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const group = /^([^{}]*)\{([^{}]*)\}(.*)$/s.exec(next);
    if (!group || done.length + open.length > maxAlternatives) {
      done.push(next);
      continue;
    }
    const [, before = '', inside = '', after = ''] = group;
    for (const alternative of inside.split(',')) open.push(before + alternative + after);
  }
  return done;
}

function matchesPlain(glob: string, path: string): boolean {
  let wanted = glob.startsWith('/') ? glob.slice(1) : glob;
  if (wanted.startsWith('./')) wanted = wanted.slice(2);
  if (wanted.endsWith('/')) wanted += '**';
  const pattern = wanted.split('/');
  if (pattern.length === 1 && !glob.startsWith('/')) pattern.unshift('**');
  return matchesSequence(pattern, path.split('/'), (part) => part === '**', matchesSegment);
}

function matchesSegment(pattern: string, segment: string): boolean {
  return matchesSequence(
    Array.from(pattern),
    Array.from(segment),
    (part) => part === '*',
    (part, character) => part === '?' || part === character,
  );
}

/** Matches items one to one, save that a star takes any number of them; goes back to the latest star only. */
function matchesSequence<T extends string>(
  pattern: readonly T[],
  items: readonly T[],
  isStar: (part: T) => boolean,
  matches: (part: T, item: T) => boolean,
): boolean {
  let at = 0;
  let item = 0;
  let star = -1;
  let afterStar = 0;
  while (item < items.length) {
    const part = pattern[at];
    if (part !== undefined && isStar(part)) {
      star = at++;
      afterStar = item;
    } else if (part !== undefined && matches(part, items[item] as T)) {
      at++;
      item++;
    } else if (star >= 0) {
      at = star + 1;
      item = ++afterStar;
    } else return false;
  }
  while (at < pattern.length && isStar(pattern[at] as T)) at++;
  return at === pattern.length;
}
