import type { CustomRule } from '../../model/custom-rule.js';
import { loadParser, type GrammarName } from '../syntax/parser.js';
import { serve } from '../syntax/worker.js';
import { compileRules, inspect, type CustomInspection, type Parsers, type RuleSet } from './inspect.js';
import type { RuleFault } from './engine/compile.js';

/** Rules to run on a file; without a file what is wrong with them. */
export interface CustomTask {
  /** Tells sets of rules apart; the worker asks for those that it does not know. */
  readonly rules: string;
  readonly path: string;
  readonly text: string | undefined;
  readonly only?: readonly string[];
  readonly isTest?: boolean;
  /** Says before each rule that it begins, by asking for it: one that has to be ended with its worker is the last that began. */
  readonly isTold?: boolean;
}

export interface CustomAnswer extends CustomInspection {
  readonly faults: readonly RuleFault[];
  /** Seconds that it took. */
  readonly seconds: number;
}

serve<CustomTask, CustomAnswer>(async (task, read) => {
  const parsers = await loadParsers();
  const set = setOf(task.rules, parsers, () => JSON.parse(read(task.rules) ?? '[]') as CustomRule[]);
  if (task.text === undefined) return { detections: [], stopped: [], faults: set.faults, seconds: 0 };
  const begun = performance.now();
  const found = inspect(set, { path: task.path, text: task.text }, parsers, {
    ...(task.only && { only: new Set(task.only) }),
    ...(task.isTest && { isTest: true }),
    ...(task.isTold && { onRule: (ruleId: string) => void read(`${task.rules}:${ruleId}`) }),
  });
  return { ...found, faults: [], seconds: (performance.now() - begun) / 1000 };
});

let parsers: Promise<Parsers> | undefined;

function loadParsers(): Promise<Parsers> {
  const names: readonly GrammarName[] = ['typescript', 'tsx', 'javascript'];
  parsers ??= Promise.all(names.map(async (name) => [name, await loadParser(name)] as const)).then(
    (all) => new Map(all),
  );
  return parsers;
}

const sets = new Map<string, RuleSet>();
/** Those of the reviews that run, and of the one before. */
const maxSets = 4;

function setOf(key: string, loaded: Parsers, load: () => readonly CustomRule[]): RuleSet {
  let set = sets.get(key);
  if (!set) {
    set = compileRules(load(), loaded);
    sets.set(key, set);
    for (const oldest of sets.keys()) if (sets.size > maxSets) sets.delete(oldest);
  }
  return set;
}
