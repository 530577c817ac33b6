import type { Context, FileText } from '../../model/analyzer.js';
import type { Side } from '../../model/change.js';
import { compiledModule, createPool, isLimit, type PoolLimits } from '../syntax/pool.js';
import { listing, readOf, viewId } from '../syntax/side.js';
import { maxText, type Syntaxes } from './formats/parsers.js';
import { folderOf } from './formats/paths.js';
import { isTerraform } from './formats/terraform-files.js';
import type { JudgedFile, JudgeTask } from './judge.js';

/** A file to judge, or a text to see whether it can be parsed. */
export type WorkerTask = { readonly syntax: keyof Syntaxes; readonly text: string } | JudgeTask;

export type WorkerResult = JudgedFile | undefined;

/** What a file may ask about its side. */
type View = Pick<Context, 'read' | 'list'>;

/** Workers that are ended when they take too long. */
export interface Workers {
  /** Judges a file, with those that complete it. Throws what `isLimit` tells where that takes more than it may. */
  judge(file: FileText, side: Side, view: View, asked?: Pick<JudgeTask, 'ways'>): Promise<JudgedFile>;
  close(): Promise<void>;
}

/** Of one file. Those that bring a worker down are known to the next file of the side. */
const mostAttempts = 8;

export function createWorkers(limits: Partial<PoolLimits> = {}): Workers {
  const pool = createPool<WorkerTask, WorkerResult>({
    url: compiledModule('./worker.js', import.meta.url),
    size: 2,
    // The first file of a folder has all of its files parsed.
    timeLimit: 10_000,
    patience: 20_000,
    shortTimeLimit: 500,
    ...limits,
  });
  /** Of each side, the files that bring a worker down by themselves. */
  const hostile = new WeakMap<View['list'], Set<string>>();

  /** Of files that brought a worker down together, those that do it alone. */
  const findHostile = async (paths: Iterable<string>, view: View): Promise<string[]> => {
    const found: string[] = [];
    for (const path of paths) {
      const text = await view.read(path);
      if (text === undefined || text.length > maxText) continue;
      try {
        await pool.run({ syntax: isTerraform(path) ? 'terraform' : 'yaml', text });
      } catch (error) {
        if (!isLimit(error)) throw error;
        found.push(path);
      }
    }
    return found;
  };

  return {
    async judge(file, side, view, asked) {
      const known = hostile.get(view.list) ?? new Set<string>();
      hostile.set(view.list, known);
      const readFor = new Set<string>();
      const checked = new Set<string>();
      const read = (path: string): Promise<string | undefined> => {
        if (path !== listing && path !== file.path) readFor.add(path);
        return readOf(view, path);
      };
      const attempt = async (): Promise<JudgedFile> => {
        const without = [...known].filter((path) => path !== file.path);
        const task = { path: file.path, text: file.text, side, view: viewId(view), without, ...asked };
        return (await pool.run(task, read, folderOf(file.path))) as JudgedFile;
      };
      // A worker that goes down at one file has not come to the next ones.
      for (let attempts = 1; ; attempts++)
        try {
          return await attempt();
        } catch (error) {
          if (!isLimit(error) || attempts === mostAttempts) throw error;
          const unchecked = [...readFor].filter((path) => !known.has(path) && !checked.has(path));
          const fresh = await findHostile(unchecked, view);
          if (fresh.length === 0) throw error;
          for (const path of unchecked) checked.add(path);
          for (const path of fresh) known.add(path);
        }
    },
    close: () => pool.close(),
  };
}
