import type { Report } from './report.js';

/** A repository by what it is called, and by what it is. */
export interface RepositoryOf {
  /** `owner/name` */
  readonly repository: string;
  /** GitHub's number of it, which stays when it is renamed. */
  readonly repositoryId?: number | undefined;
}

/** What a review came to, before anybody is told. */
export interface ReviewEntry extends RepositoryOf {
  /** What was reviewed, as its check run names it. */
  readonly subject: string;
  readonly pull?: number | undefined;
  /** The login of who brings the change, where one account does. */
  readonly author?: string | undefined;
  readonly head: string;
  readonly base: string;
  /** The branch that configures it, where it is known. */
  readonly branch?: string | undefined;
  /** SHA-256, in hexadecimal, of the configuration and the baseline that counted. */
  readonly configuration: string;
  /** Where the configuration is not what it was: what changed it. */
  readonly configurationChange?: ConfigurationChange | undefined;
  /** SHA-256, in hexadecimal, of what the rules say of themselves. */
  readonly ruleSet: string;
  readonly conclusion: string;
  readonly report: Report;
  /** Whether what was in a file and is not in the report is gone: all of it was read. */
  readonly isSeen: (path: string) => boolean;
}

/** The last commit that changed the configuration of a branch. */
export interface ConfigurationChange {
  /** Of the file. */
  readonly path: string;
  readonly commit: string;
  /** ISO 8601. */
  readonly at: string;
  /** The login of the commit's author, where GitHub knows one. */
  readonly by?: string | undefined;
}

/** A pull request was merged, closed without that, or opened again. */
export interface PullTurn extends RepositoryOf {
  /** The same whenever the same is recorded again. */
  readonly id: string;
  /** As its check run names it. */
  readonly subject: string;
  readonly pull: number;
  readonly event: 'merged' | 'closed' | 'reopened';
  /** The login of who did it. */
  readonly by: string;
}

/** A pull request by its repository's name, `owner/name`, and its number. */
export interface PullOf {
  readonly repository: string;
  readonly pull: number;
}
