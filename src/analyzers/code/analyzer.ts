import { availableParallelism } from 'node:os';
import type { Analyzer, Context } from '../../model/analyzer.js';
import { compiledModule, createPool, TimeLimitError, WorkerLostError } from '../syntax/pool.js';
import { codePrefilter } from './code-models.js';
import type { Relevance } from './prefilter/prefilter.js';
import type { FileInspection } from './inspect.js';
import { listing } from './listing.js';
import { formatOf, grammarOf, isForeign } from './language.js';
import { createIsOffered } from './offered.js';
import { codeRules } from './rules/index.js';
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

/** A worker is asked what a package offers, and nothing else. */
const asksOffered = {
  follows: false,
  offers: false,
  checked: false,
  passes: false,
  asked: false,
  lists: true,
};

/** Follows data through TypeScript and JavaScript, in workers that cannot take the process down. */
export function createCodeAnalyzer(): Analyzer {
  const pool = createPool<CodeTask, FileInspection>({
    url: compiledModule('./worker.js', import.meta.url),
    size: Math.min(4, availableParallelism()),
    timeLimit: 10_000,
    patience: 60_000,
    shortTimeLimit: 1_000,
  });
  const isOffered = createIsOffered();
  return {
    name: 'code',
    rules: codeRules,
    wants: (path) => grammarOf(path) !== undefined || formatOf(path) !== undefined,
    async analyze({ path, text }, _side, context) {
      if (isForeign(path, text)) return [];
      const relevance = codePrefilter(text, path) ?? (formatOf(path) && templateRelevance);
      if (!relevance) return [];
      const skipped = reasonToSkip(path, text);
      if (skipped) {
        context.report({ kind: skipped.kind, path, message: skipped.message });
        return [];
      }
      const passing = isPassing(relevance);
      const readNow = async (asked: string): Promise<string | undefined> =>
        asked === listing ? (await context.list()).join(listing) : context.read(asked);
      const view = viewId(context);
      const askOffered = async (manifest: string): Promise<readonly string[]> =>
        (await pool.run({ path: manifest, text: undefined, view, ...asksOffered }, readNow)).offered ?? [];
      try {
        if (passing && !(await isOffered(path, context, askOffered))) return [];
        const { detections, problems } = await pool.run(
          { path, text: passing ? undefined : text, view, ...relevance },
          readNow,
        );
        for (const problem of problems) context.report(problem);
        return detections;
      } catch (error) {
        if (!(error instanceof TimeLimitError || error instanceof WorkerLostError || isDepthError(error)))
          throw error;
        context.report({
          kind: 'incomplete',
          path,
          message: `The code could not be analyzed: ${error.message}`,
        });
        return [];
      }
    },
    close: () => pool.close(),
  };
}

/** Most files that only use others and give something to others are offered by no package, and not looked at. */
function isPassing({ follows, offers, checked }: Relevance): boolean {
  return !follows && !offers && !checked;
}

const viewIds = new WeakMap<Context['list'], number>();
let nextView = 0;

function viewId({ list }: Context): number {
  const id = viewIds.get(list) ?? nextView++;
  viewIds.set(list, id);
  return id;
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
