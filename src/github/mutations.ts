import type { Octokit } from './octokit.js';

type Name =
  | 'addComment'
  | 'addPullRequestReviewThread'
  | 'addPullRequestReviewThreadReply'
  | 'addReaction'
  | 'createCommitOnBranch'
  | 'createPullRequest'
  | 'createRef'
  | 'deletePullRequestReview'
  | 'minimizeComment'
  | 'resolveReviewThread'
  | 'submitPullRequestReview'
  | 'unminimizeComment'
  | 'unresolveReviewThread'
  | 'updateRef';

/** A GraphQL mutation that takes an input of its own type and is done where its answer is not null. */
export interface Mutation {
  readonly name: Name;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What shows that a mutation was done; for a thread that GitHub cannot place it answers null without an error. */
const evidence: Readonly<Record<Name, string>> = {
  addComment: 'commentEdge { node { id } }',
  addPullRequestReviewThread: 'thread { id }',
  addPullRequestReviewThreadReply: 'comment { id }',
  addReaction: 'subject { id }',
  createCommitOnBranch: 'commit { oid }',
  createPullRequest: 'pullRequest { id }',
  createRef: 'ref { id }',
  deletePullRequestReview: 'pullRequestReview { id }',
  minimizeComment: 'minimizedComment { isMinimized }',
  resolveReviewThread: 'thread { id }',
  submitPullRequestReview: 'pullRequestReview { id }',
  unminimizeComment: 'unminimizedComment { isMinimized }',
  unresolveReviewThread: 'thread { id }',
  updateRef: 'ref { id }',
};

/** GitHub does them one after another, and ends a call after 10 s. */
const mutationsAtOnce = 20;

/** Does mutations in order, many in a call, and returns for each whether GitHub did it. */
export async function mutate(octokit: Octokit, mutations: readonly Mutation[]): Promise<boolean[]> {
  const done: boolean[] = [];
  for (let at = 0; at < mutations.length; at += mutationsAtOnce)
    done.push(...(await mutateAtOnce(octokit, mutations.slice(at, at + mutationsAtOnce))));
  return done;
}

async function mutateAtOnce(octokit: Octokit, mutations: readonly Mutation[]): Promise<boolean[]> {
  const declared = mutations.map(({ name }, index) => `$i${index}: ${inputType(name)}!`);
  const fields = mutations.map(
    ({ name }, index) => `m${index}: ${name}(input: $i${index}) { ${evidence[name]} }`,
  );
  const answer = await sendMutation(
    octokit,
    `mutation Threads(${declared.join(', ')}) { ${fields.join(' ')} }`,
    Object.fromEntries(mutations.map(({ input }, index) => [`i${index}`, input])),
  );
  return mutations.map((_, index) => {
    const payload = answer[`m${index}`];
    return (
      payload !== undefined && payload !== null && Object.values(payload).every((value) => value !== null)
    );
  });
}

type Answer = Readonly<Record<string, object | null | undefined>>;

/** Some of a call's mutations can be refused, and the others done: the answer then comes with an error. */
async function sendMutation(
  octokit: Octokit,
  text: string,
  variables: Record<string, unknown>,
): Promise<Answer> {
  try {
    return await octokit.graphql<Answer>(text, variables);
  } catch (error) {
    const data =
      error instanceof Error && 'data' in error ? (error.data as Answer | null | undefined) : undefined;
    if (data === null || data === undefined) throw error;
    return data;
  }
}

function inputType(name: Name): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
}
