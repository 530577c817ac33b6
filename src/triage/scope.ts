import type { Config, ExcludeEntry } from '../config/schema.js';
import { matchesAny } from '../config/glob.js';
import type { Exclusion } from '../model/report.js';

/** The configured scope, in which components are the globs that the threat model gives them. */
export interface Scope {
  readonly include: readonly string[];
  readonly exclude: readonly Excluded[];
  /** Named in the configuration, and not in the threat model. */
  readonly unknownComponents: readonly string[];
}

interface Excluded {
  readonly globs: readonly string[];
  readonly said: Omit<Exclusion, 'files'>;
}

/** `components` has the globs of each component by its name. */
export function resolveScope(
  { include, exclude }: Config['scope'],
  components: ReadonlyMap<string, readonly string[]> = new Map(),
): Scope {
  const named = exclude.flatMap((entry) =>
    typeof entry !== 'string' && 'component' in entry ? [entry.component] : [],
  );
  return {
    include,
    exclude: exclude.map((entry) => ({ globs: globsOf(entry, components), said: saidOf(entry) })),
    unknownComponents: named.filter((name) => !components.has(name)),
  };
}

function globsOf(entry: ExcludeEntry, components: ReadonlyMap<string, readonly string[]>): readonly string[] {
  if (typeof entry === 'string') return [entry];
  return 'path' in entry ? [entry.path] : (components.get(entry.component) ?? []);
}

function saidOf(entry: ExcludeEntry): Omit<Exclusion, 'files'> {
  if (typeof entry === 'string') return { path: entry };
  const { environment, ...said } = entry;
  return { ...said, ...(environment !== undefined && { environment }) };
}

/** Whether the configuration lets a path be reviewed. */
export function inScope(path: string, scope: Scope): boolean {
  return isIncluded(path, scope) && !scope.exclude.some(({ globs }) => matchesAny(globs, path));
}

function isIncluded(path: string, { include }: Scope): boolean {
  return include.length === 0 || matchesAny(include, path);
}

/**
 * What leaves files out, and how many: each counts for the first entry that names it. Entries that leave out none are told
 * with `all`.
 */
export function countExclusions(paths: readonly string[], scope: Scope, all: boolean): Exclusion[] {
  const counts = scope.exclude.map(() => 0);
  let outside = 0;
  for (const path of paths) {
    const index = scope.exclude.findIndex(({ globs }) => matchesAny(globs, path));
    if (!isIncluded(path, scope)) outside++;
    else if (index >= 0) counts[index] = (counts[index] ?? 0) + 1;
  }
  return [
    ...scope.exclude.map(({ said }, index) => ({ ...said, files: counts[index] ?? 0 })),
    ...(outside > 0 ? [{ path: '**', reason: 'No glob of `scope.include` names it.', files: outside }] : []),
  ].filter(({ files }) => all || files > 0);
}
