import { z } from 'zod';
import { baselinePath } from '../../config/baseline.js';
import type { FileContent } from '../../model/change.js';
import { entryFields, entrySchema, toContent, unclear } from '../contents.js';
import type { Octokit } from '../octokit.js';
import type { PullRequest } from '../pull-request.js';

/** A branch with the baseline on it. */
export interface BaselineBranch {
  readonly id: string;
  readonly oid: string;
  readonly baseline: FileContent;
}

/** What stands of the pull request that brings a baseline. */
export interface BaselineState {
  readonly repositoryId: string;
  /** Of the App's own account. */
  readonly appUserId: number;
  /** The branch that it goes onto. */
  readonly base: BaselineBranch;
  /** The branch that it comes from. */
  readonly own?: BaselineBranch;
  /** Open, by this App, from the branch of this repository onto that base. */
  readonly pull?: { readonly number: number; readonly url: string };
}

/** The branch for the findings of a pull request; there is one. */
export function baselineBranch({ number }: PullRequest): string {
  return `scrutineer/baseline-for-${number}`;
}

/** Reads what stands; undefined where the base branch is gone. */
export async function readBaselineState(
  octokit: Octokit,
  pull: PullRequest,
): Promise<BaselineState | undefined> {
  const { owner, repo } = pull;
  const { baseBranch } = pull.conditions;
  const answer = answerSchema.parse(
    await octokit.graphql(query, {
      owner,
      repo,
      baselinePath,
      base: `refs/heads/${baseBranch}`,
      own: `refs/heads/${baselineBranch(pull)}`,
    }),
  );
  const { repository, viewer } = answer;
  const base = repository?.base && toBranch(repository.base);
  if (!repository || !base) return undefined;
  const own = repository.own && toBranch(repository.own);
  const standing = repository.own?.associatedPullRequests.nodes.find(
    ({ author, baseRefName, isCrossRepository }) =>
      author?.__typename === 'Bot' &&
      author.databaseId === viewer.databaseId &&
      baseRefName === baseBranch &&
      !isCrossRepository,
  );
  return {
    repositoryId: repository.id,
    appUserId: viewer.databaseId,
    base,
    ...(own && { own }),
    ...(standing && { pull: { number: standing.number, url: standing.url } }),
  };
}

const branchFields = `id target { oid ... on Commit { file(path: $baselinePath) { ${entryFields} } } }`;

const query = `
  query BaselineState($owner: String!, $repo: String!, $baselinePath: String!, $base: String!, $own: String!) {
    viewer { databaseId }
    repository(owner: $owner, name: $repo) {
      id
      base: ref(qualifiedName: $base) { ${branchFields} }
      own: ref(qualifiedName: $own) {
        ${branchFields}
        associatedPullRequests(first: 20, states: [OPEN]) {
          nodes { number url baseRefName isCrossRepository author { __typename ... on Bot { databaseId } } }
        }
      }
    }
  }`;

const branchSchema = z.object({
  id: z.string(),
  target: z.object({ oid: z.string(), file: entrySchema.nullish() }).nullable(),
});

const pullSchema = z.object({
  number: z.number(),
  url: z.string(),
  baseRefName: z.string(),
  isCrossRepository: z.boolean(),
  author: z.object({ __typename: z.string(), databaseId: z.number().nullish() }).nullable(),
});

const answerSchema = z.object({
  viewer: z.object({ databaseId: z.number() }),
  repository: z
    .object({
      id: z.string(),
      base: branchSchema.nullable(),
      own: branchSchema
        .extend({ associatedPullRequests: z.object({ nodes: z.array(pullSchema) }) })
        .nullable(),
    })
    .nullable(),
});

function toBranch({ id, target }: z.infer<typeof branchSchema>): BaselineBranch | undefined {
  return target ? { id, oid: target.oid, baseline: toContent(target.file) ?? unclear } : undefined;
}
