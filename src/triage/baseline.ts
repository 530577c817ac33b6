import { type Baseline, type BaselineEntry, baselinePath } from '../config/baseline.js';
import type { Problem } from '../model/problem.js';
import type { FileFindings } from './triage.js';

/**
 * The entries that match nothing, as far as that can be known: their file was looked at as a whole, or it is gone, or in
 * an audit there is none of that name. `paths` are all files of a change or an audit.
 */
export function findUnmatched(
  baseline: Baseline,
  files: readonly FileFindings[],
  paths: {
    readonly removed: ReadonlySet<string>;
    readonly present: ReadonlySet<string>;
    readonly isAudit: boolean;
  },
  knownRuleIds: ReadonlySet<string>,
): BaselineEntry[] {
  if (baseline.size === 0) return [];
  const whole = new Map(files.filter((file) => file.isWhole).map((file) => [file.path, file]));
  const standing = new Set(files.flatMap((file) => file.standing.map((finding) => finding.fingerprint)));
  return [...baseline.values()].filter(({ fingerprint, path, rule }) => {
    if (standing.has(fingerprint)) return false;
    if (paths.removed.has(path) || (paths.isAudit && !paths.present.has(path))) return true;
    return knownRuleIds.has(rule) && whole.has(path);
  });
}

/** Tells of entries that match nothing. */
export function tellUnmatched(entries: readonly BaselineEntry[]): Problem[] {
  const told: Problem[] = entries.slice(0, maxTold).map(({ rule, path, date }) => ({
    kind: 'notice',
    path: baselinePath,
    message: `The entry for \`${rule}\` in ${path}, accepted on ${date}, matches nothing any more; remove it.`,
  }));
  const left = entries.length - told.length;
  if (left > 0)
    told.push({
      kind: 'notice',
      path: baselinePath,
      message: `${left} more entries match nothing any more.`,
    });
  return told;
}

const maxTold = 20;
