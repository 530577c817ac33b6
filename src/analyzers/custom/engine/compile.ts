import type { Condition, CustomRule, Formula } from '../../../model/custom-rule.js';
import { parsePattern, type Pattern, type PatternParsers } from '../pattern/parse.js';
import { compileRegex, type LinearRegex } from '../regex.js';
import { isCode } from '../target.js';
import { parseComparison } from './comparison.js';
import { needOf, type Need } from './prefilter.js';

/** A rule whose patterns and expressions were read. */
export interface CompiledRule {
  readonly rule: CustomRule;
  /** By their text; empty where the rule is for files that are no code. */
  readonly patterns: ReadonlyMap<string, Pattern>;
  readonly need: Need;
}

export interface RuleFault {
  readonly ruleId: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** One sentence. */
  readonly message: string;
}

/** Patterns and expressions that were read before: rules share many. */
export interface Compiler {
  readonly parsers: PatternParsers;
  readonly patterns: Map<string, Pattern | undefined>;
  readonly regexes: Map<string, LinearRegex | Error>;
}

/** Reads a rule's patterns. Gives what is wrong with them instead, where something is. */
export function compileRule(rule: CustomRule, compiler: Compiler): CompiledRule | readonly RuleFault[] {
  const faults: RuleFault[] = [];
  const patterns = new Map<string, Pattern>();
  const tell = (line: number, message: string): void => {
    faults.push({ ruleId: rule.id, path: rule.path, line, message });
  };
  const codeLanguages = rule.languages.filter(isCode);
  const others = rule.languages.filter((language) => !isCode(language));
  if (codeLanguages.length > 0 && others.length > 0 && others.some((language) => language !== 'regex'))
    tell(rule.line, `Languages that are read as code cannot stand beside \`${others.join('`, `')}\`.`);
  const mode = codeLanguages.length > 0 ? 'code' : textModeOf(rule);

  const checkRegex = (source: string, line: number): void => {
    const regex = regexOf(source, compiler);
    if (regex instanceof Error)
      tell(line, `The expression \`${shorten(source)}\` cannot be used: ${regex.message}`);
  };
  const checkPattern = (text: string, line: number, reading: TextMode): void => {
    if (reading === 'regex') return checkRegex(text, line);
    if (reading === 'none')
      return tell(
        line,
        `Patterns of \`${rule.languages.join('`, `')}\` are not supported; \`pattern-regex\` is.`,
      );
    if (reading === 'generic') return;
    if (!compiler.patterns.has(text)) compiler.patterns.set(text, parsePattern(text, compiler.parsers));
    const pattern = compiler.patterns.get(text);
    if (pattern) patterns.set(text, pattern);
    else tell(line, `The pattern \`${shorten(text)}\` is no JavaScript or TypeScript.`);
  };
  const checkCondition = (condition: Condition): void => {
    switch (condition.kind) {
      case 'regex':
        return checkRegex(condition.regex, condition.line);
      case 'pattern':
        return check(
          condition.formula,
          condition.language === undefined ? mode : nestedMode(condition.language),
        );
      case 'comparison':
        try {
          parseComparison(condition.comparison, (source) => {
            const regex = regexOf(source, compiler);
            if (regex instanceof Error) throw regex;
            return regex;
          });
        } catch (error) {
          tell(
            condition.line,
            `The comparison \`${shorten(condition.comparison)}\` is not supported: ${(error as Error).message}`,
          );
        }
    }
  };
  const check = (formula: Formula, reading: TextMode): void => {
    switch (formula.kind) {
      case 'pattern':
        return checkPattern(formula.text, formula.line, reading);
      case 'regex':
        return checkRegex(formula.source, formula.line);
      case 'inside':
      case 'not':
        return check(formula.of, reading);
      case 'any':
        return formula.of.forEach((part) => check(part, reading));
      case 'all':
        formula.of.forEach((part) => check(part, reading));
        formula.conditions.forEach(checkCondition);
    }
  };

  const { search } = rule;
  if (search.mode === 'search') check(search.formula, mode);
  else {
    if (mode !== 'code') tell(rule.line, '`mode: taint` needs JavaScript or TypeScript.');
    for (const place of [...search.sources, ...search.sinks, ...search.sanitizers, ...search.propagators])
      check(place.formula, 'code');
  }
  if (rule.fixRegex) checkRegex(rule.fixRegex.regex, rule.line);
  return faults.length > 0 ? faults : { rule, patterns, need: needOf(rule, patterns) };
}

/** How the patterns of a rule are read. */
export type TextMode = 'code' | 'regex' | 'generic' | 'none';

export function textModeOf(rule: CustomRule): TextMode {
  if (rule.languages.includes('generic')) return 'generic';
  return rule.languages.includes('regex') ? 'regex' : 'none';
}

function nestedMode(language: string): TextMode {
  if (language === 'generic' || language === 'regex') return language;
  return language === 'javascript' || language === 'typescript' ? 'code' : 'generic';
}

export function regexOf(source: string, { regexes }: Pick<Compiler, 'regexes'>): LinearRegex | Error {
  let regex = regexes.get(source);
  if (regex === undefined) {
    try {
      regex = compileRegex(source);
    } catch (error) {
      regex = error instanceof Error ? error : new Error(String(error));
    }
    regexes.set(source, regex);
  }
  return regex;
}

function shorten(text: string): string {
  const folded = text.replace(/\s+/g, ' ').trim();
  return folded.length > 80 ? `${folded.slice(0, 80)}…` : folded;
}
