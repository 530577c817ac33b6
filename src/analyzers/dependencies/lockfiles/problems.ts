import { LockfileError, type LockfileProblem } from '../package.js';

/** What was not understood of a file, up to a number that a reader can still take in. */
export interface Problems {
  readonly list: LockfileProblem[];
  /** What packages may be missing for. */
  incomplete(line: number | undefined, message: string): void;
  /** What cannot hide a package that is installed. */
  notice(line: number | undefined, message: string): void;
}

/** Of each kind. */
const mostProblems = 20;

/** An empty list of problems. */
export function createProblems(): Problems {
  const list: LockfileProblem[] = [];
  const add = (problem: LockfileProblem): void => {
    const count = list.filter(({ kind }) => kind === problem.kind).length;
    if (count < mostProblems) list.push(problem);
    else if (count === mostProblems)
      list.push({ kind: problem.kind, message: 'There are more places like these, which are not listed.' });
  };
  return {
    list,
    incomplete: (line, message) => add({ kind: 'incomplete', message, ...(line !== undefined && { line }) }),
    notice: (line, message) => add({ kind: 'notice', message, ...(line !== undefined && { line }) }),
  };
}

/** For a lockfile whose format is of a version that nobody has looked at. */
export function unknownVersion(version: unknown): LockfileError {
  const shown = typeof version === 'string' || typeof version === 'number' ? String(version) : 'none';
  return new LockfileError(
    `The lockfile is of version ${shown === '' ? 'none' : shown.slice(0, 40)}, which is not known; its packages were not read.`,
  );
}
