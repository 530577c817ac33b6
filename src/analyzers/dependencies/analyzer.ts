import { availableParallelism } from 'node:os';
import type { Analyzer, Context, FileText } from '../../model/analyzer.js';
import type { Side } from '../../model/change.js';
import { compiledModule, createPool, isLimit, type Pool, type PoolLimits } from '../syntax/pool.js';
import { readOf, viewId } from '../syntax/side.js';
import { type AdvisorySources, askSources } from './ask.js';
import type { AdvisoryAnswer } from './known-flaws.js';
import { formatOf } from './lockfiles/read.js';
import { dependencyRules } from './rules/index.js';
import type { LockfileInspection, LockfileTask, UsesQuestion } from './worker.js';

/** Without advisories the report says that known vulnerabilities were not looked for. */
export interface DependenciesOptions extends AdvisorySources {
  readonly limits?: Partial<PoolLimits>;
}

export interface DependenciesAnalyzer extends Analyzer {
  /** The same, with the same workers, that asks another source besides. It need not be closed. */
  advisedBy(enrichment: AdvisorySources['enrichment']): Analyzer;
}

type Workers = Pool<LockfileTask, LockfileInspection>;

/** A lockfile of 22 MB takes half a second a side. */
const defaultLimits: PoolLimits = { timeLimit: 15_000, patience: 45_000, shortTimeLimit: 2_000 };

/**
 * Reads lockfiles on both sides, and tells what the packages that the change brings in are known for or look like.
 * Workers parse and judge; what advisories say is asked out here, where the network and the App's token are.
 */
export function createDependenciesAnalyzer(options: DependenciesOptions): DependenciesAnalyzer {
  const pool: Workers = createPool({
    url: compiledModule('./worker.js', import.meta.url),
    // On one processor a second worker would only cost its start.
    size: Math.min(2, availableParallelism()),
    ...defaultLimits,
    ...options.limits,
  });
  const advisedBy = (sources: AdvisorySources): Analyzer => ({
    name: 'dependencies',
    rules: dependencyRules,
    wants: (path) => formatOf(path) !== undefined,
    analyze: createAnalyze(pool, sources),
    close: () => pool.close(),
  });
  const { advisories, enrichment, indexes } = options;
  const own = { ...(advisories && { advisories }), ...(indexes && { indexes }) };
  return {
    ...advisedBy({ ...own, ...(enrichment && { enrichment }) }),
    advisedBy: (besides) => advisedBy({ ...own, ...(besides && { enrichment: besides }) }),
  };
}

function createAnalyze(pool: Workers, sources: AdvisorySources): Analyzer['analyze'] {
  const isAdvised = [sources.advisories, sources.enrichment, sources.indexes].some(
    (one) => one !== undefined,
  );
  const slotOf = createSlots();
  return async (file, side, context) => {
    const run = (answer: LockfileTask['answer']): Promise<LockfileInspection> =>
      pool.run(
        taskOf(file.path, side, context, answer),
        (asked) => answerWorker(asked, file, context),
        file.path,
      );
    const slot = slotOf(file.path, side, context);
    try {
      let found = await run(isAdvised ? ((await slot.answer) ?? 'ask') : undefined);
      if ('question' in found) found = await run(await (slot.answer ??= askSources(found.question, sources)));
      if ('question' in found) throw new Error('The worker asks what it was answered.');
      for (const problem of found.problems) context.report(problem);
      if (found.isRead) tellUnadvised(sources, context);
      return found.detections;
    } catch (error) {
      if (!isLimit(error)) throw error;
      const message = `The dependencies could not be read: ${error.message}`;
      context.report({ kind: 'incomplete', path: file.path, message });
      return [];
    }
  };
}

function tellUnadvised({ advisories, enrichment }: AdvisorySources, context: Context): void {
  if (advisories) return;
  const besides = enrichment ? ' other than in the advisories of GitHub' : '';
  const message = `No advisories are configured, so that dependencies were not checked for known vulnerabilities${besides}.`;
  context.report({ kind: 'notice', message });
}

function taskOf(path: string, side: Side, context: Context, answer: LockfileTask['answer']): LockfileTask {
  const { other, dependencies, today } = context;
  return {
    path,
    side,
    view: viewId(context),
    ...(other && { other: { path: other.path, view: viewId(other) } }),
    ...(dependencies && { dependencies }),
    ...(today !== undefined && { today }),
    answer,
  };
}

async function answerWorker(
  asked: string,
  { path, text }: FileText,
  context: Context,
): Promise<string | undefined> {
  const [which = ''] = asked.split(' ', 1);
  const wanted = asked.slice(which.length + 1);
  if (which === 'uses') {
    const { file, packages } = JSON.parse(wanted) as UsesQuestion;
    const uses = await context.uses?.(file, packages);
    return uses && JSON.stringify(uses);
  }
  if (which === 'here') return wanted === path ? text : readOf(context, wanted);
  return context.other && readOf(context.other, wanted);
}

interface Slot {
  answer: Promise<AdvisoryAnswer> | undefined;
}

/** What was answered of a lockfile, for the other look at it; in one review `list` is the same function for all files of a side. */
function createSlots(): (path: string, side: Side, context: Context) => Slot {
  const slots = new WeakMap<Context['list'], Map<string, Slot>>();
  return (path, side, context) => {
    const head = side === 'base' && context.other ? context.other : { path, list: context.list };
    let ofSide = slots.get(head.list);
    if (!ofSide) slots.set(head.list, (ofSide = new Map<string, Slot>()));
    let slot = ofSide.get(head.path);
    if (!slot) ofSide.set(head.path, (slot = { answer: undefined }));
    return slot;
  };
}
