import { confidences, severities } from '../model/severity.js';
import type { ExcludeEntry } from './schema.js';
import { nameOf, type KeyPath } from './settings.js';

/**
 * Whether a value of a setting lets more pass unseen than another does. Where neither includes the other, as with two
 * lists that each leave out something else, it does.
 */
export function isLooser(setting: KeyPath, value: unknown, than: unknown): boolean {
  const compare = looser[nameOf(setting)];
  return compare ? compare(value, than) : JSON.stringify(value) !== JSON.stringify(than);
}

/** Whether a severity, or `off`, weighs a rule less than another. A rule without one has its own, which may be any. */
export function isLooserRule(value: string, than: string = severities[0]): boolean {
  return ruleOrder.indexOf(value) > ruleOrder.indexOf(than);
}

const ruleOrder: readonly string[] = [...severities, 'off'];

type Compare = (value: unknown, than: unknown) => boolean;

/** By the order in a list, strictest first. */
const byOrder =
  (order: readonly unknown[]): Compare =>
  (value, than) =>
    order.indexOf(value) > order.indexOf(than);

/** What a list names is left out. */
const leavesOut: Compare = (value, than) => !isSubset(value, than);

/** The same, whatever its reason says. */
const leavesOutOfScope: Compare = (value, than) => leavesOut(excludedBy(value), excludedBy(than));

function excludedBy(value: unknown): string[] {
  return (value as ExcludeEntry[]).map((entry) => {
    if (typeof entry === 'string') return `path ${entry}`;
    return 'path' in entry ? `path ${entry.path}` : `component ${entry.component}`;
  });
}

/** Only what a list names is looked at; with none, everything. */
const narrows: Compare = (value, than) =>
  (value as unknown[]).length > 0 && ((than as unknown[]).length === 0 || !isSubset(than, value));

/** Only what a list names may be; with none, everything. */
const widens: Compare = (value, than) =>
  (than as unknown[]).length > 0 && ((value as unknown[]).length === 0 || !isSubset(value, than));

function isSubset(inner: unknown, outer: unknown): boolean {
  return (inner as unknown[]).every((entry) => (outer as unknown[]).includes(entry));
}

function daysOrEver(value: unknown): number {
  return value === 0 ? Infinity : Number(value);
}

function daysToFix(value: unknown): number {
  return value === 'none' ? Infinity : Number(value);
}

const fromLeast: readonly string[] = [...[...severities].reverse(), 'none'];

const looser: Readonly<Record<string, Compare>> = {
  // They add to those of the organization.
  'rules-from': () => false,
  'scope.include': narrows,
  'scope.exclude': leavesOutOfScope,
  // The stricter check is the one that fails, or comments, from a lesser severity on.
  'report.comment-from': byOrder(fromLeast),
  'report.fail-from': byOrder(fromLeast),
  'report.confidence-from': byOrder([...confidences].reverse()),
  'report.on-incomplete': byOrder(['fail', 'neutral']),
  'report.max-comments': (value, than) => Number(value) < Number(than),
  'report.code-scanning': byOrder([true, false]),
  'review.drafts': byOrder([true, false]),
  'review.bots': byOrder([true, false]),
  'review.labels.only': narrows,
  'review.labels.skip': leavesOut,
  'review.branches': narrows,
  'dependencies.registries': leavesOut,
  'dependencies.release-age': (value, than) => Number(value) < Number(than),
  'dependencies.licenses.allow': widens,
  'dependencies.licenses.deny': (value, than) => !isSubset(than, value),
  'threat-model.max-age': (value, than) => daysOrEver(value) > daysOrEver(than),
  ...Object.fromEntries(
    severities.map(
      (severity) =>
        [
          `time-to-fix.${severity}`,
          (value, than) => daysToFix(value) > daysToFix(than),
        ] as const satisfies readonly [string, Compare],
    ),
  ),
  standards: (value, than) => !isSubset(than, value),
  suppressions: byOrder(['none', 'maintainers', 'anyone']),
};
