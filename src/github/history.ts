import { type Addition, type History, parsePatches } from '../model/history.js';
import type { Problem } from '../model/problem.js';
import type { Change } from './change.js';
import { commitsPerPage, type Comparison, type ListedCommit, toListed } from './comparison.js';
import { statusOf } from './error-status.js';
import type { Octokit } from './octokit.js';

/** GitHub gives the patches of at most 250 commits at once. */
const mostAtOnce = 250;
/** Of one change. */
const mostCommits = 1000;
const mostMerges = 10;
/** What is asked for in all, besides the list of the commits. */
const mostCalls = 30;

/**
 * What each commit of a change added: in one call as a rule, in several where there are too many commits for one or
 * merges among them; none where there is one commit, whose files are all reviewed.
 */
export async function loadHistory(
  octokit: Octokit,
  change: Change,
  comparison: Pick<Comparison, 'baseSha' | 'commits' | 'listed'>,
): Promise<History> {
  const { baseSha, commits } = comparison;
  if (commits <= 1) return { additions: [], problems: [] };
  const listed = await listCommits(octokit, change, comparison);
  const loader = createLoader(octokit, change);
  const additions: Addition[] = [];
  let from = baseSha;
  for (const range of cut(listed, change.headSha)) {
    additions.push(...(await loadRange(loader, from, range)));
    from = range.at(-1) ?? from;
  }
  const merges = listed.filter(({ parents }) => parents.length > 1);
  for (const merge of merges.slice(0, mostMerges)) additions.push(...(await loadMerge(loader, merge)));
  return {
    additions,
    problems: [
      ...(listed.length < commits ? [unlisted(listed.length, commits)] : []),
      ...(merges.length > mostMerges ? [unsearchedMerges(merges.length)] : []),
      ...(loader.hasFailed() ? [unsearched] : []),
    ],
  };
}

async function listCommits(
  octokit: Octokit,
  { owner, repo, headSha }: Change,
  { baseSha, commits, listed }: Pick<Comparison, 'baseSha' | 'commits' | 'listed'>,
): Promise<readonly ListedCommit[]> {
  const all = [...listed];
  for (let page = 2; all.length < Math.min(commits, mostCommits) && all.length > 0; page++) {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${baseSha}...${headSha}`,
      per_page: commitsPerPage,
      page,
    });
    if (data.commits.length === 0) break;
    all.push(...data.commits.map(toListed));
  }
  return all;
}

/** Stretches that one answer can hold. The last ends at the head, so that together they hold all commits whatever their order. */
function cut(listed: readonly ListedCommit[], headSha: string): string[][] {
  const shas = listed.map(({ sha }) => sha).filter((sha) => sha !== headSha);
  const ranges: string[][] = [];
  for (let start = 0; start === 0 || start < shas.length; start += mostAtOnce - 50)
    ranges.push(shas.slice(start, start + mostAtOnce - 50));
  ranges.at(-1)?.push(headSha);
  return ranges;
}

interface Loader {
  /** The patches between two commits, or their difference as one; undefined where GitHub does not give it. */
  load(from: string, to: string, format: 'patch' | 'diff'): Promise<string | undefined>;
  hasFailed(): boolean;
  fail(): void;
}

function createLoader(octokit: Octokit, { owner, repo }: Change): Loader {
  let calls = 0;
  let failed = false;
  return {
    async load(from, to, format) {
      if (++calls > mostCalls) return undefined;
      try {
        const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
          owner,
          repo,
          basehead: `${from}...${to}`,
          mediaType: { format },
        });
        return data as unknown as string;
      } catch (error) {
        // A patch that is too large, or takes longer than GitHub waits, is refused.
        if ((statusOf(error) ?? 0) < 400) throw error;
        return undefined;
      }
    },
    hasFailed: () => failed,
    fail: () => {
      failed = true;
    },
  };
}

/** What GitHub does not give at once is asked for in halves, down to single commits. */
async function loadRange(loader: Loader, from: string, range: readonly string[]): Promise<Addition[]> {
  const to = range.at(-1);
  if (to === undefined) return [];
  const patches = await loader.load(from, to, 'patch');
  if (patches !== undefined) return parsePatches(patches);
  if (range.length === 1) {
    loader.fail();
    return [];
  }
  const half = Math.ceil(range.length / 2);
  const first = range.slice(0, half);
  return [
    ...(await loadRange(loader, from, first)),
    ...(await loadRange(loader, first.at(-1) ?? from, range.slice(half))),
  ];
}

/** What a merge itself adds: lines that it has and none of those that it merges. */
async function loadMerge(loader: Loader, { sha, parents }: ListedCommit): Promise<Addition[]> {
  const sides: Addition[][] = [];
  for (const parent of parents) {
    const difference = await loader.load(parent, sha, 'diff');
    if (difference === undefined) {
      loader.fail();
      return [];
    }
    sides.push(parsePatches(`From ${sha} Mon Sep 17 00:00:00 2001\n${difference}`));
  }
  const [first = [], ...others] = sides;
  return first.flatMap((addition) => {
    const added = others.map((side) => addedNumbers(side, addition.path));
    const lines = addition.lines.map(({ number, isAdded }) => ({
      number,
      isAdded: isAdded && added.every((numbers) => numbers.has(number)),
    }));
    return lines.some(({ isAdded }) => isAdded) ? [{ ...addition, lines }] : [];
  });
}

function addedNumbers(additions: readonly Addition[], path: string): ReadonlySet<number> {
  return new Set(
    additions
      .filter((addition) => addition.path === path)
      .flatMap(({ lines }) => lines.filter(({ isAdded }) => isAdded).map(({ number }) => number)),
  );
}

const unsearched: Problem = {
  kind: 'incomplete',
  message:
    'GitHub does not give all commits of this change one by one; credentials that were added and removed within it may be missed.',
};

const unlisted = (searched: number, commits: number): Problem => ({
  kind: 'incomplete',
  message: `Of the ${commits} commits of the change ${searched} were searched one by one.`,
});

const unsearchedMerges = (merges: number): Problem => ({
  kind: 'incomplete',
  message: `Of the ${merges} merges of the change ${mostMerges} were searched for what they add themselves.`,
});
