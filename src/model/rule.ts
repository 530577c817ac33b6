import type { Confidence, Severity } from './severity.js';

/** What a rule is, for its page, its SARIF entry, the editor schema and `explain`. What it looks for is its analyzer's. */
export interface Rule {
  /** Kebab-case and lasting: configuration, suppressions and fingerprints name it. */
  readonly id: string;
  /** A noun phrase, without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** CWE numbers, the most specific first. */
  readonly cwe: readonly number[];
  /** OWASP Top 10 categories as `A03:2021` and `A05:2025`. */
  readonly owasp: readonly string[];
  /** OWASP ASVS 5.0 requirements as `1.2.4`. */
  readonly asvs: readonly string[];
  /** Names of the languages or formats it reads. */
  readonly languages: readonly string[];
  /** Which data it follows, where it follows any: sources, sinks and sanitizers of a configuration may then name it. */
  readonly flow?: { readonly kinds: readonly string[] };
  /** What the flaw is and what an attacker gains; Markdown paragraphs. */
  readonly description: string;
  /** What to do, in the imperative; Markdown. */
  readonly remediation: string;
  /** Addresses of the standards and manuals that the rule rests on. */
  readonly references: readonly string[];
  readonly examples: {
    readonly bad: readonly Example[];
    readonly good: readonly Example[];
  };
}

/** What a configuration may name of rules. */
export function namesOf(rules: readonly Rule[]): { knownRuleIds: string[]; flowRuleIds: string[] } {
  return {
    knownRuleIds: rules.map(({ id }) => id),
    flowRuleIds: rules.flatMap(({ id, flow }) => (flow ? [id] : [])),
  };
}

/** A file that a rule is shown and tested on. */
export interface Example {
  /** Decides which analyzer reads it and as what. */
  readonly path: string;
  /** In a bad example each flagged line ends with `flag`. */
  readonly text: string;
  /** Other files of the same repository that the example needs, by path; a configuration counts. */
  readonly files?: Readonly<Record<string, string>>;
  /** The same file before the change, where the example is one; else the file is all new. */
  readonly before?: string;
}

/** Ends a line of a bad example on which the rule must report. Stripped, with the blanks before it, before the analysis. */
export const flag = '◄';

/** The text of an example as the analyzers see it, and the flagged lines, from 1. */
export function unflag(text: string): { text: string; lines: number[] } {
  const lines: number[] = [];
  const stripped = text.split('\n').map((line, index) => {
    if (!line.endsWith(flag)) return line;
    lines.push(index + 1);
    return line.slice(0, -flag.length).trimEnd();
  });
  return { text: stripped.join('\n'), lines };
}
