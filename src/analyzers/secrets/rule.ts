import type { Rule } from '../../model/rule.js';
import type { Confidence, Severity } from '../../model/severity.js';

/** How the credential of a rule is found round a keyword. */
export interface Search {
  /** How far before the start of the keyword the rule looks. */
  readonly before: number;
  /** How far a match may reach after the start of the keyword. A match cut off there is reported as a problem. */
  readonly after: number;
  /**
   * Sticky, and linear on any text: starts at the opener or the keyword. The group `secret` is the credential; the
   * whole match where there is none.
   */
  readonly pattern: RegExp;
  /** Finds at least the credential of each match; where it finds nothing, `pattern`, which takes long to compile, is spared. */
  readonly hint?: RegExp | undefined;
  /** Whether there can be a match of the keyword that stands from `start` to `end`: a look at few characters that spares the expressions. */
  readonly glance?: ((text: string, start: number, end: number) => boolean) | undefined;
  /** The credential of each match has so many letters, digits, underscores and hyphens in a row, and stands after the start of the keyword. */
  readonly run?: number | undefined;
}

/** A secret rule: what every rule is, and how its credential is found and proven. */
export interface SecretRule extends Rule, Search {
  /** At least one of them stands in every match, in this spelling unless `ignoreCase`. Two characters or more. */
  readonly keywords: readonly string[];
  readonly ignoreCase?: boolean;
  /** Whether the rule looks at files of this path; at all of them without it. */
  readonly wants?: (path: string) => boolean;
  /** What a match starts with, where that is not the keyword: the nearest one within `before`. */
  readonly opener?: string;
  /** Gives way to any other rule that tells of the same stretch. */
  readonly yields?: boolean;
  /** The lowest Shannon entropy of a plausible credential, in bits a character; 0 where `judge` alone decides. */
  readonly entropy: number;
  /** What the candidate is worth; undefined where it is no credential. Without it the rule's own severity stands. */
  readonly judge?: (candidate: Candidate) => Verdict | undefined;
}

/** A stretch of a file that a rule's expression matched. */
export interface Candidate {
  readonly path: string;
  readonly text: string;
  readonly value: string;
  /** Where the value stands in `text`. */
  readonly start: number;
  readonly end: number;
  readonly groups: Readonly<Record<string, string | undefined>>;
}

export interface Verdict {
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** Names the kind of credential where the rule knows several. */
  readonly what?: string;
  /** A clause on what proves or weakens it. */
  readonly because?: string;
  /** Other stretches of the file that belong to the same credential. */
  readonly claims?: readonly Span[];
  /** Where the credential stands, where that is a part of what was matched. */
  readonly at?: Span;
  /** Of the other credentials in what was matched. */
  readonly more?: readonly Verdict[];
  /** The stretch to report, where it is shorter than the value: the first line of a key. */
  readonly shown?: Span;
  /** What identifies the credential, where that is more or less than the value. */
  readonly identity?: string;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

type Common = 'examples' | 'owasp' | 'asvs' | 'languages' | 'description' | 'remediation' | 'cwe' | 'entropy';

type SearchParts = Omit<Search, 'before'> & Partial<Pick<Search, 'before'>>;

/** What a secret rule says for itself; the rest is the same for all of them. */
type SecretRuleParts = Omit<SecretRule, Common | keyof Search> &
  Partial<Pick<SecretRule, 'cwe' | 'entropy'>> & {
    /** What the credential opens; completes "Whoever can read the repository …". */
    readonly opens: string;
    /** How it is taken out of use; an imperative sentence. */
    readonly rotate: string;
    /** Computed ones are given as a function, since a review needs none of them. */
    readonly examples: Rule['examples'] | (() => Rule['examples']);
  } & (SearchParts | ComputedSearch);

interface ComputedSearch {
  /** What is computed, since a review meets the keywords of few rules. */
  readonly search: () => SearchParts;
}

export function secretRule({ opens, rotate, examples, ...parts }: SecretRuleParts): SecretRule {
  const madeExamples = once(typeof examples === 'function' ? examples : () => examples);
  const madeSearch = once<SearchParts>('search' in parts ? parts.search : () => parts);
  return {
    cwe: [798],
    entropy: 3,
    ...parts,
    get examples() {
      return madeExamples();
    },
    get before() {
      return madeSearch().before ?? 0;
    },
    get after() {
      return madeSearch().after;
    },
    get pattern() {
      return madeSearch().pattern;
    },
    get hint() {
      return madeSearch().hint;
    },
    get glance() {
      return madeSearch().glance;
    },
    get run() {
      return madeSearch().run;
    },
    owasp: ['A07:2021', 'A07:2025'],
    asvs: ['13.3.1'],
    languages: ['any'],
    description: `Whoever can read the repository, a fork, a clone, a build log or a package made from it ${opens}.`,
    remediation:
      `Rotate first: ${rotate} Then take it out of the file and read it from a secret store or the environment. ` +
      'Deleting the line does not help once it is pushed: the value stays in the history and in every clone.',
    references: [...parts.references, 'https://cwe.mitre.org/data/definitions/798.html'],
  };
}

/** What is made when it is first asked for. */
export function once<Thing extends object>(make: () => Thing): () => Thing {
  let made: Thing | undefined;
  return () => (made ??= make());
}
