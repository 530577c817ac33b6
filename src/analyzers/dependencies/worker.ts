import type { Context, FileText } from '../../model/analyzer.js';
import type { Side } from '../../model/change.js';
import type { Detection } from '../../model/finding.js';
import type { PackageUse, WantedPackage } from '../../model/package-use.js';
import type { Problem } from '../../model/problem.js';
import { listing } from '../syntax/side.js';
import { serve, type ReadFileLater } from '../syntax/worker.js';
import { compareSides } from './comparison.js';
import { inspectComparison } from './inspect.js';
import { type AdvisoryAnswer, type AdvisoryQuestion, questionOf } from './known-flaws.js';

/**
 * A lockfile to look at. Its text, and what is around it on both sides, is asked for as `here PATH` and `there PATH`; what code
 * does with packages as `uses` and a `UsesQuestion` in JSON.
 */
export interface LockfileTask extends Pick<Context, 'dependencies' | 'today'> {
  readonly path: string;
  readonly side: Side;
  readonly view: number;
  readonly other?: { readonly path: string; readonly view: number };
  /**
   * What the advisories say of its packages; `ask` where they are to be asked, which the worker cannot, and undefined
   * where there are none.
   */
  readonly answer: AdvisoryAnswer | 'ask' | undefined;
}

export interface UsesQuestion {
  readonly file: FileText;
  readonly packages: readonly WantedPackage[];
}

/** What was found, or what has to be asked first. */
export type LockfileInspection =
  | {
      readonly detections: readonly Detection[];
      readonly problems: readonly Problem[];
      /** The file was understood. */
      readonly isRead: boolean;
    }
  | { readonly question: AdvisoryQuestion };

serve<LockfileTask, LockfileInspection>(async (task, _read, read) => {
  const problems: Problem[] = [];
  const { here, there } = viewsOf(task, read);
  const context: Context = {
    ...here,
    report: (problem) => problems.push(problem),
    ...(there && task.other && { other: { path: task.other.path, ...there } }),
    ...(task.dependencies && { dependencies: task.dependencies }),
    ...(task.today !== undefined && { today: task.today }),
    uses: async (file, packages) => {
      const answer = await read(`uses ${JSON.stringify({ file, packages } satisfies UsesQuestion)}`);
      return answer === undefined ? undefined : (JSON.parse(answer) as readonly PackageUse[]);
    },
  };
  const comparison = await compareSides(task.path, task.side, context);
  if (!comparison) return { detections: [], problems, isRead: false };
  if (task.answer === 'ask' && questionOf(comparison).packages.length > 0)
    return { question: questionOf(comparison) };
  const answer = task.answer === 'ask' ? undefined : task.answer;
  return { detections: await inspectComparison(comparison, answer, context), problems, isRead: true };
});

type View = Pick<Context, 'read' | 'list'>;

/** One side, for one lockfile on it. What was parsed hangs on `list`: a file is looked at up to four times in a row, among others of its review. */
interface KeptView extends View {
  /** Answers of the task that runs. */
  ask: ReadFileLater;
  /** Characters of what was read. */
  size: number;
}

const kept = new Map<string, KeptView>();
/** Characters, of which the parsed form takes some times as many bytes. */
const maxKept = 16_000_000;

function viewsOf(
  { path, view, other }: LockfileTask,
  read: ReadFileLater,
): { readonly here: View; readonly there: View | undefined } {
  const views = {
    here: viewOf(path, view, (asked) => read(`here ${asked}`)),
    there: other && viewOf(other.path, other.view, (asked) => read(`there ${asked}`)),
  };
  let total = 0;
  for (const [key, found] of [...kept].reverse()) {
    total += found.size;
    if (total > maxKept && found !== views.here && found !== views.there) kept.delete(key);
  }
  return views;
}

function viewOf(path: string, view: number, ask: ReadFileLater): View {
  const key = `${view} ${path}`;
  const found = kept.get(key) ?? createView(view, ask);
  found.ask = ask;
  kept.delete(key);
  kept.set(key, found);
  return found;
}

function createView(view: number, ask: ReadFileLater): KeptView {
  const self: KeptView = {
    ask,
    size: 0,
    read: async (path) => {
      const text = await self.ask(path);
      self.size += text?.length ?? 0;
      return text;
    },
    list: () => listOf(view, self.ask),
  };
  return self;
}

const paths = new Map<number, Promise<readonly string[]>>();
/** The two sides of a review, and those of another one at the same time. */
const maxPaths = 4;

function listOf(view: number, ask: ReadFileLater): Promise<readonly string[]> {
  let all = paths.get(view);
  if (!all) {
    paths.set(view, (all = ask(listing).then((text) => text?.split(listing) ?? [])));
    for (const oldest of paths.keys()) if (paths.size > maxPaths) paths.delete(oldest);
  }
  return all;
}
