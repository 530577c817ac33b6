import type { Confidence, Severity } from './severity.js';

/** A rule of a repository or an organization, in Semgrep's rule syntax. */
export interface CustomRule {
  /** As it is written in its file. */
  readonly id: string;
  /** With metavariables, as `$X`. */
  readonly message: string;
  readonly severity: Severity;
  readonly languages: readonly CustomLanguage[];
  readonly metadata: CustomMetadata;
  /** Globs; without any, all files of the languages. */
  readonly paths: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  /** What the match is replaced by, with metavariables. */
  readonly fix?: string;
  readonly fixRegex?: { readonly regex: string; readonly replacement: string; readonly count?: number };
  readonly options: Readonly<Record<string, boolean | number | string>>;
  readonly search: Search | Taint;
  /** Where it is written. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** The languages that are read as code, and those in which only expressions and generic patterns are looked for. */
export const customLanguages = [
  'javascript',
  'typescript',
  'regex',
  'generic',
  'yaml',
  'json',
  'terraform',
  'dockerfile',
  'html',
  'vue',
] as const;
export type CustomLanguage = (typeof customLanguages)[number];

export interface CustomMetadata {
  /** CWE numbers. */
  readonly cwe: readonly number[];
  /** As `A03:2021`. */
  readonly owasp: readonly string[];
  readonly confidence: Confidence;
  readonly references: readonly string[];
}

export interface Search {
  readonly mode: 'search';
  readonly formula: Formula;
}

/** What a rule looks for: patterns, and how what they find is put together. */
export type Formula =
  | { readonly kind: 'pattern'; readonly text: string; readonly line: number }
  | { readonly kind: 'regex'; readonly source: string; readonly line: number }
  | {
      readonly kind: 'all';
      readonly of: readonly Formula[];
      readonly conditions: readonly Condition[];
      /** Of each the range of one of its metavariables counts. */
      readonly focus: readonly (readonly string[])[];
    }
  | { readonly kind: 'any'; readonly of: readonly Formula[] }
  | { readonly kind: 'inside'; readonly of: Formula }
  | { readonly kind: 'not'; readonly of: Formula };

/** What a metavariable has to be. */
export type Condition = { readonly line: number } & (
  | { readonly kind: 'regex'; readonly metavariable: string; readonly regex: string }
  | {
      readonly kind: 'pattern';
      readonly metavariable: string;
      readonly language?: CustomLanguage;
      readonly formula: Formula;
    }
  | {
      readonly kind: 'comparison';
      readonly metavariable?: string;
      readonly comparison: string;
      readonly base?: number;
      readonly strip: boolean;
    }
  | { readonly kind: 'type'; readonly metavariable: string; readonly types: readonly string[] }
);

/** Follows data from where it enters to where it does harm. */
export interface Taint {
  readonly mode: 'taint';
  readonly sources: readonly TaintPlace[];
  readonly sinks: readonly TaintPlace[];
  readonly sanitizers: readonly TaintPlace[];
  readonly propagators: readonly Propagator[];
}

export interface TaintPlace {
  readonly formula: Formula;
  /** What data from here is called; sinks and other sources ask for it by `requires`. */
  readonly label?: string;
  /** A condition on labels, as `A and not B`. */
  readonly requires?: string;
  /** Only the expression itself counts, nothing within it. */
  readonly exact: boolean;
  /** The variable itself is meant, from here on; with `only`, not what stands here. */
  readonly bySideEffect: boolean | 'only';
}

export interface Propagator {
  readonly formula: Formula;
  readonly from: string;
  readonly to: string;
  readonly bySideEffect: boolean;
}

/** A rule that a review runs, with the files that it is for. */
export interface OfferedRule {
  readonly rule: CustomRule;
  /** By the globs of its `paths`. */
  covers(path: string): boolean;
}
