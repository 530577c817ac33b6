import { createHash } from 'node:crypto';
import { type Detection, halfLength } from '../model/finding.js';
import { compareRanges } from '../model/location.js';

export interface Fingerprinted {
  readonly detection: Detection;
  readonly fingerprint: string;
}

/**
 * Gives the detections of one file their fingerprints: rule, path on the head side, enclosing scope, anchor, and the
 * ordinal among equals. No line number enters, so that moving code makes no new finding. The second half leaves the
 * path out: see `contentOf`.
 */
export function fingerprintAll(detections: readonly Detection[], path: string): Fingerprinted[] {
  const seen = new Map<string, number>();
  const ordered = [...detections].sort(
    (a, b) => compareRanges(a.range, b.range) || compareText(a.ruleId, b.ruleId),
  );
  return ordered.map((detection) => {
    const content = JSON.stringify([detection.ruleId, detection.scope, detection.anchor]);
    const ordinal = seen.get(content) ?? 0;
    seen.set(content, ordinal + 1);
    return { detection, fingerprint: hash([content, ordinal, path]) + hash([content, ordinal]) };
  });
}

function hash(facts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, halfLength);
}

/** Orders by code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
