import type { Rule } from './rule.js';

/** How the configuration names the standards that a report can be read by. */
export const standardNames = [
  'owasp-top-10-2021',
  'owasp-top-10-2025',
  'asvs',
  'pci-dss',
  'soc-2',
  'iso-27001',
  'gdpr',
  'nist-ssdf',
] as const;
export type StandardName = (typeof standardNames)[number];

/** A standard, as far as a review of code, dependencies, secrets and infrastructure speaks for it. */
export interface Standard {
  readonly name: StandardName;
  readonly title: string;
  /** The edition that the controls' numbers are of. */
  readonly version: string;
  /** Where its publisher has it. */
  readonly source: string;
  /** In the order of the standard. Only those that a rule speaks for. */
  readonly controls: readonly Control[];
  /** Rules that the standard says nothing about, with the reason; no control has them, whatever their weakness. */
  readonly silent: readonly { readonly rules: readonly string[]; readonly reason: string }[];
  /** What no finding, and no lack of findings, can show: plain sentences. */
  readonly unseen: readonly string[];
}

/** A requirement of a standard. */
export interface Control {
  /** As the standard numbers it. */
  readonly id: string;
  /** In our own words: the texts of most standards may not be copied. */
  readonly title: string;
  /** Where its text is, where it has a page of its own. */
  readonly source?: string;
  /** Why the rules speak for it, and how far: one sentence. */
  readonly because: string;
  readonly by: Selection;
}

/** Which rules: those that any of the lists names. */
export interface Selection {
  /** Any of the rule's weaknesses. */
  readonly cwe?: readonly number[];
  /** Categories of the OWASP Top 10 as `A03:2021`. */
  readonly owasp?: readonly string[];
  /** Requirements, sections or chapters of ASVS 5.0 as `13.3.1`, `13.3` or `13`. */
  readonly asvs?: readonly string[];
  /** By id, where the weakness does not tell. */
  readonly rules?: readonly string[];
  /** All of them: the control asks for the review itself. */
  readonly all?: true;
}

type Selectable = Pick<Rule, 'id' | 'cwe' | 'owasp' | 'asvs'>;

/** Whether a selection has a rule. */
export function selects({ cwe, owasp, asvs, rules, all }: Selection, rule: Selectable): boolean {
  return (
    all === true ||
    (rules?.includes(rule.id) ?? false) ||
    (cwe?.some((number) => rule.cwe.includes(number)) ?? false) ||
    (owasp?.some((category) => rule.owasp.includes(category)) ?? false) ||
    (asvs?.some((part) => rule.asvs.some((number) => number === part || number.startsWith(`${part}.`))) ??
      false)
  );
}

/** The controls of a standard that a rule speaks for. */
export function controlsOf(standard: Standard, rule: Selectable): readonly Control[] {
  if (standard.silent.some(({ rules }) => rules.includes(rule.id))) return [];
  return standard.controls.filter(({ by }) => selects(by, rule));
}
