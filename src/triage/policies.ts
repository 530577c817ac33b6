import type { Config, Policy } from '../config/schema.js';
import type { Analyzer, AnalyzerName } from '../model/analyzer.js';
import type { PolicyVerdict } from '../model/policy.js';
import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import { reaches } from '../model/severity.js';
import { selects } from '../model/standard.js';

export interface Ran {
  readonly analyzers: readonly Analyzer[];
  /** Of all rules, where not all analyzers ran. */
  readonly knownRuleIds?: readonly string[];
}

/** Judges a report by each policy of the configuration. */
export function judgePolicies(
  report: Pick<Report, 'findings' | 'withheld' | 'problems' | 'coverage'>,
  config: Config,
  { analyzers, knownRuleIds }: Ran,
): PolicyVerdict[] {
  const rules = analyzers.flatMap(({ name, rules: own }) => own.map((rule) => ({ rule, analyzer: name })));
  const ran = new Set(rules.map(({ rule }) => rule.id));
  const isPartial = knownRuleIds?.some((id) => !ran.has(id)) ?? false;
  return config.policies.map((policy) => {
    const own = new Set(rules.filter((entry) => isOf(policy, entry)).map(({ rule }) => rule.id));
    const breaking = report.findings.filter(
      ({ ruleId, severity }) => own.has(ruleId) && reaches(severity, policy.threshold),
    );
    const accepted = report.withheld.filter(
      ({ finding, accepted: by }) => by && own.has(finding.ruleId),
    ).length;
    const doubt = whyUnknown(policy, own, report, config, isPartial ? ran : undefined);
    const state = breaking.length > 0 ? 'not-met' : doubt === undefined ? 'met' : 'unknown';
    const found = `${count(breaking.length, 'finding')} of severity ${policy.threshold} or worse; ${count(accepted, 'risk')} accepted.`;
    return {
      name: policy.name,
      owner: policy.owner,
      state,
      reason: state === 'unknown' ? (doubt ?? found) : found,
      findings: breaking.map(({ fingerprint }) => fingerprint),
    };
  });
}

function isOf(policy: Policy, { rule, analyzer }: { rule: Rule; analyzer: AnalyzerName }): boolean {
  return selects(policy, rule) || policy.analyzers.includes(analyzer);
}

/** Why nothing found does not mean that a policy is met. */
function whyUnknown(
  policy: Policy,
  own: ReadonlySet<string>,
  { problems, coverage }: Pick<Report, 'problems' | 'coverage'>,
  { rules }: Config,
  ran: ReadonlySet<string> | undefined,
): string | undefined {
  const off = [...own].find((id) => rules[id] === 'off');
  if (off !== undefined) return `Its rule ${off} is off in the configuration.`;
  // Of rules that did not run nobody knows here what they are about, unless the policy names all of its own.
  const { rules: named, analyzers, cwe, owasp } = policy;
  const isNamed = analyzers.length + cwe.length + owasp.length === 0;
  if (ran && !(isNamed && named.every((id) => ran.has(id)))) return 'Not all analyzers ran.';
  if (own.size === 0) return 'No rule is of this policy.';
  if (problems.some(({ kind }) => kind !== 'notice'))
    return 'Part of the files was not reviewed, or not as configured.';
  return coverage.analyzed === 0 ? 'No file was reviewed.' : undefined;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
