import type { Grant } from './app-operations.js';
import { branchMutations, pullNode, refNode } from './branches.js';
import { conversationMutations, saidOn } from './conversation.js';
import type { Node } from './graphql.js';
import { baseOf, type Pull, Refusal, type State } from './state.js';
import { connection, reviewsOf, reviewThreads, threadMutations } from './threads.js';

/** Texts are cut at this many bytes. */
const maxTextBytes = 512_000;

/** The part of the graph that a repository's state answers. */
export function createGraph(state: State, grant: Grant): Node {
  return {
    repository: ({ owner, name }: { owner: string; name: string }) => {
      if (owner === state.owner && name === state.repo) return repository(state);
      const tip = state.others.get(`${owner}/${name}`);
      const isOpen = !state.installedToo.has(name) || (grant.repositories?.includes(name) ?? true);
      if (tip === undefined || !isOpen)
        throw new Refusal(404, `Could not resolve to a Repository ${owner}/${name}`);
      return { defaultBranchRef: { target: commit(state, tip) } };
    },
    nodes: ({ ids }: { ids: readonly string[] }) =>
      ids.map((id) => (id === 'R_1' ? { __typename: 'Repository', ...repository(state) } : null)),
    viewer: { databaseId: state.botId },
    ...threadMutations(state),
    ...conversationMutations(state),
    ...branchMutations(state),
  };
}

function repository(state: State): Node {
  return {
    id: 'R_1',
    databaseId: state.repositoryId,
    url: `https://github.example/${state.owner}/${state.repo}`,
    name: state.repo,
    owner: { __typename: 'Organization', login: state.owner },
    defaultBranchRef: () => refNode(state, 'refs/heads/main', (sha) => commit(state, sha)),
    isArchived: state.isArchived,
    visibility: state.visibility,
    isFork: false,
    pullRequests: (given: { states?: readonly string[]; headRefName?: string }) => {
      const { states = ['OPEN'], headRefName } = given;
      const wanted = [...state.pulls.values()].filter(
        (pull) => states.includes(pull.state) && (headRefName === undefined || pull.headRef === headRefName),
      );
      const shown = wanted.map((pull) =>
        headRefName === undefined ? pullRequest(state, pull) : pullNode(state, pull),
      );
      return (connection(shown) as (given: object) => unknown)(given);
    },
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      refNode(state, qualifiedName, (sha) => commit(state, sha)),
    pullRequest: ({ number }: { number: number }) => {
      const pull = state.pulls.get(number);
      return pull ? pullRequest(state, pull) : null;
    },
    object: ({ expression }: { expression: string }) =>
      state.git.has(expression) ? commit(state, expression) : null,
  };
}

function pullRequest(state: State, pull: Pull): Node {
  const tip = state.branches.get(pull.baseRef) ?? null;
  return {
    id: `PR_${pull.number}`,
    number: pull.number,
    commits: connection([{ commit: commit(state, pull.headSha) }]),
    state: pull.state,
    comments: connection(saidOn(state, pull)),
    headRefOid: pull.headSha,
    isDraft: pull.isDraft ?? false,
    baseRefName: pull.baseRef,
    author: { __typename: pull.authorType ?? 'User', login: pull.author ?? 'octocat' },
    headRepository: { name: state.repo, owner: { __typename: 'User', login: pull.fork ?? state.owner } },
    labels: { nodes: (pull.labels ?? []).map((name) => ({ name })) },
    mergeQueueEntry: pull.entry
      ? { baseCommit: { oid: pull.entry.baseSha }, headCommit: { oid: pull.entry.headSha } }
      : null,
    baseRefOid: tip ?? pull.baseSha ?? null,
    changedFiles: () => state.git.diff(baseOf(state, pull), pull.headSha).length,
    reviewThreads: connection(reviewThreads(state, pull)),
    reviews: reviewsOf(state, pull),
    baseRef: tip === null ? null : { target: commit(state, tip) },
  };
}

function commit(state: State, sha: string): Node {
  return {
    __typename: 'Commit',
    oid: sha,
    checkSuites: connection([{ checkRuns: connection(checkRuns(state, sha)) }]),
    history: ({ path }: { path: string }) => ({ nodes: lastChange(state, sha, path) }),
    file: ({ path }: { path: string }) => {
      const entry = state.git.tree(sha).get(path);
      if (!entry) return null;
      const isBlob = entry.type === 'blob';
      return {
        mode: parseInt(entry.mode, 8),
        type: entry.type,
        oid: entry.sha,
        size: entry.size ?? 0,
        object: isBlob ? blob(state.git.blob(entry.sha)) : null,
      };
    },
  };
}

/** Along first parents; all commits are octocat's, of noon. */
function lastChange(state: State, sha: string, path: string): Node[] {
  const blobAt = (one: string): string | undefined => state.git.tree(one).get(path)?.sha;
  let at = sha;
  for (;;) {
    const [parent] = state.git.parents(at);
    if (parent === undefined) break;
    if (blobAt(parent) !== blobAt(at)) break;
    at = parent;
  }
  if (state.git.parents(at).length === 0 && blobAt(at) === undefined) return [];
  return [{ oid: at, committedDate: '2026-05-04T12:00:00Z', author: { user: { login: 'octocat' } } }];
}

function checkRuns(state: State, sha: string): Node[] {
  return state.runs
    .filter((run) => run.headSha === sha)
    .map(({ status, conclusion, externalId }) => ({
      status: status.toUpperCase(),
      conclusion: conclusion?.toUpperCase() ?? null,
      externalId,
    }));
}

function blob(bytes: Buffer): Node {
  const isBinary = bytes.subarray(0, 8000).includes(0);
  return {
    __typename: 'Blob',
    isBinary,
    isTruncated: bytes.length > maxTextBytes,
    byteSize: bytes.length,
    text: isBinary ? null : bytes.subarray(0, maxTextBytes).toString('utf8'),
  };
}
