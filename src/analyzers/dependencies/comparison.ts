import type { Context } from '../../model/analyzer.js';
import type { Side } from '../../model/change.js';
import { packageKey } from './advisories/names.js';
import { readLockfile } from './lockfiles/read.js';
import { type Lockfile, LockfileError, type Package } from './package.js';

/** A lockfile on both sides of a change. */
export interface Comparison {
  /** The side that is looked at. */
  readonly side: Side;
  readonly path: string;
  readonly here: Lockfile;
  readonly head: Lockfile | undefined;
  readonly base: Lockfile | undefined;
}

/** Undefined where the file cannot be understood, which is then reported. Of the other side that is left to its own look. */
export async function compareSides(
  path: string,
  side: Side,
  context: Context,
): Promise<Comparison | undefined> {
  const { other } = context;
  const own = await parseOnce(path, context);
  if (own instanceof LockfileError) {
    context.report({ kind: 'incomplete', path, message: own.message });
    return undefined;
  }
  if (!own) return undefined;
  for (const problem of own.problems) context.report({ ...problem, path });
  const counterpart = other && (await parseOnce(other.path, other));
  const there = counterpart instanceof LockfileError ? undefined : counterpart;
  const [base, head] = side === 'head' ? [there, own] : [own, there];
  return { side, path, here: own, head, base };
}

type Parsed = Lockfile | LockfileError | undefined;
type View = Pick<Context, 'read' | 'list'>;

/** Each side asks for both; `list` tells what is one side of one review. */
const parsedBySide = new WeakMap<View['list'], Map<string, Promise<Parsed>>>();

function parseOnce(path: string, view: View): Promise<Parsed> {
  let parsed = parsedBySide.get(view.list);
  if (!parsed) parsedBySide.set(view.list, (parsed = new Map<string, Promise<Parsed>>()));
  let result = parsed.get(path);
  if (!result) parsed.set(path, (result = parse(path, view)));
  return result;
}

async function parse(path: string, view: View): Promise<Parsed> {
  const text = await view.read(path);
  if (text === undefined) return undefined;
  try {
    return await readLockfile(text, { path, read: view.read, list: view.list });
  } catch (error) {
    if (error instanceof LockfileError) return error;
    throw error;
  }
}

/** The packages of a registry, by ecosystem and name; entries of other kinds have nothing in common with one of the same name there. */
export function groupByName(packages: readonly Package[]): ReadonlyMap<string, readonly Package[]> {
  let groups = groupsOf.get(packages);
  if (!groups) groupsOf.set(packages, (groups = group(packages)));
  return groups;
}

const groupsOf = new WeakMap<readonly Package[], ReadonlyMap<string, readonly Package[]>>();

function group(packages: readonly Package[]): Map<string, Package[]> {
  const groups = new Map<string, Package[]>();
  packages.forEach((found) => {
    if (found.kind !== 'registry') return;
    const key = packageKey(found);
    const there = groups.get(key);
    if (there) there.push(found);
    else groups.set(key, [found]);
  });
  return groups;
}
