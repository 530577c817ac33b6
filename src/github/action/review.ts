import { z } from 'zod';
import type { Report } from '../../model/report.js';
import { unwatched } from '../../model/watch.js';
import type { Repository } from '../change.js';
import { type CheckRun, concludeCheckRun, openCheckRun, type Outcome } from '../check-run.js';
import { statusOf } from '../error-status.js';
import { findMergeGroup, type MergeGroup } from '../merge-group.js';
import type { Octokit } from '../octokit.js';
import { interruptedOutcome, type ReviewContext, reviewOutcome } from '../outcome.js';
import { findPullRequest, type PullRequest } from '../pull-request.js';
import type { ActionEvent } from './event.js';

export interface ActionReview {
  readonly outcome: Outcome;
  /** Absent where the configuration leaves the change out. */
  readonly report?: Report;
  /** The check run holds the outcome; without it whoever called has to show it. */
  readonly isWritten: boolean;
}

export type ActionContext = Omit<ReviewContext, 'appId' | 'ledger' | 'watch' | 'isDeaf' | 'codeScanning'> & {
  /** The App that the token is of. */
  readonly appSlug: string;
};

/**
 * Reviews the change that started a workflow as the App does, with the same check run and review, as far as the token lets
 * it. Undefined where there is nothing to review any more. Everything is read through the API: there need be no checkout.
 */
export async function reviewForAction(
  octokit: Octokit,
  repository: Repository,
  event: ActionEvent,
  signal: AbortSignal,
  { appSlug, ...shared }: ActionContext,
): Promise<ActionReview | undefined> {
  const change = await findChange(octokit, repository, event);
  if (!change) return undefined;
  // A push is part of what its pull request changes: its check run would hide that of the pull request on the same commit.
  const run = event.kind === 'push' ? undefined : await openIfAllowed(octokit, change, appSlug);
  let report: Report | undefined;
  const context: ReviewContext = {
    ...shared,
    appId: appSlug,
    isDeaf: true,
    watch: { ...unwatched, report: (seen) => (report = seen) },
    ledger: {
      review: async () => undefined,
      introduced: async () => new Map(),
      knowsConfiguration: async () => true,
    },
  };
  try {
    const outcome = await reviewOutcome(octokit, change, run, signal, context, false);
    if (run) await concludeCheckRun(octokit, change, run, outcome);
    return { outcome, ...(report && { report }), isWritten: run !== undefined };
  } catch (error) {
    if (run) await concludeCheckRun(octokit, change, run, { ...interruptedOutcome(error), buttons: [] });
    throw error;
  }
}

async function findChange(
  octokit: Octokit,
  repository: Repository,
  event: ActionEvent,
): Promise<PullRequest | MergeGroup | undefined> {
  if (event.kind === 'pull-request') {
    const pull = await findPullRequest(octokit, repository, event.number);
    return pull?.isOpen ? pull : undefined;
  }
  if (event.kind === 'merge-group') return findMergeGroup(octokit, repository, event.group);
  const { headSha, before } = event;
  const baseSha = before ?? (await findDefaultTip(octokit, repository));
  return baseSha === undefined ? undefined : findMergeGroup(octokit, repository, { headSha, baseSha });
}

/** The tip of the default branch; undefined in an empty repository. */
async function findDefaultTip(octokit: Octokit, { owner, repo }: Repository): Promise<string | undefined> {
  const query = `query DefaultTip($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { defaultBranchRef { target { oid } } }
  }`;
  const { repository } = tipSchema.parse(await octokit.graphql(query, { owner, repo }));
  return repository?.defaultBranchRef?.target?.oid;
}

const tipSchema = z.object({
  repository: z
    .object({ defaultBranchRef: z.object({ target: z.object({ oid: z.string() }).nullable() }).nullable() })
    .nullable(),
});

/** GitHub gives workflows of forks and of Dependabot a token that only reads, and check runs to Apps alone. */
async function openIfAllowed(
  octokit: Octokit,
  change: PullRequest | MergeGroup,
  appSlug: string,
): Promise<CheckRun | undefined> {
  try {
    return await openCheckRun(octokit, change, appSlug);
  } catch (error) {
    if (statusOf(error) === 403 || statusOf(error) === 404) return undefined;
    throw error;
  }
}
