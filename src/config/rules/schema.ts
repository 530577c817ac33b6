import { z } from 'zod';

const texts = z.union([z.string(), z.array(z.string())]);
const globs = z.array(z.string().min(1).max(500)).max(200);

/** The operators that a rule or an entry of `patterns` may have at its own place. */
export const operators = [
  'pattern',
  'patterns',
  'pattern-either',
  'pattern-regex',
  'pattern-inside',
] as const;

/** What stands in a list of `patterns` besides these. */
export const listOperators = [
  ...operators,
  'pattern-not',
  'pattern-not-inside',
  'pattern-not-regex',
  'metavariable-regex',
  'metavariable-pattern',
  'metavariable-comparison',
  'metavariable-type',
  'metavariable-analysis',
  'focus-metavariable',
] as const;

/** Parts of Semgrep's syntax that are known and not read: by name, what to say of them. */
export const unsupported: Readonly<Record<string, string>> = {
  join: 'joins of rules',
  extract: 'extraction of other languages',
  match: 'the second version of the syntax',
  taint: 'the second version of the syntax',
  steps: 'rules of several steps',
  'pattern-where-python': 'conditions in Python',
  'semgrep.dev': 'data of the registry',
  'r2c-internal-project-depends-on': 'conditions on dependencies',
  'project-depends-on': 'conditions on dependencies',
  'pattern-not-either': 'this operator',
  product: 'other products',
  validators: 'validators',
};

const booleanOption = z.boolean().optional();

/** Options that are known and not read: a rule that sets one may find something else than it should. */
export const unsupportedOptions: readonly string[] = [
  'arrow_is_function',
  'attr_expr',
  'constant_propagation_interproc',
  'decorators_order_matters',
  'flddef_assign',
  'generic_comment_style',
  'generic_multiline',
  'go_deeper_expr',
  'go_deeper_stmt',
  'implicit_ellipsis',
  'interproc',
  'let_is_var',
  'regex_engine',
  'taint_focus_on',
  'taint_intrafile',
  'taint_match_on',
  'unify_ids_strictly',
  'xml_attrs_implicit_ellipsis',
  'xml_children_ordered',
  'xml_singleton_loose_matching',
];

/** Options that change what is found. With `interfile` or without it, data is followed as far as it can be. */
const options = z.strictObject({
  constant_propagation: booleanOption,
  symbolic_propagation: booleanOption,
  vardef_assign: booleanOption,
  symmetric_eq: booleanOption,
  commutative_boolop: booleanOption,
  ac_matching: booleanOption,
  implicit_deep_exprstmt: booleanOption,
  interfile: booleanOption,
  taint_assume_safe_functions: booleanOption,
  taint_assume_safe_indexes: booleanOption,
  taint_assume_safe_comparisons: booleanOption,
  taint_assume_safe_booleans: booleanOption,
  taint_assume_safe_numbers: booleanOption,
  taint_only_propagate_through_assignments: booleanOption,
  taint_unify_mvars: booleanOption,
  generic_ellipsis_max_span: z.int().min(0).max(1000).optional(),
  generic_caseless: booleanOption,
});

export const knownOptions: readonly string[] = Object.keys(options.shape);

/** One rule, apart from what its patterns say. Strict: an unknown key is an error. */
export const ruleSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][\w.-]{0,199}$/, 'must be letters, digits, `-`, `_` and dots.'),
  message: z.string().trim().min(1).max(10_000),
  severity: z.enum(['ERROR', 'WARNING', 'INFO', 'CRITICAL', 'HIGH', 'MEDIUM', 'LOW']),
  languages: z.array(z.string()).min(1).max(20),
  mode: z.enum(['search', 'taint']).optional(),
  metadata: z
    .looseObject({
      cwe: texts.optional(),
      owasp: texts.optional(),
      confidence: z.string().optional(),
      references: texts.optional(),
    })
    .optional(),
  paths: z.strictObject({ include: globs.optional(), exclude: globs.optional() }).optional(),
  fix: z.string().max(10_000).optional(),
  'fix-regex': z
    .strictObject({
      regex: z.string().max(5_000),
      replacement: z.string().max(5_000),
      count: z.int().min(1).optional(),
    })
    .optional(),
  options: options.optional(),
  'min-version': z.string().optional(),
  'max-version': z.string().optional(),
  version: z.string().optional(),
  pattern: z.unknown().optional(),
  patterns: z.unknown().optional(),
  'pattern-either': z.unknown().optional(),
  'pattern-regex': z.unknown().optional(),
  'pattern-inside': z.unknown().optional(),
  'pattern-sources': z.unknown().optional(),
  'pattern-sinks': z.unknown().optional(),
  'pattern-sanitizers': z.unknown().optional(),
  'pattern-propagators': z.unknown().optional(),
});

export type WrittenRule = z.infer<typeof ruleSchema>;
