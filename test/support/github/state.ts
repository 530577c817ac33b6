import { createGitData, type GitData } from './git-data.js';

export interface Pull {
  readonly number: number;
  headSha: string;
  baseRef: string;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  isDraft?: boolean;
  labels?: readonly string[];
  /** Without it `octocat`. */
  author?: string;
  /** Whose fork the commits stand in; without it they stand in the repository. */
  fork?: string;
  /** A person opened it unless this says otherwise. */
  authorType?: 'User' | 'Bot';
  /** In the merge queue. */
  entry?: { readonly baseSha: string; readonly headSha: string };
}

export interface Run {
  readonly id: number;
  readonly headSha: string;
  readonly externalId: string | null;
  status: string;
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  readonly annotations: Record<string, unknown>[];
  /** How many annotations each call brought. */
  readonly batches: number[];
}

export interface Comment {
  readonly id: number;
  readonly pull: number;
  readonly reviewId: number;
  /** As REST spells it: an App's ends with `[bot]`. */
  readonly login: string;
  readonly body: string;
  readonly path: string;
  /** Absent on a comment on the file. */
  readonly line?: number;
  readonly startLine?: number;
  /** The commit whose lines it names. */
  readonly commitId: string;
  /** The first comment of its thread. */
  readonly inReplyTo?: number;
  minimizedAs?: string;
}

export interface Review {
  readonly id: number;
  readonly pull: number;
  readonly body: string;
  readonly commitId: string;
  state: 'PENDING' | 'COMMENTED';
  minimizedAs?: string;
}

/** What one repository on GitHub holds. */
export interface State {
  readonly owner: string;
  readonly repo: string;
  readonly appId: number;
  readonly slug: string;
  readonly git: GitData;
  /** The default branches of other repositories, by `owner/name`, as commits. */
  readonly others: Map<string, string>;
  /** Logins with write permission. */
  readonly writers: Set<string>;
  readonly branches: Map<string, string>;
  readonly pulls: Map<number, Pull>;
  readonly runs: Run[];
  readonly comments: Comment[];
  /** Who resolved a thread, by the id of its first comment. */
  readonly resolved: Map<number, string>;
  /** Without write permission on contents GitHub lets no App resolve a thread. */
  contents: 'read' | 'write';
  readonly reviews: Review[];
  /** Of a recursive listing; GitHub's own limit is 100,000. */
  maxTreeEntries: number;
  nextId: number;
}

export function createState(): State {
  return {
    owner: 'octo-org',
    repo: 'shop',
    appId: 4711,
    slug: 'scrutineer-test',
    git: createGitData(),
    others: new Map(),
    writers: new Set(),
    branches: new Map(),
    pulls: new Map(),
    runs: [],
    comments: [],
    resolved: new Map(),
    contents: 'write',
    reviews: [],
    maxTreeEntries: 100_000,
    nextId: 1000,
  };
}

/** An answer that GitHub gives on purpose. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export function baseOf(state: State, pull: Pull): string {
  const tip = state.branches.get(pull.baseRef);
  if (tip === undefined) throw new Refusal(404, `No branch ${pull.baseRef}`);
  return state.git.mergeBase(tip, pull.headSha);
}

/** The login of the App's own account. */
export function botLogin(state: State): string {
  return `${state.slug}[bot]`;
}
