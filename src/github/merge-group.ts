import { z } from 'zod';
import type { Change, Repository } from './change.js';
import { conditionFields, conditionSchema, toConditions } from './conditions.js';
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

/** A commit that a merge queue made, to be checked before its base branch gets it. */
export interface MergeGroupRef {
  readonly headSha: string;
  /** Its parent: the tip of the base branch, or the group before it in the queue. */
  readonly baseSha: string;
  /** The pull request that the queue's branch names. */
  readonly pull?: number;
}

export interface MergeGroup extends Change {
  readonly kind: 'merge-group';
  /** The pull request that it brings. */
  readonly pull?: number;
}

/**
 * The pull request in the name of a merge queue's branch, `gh-readonly-queue/{base}/pr-{number}-{sha}`. A base branch can
 * hold anything, so the last part counts.
 */
export function pullOfQueueRef(ref: string): number | undefined {
  const match = /^(?:refs\/heads\/)?gh-readonly-queue\/.+\/pr-(\d{1,15})-[0-9a-f]+$/.exec(ref);
  return match ? Number(match[1]) : undefined;
}

/** Reads a group of a merge queue, with the configuration of the commit that it goes onto. */
export async function findMergeGroup(
  octokit: Octokit,
  { owner, repo }: Repository,
  group: MergeGroupRef,
): Promise<MergeGroup> {
  const { headSha, baseSha, pull: number } = group;
  const answer = answerSchema.parse(
    await queryWithOrganization(octokit, query, {
      owner,
      repo,
      baseSha,
      ...baseFileVariables,
      number: number ?? 0,
      isNamed: number !== undefined,
    }),
  );
  if (!answer.repository) throw new Error(`GitHub has no repository ${owner}/${repo}.`);
  const { pullRequest: pull } = answer.repository;
  const entry = pull?.mergeQueueEntry;
  // What a pull request is left out for holds for the group only where the group is nothing but that pull request.
  const isAlone = entry?.baseCommit?.oid === baseSha && entry.headCommit?.oid === headSha;
  return {
    kind: 'merge-group',
    owner,
    repo,
    headSha,
    baseSha,
    externalId: externalIdOf({ group }),
    ...(number !== undefined && { pull: number }),
    ...(pull && isAlone && { conditions: toConditions(pull) }),
    repositoryId: answer.repository.databaseId ?? undefined,
    repositoryUrl: answer.repository.url,
    ...toBaseFiles(answer.repository.object),
    organization: toOrganization(answer.organization, { owner, repo }),
  };
}

const query = `
  query MergeGroup(
    $owner: String!, $repo: String!, $baseSha: String!, $configPath: String!, $baselinePath: String!, $number: Int!, $isNamed: Boolean!
  ) {
    ${organizationFields}
    repository(owner: $owner, name: $repo) {
      databaseId
      url
      object(expression: $baseSha) {
        ... on Commit {
          ${baseFileFields}
        }
      }
      pullRequest(number: $number) @include(if: $isNamed) {
        ${conditionFields}
        mergeQueueEntry {
          baseCommit { oid }
          headCommit { oid }
        }
      }
    }
  }`;

const commit = z.object({ oid: z.string() }).nullable();

const answerSchema = z.object({
  ...organizationSchema.shape,
  repository: z
    .object({
      databaseId: z.number().nullable(),
      url: z.string(),
      object: baseFilesSchema.nullable(),
      pullRequest: z
        .object({
          ...conditionSchema.shape,
          mergeQueueEntry: z.object({ baseCommit: commit, headCommit: commit }).nullable(),
        })
        .nullish(),
    })
    .nullable(),
});
