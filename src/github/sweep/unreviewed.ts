import { z } from 'zod';
import type { ChoreTurn } from '../../queue/chore.js';
import type { Repository } from '../change.js';
import { checkName } from '../check-run.js';
import { externalIdOf } from '../external-id.js';
import type { Octokit } from '../octokit.js';

/** Repositories in a call, and open pull requests of each: with all their check runs far below the 500,000 nodes that GitHub allows. */
const repositoriesAtOnce = 20;
const pullsAtOnce = 30;
/** Of an installation in one sweep, of the 5,000 in an hour that it has: to list its repositories, and to look into them. */
const mostPages = 100;
const mostLooks = 200;

export interface OpenPull extends Repository {
  readonly pull: number;
}

/** Finds the open pull requests of an installation whose head has no completed check of this App. */
export async function* findUnreviewed(
  octokit: Octokit,
  appId: number,
  turn: ChoreTurn,
  now: number,
): AsyncGenerator<OpenPull> {
  let pages: Page[] = inTurn(await listRepositories(octokit, turn), now).map((ids) => ({ ids, after: null }));
  for (let looks = 0; looks < mostLooks; looks++) {
    const [page, ...others] = pages;
    if (!page) return;
    pages = others;
    await turn.goOn();
    const { ids, after } = page;
    const answer = answerSchema.parse(
      await octokit.graphql(query, { ids, after, appId, checkName, count: pullsAtOnce }),
    );
    for (const repository of answer.nodes) {
      if (!repository) continue;
      yield* unreviewedIn(repository);
      const { hasNextPage, endCursor } = repository.pullRequests.pageInfo;
      if (hasNextPage) pages.push({ ids: [repository.id], after: endCursor });
    }
  }
}

interface Page {
  /** Node ids of repositories. */
  readonly ids: readonly string[];
  readonly after: string | null;
}

/** Those where a pull request may be open. */
async function listRepositories(octokit: Octokit, turn: ChoreTurn): Promise<string[]> {
  const found: string[] = [];
  let pages = 0;
  const list = octokit.rest.apps.listReposAccessibleToInstallation;
  for await (const { data } of octokit.paginate.iterator(list, { per_page: 100 })) {
    await turn.goOn();
    for (const repository of data as unknown as z.infer<typeof repositorySchema>[]) {
      const { node_id: id, archived, disabled, open_issues_count: open } = repositorySchema.parse(repository);
      // Pull requests count as issues.
      if (!archived && !disabled && open > 0) found.push(id);
    }
    if (++pages === mostPages) break;
  }
  return found;
}

const repositorySchema = z.object({
  node_id: z.string(),
  archived: z.boolean().default(false),
  disabled: z.boolean().default(false),
  open_issues_count: z.number(),
});

/** Batches, each hour from another one on: where one sweep cannot look at all, the next ones get round. */
function inTurn(ids: readonly string[], now: number): string[][] {
  const batches: string[][] = [];
  for (let at = 0; at < ids.length; at += repositoriesAtOnce)
    batches.push(ids.slice(at, at + repositoriesAtOnce));
  const start = batches.length > mostLooks ? (Math.floor(now / 3_600_000) * mostLooks) % batches.length : 0;
  return [...batches.slice(start), ...batches.slice(0, start)];
}

function* unreviewedIn({ name, owner, pullRequests }: RepositoryNode): Generator<OpenPull> {
  for (const { number, headRefOid, commits } of pullRequests.nodes) {
    const commit = commits.nodes[0]?.commit;
    const runs = commit?.checkSuites?.nodes.flatMap((suite) => suite.checkRuns?.nodes ?? []) ?? [];
    const isReviewed =
      commit?.oid === headRefOid &&
      runs.some(
        ({ status, conclusion, externalId }) =>
          externalId === externalIdOf({ pull: number }) &&
          status === 'COMPLETED' &&
          // A newer push ended it, or the pull request was closed.
          conclusion !== 'CANCELLED',
      );
    if (!isReviewed) yield { owner: owner.login, repo: name, pull: number };
  }
}

const query = `
  query OpenPullRequests($ids: [ID!]!, $after: String, $appId: Int!, $checkName: String!, $count: Int!) {
    nodes(ids: $ids) {
      ... on Repository {
        id
        name
        owner { login }
        pullRequests(states: [OPEN], first: $count, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes {
            number
            headRefOid
            commits(last: 1) {
              nodes {
                commit {
                  oid
                  checkSuites(first: 5, filterBy: { appId: $appId }) {
                    nodes {
                      checkRuns(last: 20, filterBy: { appId: $appId, checkName: $checkName, checkType: ALL }) {
                        nodes { status conclusion externalId }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }`;

const runSchema = z.object({
  status: z.string(),
  conclusion: z.string().nullable(),
  externalId: z.string().nullable(),
});

const commitSchema = z.object({
  oid: z.string(),
  checkSuites: z
    .object({ nodes: z.array(z.object({ checkRuns: z.object({ nodes: z.array(runSchema) }).nullable() })) })
    .nullable(),
});

const repositoryNodeSchema = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  pullRequests: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    nodes: z.array(
      z.object({
        number: z.number(),
        headRefOid: z.string(),
        commits: z.object({ nodes: z.array(z.object({ commit: commitSchema })) }),
      }),
    ),
  }),
});

type RepositoryNode = z.infer<typeof repositoryNodeSchema>;

// What the App may no longer see is null.
const answerSchema = z.object({ nodes: z.array(repositoryNodeSchema.nullable()) });
