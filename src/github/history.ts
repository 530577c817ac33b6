import { type History, parsePatches } from '../model/history.js';
import type { Change } from './change.js';
import { statusOf } from './error-status.js';
import type { Octokit } from './octokit.js';

/** GitHub compares at most 250 commits at once. */
const mostCommits = 250;

/** What each commit between two added, in one call; none where there is one commit, whose files are all reviewed. */
export async function loadHistory(
  octokit: Octokit,
  { owner, repo, headSha }: Change,
  baseSha: string,
  commits: number,
): Promise<History> {
  if (commits <= 1) return { additions: [], problems: [] };
  try {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${baseSha}...${headSha}`,
      mediaType: { format: 'patch' },
    });
    const additions = parsePatches(data as unknown as string);
    return { additions, problems: commits > mostCommits ? [unsearched] : [] };
  } catch (error) {
    // A patch that is too large, or takes longer than GitHub waits, is refused.
    if ((statusOf(error) ?? 0) < 400) throw error;
    return { additions: [], problems: [unsearched] };
  }
}

const unsearched = {
  kind: 'notice',
  message:
    'GitHub does not give all commits of this change one by one; credentials that were added and removed within it may be missed.',
} as const;
