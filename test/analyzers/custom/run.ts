import { compileRules, inspect, type Parsers } from '../../../src/analyzers/custom/inspect.js';
import { loadParser } from '../../../src/analyzers/syntax/parser.js';
import { parseRuleFile } from '../../../src/config/rules/rule-file.js';

/** What one rule does with a text: the lines of its findings, their messages, and what went wrong. */
export interface Outcome {
  readonly lines: readonly number[];
  readonly messages: readonly string[];
  readonly problems: readonly string[];
}

/** Runs a rule, of which only the search is given, on a text. */
export async function runRule(
  search: string,
  text: string,
  path = 'a.ts',
  languages = '[ts, js]',
): Promise<Outcome> {
  const file = `rules:\n- id: test-rule\n  message: found $X\n  severity: ERROR\n  languages: ${languages}\n${search
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n`;
  const { rules, problems } = parseRuleFile(file, 'rules.yml');
  const parsers = await loadAll();
  const set = compileRules(rules, parsers);
  const { detections, stopped } = inspect(set, { path, text }, parsers);
  return {
    lines: [...new Set(detections.map(({ range }) => range.startLine))].sort((a, b) => a - b),
    messages: detections.map(({ message }) => message),
    problems: [...problems, ...set.faults, ...stopped].map(({ message }) => message),
  };
}

export async function loadAll(): Promise<Parsers> {
  const names = ['typescript', 'tsx', 'javascript'] as const;
  return new Map(await Promise.all(names.map(async (name) => [name, await loadParser(name)] as const)));
}

/** The lines that end with `// hit`, from 1. */
export function markedLines(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.endsWith('// hit') ? [index + 1] : []));
}
