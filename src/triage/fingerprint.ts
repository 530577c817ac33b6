import { createHash } from 'node:crypto';
import type { Detection } from '../model/finding.js';
import { compareRanges } from '../model/location.js';

export interface Fingerprinted {
  readonly detection: Detection;
  readonly fingerprint: string;
}

/**
 * Gives the detections of one file their fingerprints: rule, path on the head side, enclosing scope, anchor, and the
 * ordinal among equals. No line number enters, so that moving code makes no new finding.
 */
export function fingerprintAll(detections: readonly Detection[], path: string): Fingerprinted[] {
  const seen = new Map<string, number>();
  const ordered = [...detections].sort(
    (a, b) => compareRanges(a.range, b.range) || compareText(a.ruleId, b.ruleId),
  );
  return ordered.map((detection) => {
    const key = JSON.stringify([detection.ruleId, path, detection.scope, detection.anchor]);
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    const fingerprint = createHash('sha256').update(`${key}#${ordinal}`).digest('hex').slice(0, 32);
    return { detection, fingerprint };
  });
}

/** Orders by code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
