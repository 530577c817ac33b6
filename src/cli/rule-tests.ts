import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { createRuleRunner } from '../analyzers/custom/rule-runner.js';
import { parseRuleFile } from '../config/rules/rule-file.js';
import type { CustomRule } from '../model/custom-rule.js';
import { kindOf } from './output.js';
import { isAnnotated, readAnnotations } from './annotations.js';

/** A place in a test file. */
export interface Place {
  /** From the folder that is tested, with slashes. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** How a rule did on its annotated test files. */
export interface RuleTestResult {
  readonly id: string;
  /** The file of the rule. */
  readonly path: string;
  /** `unsupported` and `error` rules did not run, for the reason. */
  readonly status: 'run' | 'unsupported' | 'error';
  readonly reason?: string;
  /** Of the reason, or of the rule; from 1. */
  readonly line?: number;
  readonly actual: readonly Place[];
  /** Where a finding was expected and there is none. */
  readonly missing: readonly Place[];
  /** Where there is one that was not expected. */
  readonly unexpected: readonly Place[];
  readonly files: readonly string[];
  readonly seconds: number;
}

/** Runs the rules of a file or folder on the annotated files that stand beside them under the same name. */
export async function testRules(path: string): Promise<RuleTestResult[]> {
  const isFile = (await kindOf(path)) === 'file';
  const root = isFile ? dirname(path) : path;
  const names = await listFiles(root);
  const ruleFiles = isFile ? [basename(path)] : names.filter(isRuleFile);
  const results: RuleTestResult[] = [];
  for (const name of ruleFiles) {
    const text = await readFile(join(root, name), 'utf8');
    if (!isFile && !/^\s*(?:- )?rules\s*:/m.test(text)) continue;
    const { rules, problems } = parseRuleFile(text, name);
    const targets = await targetsOf(root, name, names, rules);
    for (const { ruleId, message, line } of problems)
      results.push({
        ...nothing,
        id: ruleId ?? name,
        path: name,
        status: /not supported/.test(message) ? 'unsupported' : 'error',
        reason: message,
        ...(line !== undefined && { line }),
        files: targets,
      });
    results.push(...(await runTests(root, rules, targets)));
  }
  return results;
}

const nothing = { actual: [], missing: [], unexpected: [], seconds: 0 } as const;

async function runTests(
  root: string,
  rules: readonly CustomRule[],
  targets: readonly string[],
): Promise<RuleTestResult[]> {
  if (rules.length === 0) return [];
  const runner = createRuleRunner(rules);
  try {
    const faults = await runner.check();
    const texts = await Promise.all(
      targets.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
    );
    const results: RuleTestResult[] = [];
    for (const rule of rules) {
      const fault = faults.find(({ ruleId }) => ruleId === rule.id);
      results.push(
        fault
          ? {
              ...nothing,
              id: rule.id,
              path: rule.path,
              status: /not supported/.test(fault.message) ? 'unsupported' : 'error',
              reason: fault.message,
              line: fault.line,
              files: targets,
            }
          : await runTest(rule, texts, runner),
      );
    }
    return results;
  } finally {
    await runner.close();
  }
}

async function runTest(
  rule: CustomRule,
  files: readonly { readonly path: string; readonly text: string }[],
  runner: ReturnType<typeof createRuleRunner>,
): Promise<RuleTestResult> {
  const actual: Place[] = [];
  const missing: Place[] = [];
  const unexpected: Place[] = [];
  let seconds = 0;
  for (const { path, text } of files) {
    const answer = await runner
      .run({ path, text, only: [rule.id], isTest: true })
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    const stopped = answer instanceof Error ? answer.message : answer.stopped[0]?.message;
    if (answer instanceof Error || stopped !== undefined)
      return {
        ...nothing,
        id: rule.id,
        path: rule.path,
        line: rule.line,
        status: 'error',
        reason: stopped ?? '',
        files: files.map((file) => file.path),
      };
    seconds += answer.seconds;
    const lines = [...new Set(answer.detections.map(({ range }) => range.startLine))].sort((a, b) => a - b);
    const { expected, undecided } = readAnnotations(text, rule.id);
    const at = (line: number): Place => ({ path, line });
    actual.push(...lines.map(at));
    missing.push(...[...expected].filter((line) => !lines.includes(line)).map(at));
    unexpected.push(...lines.filter((line) => !expected.has(line) && !undecided.has(line)).map(at));
  }
  return {
    id: rule.id,
    path: rule.path,
    line: rule.line,
    status: 'run',
    actual,
    missing,
    unexpected,
    files: files.map((file) => file.path),
    seconds,
  };
}

async function listFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => !/(?:^|\/)(?:node_modules|\.git)\//.test(name))
    .sort();
}

function isRuleFile(name: string): boolean {
  return /\.ya?ml$/.test(name) && !/\.(?:test|fixed)\.ya?ml$/.test(name);
}

/** The files of a rule file's name with another ending, and others beside it whose comments name one of its rules. */
async function targetsOf(
  root: string,
  ruleFile: string,
  names: readonly string[],
  rules: readonly CustomRule[],
): Promise<string[]> {
  const stem = ruleFile.slice(0, -extname(ruleFile).length);
  const targets: string[] = [];
  for (const name of names) {
    if (isRuleFile(name) || dirname(name) !== dirname(ruleFile) || /\.fixed\./.test(name)) continue;
    if (name.startsWith(`${stem}.`)) targets.push(name);
    else if (codeFile.test(name)) {
      const text = await readFile(join(root, name), 'utf8');
      if (rules.some(({ id }) => isAnnotated(text, id))) targets.push(name);
    }
  }
  return targets;
}

const codeFile = /\.(?:[cm]?[jt]s|[jt]sx|vue|html?|tf|json)$/;
