import type { Analyzer } from '../../model/analyzer.js';
import type { OfferedRule } from '../../model/custom-rule.js';
import type { Detection } from '../../model/finding.js';
import type { Problem } from '../../model/problem.js';
import { isLimit, type PoolLimits } from '../syntax/pool.js';
import { describeRule } from './describe-rule.js';
import type { RuleFault } from './engine/compile.js';
import { createRuleRunner, type RuleRunner } from './rule-runner.js';
import { languagesOf } from './target.js';

/** What the workers of custom rules may take, and where they run. */
export type CustomLimits = Partial<PoolLimits>;

/** Longer files are generated or bundled; characters. */
const maxLength = 2_000_000;

/** An analyzer for rules of a repository's own, and what is wrong with those that it leaves out. */
export interface OpenedRules {
  readonly analyzer: Analyzer;
  readonly problems: readonly Problem[];
}

/**
 * Reads the patterns of rules and makes the analyzer that runs them, in workers that can be ended. Where they are not all the
 * rules that there should be, what is not found in a file is not taken to be gone from it.
 */
export async function openCustomRules(
  offered: readonly OfferedRule[],
  areWhole: boolean,
  limits: CustomLimits = {},
): Promise<OpenedRules> {
  const runner = createRuleRunner(
    offered.map(({ rule }) => rule),
    limits,
  );
  const { faults, problem } = offered.length > 0 ? await check(runner) : { faults: [] };
  const faulty = new Set(faults.map(({ ruleId }) => ruleId));
  const running = problem ? [] : offered.filter(({ rule }) => !faulty.has(rule.id));
  const leftOut = offered.filter((one) => !running.includes(one));
  const forPath = (path: string, among: readonly OfferedRule[] = running): OfferedRule[] => {
    const languages = languagesOf(path);
    return among.filter(
      ({ rule, covers }) => rule.languages.some((language) => languages.includes(language)) && covers(path),
    );
  };
  return {
    problems: [
      ...(problem ? [problem] : []),
      ...faults.map(({ ruleId, path, line, message }) => ({
        kind: 'configuration' as const,
        path,
        line,
        message: `Rule \`${ruleId}\` is left out: ${message}`,
      })),
    ],
    analyzer: {
      name: 'custom',
      rules: running.map(({ rule }) => describeRule(rule)),
      wants: (path) => forPath(path).length > 0,
      leavesOut: (path) => !areWhole || forPath(path, leftOut).length > 0,
      readsAnyText: true,
      async analyze({ path, text }, _side, context): Promise<readonly Detection[]> {
        if (text.length > maxLength) {
          const message = `Custom rules do not look at it: it is longer than ${maxLength} characters.`;
          context.report({ kind: 'incomplete', path, message });
          return [];
        }
        try {
          const only = forPath(path).map(({ rule }) => rule.id);
          const { detections, stopped, unparsedLine } = await runner.run({ path, text, only });
          if (unparsedLine !== undefined)
            context.report({
              kind: 'notice',
              path,
              line: unparsedLine,
              message: 'A part of the file could not be parsed; custom rules may miss what stands there.',
            });
          for (const { ruleId, message } of stopped)
            context.report({
              kind: 'incomplete',
              path,
              message: `The rule \`${ruleId}\` was stopped: ${message}`,
            });
          return detections;
        } catch (error) {
          if (!isLimit(error) && !isDepthError(error)) throw error;
          context.report({
            kind: 'incomplete',
            path,
            message: `Custom rules could not be run: ${error.message}`,
          });
          return [];
        }
      },
      close: () => runner.close(),
    },
  };
}

/** Rules that take too long to read, or fail to be, are all left out, and the review goes on without them. */
async function check(
  runner: RuleRunner,
): Promise<{ readonly faults: readonly RuleFault[]; readonly problem?: Problem }> {
  try {
    return { faults: await runner.check() };
  } catch (error) {
    const message = `Custom rules could not be read: ${error instanceof Error ? error.message : String(error)}`;
    return { faults: [], problem: { kind: 'incomplete', message } };
  }
}

function isDepthError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'DepthError';
}
