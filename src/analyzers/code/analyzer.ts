import { availableParallelism } from 'node:os';
import { posix } from 'node:path';
import type { Analyzer, Context } from '../../model/analyzer.js';
import type { DataModels } from '../../model/data-models.js';
import { suppressionKeyword } from '../../model/decision.js';
import { compiledModule, createPool, isLimit, type PoolLimits } from '../syntax/pool.js';
import { readOf, viewId } from '../syntax/side.js';
import { lookingWith } from './code-models.js';
import type { Relevance } from './prefilter/prefilter.js';
import type { FileInspection } from './inspect.js';
import { formatOf, grammarOf, isForeign } from './language.js';
import { mayOpenWays } from './entry-points.js';
import { createFindManifests, type NearestManifest } from './manifests.js';
import { createIsOffered } from './offered.js';
import { codeRules } from './rules/index.js';
import { standsBeside } from './surroundings.js';
import type { CodeTask } from './worker.js';

/** Longer files are generated or bundled; characters. */
const maxLength = 2_000_000;
/** Lines of this mean length come from a minifier. */
const minifiedLine = 1000;

/** Templates are few, and their own tags count too. */
const templateRelevance: Relevance = {
  follows: false,
  offers: false,
  checked: true,
  passes: false,
  asked: false,
};

/** A worker is asked for something else than findings. */
const asksNothing = { follows: false, offers: false, checked: false, passes: false, asked: false };

/** A worker is asked what a package offers, and nothing else. */
const asksOffered = { ...asksNothing, lists: true };

/** Follows data through TypeScript and JavaScript, in workers that cannot take the process down. */
export function createCodeAnalyzer(limits: Partial<PoolLimits> = {}): Analyzer {
  const pool = createPool<CodeTask, FileInspection>({
    url: compiledModule('./worker.js', import.meta.url),
    size: Math.min(4, availableParallelism()),
    timeLimit: 10_000,
    patience: 60_000,
    shortTimeLimit: 1_000,
    ...limits,
  });
  const isOffered = createIsOffered();
  const findManifests = createFindManifests();
  return {
    name: 'code',
    rules: codeRules,
    wants: (path) => grammarOf(path) !== undefined || formatOf(path) !== undefined,
    async analyze({ path, text }, _side, context) {
      if (isForeign(path, text)) return [];
      const nearest = await findManifests(context);
      if (isUnseen(path, text, nearest, context)) return [];
      const { models: stated } = context;
      const said = stated && saidBy(stated);
      const relevance = lookingWith(said).prefilter(text, path) ?? (formatOf(path) && templateRelevance);
      if (!relevance) return [];
      const skipped = reasonToSkip(path, text);
      if (skipped) {
        context.report({ kind: skipped.kind, path, message: skipped.message });
        return [];
      }
      const passing = isPassing(relevance);
      const readNow = (asked: string): Promise<string | undefined> => readOf(context, asked);
      const view = viewId(context);
      const askOffered = async (manifest: string): Promise<readonly string[]> =>
        (await pool.run({ path: manifest, text: undefined, view, ...asksOffered }, readNow)).offered ?? [];
      try {
        if (passing && !(await isOffered(path, context, nearest, askOffered))) return [];
        const { detections, problems } = await pool.run(
          { path, text: passing ? undefined : text, view, ...relevance, ...(said !== undefined && { said }) },
          readNow,
        );
        for (const problem of problems) context.report(problem);
        return detections;
      } catch (error) {
        if (!isLimit(error) && !isDepthError(error)) throw error;
        context.report({
          kind: 'incomplete',
          path,
          message: `The code could not be analyzed: ${error.message}`,
        });
        return [];
      }
    },
    async entryPoints({ path, text }, context) {
      if (grammarOf(path) === undefined || isForeign(path, text) || !mayOpenWays(text, path)) return [];
      if (reasonToSkip(path, text)) return [];
      const readNow = (asked: string): Promise<string | undefined> => readOf(context, asked);
      try {
        const task = { path, text, view: viewId(context), ...asksNothing, ways: true };
        return (await pool.run(task, readNow)).ways ?? [];
      } catch (error) {
        // What cannot be parsed in time is told of by the review.
        if (!isLimit(error) && !isDepthError(error)) throw error;
        return [];
      }
    },
    async uses({ path, text }, wanted, context) {
      if (isForeign(path, text)) return [];
      if (reasonToSkip(path, text)) return undefined;
      const readNow = (asked: string): Promise<string | undefined> => readOf(context, asked);
      try {
        const task = { path, text, view: viewId(context), ...asksNothing, wanted };
        return (await pool.run(task, readNow)).uses;
      } catch (error) {
        if (!isLimit(error) && !isDepthError(error)) throw error;
        return undefined;
      }
    },
    close: () => pool.close(),
  };
}

const saidOf = new WeakMap<DataModels, string>();

/** What a configuration says, as one text, so that workers can tell whether they know it. */
function saidBy(models: DataModels): string {
  const { sources, sinks, sanitizers } = models;
  const said = saidOf.get(models) ?? JSON.stringify({ sources, sinks, sanitizers });
  saidOf.set(models, said);
  return said;
}

/**
 * In tests and examples all findings are of low confidence: where that is not shown, there is nothing to look for. A file
 * with suppressions is looked at all the same, so that one which covers a finding is not called useless.
 */
function isUnseen(path: string, text: string, nearest: NearestManifest, { least = 'low' }: Context): boolean {
  if (least === 'low' || text.includes(suppressionKeyword)) return false;
  return standsBeside(path, (folder) => nearest(posix.join(folder, 'package.json')) !== undefined);
}

/** Most files that only use others and give something to others are offered by no package, and not looked at. */
function isPassing({ follows, offers, checked }: Relevance): boolean {
  return !follows && !offers && !checked;
}

function isDepthError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'DepthError';
}

/** Names that say that a build or another project made the file. */
const builtName = /[.-]min\.[cm]?js$|(?:^|\/)\.yarn\/(?:releases|plugins)\//;

/** Calls of numbered modules, as bundlers write them. */
const bundled = /\b__(?:nccwpck|webpack)_require__\(\d+\)/;

function reasonToSkip(
  path: string,
  text: string,
): { kind: 'incomplete' | 'notice'; message: string } | undefined {
  if (builtName.test(path))
    return { kind: 'notice', message: 'The file is built, as its name says; its code was not analyzed.' };
  if (text.length > 20_000 && bundled.test(text))
    return { kind: 'notice', message: 'The file is a bundle, as its text says; its code was not analyzed.' };
  if (text.length > maxLength)
    return {
      kind: 'incomplete',
      message: `The file is longer than ${maxLength / 1_000_000} million characters; its code was not analyzed.`,
    };
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  if (text.length / lines > minifiedLine && text.length > 20_000)
    return { kind: 'incomplete', message: 'The file is minified; its code was not analyzed.' };
  return undefined;
}
