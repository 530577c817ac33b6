import { z } from 'zod';
import { toAuthor, authorFields, authorSchema } from './author.js';
import type { Change, Repository } from './change.js';
import { type Conditions, conditionFields, conditionSchema, toConditions } from './conditions.js';
import {
  baseFileFields,
  baseFilesSchema,
  baseFileVariables,
  organizationFields,
  organizationSchema,
  queryWithOrganization,
  toBaseFiles,
  toOrganization,
} from './configuration-files.js';
import { externalIdOf } from './external-id.js';
import type { Octokit } from './octokit.js';

/** A pull request as it stands when the job starts; its base is the tip of the base branch then. */
export interface PullRequest extends Change {
  readonly kind: 'pull-request';
  readonly number: number;
  readonly isOpen: boolean;
  readonly changedFiles: number;
  readonly conditions: Conditions;
  /** Somebody said something, be it this App. */
  readonly hasConversation: boolean;
}

/** Reads a pull request, and with it the configuration of its base branch; undefined where there is none. */
export async function findPullRequest(
  octokit: Octokit,
  repository: Repository,
  number: number,
): Promise<PullRequest | undefined> {
  const { owner, repo } = repository;
  const answer = answerSchema.parse(
    await queryWithOrganization(octokit, query, { owner, repo, number, ...baseFileVariables }),
  );
  if (!answer.repository?.pullRequest) return undefined;
  const { pullRequest: pull, url: repositoryUrl, databaseId: repositoryId } = answer.repository;
  return {
    kind: 'pull-request',
    owner,
    repo,
    number,
    externalId: externalIdOf({ pull: number }),
    isOpen: pull.state === 'OPEN',
    headSha: pull.headRefOid,
    // A base branch can be deleted while its pull request is open.
    baseSha: pull.baseRef?.target?.oid ?? pull.baseRefOid,
    changedFiles: pull.changedFiles,
    conditions: toConditions(pull),
    hasConversation: pull.comments.totalCount + pull.reviewThreads.totalCount > 0,
    repositoryId: repositoryId ?? undefined,
    repositoryUrl,
    author: toAuthor(pull, owner, repo),
    ...toBaseFiles(pull.baseRef?.target),
    organization: toOrganization(answer.organization, repository),
  };
}

/** What a pull request is by now, without anything else of it. */
export async function findStanding(
  octokit: Octokit,
  { owner, repo, number }: Repository & { readonly number: number },
): Promise<Pick<PullRequest, 'isOpen' | 'headSha'> | undefined> {
  const answer = standingSchema.parse(await octokit.graphql(standingQuery, { owner, repo, number }));
  const pull = answer.repository?.pullRequest;
  return pull ? { isOpen: pull.state === 'OPEN', headSha: pull.headRefOid } : undefined;
}

const standingQuery = `
  query Standing($owner: String!, $repo: String!, $number: Int!) {
    repository(owner: $owner, name: $repo) {
      pullRequest(number: $number) { state headRefOid }
    }
  }`;

const standingSchema = z.object({
  repository: z
    .object({ pullRequest: z.object({ state: z.string(), headRefOid: z.string() }).nullable() })
    .nullable(),
});

const query = `
  query PullRequest($owner: String!, $repo: String!, $number: Int!, $configPath: String!, $baselinePath: String!) {
    ${organizationFields}
    repository(owner: $owner, name: $repo) {
      databaseId
      url
      pullRequest(number: $number) {
        state
        headRefOid
        ${authorFields}
        baseRefOid
        changedFiles
        comments(first: 1) { totalCount }
        reviewThreads(first: 1) { totalCount }
        ${conditionFields}
        baseRef {
          target {
            oid
            ... on Commit {
              ${baseFileFields}
            }
          }
        }
      }
    }
  }`;

const counted = z.object({ totalCount: z.number() });

const answerSchema = z.object({
  ...organizationSchema.shape,
  repository: z
    .object({
      databaseId: z.number().nullable(),
      url: z.string(),
      pullRequest: z
        .object({
          ...conditionSchema.shape,
          ...authorSchema.shape,
          state: z.string(),
          headRefOid: z.string(),
          baseRefOid: z.string(),
          changedFiles: z.number(),
          comments: counted,
          reviewThreads: counted,
          baseRef: z
            .object({ target: z.object({ oid: z.string(), ...baseFilesSchema.shape }).nullable() })
            .nullable(),
        })
        .nullable(),
    })
    .nullable(),
});
