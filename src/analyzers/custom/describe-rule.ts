import type { CustomRule } from '../../model/custom-rule.js';
import type { Rule } from '../../model/rule.js';

/** What reports say of a rule. */
export function describeRule(rule: CustomRule): Rule {
  const { metadata } = rule;
  return {
    id: rule.id,
    title: titleOf(rule.id),
    severity: rule.severity,
    confidence: metadata.confidence,
    cwe: metadata.cwe,
    owasp: metadata.owasp,
    asvs: [],
    languages: rule.languages,
    description: rule.message,
    remediation: `The rule is the repository's own: see \`${rule.path}\`.`,
    references: metadata.references,
    examples: { bad: [], good: [] },
  };
}

/** `no-raw-sql` is shown as `No raw sql`; of a dotted id the last part counts. */
function titleOf(id: string): string {
  const words = id
    .slice(id.lastIndexOf('.') + 1)
    .split(/[-_]+/)
    .filter((word) => word !== '')
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
