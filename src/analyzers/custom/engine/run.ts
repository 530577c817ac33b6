import { defaultSpan, findGeneric, parseGeneric } from '../generic/generic.js';
import { createBudget } from '../match/budget.js';
import { createMatching } from '../match/matcher.js';
import { defaultMatchOptions, type MatchOptions } from '../match/matching.js';
import { findTaint } from '../taint/find-taint.js';
import { createCodeFile, type TargetFile } from './code-file.js';
import { regexOf, textModeOf, type CompiledRule, type Compiler } from './compile.js';
import { isHeld } from './conditions.js';
import { evaluate, type Evaluation } from './evaluate.js';
import { findPattern } from './find.js';
import type { Hit } from './hit.js';
import { createHas, isMet, needOfFormula } from './prefilter.js';
import { findRegexIn } from './regex-hits.js';

/** Steps that a rule may take on one file: about a second. */
const maxSteps = 4_000_000;

/** What a rule finds in a file. Throws `BudgetError` where that takes too long. */
export function runRule(compiled: CompiledRule, file: TargetFile, compiler: Compiler): readonly Hit[] {
  const { rule } = compiled;
  const to = createEvaluation(compiled, file, compiler);
  return rule.search.mode === 'search'
    ? evaluate(rule.search.formula, to)
    : findTaint(rule.search, rule.options, to);
}

function createEvaluation(
  compiled: CompiledRule,
  file: TargetFile,
  compiler: Compiler,
  budget = createBudget(maxSteps),
): Evaluation {
  const { rule, patterns } = compiled;
  const options: MatchOptions = { ...defaultMatchOptions, ...rule.options };
  const key = Object.keys(defaultMatchOptions)
    .map((name) => String(options[name as keyof MatchOptions]))
    .join();
  const matching = createMatching({
    budget,
    options,
    text: file.text,
    regex(source) {
      const regex = regexOf(source, compiler);
      if (regex instanceof Error) throw regex;
      return regex;
    },
  });
  const span = rule.options['generic_ellipsis_max_span'];
  const generic = {
    maxSpan: typeof span === 'number' ? span : defaultSpan,
    isCaseless: rule.options['generic_caseless'] === true,
  };
  const once = (name: string, find: () => readonly Hit[]): readonly Hit[] => {
    const known = file.found.get(name);
    if (known) return known;
    const hits = find();
    file.found.set(name, hits);
    return hits;
  };
  const to: Evaluation = {
    file,
    matching,
    find(text) {
      const pattern = patterns.get(text);
      const { code } = file;
      if (pattern && code) return once(`${key}:${text}`, () => findPattern(pattern, code, matching));
      if (pattern) return [];
      if (textModeOf(rule) === 'regex') return to.findRegex(text);
      return once(`generic:${generic.maxSpan}:${String(generic.isCaseless)}:${text}`, () =>
        findGeneric(parseGeneric(text), file.text, 0, generic, budget),
      );
    },
    mayFind: (formula) => isMet(needOfFormula(formula, patterns), file.has),
    findRegex: (source) => once(`regex:${source}`, () => findRegexIn(source, file.text, 0, matching)),
    holds: (condition, hit) => isHeld(condition, hit, to),
    findsInCode(formula, text) {
      const tree = compiler.parsers[0]?.parse(text);
      if (!tree) return false;
      const inner = {
        has: createHas(text),
        path: file.path,
        text,
        lines: tree.lines,
        code: createCodeFile(tree),
        found: new Map(),
      };
      return evaluate(formula, createEvaluation(compiled, inner, compiler, budget)).length > 0;
    },
  };
  return to;
}
