import { z } from 'zod';
import { configPath } from '../config/schema.js';
import type { FileContent } from '../model/change.js';
import { entryFields, entrySchema, toContent } from './contents.js';
import type { Octokit } from './octokit.js';

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** A pull request as it stands when the job starts. */
export interface PullRequest extends Repository {
  readonly number: number;
  readonly isOpen: boolean;
  readonly headSha: string;
  /** The tip of the base branch now, not when the pull request was opened. */
  readonly baseSha: string;
  readonly changedFiles: number;
  /** The repository's page. */
  readonly repositoryUrl: string;
  /** The configuration on the base branch. */
  readonly config: FileContent;
}

/** Reads a pull request, and with it the configuration of its base branch; undefined where there is none. */
export async function findPullRequest(
  octokit: Octokit,
  repository: Repository,
  number: number,
): Promise<PullRequest | undefined> {
  const { owner, repo } = repository;
  const answer = answerSchema.parse(await octokit.graphql(query, { owner, repo, number, configPath }));
  const { pullRequest: pull, url: repositoryUrl } = answer.repository ?? {};
  if (!pull || repositoryUrl === undefined) return undefined;
  return {
    owner,
    repo,
    number,
    isOpen: pull.state === 'OPEN',
    headSha: pull.headRefOid,
    // A base branch can be deleted while its pull request is open.
    baseSha: pull.baseRef?.target?.oid ?? pull.baseRefOid,
    changedFiles: pull.changedFiles,
    repositoryUrl,
    config: toContent(pull.baseRef?.target?.file) ?? unclear,
  };
}

const unclear: FileContent = { kind: 'unreadable', reason: 'it is too large or not valid UTF-8.' };

const query = `
  query PullRequest($owner: String!, $repo: String!, $number: Int!, $configPath: String!) {
    repository(owner: $owner, name: $repo) {
      url
      pullRequest(number: $number) {
        state
        headRefOid
        baseRefOid
        changedFiles
        baseRef {
          target {
            oid
            ... on Commit {
              file(path: $configPath) { ${entryFields} }
            }
          }
        }
      }
    }
  }`;

const answerSchema = z.object({
  repository: z
    .object({
      url: z.string(),
      pullRequest: z
        .object({
          state: z.string(),
          headRefOid: z.string(),
          baseRefOid: z.string(),
          changedFiles: z.number(),
          baseRef: z
            .object({ target: z.object({ oid: z.string(), file: entrySchema.nullish() }).nullable() })
            .nullable(),
        })
        .nullable(),
    })
    .nullable(),
});
