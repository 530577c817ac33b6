import type { Files } from './git-objects.js';
import type { Node } from './graphql.js';
import { actor } from './conversation.js';
import { botLogin, type Pull, Refusal, type State } from './state.js';

/** A branch, with the pull requests that come from it. */
export function refNode(state: State, qualifiedName: string, commit: (sha: string) => Node): Node | null {
  const name = qualifiedName.replace('refs/heads/', '');
  const oid = state.branches.get(name);
  if (oid === undefined) return null;
  const pulls = [...state.pulls.values()].filter((pull) => pull.headRef === name);
  return {
    id: `REF_${name}`,
    name,
    target: commit(oid),
    associatedPullRequests: ({ states }: { states: readonly string[] }) => ({
      nodes: pulls.filter((pull) => states.includes(pull.state)).map((pull) => pullNode(state, pull)),
    }),
  };
}

export function pullNode(state: State, pull: Pull): Node {
  return {
    id: `PR_${pull.number}`,
    number: pull.number,
    url: `https://github.example/${state.owner}/${state.repo}/pull/${pull.number}`,
    baseRefName: pull.baseRef,
    isCrossRepository: pull.fork !== undefined,
    author: actor(state, pull.author ?? 'octocat'),
  };
}

interface CommitInput {
  readonly branch: { readonly branchName: string };
  readonly expectedHeadOid: string;
  readonly fileChanges: { readonly additions: readonly { path: string; contents: string }[] };
}

export function branchMutations(state: State): Node {
  const requireWrite = (): void => {
    if (state.contents !== 'write') throw new Refusal(403, 'Resource not accessible by integration');
  };
  return {
    createRef: ({ input }: { input: { name: string; oid: string } }) => {
      requireWrite();
      const name = input.name.replace('refs/heads/', '');
      if (state.branches.has(name)) throw new Refusal(422, `A ref named "${input.name}" already exists`);
      state.branches.set(name, input.oid);
      return { ref: { id: `REF_${name}` } };
    },
    updateRef: ({ input }: { input: { refId: string; oid: string; force: boolean } }) => {
      requireWrite();
      const name = input.refId.replace('REF_', '');
      move(state, name, input.oid);
      return { ref: { id: input.refId } };
    },
    createCommitOnBranch: ({ input }: { input: CommitInput }) => {
      requireWrite();
      const { branchName } = input.branch;
      const head = state.branches.get(branchName);
      if (head === undefined) throw new Refusal(404, 'No such branch');
      if (head !== input.expectedHeadOid)
        throw new Refusal(422, `Expected branch to point to "${input.expectedHeadOid}" but it did not`);
      const added = input.fileChanges.additions.map(
        ({ path, contents }) => [path, Buffer.from(contents, 'base64')] as const,
      );
      const oid = state.git.commit({ ...filesOf(state, head), ...Object.fromEntries(added) }, head);
      state.ownCommits.add(oid);
      move(state, branchName, oid);
      return { commit: { oid } };
    },
    createPullRequest: ({ input }: { input: Record<string, string> }) => {
      const { headRefName = '', baseRefName = '', title = '', body = '' } = input;
      const headSha = state.branches.get(headRefName);
      if (headSha === undefined) throw new Refusal(422, 'Head sha can not be blank');
      const isThere = [...state.pulls.values()].some(
        (pull) => pull.headRef === headRefName && pull.baseRef === baseRefName && pull.state === 'OPEN',
      );
      if (isThere) throw new Refusal(422, `A pull request already exists for ${headRefName}.`);
      const number = state.pulls.size + 1;
      const pull: Pull = {
        number,
        headSha,
        headRef: headRefName,
        baseRef: baseRefName,
        state: 'OPEN',
        author: botLogin(state),
        authorType: 'Bot',
        title,
        body,
      };
      state.pulls.set(number, pull);
      return { pullRequest: pullNode(state, pull) };
    },
  };
}

function move(state: State, name: string, oid: string): void {
  state.branches.set(name, oid);
  for (const pull of state.pulls.values()) if (pull.headRef === name) pull.headSha = oid;
}

/** The files of a commit that are plain files. */
function filesOf(state: State, commit: string): Files {
  const entries = [...state.git.tree(commit).values()].filter(({ type }) => type === 'blob');
  return Object.fromEntries(entries.map(({ path, sha }) => [path, state.git.blob(sha)]));
}
