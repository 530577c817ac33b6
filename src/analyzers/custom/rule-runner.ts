import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { CustomRule } from '../../model/custom-rule.js';
import { compiledModule, createPool, isLimit, type PoolLimits } from '../syntax/pool.js';
import type { RuleFault } from './engine/compile.js';
import type { CustomAnswer, CustomTask } from './worker.js';

/** Runs rules of other people in workers that can be ended. */
export interface RuleRunner {
  /** What is wrong with patterns and expressions; such rules do not run. */
  check(): Promise<readonly RuleFault[]>;
  run(file: RunnerFile): Promise<CustomAnswer>;
  close(): Promise<void>;
}

export interface RunnerFile extends Pick<CustomTask, 'path' | 'only' | 'isTest'> {
  readonly text: string;
}

/** Files on which a rule may take its worker down before it is left out of the others. */
const maxEnded = 2;

export function createRuleRunner(rules: readonly CustomRule[], limits: Partial<PoolLimits> = {}): RuleRunner {
  // No path is called so.
  const key = `\0rules:${randomUUID()}`;
  let written: string | undefined;
  const read = async (asked: string): Promise<string | undefined> =>
    asked === key ? (written ??= JSON.stringify(rules)) : undefined;
  /** How many files a rule had to be ended on together with its worker: no step of it can be counted within one expression. */
  const ended = new Map<string, number>();
  const pool = createPool<CustomTask, CustomAnswer>({
    url: compiledModule('./worker.js', import.meta.url),
    size: Math.min(4, availableParallelism()),
    timeLimit: 10_000,
    patience: 60_000,
    shortTimeLimit: 1_000,
    ...limits,
  });
  return {
    check: async () => (await pool.run({ rules: key, path: '', text: undefined }, read)).faults,
    async run(file) {
      const all = file.only ?? rules.map(({ id }) => id);
      const stopped = all
        .filter((id) => (ended.get(id) ?? 0) >= maxEnded)
        .map((ruleId) => ({ ruleId, message: 'It took too long on other files.' }));
      let only = all.filter((id) => (ended.get(id) ?? 0) < maxEnded);
      const withStopped = (answer: CustomAnswer): CustomAnswer => ({
        ...answer,
        stopped: [...stopped, ...answer.stopped],
      });
      for (let isTold = false; ; isTold = true) {
        let last: string | undefined;
        const listen = (asked: string): Promise<string | undefined> => {
          if (asked.startsWith(`${key}:`)) last = asked.slice(key.length + 1);
          return read(asked);
        };
        try {
          return withStopped(
            await pool.run({ rules: key, ...file, only, ...(isTold && { isTold }) }, listen),
          );
        } catch (error) {
          if (!isLimit(error) || (isTold && last === undefined)) throw error;
          // It may be the file itself that cannot be parsed, before any rule begins.
          if (last === undefined) continue;
          const culprit = last;
          ended.set(culprit, (ended.get(culprit) ?? 0) + 1);
          stopped.push({ ruleId: culprit, message: error.message });
          only = only.filter((id) => id !== culprit);
        }
      }
    },
    close: () => pool.close(),
  };
}
