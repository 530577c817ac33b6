import type { Finding } from '../model/finding.js';
import { compareRanges } from '../model/location.js';
import { confidences, severities } from '../model/severity.js';
import { compareText } from './fingerprint.js';

/** Orders findings for a reader: severity, then confidence, then place. */
export function rank(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) ||
      compareText(a.location.path, b.location.path) ||
      compareRanges(a.location, b.location) ||
      compareText(a.ruleId, b.ruleId) ||
      compareText(a.fingerprint, b.fingerprint),
  );
}
