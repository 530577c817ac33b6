import { type Baseline, type BaselineEntry, toBaselineEntry } from '../config/baseline.js';
import type { Config } from '../config/schema.js';
import type { Finding } from '../model/finding.js';
import { whyNotBaseline } from './acceptance.js';

export interface NewBaseline {
  /** What stood, and what was added. */
  readonly entries: readonly BaselineEntry[];
  /** The findings that entered. */
  readonly added: readonly Finding[];
  /** Those that the organization locks. */
  readonly locked: readonly Finding[];
}

/** Adds findings to a baseline; entries that stand keep their reason and day. `date` is YYYY-MM-DD. */
export function extendBaseline(
  standing: Baseline,
  findings: readonly Finding[],
  config: Config,
  { reason, date }: { readonly reason: string; readonly date: string },
): NewBaseline {
  const isLocked = (finding: Finding): boolean => whyNotBaseline(finding.ruleId, config) !== undefined;
  const entries = new Map(standing);
  const added = findings.filter((finding) => {
    if (entries.has(finding.fingerprint) || isLocked(finding)) return false;
    entries.set(finding.fingerprint, toBaselineEntry(finding, reason, date));
    return true;
  });
  return { entries: [...entries.values()], added, locked: findings.filter(isLocked) };
}

/** Entries that match nothing in an audit: their file is gone, or was looked at as a whole. `present` are all paths. */
export function findStale(
  baseline: Baseline,
  seen: ReadonlyMap<string, SeenFile>,
  present: ReadonlySet<string>,
): BaselineEntry[] {
  const standing = new Set([...seen.values()].flatMap((file) => [...file.fingerprints]));
  return [...baseline.values()].filter(({ fingerprint, path }) => {
    if (standing.has(fingerprint)) return false;
    return !present.has(path) || seen.get(path)?.isWhole === true;
  });
}

/** What an audit saw of a file. */
interface SeenFile {
  readonly isWhole: boolean;
  readonly fingerprints: ReadonlySet<string>;
}
