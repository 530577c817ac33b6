import { suggest } from './nearest.js';
import { type Config, defaultConfig } from './schema.js';

/** Keys from the root, as `report` and `fail-from`. */
export type KeyPath = readonly string[];

/** Lists to which each layer adds. A function that one of them names is not looked into, so that the organization may lock each. */
export const addedKeys = ['sources', 'sinks', 'sanitizers'] as const;

/** What is set as a whole and overridden as a whole; the others are put together from all layers. */
export const settings: readonly KeyPath[] = leavesOf(defaultConfig, []).filter(
  ([first = '']) => !['rules', 'ignore', 'lock', ...addedKeys].includes(first),
);

export function nameOf(path: KeyPath): string {
  return path.join('.');
}

export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  );
}

/** A copy of `root`, in which the value at `path` is another. */
export function withValue<T>(root: T, [key, ...rest]: KeyPath, value: unknown): T {
  if (key === undefined) return value as T;
  const inner = withValue((root as Record<string, unknown>)[key], rest, value);
  return { ...root, [key]: inner };
}

/** Whether an organization's lock covers something, by its own name or that of what it is part of. */
export function isLocked(lock: Config['lock'], name: string): boolean {
  return lock.some((entry) => name === entry || name.startsWith(`${entry}.`));
}

export function isLockedRule(config: Pick<Config, 'lock'>, ruleId: string): boolean {
  return isLocked(config.lock, `rules.${ruleId}`);
}

/** What is wrong with an entry of `lock`; undefined where it names something. */
export function explainLock(entry: string, knownRuleIds: readonly string[]): string | undefined {
  const sections = settings.flatMap((path) => path.map((_, index) => nameOf(path.slice(0, index + 1))));
  const known = [
    ...new Set(sections),
    'rules',
    'ignore',
    ...addedKeys,
    'baseline',
    ...knownRuleIds.map((id) => `rules.${id}`),
  ];
  if (known.includes(entry)) return undefined;
  const shown = entry.length > 60 ? `${entry.slice(0, 60)}…` : entry;
  return `There is no \`${shown}\` to lock${suggest(entry, known) || '.'}`;
}

function leavesOf(value: unknown, path: KeyPath): KeyPath[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || path[0] === 'rules')
    return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}
