import { z } from 'zod';
import { baselinePath } from '../config/baseline.js';
import { configPath } from '../config/schema.js';
import type { ConfigurationChange } from '../model/ledger.js';
import type { Change } from './change.js';
import type { Octokit } from './octokit.js';

/**
 * The commit on the base branch that changed the configuration or the baseline last; undefined where neither file was ever
 * there. GitHub looks through the history for it, which is worth asking only when they are not what they were.
 */
export async function findConfigurationChange(
  octokit: Octokit,
  { owner, repo, baseSha }: Pick<Change, 'owner' | 'repo' | 'baseSha'>,
): Promise<ConfigurationChange | undefined> {
  const { repository } = answerSchema.parse(
    await octokit.graphql(query, { owner, repo, baseSha, configPath, baselinePath }),
  );
  const changes = [
    { path: configPath, commit: repository?.object?.config?.nodes[0] },
    { path: baselinePath, commit: repository?.object?.baseline?.nodes[0] },
  ].flatMap(({ path, commit }) =>
    commit ? [{ path, commit: commit.oid, at: commit.committedDate, by: commit.author?.user?.login }] : [],
  );
  return changes.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
}

const lastCommit = 'nodes { oid committedDate author { user { login } } }';

const query = `
  query ConfigurationChange(
    $owner: String!, $repo: String!, $baseSha: String!, $configPath: String!, $baselinePath: String!
  ) {
    repository(owner: $owner, name: $repo) {
      object(expression: $baseSha) {
        ... on Commit {
          config: history(first: 1, path: $configPath) { ${lastCommit} }
          baseline: history(first: 1, path: $baselinePath) { ${lastCommit} }
        }
      }
    }
  }`;

const historySchema = z
  .object({
    nodes: z.array(
      z.object({
        oid: z.string(),
        committedDate: z.string(),
        author: z.object({ user: z.object({ login: z.string() }).nullable() }).nullable(),
      }),
    ),
  })
  .optional();

const answerSchema = z.object({
  repository: z
    .object({ object: z.object({ config: historySchema, baseline: historySchema }).nullable() })
    .nullable(),
});
