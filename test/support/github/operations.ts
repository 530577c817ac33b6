import { gunzipSync } from 'node:zlib';
import { findAdvisories } from './advisories.js';
import { appOperations } from './app-operations.js';
import { type MatchedCall, exampleOf } from './descriptions.js';
import type { DiffRow } from './git-data.js';
import { requirePlace, type ReviewCommentBody } from './places.js';
import { baseOf, botLogin, type Comment, Refusal, type Review, type Run, type State } from './state.js';

export type Operation = (state: State, call: MatchedCall) => unknown;

/** What each operation does to the state, and answers. */
export const operations: Readonly<Record<string, Operation>> = {
  ...appOperations,
  'GET /advisories': (state, { query }) => findAdvisories(state.advisories, query),

  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': (state, { path, query }) => {
    const runs = state.runs.filter(
      (run) => run.headSha === path.ref && Number(query.app_id ?? state.appId) === state.appId,
    );
    return { total_count: runs.length, check_runs: runs.map((run) => showRun(state, run)) };
  },

  'POST /repos/{owner}/{repo}/check-runs': (state, call) => {
    const body = call.body as Record<string, string>;
    requireCommit(state, body.head_sha ?? '');
    const run: Run = {
      id: state.nextId++,
      headSha: body.head_sha ?? '',
      externalId: body.external_id ?? null,
      status: 'queued',
      conclusion: null,
      title: null,
      summary: null,
      annotations: [],
      batches: [],
    };
    state.runs.push(run);
    return changeRun(state, run, call.body);
  },

  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}': (state, { path }) =>
    showRun(state, findRun(state, path)),

  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': (state, { path, body }) =>
    changeRun(state, findRun(state, path), body),

  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': (state, { path }) =>
    findRun(state, path).annotations.map((annotation) => ({
      ...exampleOf('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations'),
      start_column: null,
      end_column: null,
      raw_details: null,
      ...annotation,
    })),

  'POST /repos/{owner}/{repo}/code-scanning/sarifs': (state, call) => {
    if (!state.hasCodeScanning) throw new Refusal(403, 'Code scanning is not enabled for this repository.');
    const { commit_sha: commitSha, ref, sarif } = call.body as Record<string, string>;
    requireCommit(state, commitSha ?? '');
    const [, number] = /^refs\/pull\/(\d+)\/head$/.exec(ref ?? '') ?? [];
    if (!state.pulls.has(Number(number))) throw new Refusal(404, `No ref ${ref}`);
    const zipped = Buffer.from(sarif ?? '', 'base64');
    if (zipped.length > 10_000_000) throw new Refusal(413, 'Payload too large');
    state.analyses.push({ ref: ref ?? '', commitSha: commitSha ?? '', text: gunzipSync(zipped).toString() });
    return exampleOf('POST /repos/{owner}/{repo}/code-scanning/sarifs');
  },

  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': (state, { path }) => {
    const permission = state.writers.has(path.username ?? '') ? 'write' : 'read';
    return { permission, role_name: permission, user: null };
  },

  'GET /repos/{owner}/{repo}/compare/{basehead}': (state, { path, query }) => {
    const [base = '', head = ''] = (path.basehead ?? '').split('...');
    for (const sha of [base, head]) requireCommit(state, sha);
    const mergeBase = state.git.mergeBase(base, head);
    const example = exampleOf('GET /repos/{owner}/{repo}/compare/{basehead}');
    const files = state.git.diff(mergeBase, head).slice(0, 300);
    const [perPage, page] = [Number(query.per_page ?? 250), Number(query.page ?? 1)];
    const [commit] = example.commits as { author: object }[];
    const commits = state.git.list(mergeBase, head).slice((page - 1) * perPage, page * perPage);
    return {
      ...example,
      total_commits: state.git.count(mergeBase, head),
      commits: commits.map(({ sha, parents }) => ({
        ...commit,
        author: { ...commit?.author, id: state.ownCommits.has(sha) ? state.botId : 1 },
        sha,
        parents: parents.map((parent) => ({ sha: parent, url: `https://api.github.com/${parent}` })),
      })),
      merge_base_commit: { ...(example.merge_base_commit as object), sha: mergeBase },
      files: Number(query.page ?? 1) === 1 ? files.map(showFile) : [],
    };
  },

  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': (state, { path }) => {
    const pull = findPull(state, path);
    return state.git.diff(baseOf(state, pull), pull.headSha).slice(0, 3000).map(showFile);
  },

  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments': (state, { path }) =>
    state.comments
      .filter((comment) => comment.pull === findPull(state, path).number)
      .map((comment) => showComment(state, comment)),

  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': (state, call) => {
    const pull = findPull(state, call.path);
    const body = call.body as ReviewBody;
    if (body.event === 'COMMENT' && !body.body) throw new Refusal(422, 'Body is required');
    const commitId = body.commit_id ?? pull.headSha;
    requireCommit(state, commitId);
    if (state.reviews.some((standing) => standing.pull === pull.number && standing.state === 'PENDING'))
      throw new Refusal(422, 'User can only have one pending review per pull request');
    const review: Review = {
      id: state.nextId++,
      pull: pull.number,
      body: body.body ?? '',
      commitId,
      state: body.event === undefined ? 'PENDING' : 'COMMENTED',
    };
    const comments = (body.comments ?? []).map((comment): Comment => {
      requirePlace(state, baseOf(state, pull), commitId, comment);
      return {
        id: state.nextId++,
        pull: pull.number,
        reviewId: review.id,
        login: botLogin(state),
        body: comment.body,
        path: comment.path,
        ...(comment.line !== undefined && { line: comment.line }),
        ...(comment.start_line !== undefined && { startLine: comment.start_line }),
        commitId,
      };
    });
    state.reviews.push(review);
    state.comments.push(...comments);
    return {
      ...exampleOf('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews'),
      id: review.id,
      node_id: `PRR_${review.id}`,
      body: review.body,
      state: review.state,
      commit_id: commitId,
    };
  },

  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': (state, { path }) => {
    requireCommit(state, path.tree_sha ?? '');
    const tree = [...state.git.tree(path.tree_sha ?? '').values()];
    const listed = tree.slice(0, state.maxTreeEntries);
    const truncated = listed.length < tree.length;
    return { sha: path.tree_sha, url: 'https://api.github.example/tree', tree: listed, truncated };
  },

  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': (state, { path }) => {
    const bytes = state.git.blob(path.file_sha ?? '');
    return {
      ...exampleOf('GET /repos/{owner}/{repo}/git/blobs/{file_sha}'),
      content: bytes.toString('base64'),
      encoding: 'base64',
      sha: path.file_sha,
      size: bytes.length,
    };
  },
};

/** Operations whose answer is cut into pages. */
export const paged: ReadonlySet<string> = new Set([
  'GET /app/installations',
  'GET /app/hook/deliveries',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
]);

function findPull(state: State, path: Readonly<Record<string, string>>) {
  const pull = state.pulls.get(Number(path.pull_number));
  if (!pull) throw new Refusal(404, 'Not Found');
  return pull;
}

function findRun(state: State, path: Readonly<Record<string, string>>): Run {
  const run = state.runs.find((candidate) => candidate.id === Number(path.check_run_id));
  if (!run) throw new Refusal(404, 'Not Found');
  return run;
}

function requireCommit(state: State, sha: string): void {
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new Refusal(422, `No commit found for SHA: ${sha}`);
  if (!state.git.has(sha)) throw new Refusal(404, 'Not Found');
}

interface RunBody {
  readonly status?: string;
  readonly conclusion?: string;
  readonly actions?: readonly { readonly identifier: string }[];
  readonly output?: {
    readonly text?: string;
    readonly title?: string;
    readonly summary: string;
    readonly annotations?: readonly Record<string, unknown>[];
  };
}

function changeRun(state: State, run: Run, given: unknown): unknown {
  const body = given as RunBody;
  if (body.status === 'completed' && body.conclusion === undefined)
    throw new Refusal(422, 'conclusion is required');
  if (body.status !== undefined && body.status !== 'completed') {
    run.status = body.status;
    run.conclusion = null;
  }
  if (body.conclusion !== undefined) {
    run.status = 'completed';
    run.conclusion = body.conclusion;
  }
  if (body.actions) run.buttons = body.actions.map((action) => action.identifier);
  if (body.output) {
    if (Buffer.byteLength(body.output.text ?? '') > 65_535) throw new Refusal(422, 'text is too long');
    run.text = body.output.text ?? null;
    const { title, summary, annotations = [] } = body.output;
    for (const annotation of annotations)
      if (annotation.start_line !== annotation.end_line && 'start_column' in annotation)
        throw new Refusal(422, 'start_column is only allowed on a single line');
    if (Buffer.byteLength(summary) > 65_535) throw new Refusal(422, 'summary is too long');
    run.title = title ?? null;
    run.summary = summary;
    run.annotations.push(...annotations);
    run.batches.push(annotations.length);
  }
  return showRun(state, run);
}

function showRun(state: State, run: Run): unknown {
  const example = exampleOf('POST /repos/{owner}/{repo}/check-runs');
  return {
    ...example,
    id: run.id,
    html_url: `https://github.example/${state.owner}/${state.repo}/runs/${run.id}`,
    head_sha: run.headSha,
    external_id: run.externalId,
    name: 'Scrutineer',
    status: run.status,
    conclusion: run.conclusion,
    pull_requests: [],
    output: {
      ...(example.output as object),
      title: run.title,
      summary: run.summary,
      text: null,
      annotations_count: run.annotations.length,
    },
    app: { ...(example.app as object), id: state.appId, slug: state.slug },
  };
}

function showFile({ isCut, patch, ...row }: DiffRow): unknown {
  return { ...exampleWithoutChange(), ...row, ...(!isCut && patch !== undefined && { patch }) };
}

function exampleWithoutChange(): object {
  const file = exampleOf('GET /repos/{owner}/{repo}/pulls/{pull_number}/files');
  delete file.patch;
  delete file.previous_filename;
  return file;
}

function showComment(state: State, comment: Comment): unknown {
  const example = exampleOf('GET /repos/{owner}/{repo}/pulls/{pull_number}/comments');
  return {
    ...example,
    id: comment.id,
    pull_request_review_id: comment.reviewId,
    body: comment.body,
    path: comment.path,
    line: comment.line ?? null,
    start_line: comment.startLine ?? null,
    commit_id: comment.commitId,
    user: { ...(example.user as object), login: comment.login, type: 'Bot' },
  };
}

interface ReviewBody {
  readonly commit_id?: string;
  readonly body?: string;
  readonly event?: string;
  readonly comments?: readonly ReviewCommentBody[];
}
