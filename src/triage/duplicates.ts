import type { Finding } from '../model/finding.js';
import { rank } from './rank.js';

/** CWE-798 and its kin, as passwords in configuration are: what they have in common is that a credential is where it must not be. */
const credentialInCode: ReadonlySet<number> = new Set([798, 259, 260, 321, 522, 538]);

/**
 * Of credentials that more than one analyzer reports on the same lines, those that another finding already tells of,
 * with that finding: the best proven one stays.
 */
export function findDuplicates(findings: readonly Finding[]): ReadonlyMap<Finding, Finding> {
  const duplicates = new Map<Finding, Finding>();
  const kept = new Map<string, Finding[]>();
  for (const finding of rank(
    findings.filter(({ cwe }) => cwe.some((number) => credentialInCode.has(number))),
  )) {
    const { path, startLine, endLine } = finding.location;
    const others = kept.get(path) ?? [];
    const better = others.find(
      ({ analyzer, location }) =>
        analyzer !== finding.analyzer && location.startLine <= endLine && startLine <= location.endLine,
    );
    if (better) duplicates.set(finding, better);
    else kept.set(path, [...others, finding]);
  }
  return duplicates;
}
