import { z } from 'zod';
import { configPath } from '../../config/schema.js';
import type { Repository } from '../change.js';
import { entryFields, entrySchema } from '../contents.js';
import type { Octokit } from '../octokit.js';

/** The branch of the pull request that greets a repository; there is one. */
export const onboardingBranch = 'scrutineer/onboarding';

export interface OnboardingState {
  readonly repositoryId: string;
  readonly url: string;
  /** Anybody reads its pull requests. */
  readonly isPublic: boolean;
  /** Of the App's own account. */
  readonly appUserId: number;
  readonly base: { readonly name: string; readonly oid: string };
  /** The branch of that name, where it stands already, whoever made it. */
  readonly own?: { readonly id: string; readonly oid: string };
}

/**
 * What stands of a repository that is to be greeted. Undefined where there is nothing to do: it is empty, archived or a
 * fork, has a configuration, or was greeted before, whatever became of that pull request.
 */
export async function readOnboardingState(
  octokit: Octokit,
  { owner, repo }: Repository,
): Promise<OnboardingState | undefined> {
  const answer = answerSchema.parse(
    await octokit.graphql(query, {
      owner,
      repo,
      configPath,
      branch: onboardingBranch,
      own: `refs/heads/${onboardingBranch}`,
    }),
  );
  const { repository, viewer } = answer;
  const branch = repository?.defaultBranchRef;
  const target = branch?.target;
  if (!repository || !branch || !target || repository.isArchived || repository.isFork || target.file)
    return undefined;
  const wasGreeted = repository.pullRequests.nodes.some(
    ({ author, isCrossRepository }) => author?.databaseId === viewer.databaseId && !isCrossRepository,
  );
  if (wasGreeted) return undefined;
  return {
    repositoryId: repository.id,
    url: repository.url,
    isPublic: repository.visibility === 'PUBLIC',
    appUserId: viewer.databaseId,
    base: { name: branch.name, oid: target.oid },
    ...(repository.own?.target && { own: { id: repository.own.id, oid: repository.own.target.oid } }),
  };
}

const query = `
  query Onboarding($owner: String!, $repo: String!, $configPath: String!, $branch: String!, $own: String!) {
    viewer { databaseId }
    repository(owner: $owner, name: $repo) {
      id
      url
      visibility
      isArchived
      isFork
      defaultBranchRef { name target { oid ... on Commit { file(path: $configPath) { ${entryFields} } } } }
      own: ref(qualifiedName: $own) { id target { oid } }
      pullRequests(headRefName: $branch, states: [OPEN, CLOSED, MERGED], first: 50) {
        nodes { isCrossRepository author { __typename ... on Bot { databaseId } } }
      }
    }
  }`;

const answerSchema = z.object({
  viewer: z.object({ databaseId: z.number() }),
  repository: z
    .object({
      id: z.string(),
      url: z.string(),
      visibility: z.string(),
      isArchived: z.boolean(),
      isFork: z.boolean(),
      defaultBranchRef: z
        .object({
          name: z.string(),
          target: z.object({ oid: z.string(), file: entrySchema.nullish() }).nullable(),
        })
        .nullable(),
      own: z.object({ id: z.string(), target: z.object({ oid: z.string() }).nullable() }).nullable(),
      pullRequests: z.object({
        nodes: z.array(
          z.object({
            isCrossRepository: z.boolean(),
            author: z.object({ __typename: z.string(), databaseId: z.number().nullish() }).nullable(),
          }),
        ),
      }),
    })
    .nullable(),
});
