import { z } from 'zod';
import type { Repository } from './change.js';
import { statusOf } from './error-status.js';
import type { Octokit } from './octokit.js';

/** The account that opened a pull request. */
export interface Author {
  readonly login: string;
  /** The commits stand in the repository itself or in a fork of the author's own, so that no stranger pushed them. */
  readonly ownsBranch: boolean;
}

/** The fields of a GraphQL `PullRequest` that tell it. */
export const authorFields = 'author { __typename login } headRepository { name owner { login } }';

export const authorSchema = z.object({
  author: z.object({ __typename: z.string(), login: z.string() }).nullish(),
  headRepository: z.object({ name: z.string(), owner: z.object({ login: z.string() }) }).nullish(),
});

export function toAuthor(
  answer: z.infer<typeof authorSchema>,
  owner: string,
  repo: string,
): Author | undefined {
  const { author, headRepository: head } = answer;
  if (!author) return undefined;
  const isOwn = head?.owner.login === owner && head.name === repo;
  return { login: author.login, ownsBranch: isOwn || head?.owner.login === author.login };
}

/** Whether the author of a pull request has write permission, and is who pushed to its branch. Where it is not known, no. */
export async function authorMayWrite(
  octokit: Octokit,
  {
    owner,
    repo,
    author,
  }: { readonly owner: string; readonly repo: string; readonly author?: Author | undefined },
): Promise<boolean> {
  return author?.ownsBranch === true && mayWrite(octokit, { owner, repo }, author.login);
}

/** Whether an account has write permission by now. Where it is not known, no. */
export async function mayWrite(
  octokit: Octokit,
  { owner, repo }: Repository,
  login: string,
): Promise<boolean> {
  try {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({
      owner,
      repo,
      username: login,
    });
    // GitHub gives `write` for maintainers too.
    return data.permission === 'admin' || data.permission === 'write';
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 403) return false;
    throw error;
  }
}
