import pc from 'picocolors';
import type { Analyzer } from '../model/analyzer.js';
import type { Rule } from '../model/rule.js';

type Group = Pick<Analyzer, 'name' | 'rules'>;

/** The rules by analyzer, a line each. */
export function renderRuleList(groups: readonly Group[], color: boolean): string {
  const paint = pc.createColors(color);
  const rules = groups.flatMap((group) => group.rules);
  const idWidth = Math.max(0, ...rules.map((rule) => rule.id.length));
  const sections = groups.map(({ name, rules: own }) =>
    [
      paint.bold(name),
      ...sorted(own).map(
        (rule) => `  ${rule.id.padEnd(idWidth)}  ${paint.dim(rule.severity.padEnd(8))}  ${rule.title}`,
      ),
    ].join('\n'),
  );
  const end = paint.dim(`${rules.length} rules. More about one: scrutineer explain RULE`);
  return `${[...sections, end].join('\n\n')}\n`;
}

/** The rules with what other tools ask of them, in the same order. */
export function renderRuleListJson(groups: readonly Group[]): string {
  const rules = groups.flatMap(({ name, rules: own }) =>
    sorted(own).map((rule) => ({
      id: rule.id,
      analyzer: name,
      title: rule.title,
      severity: rule.severity,
      confidence: rule.confidence,
      cwe: rule.cwe,
      owasp: rule.owasp,
      asvs: rule.asvs,
      languages: rule.languages,
    })),
  );
  return `${JSON.stringify(rules, undefined, 2)}\n`;
}

function sorted(rules: readonly Rule[]): Rule[] {
  return [...rules].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
