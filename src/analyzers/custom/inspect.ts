import type { CustomRule } from '../../model/custom-rule.js';
import type { GrammarName, SyntaxParser } from '../syntax/parser.js';
import { LineTable, type SyntaxTree } from '../syntax/tree.js';
import { createCodeFile, type TargetFile } from './engine/code-file.js';
import { compileRule, type CompiledRule, type Compiler, type RuleFault } from './engine/compile.js';
import { createHas, isMet } from './engine/prefilter.js';
import { runRule } from './engine/run.js';
import { describeHits, type CustomDetection } from './report.js';
import { grammarsOf, isCode, languagesOf } from './target.js';

export type Parsers = ReadonlyMap<GrammarName, SyntaxParser>;

/** Rules that were read, and what is wrong with the others. */
export interface RuleSet {
  readonly rules: readonly CompiledRule[];
  readonly faults: readonly RuleFault[];
  readonly compiler: Compiler;
}

/** What the rules found in one file. */
export interface CustomInspection {
  readonly detections: readonly CustomDetection[];
  /** Rules that were stopped, with the reason as a sentence. */
  readonly stopped: readonly { readonly ruleId: string; readonly message: string }[];
  /** Where a part of the code begins that could not be parsed, from 1. */
  readonly unparsedLine?: number;
}

export function compileRules(rules: readonly CustomRule[], parsers: Parsers): RuleSet {
  const order: readonly GrammarName[] = ['tsx', 'typescript', 'javascript'];
  const compiler: Compiler = {
    parsers: order.flatMap((name) => parsers.get(name) ?? []),
    patterns: new Map(),
    regexes: new Map(),
  };
  const compiled: CompiledRule[] = [];
  const faults: RuleFault[] = [];
  for (const rule of rules) {
    const result = compileSafely(rule, compiler);
    if ('rule' in result) compiled.push(result);
    else faults.push(...result);
  }
  return { rules: compiled, faults, compiler };
}

/** A rule that cannot be read, because it is nested too deep or for whatever reason, is the only one to be left out. */
function compileSafely(rule: CustomRule, compiler: Compiler): CompiledRule | readonly RuleFault[] {
  try {
    return compileRule(rule, compiler);
  } catch (error) {
    const message = `it cannot be read: ${reasonOf(error)}`;
    return [{ ruleId: rule.id, path: rule.path, line: rule.line, message }];
  }
}

/** Why a rule cannot be used. Throws what the parser does where its memory is spent: it does not recover from that. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'RuntimeError') throw error;
  return error.message;
}

export interface InspectOptions {
  /** Ids of the rules to run; all by default. */
  readonly only?: ReadonlySet<string>;
  /** Rules run whatever the name of the file says of its language. */
  readonly isTest?: boolean;
  /** Told of each rule before it runs. */
  readonly onRule?: (ruleId: string) => void;
}

/** Runs rules on a file. A rule that takes too long or fails is stopped; the others go on. */
export function inspect(
  set: RuleSet,
  file: { readonly path: string; readonly text: string },
  parsers: Parsers,
  options: InspectOptions = {},
): CustomInspection {
  const { path, text } = file;
  const languages = languagesOf(path);
  const has = createHas(text);
  const wanted = set.rules.filter(
    ({ rule, need }) =>
      (options.only?.has(rule.id) ?? true) &&
      (options.isTest === true || rule.languages.some((language) => languages.includes(language))) &&
      isMet(need, has),
  );
  const detections: CustomDetection[] = [];
  const stopped: { ruleId: string; message: string }[] = [];
  if (wanted.length === 0) return { detections, stopped };
  const needsCode = wanted.some(({ rule }) => rule.languages.some(isCode));
  const tree = needsCode ? parse(path, text, parsers) : undefined;
  const target = createTarget(path, text, has, tree);
  for (const compiled of wanted) {
    options.onRule?.(compiled.rule.id);
    try {
      detections.push(
        ...describeHits(compiled, runRule(compiled, target, set.compiler), target, set.compiler),
      );
    } catch (error) {
      stopped.push({ ruleId: compiled.rule.id, message: reasonOf(error) });
    }
  }
  const [error] = tree?.errors ?? [];
  return { detections, stopped, ...(error !== undefined && { unparsedLine: target.lines.lineOf(error) }) };
}

function createTarget(
  path: string,
  text: string,
  has: TargetFile['has'],
  tree: SyntaxTree | undefined,
): TargetFile {
  return {
    path,
    text,
    has,
    lines: tree?.lines ?? new LineTable(text),
    ...(tree && { code: createCodeFile(tree) }),
    found: new Map(),
  };
}

/** The tree of the first grammar that reads all of it, else of the one that stumbles least. */
function parse(path: string, text: string, parsers: Parsers): SyntaxTree | undefined {
  let best: SyntaxTree | undefined;
  for (const name of grammarsOf(path)) {
    const tree = parsers.get(name)?.parse(text);
    if (tree && (!best || tree.errors.length < best.errors.length)) best = tree;
    if (best?.errors.length === 0) break;
  }
  return best;
}
