import type { ChangedFile, FileContent, Side, Source } from '../model/change.js';
import { readBlob } from './blob.js';
import type { Change } from './change.js';
import type { Comparison } from './comparison.js';
import { specialContent } from './contents.js';
import { loadEntries } from './entries.js';
import { causeOf, statusOf } from './error-status.js';
import { loadHistory } from './history.js';
import type { Octokit } from './octokit.js';
import { createReadAhead, keyOf, type Lookup } from './read-ahead.js';
import { loadTree, type Tree } from './tree.js';

/**
 * The two sides of a change, read by git data: up to 100 files in one call, in the order in which the review
 * asks for them. A file that GraphQL does not give whole is fetched by itself.
 */
export function createSource(octokit: Octokit, change: Change, comparison: Comparison): Source {
  const commits: Readonly<Record<Side, string>> = { base: comparison.baseSha, head: change.headSha };
  const trees = new Map<Side, Promise<Tree>>();
  const treeOf = (side: Side): Promise<Tree> => {
    const tree = trees.get(side) ?? loadTree(octokit, change, commits[side]);
    trees.set(side, tree);
    return tree;
  };
  const readAlone = async ({ path, side }: Lookup): Promise<FileContent> => {
    const entry = (await treeOf(side)).find(path);
    if (!entry) return { kind: 'absent' };
    return specialContent(entry.mode) ?? (await readBlob(octokit, change, entry));
  };

  const expected = comparison.files.flatMap(lookupsOf);
  const listed = new Set(expected.map(keyOf));
  const readAhead = createReadAhead(expected, (lookups) => loadEntries(octokit, change, commits, lookups));
  /** Where the list of changes is whole, a file that is not on it is the same on both sides, and is loaded once. */
  const isUnchanged = (path: string): boolean =>
    comparison.problems.length === 0 &&
    !listed.has(keyOf({ path, side: 'base' })) &&
    !listed.has(keyOf({ path, side: 'head' }));
  return {
    files: async () => comparison.files,
    read: async (path, side) => {
      const lookup: Lookup = { path, side: isUnchanged(path) ? 'head' : side };
      try {
        const tree = isUnchanged(path) ? await findTree(treeOf('head')) : undefined;
        if (tree && !tree.entries.has(path)) return { kind: 'absent' };
        const content =
          (await readAhead(lookup, () => neighboursOf(path, tree))) ?? (await readAlone(lookup));
        return content.kind === 'absent' && listed.has(keyOf(lookup)) ? lost : content;
      } catch (error) {
        // The message stands in the report.
        const status = statusOf(error);
        throw Object.assign(
          new Error(`${causeOf(error)}.`, { cause: error }),
          status !== undefined && { status },
        );
      }
    },
    list: async (side) => (await treeOf(side)).paths(),
    history: () => loadHistory(octokit, change, comparison),
  };
}

/** Undefined where GitHub does not give it whole. */
async function findTree(loading: Promise<Tree>): Promise<Tree | undefined> {
  const tree = await loading.catch(() => undefined);
  return tree?.isWhole ? tree : undefined;
}

/** Of all files that are loaded in the hope that somebody asks for them. */
const mostNeighbourBytes = 1024 * 1024;

/**
 * Files of the same kind in the same folder: code that is imported from there is rarely alone, and each import would
 * otherwise cost a call.
 */
function neighboursOf(path: string, tree: Tree | undefined): Lookup[] {
  if (!tree) return [];
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const ending = /\.[^./]*$/.exec(path)?.[0] ?? '';
  let bytes = 0;
  const lookups: Lookup[] = [];
  for (const [other, { mode, size = 0 }] of tree.entries) {
    if (other === path || !other.startsWith(folder) || !other.endsWith(ending)) continue;
    if (other.includes('/', folder.length) || specialContent(mode)) continue;
    bytes += size;
    if (bytes > mostNeighbourBytes) break;
    lookups.push({ path: other, side: 'head' });
  }
  return lookups;
}

/** A file on GitHub's list that is then not there, as with names that are not UTF-8, is not reviewed, and must not pass. */
const lost: FileContent = {
  kind: 'unreadable',
  reason: 'GitHub lists it as changed, but has no file of that name.',
};

function lookupsOf(file: ChangedFile): Lookup[] {
  const basePath = file.status === 'renamed' ? (file.previousPath ?? file.path) : file.path;
  return [
    ...(file.status === 'added' || file.status === 'copied'
      ? []
      : [{ path: basePath, side: 'base' as const }]),
    ...(file.status === 'removed' ? [] : [{ path: file.path, side: 'head' as const }]),
  ];
}
