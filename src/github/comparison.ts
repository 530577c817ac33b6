import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { ChangedFile, FileStatus } from '../model/change.js';
import type { Problem } from '../model/problem.js';
import type { Octokit } from './octokit.js';
import type { PullRequest } from './pull-request.js';

/** A changed file with GitHub's patch, which says where comments can stand. It is never read for content. */
export interface ComparedFile extends ChangedFile {
  /** Absent for binary and very large files, and past 20,000 lines of patches in one answer. */
  readonly patch?: string;
}

export interface Comparison {
  /** The merge base: the side that the change started from, not the tip of the base branch. */
  readonly baseSha: string;
  /** Ordered by path. */
  readonly files: readonly ComparedFile[];
  /** What the list lacks. */
  readonly problems: readonly Problem[];
}

/** What a comparison of two commits lists at most; above it the pull request's own list is read by pages. */
const maxComparedFiles = 300;
/** What GitHub lists of a pull request at most. */
const maxListedFiles = 3000;

/** Finds the merge base and the changed files of a pull request. */
export async function comparePullRequest(octokit: Octokit, pull: PullRequest): Promise<Comparison> {
  const { owner, repo, baseSha, headSha } = pull;
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${baseSha}...${headSha}`,
    // Of the commits only the merge base matters; the files come whole whatever the page size.
    per_page: 1,
  });
  const compared = data.files ?? [];
  const isWhole = compared.length < maxComparedFiles;
  const rows = isWhole ? compared : await listFiles(octokit, pull);
  return {
    baseSha: data.merge_base_commit.sha,
    files: rows.map(toFile).sort((a, b) => (a.path < b.path ? -1 : 1)),
    problems: isWhole ? [] : missingFiles(rows.length, pull.changedFiles),
  };
}

type FileRow = Pick<
  RestEndpointMethodTypes['pulls']['listFiles']['response']['data'][number],
  'filename' | 'previous_filename' | 'status' | 'patch'
>;

async function listFiles(octokit: Octokit, pull: PullRequest): Promise<FileRow[]> {
  return octokit.paginate(octokit.rest.pulls.listFiles, {
    owner: pull.owner,
    repo: pull.repo,
    pull_number: pull.number,
    per_page: 100,
  });
}

function toFile(row: FileRow): ComparedFile {
  return {
    path: row.filename,
    ...(row.previous_filename !== undefined && { previousPath: row.previous_filename }),
    status: toStatus(row.status),
    ...(row.patch !== undefined && { patch: row.patch }),
  };
}

/** GitHub's `changed` is a change of the mode alone. */
function toStatus(status: string): FileStatus {
  return status === 'added' || status === 'removed' || status === 'renamed' || status === 'copied'
    ? status
    : 'modified';
}

function missingFiles(listed: number, changed: number): Problem[] {
  if (listed >= changed && listed < maxListedFiles) return [];
  const of = changed > listed ? ` of the ${changed}` : '';
  const message = `GitHub lists only ${listed}${of} changed files; any others were not reviewed.`;
  return [{ kind: 'incomplete', message }];
}
