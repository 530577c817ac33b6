import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { FileStatus } from '../model/change.js';
import type { Problem } from '../model/problem.js';
import type { Change, ComparedFile } from './change.js';
import type { MergeGroup } from './merge-group.js';
import type { Octokit } from './octokit.js';
import type { PullRequest } from './pull-request.js';
import { loadTree } from './tree.js';
import { compareTrees } from './tree-comparison.js';

export interface Comparison {
  /** The merge base: the side that the change started from, not the tip of the base branch. */
  readonly baseSha: string;
  /** How many commits stand between it and the head. */
  readonly commits: number;
  /** The first of them, the oldest first. */
  readonly listed: readonly ListedCommit[];
  /** Ordered by path. */
  readonly files: readonly ComparedFile[];
  /** What the list lacks. */
  readonly problems: readonly Problem[];
}

export interface ListedCommit {
  readonly sha: string;
  readonly parents: readonly string[];
}

/** Of commits, in one answer. */
export const commitsPerPage = 100;

/** What a comparison of two commits lists at most; above it the pull request's own list is read by pages. */
const maxComparedFiles = 300;
/** What GitHub lists of a pull request at most; above it the trees of both commits are compared. */
const maxListedFiles = 3000;

/** Finds the merge base and the changed files. */
export async function compareChange(octokit: Octokit, change: PullRequest | MergeGroup): Promise<Comparison> {
  const { owner, repo, headSha } = change;
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${change.baseSha}...${headSha}`,
    // The files come whole whatever the page size.
    per_page: commitsPerPage,
  });
  const start = {
    baseSha: data.merge_base_commit.sha,
    commits: data.total_commits,
    listed: data.commits.map(toListed),
  };
  const compared = (data.files ?? []).map(toFile);
  if (compared.length < maxComparedFiles) return { ...start, files: ordered(compared), problems: [] };
  const listed = change.kind === 'pull-request' ? await listFiles(octokit, change) : compared;
  const isWhole =
    change.kind === 'pull-request' && listed.length < maxListedFiles && listed.length >= change.changedFiles;
  if (isWhole) return { ...start, files: ordered(listed), problems: [] };
  return { ...start, ...(await compareAll(octokit, change, start.baseSha, listed)) };
}

/** Compares the trees of both commits, where GitHub lists them whole. */
async function compareAll(
  octokit: Octokit,
  change: Change,
  baseSha: string,
  listed: readonly ComparedFile[],
): Promise<Pick<Comparison, 'files' | 'problems'>> {
  const base = await loadTree(octokit, change, baseSha);
  const head = await loadTree(octokit, change, change.headSha);
  if (base.isWhole && head.isWhole) return { files: ordered(compareTrees(base, head, listed)), problems: [] };
  const message = `GitHub lists only ${listed.length} changed files; any others were not reviewed.`;
  return { files: ordered(listed), problems: [{ kind: 'incomplete', message }] };
}

export function toListed(row: {
  readonly sha: string;
  readonly parents: readonly { readonly sha?: string }[];
}): ListedCommit {
  return { sha: row.sha, parents: row.parents.flatMap(({ sha }) => sha ?? []) };
}

type FileRow = Pick<
  RestEndpointMethodTypes['pulls']['listFiles']['response']['data'][number],
  'filename' | 'previous_filename' | 'status' | 'patch' | 'changes'
>;

async function listFiles(octokit: Octokit, pull: PullRequest): Promise<ComparedFile[]> {
  const rows = await octokit.paginate(octokit.rest.pulls.listFiles, {
    owner: pull.owner,
    repo: pull.repo,
    pull_number: pull.number,
    per_page: 100,
  });
  return rows.map(toFile);
}

function toFile(row: FileRow): ComparedFile {
  return {
    path: row.filename,
    ...(row.previous_filename !== undefined && { previousPath: row.previous_filename }),
    status: toStatus(row.status),
    ...(row.patch !== undefined && { patch: row.patch }),
    // Where it leaves a patch out for its length, it counts the lines all the same.
    ...(row.patch === undefined && row.changes === 0 && { isOpaque: true }),
  };
}

/** GitHub's `changed` is a change of the mode alone. */
function toStatus(status: string): FileStatus {
  return status === 'added' || status === 'removed' || status === 'renamed' || status === 'copied'
    ? status
    : 'modified';
}

function ordered(files: readonly ComparedFile[]): ComparedFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}
