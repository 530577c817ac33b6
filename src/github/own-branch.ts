import type { Repository } from './change.js';
import { commitsPerPage } from './comparison.js';
import { statusOf } from './error-status.js';
import type { Octokit } from './octokit.js';

/**
 * Whether nothing of people's is lost when a branch is set back to `base`: its tip is that, or all commits that it has
 * besides are the App's own, by `appUserId`, the database id of its account. Where it is not known, no.
 */
export async function mayReset(
  octokit: Octokit,
  { owner, repo }: Repository,
  tip: string,
  base: string,
  appUserId: number,
): Promise<boolean> {
  if (tip === base) return true;
  try {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${base}...${tip}`,
      per_page: commitsPerPage,
    });
    return (
      data.total_commits === data.commits.length &&
      data.commits.every(({ author }) => author && 'id' in author && author.id === appUserId)
    );
  } catch (error) {
    // Without a common ancestor.
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
