import { LineCounter, parseDocument, Parser, type Document } from 'yaml';
import { confidences, type Confidence, type Severity } from '../../model/severity.js';
import type { CustomLanguage, CustomMetadata, CustomRule, Search, Taint } from '../../model/custom-rule.js';
import { nestsDeeper } from '../../model/nesting.js';
import type { Problem } from '../../model/problem.js';
import { explainIssue, type Trouble } from '../explain.js';
import { findLine } from '../layer.js';
import { suggest } from '../nearest.js';
import { checkKeys, readFormula, readLanguage, type FormulaReader, type Path } from './formula.js';
import { knownOptions, ruleSchema, unsupportedOptions, type WrittenRule } from './schema.js';
import { readTaint } from './taint.js';

/** What a file of rules says. */
export interface RuleFile {
  readonly rules: readonly CustomRule[];
  /** What is wrong, with its line. A rule with a problem is left out as a whole. */
  readonly problems: readonly RuleProblem[];
}

export interface RuleProblem extends Problem {
  /** Where the rule has one that can be read. */
  readonly ruleId?: string;
}

/** Far above any real file of rules; bounds the parser's work. */
const maxLength = 1_000_000;
const maxNesting = 100;
const maxAliases = 100;
/** Rules in one file. */
const maxRules = 2000;

/** Parses a file of rules in Semgrep's syntax. */
export function parseRuleFile(text: string, path: string): RuleFile {
  const failed = (message: string, line?: number): RuleFile => ({
    rules: [],
    problems: [{ kind: 'configuration', path, message, ...(line !== undefined && { line }) }],
  });
  if (text.length > maxLength) return failed(`The file is longer than ${maxLength} characters.`);
  if (nestsDeeper(new Parser().parse(text), maxNesting)) return failed('The file is nested too deep.');
  const lines = new LineCounter();
  let document: Document;
  let value: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, schema: 'core', prettyErrors: false });
    const [error] = document.errors;
    if (error) return failed(`Not valid YAML: ${error.message}`, lines.linePos(error.pos[0]).line);
    value = document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    if (error instanceof RangeError || error instanceof ReferenceError)
      return failed('The file is nested too deep, or expands too many YAML aliases.');
    throw error;
  }
  const written = (value as { rules?: unknown } | null)?.rules;
  if (!Array.isArray(written)) return failed('There is no list of `rules`.', 1);
  if (written.length > maxRules) return failed(`There are more than ${maxRules} rules.`);
  const rules: CustomRule[] = [];
  const problems: RuleProblem[] = [];
  const seen = new Set<string>();
  written.forEach((entry: unknown, at) => {
    const place = ['rules', at];
    const lineOf = (to: Path): number => findLine(document, { path: to, isKey: false }, lines) ?? 1;
    const reader: FormulaReader = {
      troubles: [],
      lineOf,
      tell(to, message, isKey = false) {
        this.troubles.push({ path: to, message, isKey });
      },
    };
    const id = (entry as { id?: unknown } | null)?.id;
    const rule = readRule(entry, place, path, reader);
    if (rule && seen.has(rule.id)) reader.tell([...place, 'id'], `There are two rules \`${rule.id}\`.`);
    if (rule && reader.troubles.length === 0) {
      seen.add(rule.id);
      rules.push(rule);
    }
    for (const trouble of reader.troubles)
      problems.push({
        kind: 'configuration',
        path,
        message:
          typeof id === 'string' ? `Rule \`${id.slice(0, 100)}\`: ${trouble.message}` : trouble.message,
        line: findLine(document, trouble, lines) ?? 1,
        ...(typeof id === 'string' && { ruleId: id }),
      });
  });
  return { rules, problems };
}

const patternKeys = [
  'pattern-sources',
  'pattern-sinks',
  'pattern-sanitizers',
  'pattern-propagators',
] as const;

function readRule(entry: unknown, place: Path, path: string, reader: FormulaReader): CustomRule | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    reader.tell(place, 'A rule must be a mapping of keys.');
    return undefined;
  }
  checkKeys(entry as Record<string, unknown>, Object.keys(ruleSchema.shape), place, reader);
  checkOptions((entry as { options?: unknown }).options, [...place, 'options'], reader);
  const parsed = ruleSchema.safeParse(entry);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      // What `checkKeys` has said already.
      if (issue.code === 'unrecognized_keys' && /^(?:options)?$/.test(issue.path.join('.'))) continue;
      for (const trouble of explainIssue(issue, entry, ruleSchema, 'The rule'))
        reader.troubles.push({ ...trouble, path: [...place, ...trouble.path] } satisfies Trouble);
    }
    return undefined;
  }
  const rule = parsed.data;
  const languages = rule.languages.flatMap((name, at): CustomLanguage[] => {
    const language = readLanguage(name, [...place, 'languages', at], reader);
    return language ? [language] : [];
  });
  const search = readSearch(rule, entry as Record<string, unknown>, place, reader);
  const fixRegex = rule['fix-regex'];
  return {
    id: rule.id,
    message: rule.message.trim(),
    severity: severities[rule.severity],
    languages: [...new Set(languages)],
    metadata: metadataOf(rule.metadata ?? {}),
    paths: { include: rule.paths?.include ?? [], exclude: rule.paths?.exclude ?? [] },
    ...(rule.fix !== undefined && { fix: rule.fix }),
    ...(fixRegex && {
      fixRegex: {
        regex: fixRegex.regex,
        replacement: fixRegex.replacement,
        ...(fixRegex.count !== undefined && { count: fixRegex.count }),
      },
    }),
    options: Object.fromEntries(
      Object.entries(rule.options ?? {}).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value]],
      ),
    ),
    search,
    path,
    line: reader.lineOf(place),
  };
}

function checkOptions(options: unknown, path: Path, reader: FormulaReader): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return;
  for (const key of Object.keys(options)) {
    if (knownOptions.includes(key)) continue;
    const message = unsupportedOptions.includes(key)
      ? `The option \`${key}\` is not supported.`
      : `Unknown option \`${key}\`${suggest(key, knownOptions) || `; known are \`${knownOptions.join('`, `')}\`.`}`;
    reader.tell([...path, key], message, true);
  }
}

function readSearch(
  rule: WrittenRule,
  entry: Readonly<Record<string, unknown>>,
  place: Path,
  reader: FormulaReader,
): Search | Taint {
  if (rule.mode === 'taint') return readTaint(entry, place, reader);
  const misplaced = patternKeys.find((key) => entry[key] !== undefined);
  if (misplaced !== undefined)
    reader.tell([...place, misplaced], `\`${misplaced}\` needs \`mode: taint\`.`, true);
  return {
    mode: 'search',
    formula: readFormula(entry, place, reader, Object.keys(ruleSchema.shape)),
  };
}

const severities: Readonly<Record<WrittenRule['severity'], Severity>> = {
  CRITICAL: 'critical',
  ERROR: 'high',
  HIGH: 'high',
  WARNING: 'medium',
  MEDIUM: 'medium',
  INFO: 'low',
  LOW: 'low',
};

function metadataOf(written: NonNullable<WrittenRule['metadata']>): CustomMetadata {
  const confidence = written.confidence?.toLowerCase();
  return {
    cwe: asTexts(written.cwe).flatMap((text) => {
      const number = /^(?:CWE-)?(\d{1,5})\b/i.exec(text.trim())?.[1];
      return number === undefined ? [] : [Number(number)];
    }),
    owasp: asTexts(written.owasp).flatMap((text) => {
      const [, category, year] = /\b(A\d{2}):(\d{4})\b/.exec(text) ?? [];
      return category === undefined || year === undefined ? [] : [`${category}:${year}`];
    }),
    confidence: confidences.find((it): it is Confidence => it === confidence) ?? 'medium',
    references: asTexts(written.references),
  };
}

function asTexts(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
