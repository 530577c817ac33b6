import { type Delivery, type Grant, granted } from './app-operations.js';
import type { KnownAdvisory } from './advisories.js';
import { createGitData, type GitData } from './git-data.js';
import { createPeople, type People } from './people.js';

export interface Pull {
  readonly number: number;
  headSha: string;
  baseRef: string;
  /** Where the base branch was last; it may be gone. */
  baseSha?: string;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  isDraft?: boolean;
  labels?: readonly string[];
  /** Without it `octocat`. */
  author?: string;
  /** Whose fork the commits stand in; without it they stand in the repository. */
  fork?: string;
  /** A person opened it unless this says otherwise. */
  authorType?: 'User' | 'Bot';
  /** The branch of this repository that it comes from, where a test asks for it. */
  readonly headRef?: string;
  readonly title?: string;
  readonly body?: string;
  /** Its conversation takes no more comments. */
  isLocked?: boolean;
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
  text?: string | null;
  buttons?: readonly string[];
}

export interface Comment {
  readonly id: number;
  readonly pull: number;
  readonly reviewId: number;
  /** As REST spells it: an App's ends with `[bot]`. */
  readonly login: string;
  body: string;
  readonly path: string;
  /** Absent on a comment on the file. */
  readonly line?: number;
  readonly startLine?: number;
  /** The commit whose lines it names. */
  readonly commitId: string;
  /** The first comment of its thread. */
  readonly inReplyTo?: number;
  minimizedAs?: string;
  at?: string;
  isEdited?: boolean;
}

/** A comment in the conversation of a pull request. */
export interface SaidComment {
  readonly id: number;
  readonly pull: number;
  readonly login: string;
  body: string;
  readonly at: string;
  isEdited?: boolean;
}

export interface Review {
  readonly id: number;
  readonly pull: number;
  readonly body: string;
  readonly commitId: string;
  state: 'PENDING' | 'COMMENTED';
  minimizedAs?: string;
}

export interface Analysis {
  readonly ref: string;
  readonly commitSha: string;
  /** The SARIF file. */
  readonly text: string;
}

/** What one repository on GitHub holds. */
export interface State {
  readonly owner: string;
  readonly repo: string;
  readonly appId: number;
  /** Of the repository. */
  readonly repositoryId: number;
  slug: string;
  readonly git: GitData;
  /** The default branches of other repositories, by `owner/name`, as commits. */
  readonly others: Map<string, string>;
  /** Logins with write permission. */
  readonly writers: Set<string>;
  readonly branches: Map<string, string>;
  /** Commits that the App made; all others are a person's. */
  readonly ownCommits: Set<string>;
  readonly pulls: Map<number, Pull>;
  readonly runs: Run[];
  readonly comments: Comment[];
  readonly said: SaidComment[];
  /** What this App reacted with, by the node id of the comment. */
  readonly reactions: Map<string, Set<string>>;
  /** The number of the App's own account. */
  readonly botId: number;
  /** Who resolved a thread, by the id of its first comment. */
  readonly resolved: Map<number, string>;
  /** Without write permission on contents GitHub lets no App resolve a thread. */
  contents: 'read' | 'write';
  readonly reviews: Review[];
  isArchived: boolean;
  visibility: 'PRIVATE' | 'PUBLIC';
  /** Of a recursive listing; GitHub's own limit is 100,000. */
  maxTreeEntries: number;
  /** Repositories that the App is installed in besides, whose files no other token reads. */
  readonly installedToo: Set<string>;
  readonly installationId: number;
  readonly tokens: Map<string, Grant>;
  /** What the App may do by what the owner agreed to. */
  granted: Grant['permissions'];
  /** What code scanning was given, in order. */
  readonly analyses: Analysis[];
  hasCodeScanning: boolean;
  /** Webhooks as GitHub sent them, the oldest first. */
  readonly deliveries: Delivery[];
  /** The ids of those that were asked for again. */
  readonly redelivered: string[];
  /** What GitHub's database of advisories holds. */
  readonly advisories: KnownAdvisory[];
  readonly people: People;
  nextId: number;
  /** Since noon, of the latest comment. */
  seconds: number;
}

export function createState(): State {
  return {
    owner: 'octo-org',
    repo: 'shop',
    appId: 4711,
    repositoryId: 1296269,
    slug: 'scrutineer-test',
    git: createGitData(),
    others: new Map(),
    writers: new Set(),
    branches: new Map(),
    ownCommits: new Set(),
    pulls: new Map(),
    runs: [],
    comments: [],
    said: [],
    reactions: new Map(),
    botId: 4242,
    resolved: new Map(),
    contents: 'write',
    reviews: [],
    isArchived: false,
    visibility: 'PRIVATE',
    maxTreeEntries: 100_000,
    installedToo: new Set(),
    installationId: 99,
    // One that tests of single parts use.
    tokens: new Map([['installation-token', { permissions: granted }]]),
    granted,
    analyses: [],
    hasCodeScanning: true,
    deliveries: [],
    redelivered: [],
    advisories: [],
    people: createPeople(),
    nextId: 1000,
    seconds: 0,
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
  const tip = state.branches.get(pull.baseRef) ?? pull.baseSha;
  if (tip === undefined) throw new Refusal(404, `No branch ${pull.baseRef}`);
  return state.git.mergeBase(tip, pull.headSha);
}

/** The login of the App's own account. */
export function botLogin(state: State): string {
  return `${state.slug}[bot]`;
}
