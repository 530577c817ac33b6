import type { Analyzer } from '../model/analyzer.js';
import type { Finding } from '../model/finding.js';
import type { Rule } from '../model/rule.js';
import type { Fingerprinted } from './fingerprint.js';

/** Makes a detection a finding: with its rule's metadata and its place on the head side. */
export function toFinding(
  { detection, fingerprint }: Fingerprinted,
  path: string,
  analyzer: Analyzer,
): Finding {
  const rule = ruleOf(analyzer, detection.ruleId);
  return {
    ruleId: rule.id,
    analyzer: analyzer.name,
    title: detection.title ?? rule.title,
    severity: detection.severity ?? rule.severity,
    confidence: detection.confidence ?? rule.confidence,
    cwe: rule.cwe,
    message: detection.message,
    location: { path: detection.path ?? path, ...detection.range },
    trace: detection.trace ?? [],
    ...(detection.fix && { fix: detection.fix }),
    ...(detection.secretHash !== undefined && { secretHash: detection.secretHash }),
    ...(detection.reach && { reach: detection.reach }),
    fingerprint,
  };
}

const rulesById = new WeakMap<Analyzer, Map<string, Rule>>();

function ruleOf(analyzer: Analyzer, id: string): Rule {
  let rules = rulesById.get(analyzer);
  if (!rules) rulesById.set(analyzer, (rules = new Map(analyzer.rules.map((rule) => [rule.id, rule]))));
  const rule = rules.get(id);
  if (!rule) throw new Error(`The ${analyzer.name} analyzer has no rule ${id}.`);
  return rule;
}
