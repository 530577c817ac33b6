import { reaches, type Finding, type Reach } from '../model/finding.js';
import { compareRanges } from '../model/location.js';
import { confidences, severities } from '../model/severity.js';
import { compareText } from './fingerprint.js';

/** Orders findings for a reader: severity, then confidence, then whether the code uses the package, then place. */
export function rank(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) ||
      placeOf(a.reach) - placeOf(b.reach) ||
      compareText(a.location.path, b.location.path) ||
      compareRanges(a.location, b.location) ||
      compareText(a.ruleId, b.ruleId) ||
      compareText(a.fingerprint, b.fingerprint),
  );
}

/** What is not told, or is not a package, stands where an imported one does. */
function placeOf(reach: Reach = 'imported'): number {
  return reaches.indexOf(reach);
}
