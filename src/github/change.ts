import type { ConfigFile } from '../config/load.js';
import type { ChangedFile, FileContent } from '../model/change.js';
import type { Author } from './author.js';
import type { Conditions } from './conditions.js';

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** Two commits of a repository whose difference is reviewed: a pull request, or a group in a merge queue. */
export interface Change extends Repository {
  readonly headSha: string;
  /** The side that the change goes onto. */
  readonly baseSha: string;
  /** Of its check run. */
  readonly externalId: string;
  /** GitHub's number of the repository. */
  readonly repositoryId: number | undefined;
  /** The repository's page. */
  readonly repositoryUrl: string;
  /** The configuration on the base branch. */
  readonly config: FileContent;
  /** The baseline there. */
  readonly baseline: FileContent;
  /** `.gitattributes` at its root, which marks generated and vendored files. */
  readonly attributes: FileContent;
  /** The owner's configuration for all repositories, where the App can read it. */
  readonly organization?: ConfigFile | undefined;
  /** Who brings it, where one account does. */
  readonly author?: Author | undefined;
  /** What the configuration may leave it out for; absent where it is always reviewed. */
  readonly conditions?: Conditions;
}

/** A changed file with GitHub's patch, which says where comments can stand. It is never read for content. */
export interface ComparedFile extends ChangedFile {
  /** Absent for binary and very large files, and past 20,000 lines of patches in one answer. */
  readonly patch?: string;
  /** GitHub takes the file for binary, by its content or by `.gitattributes`, and shows no lines of it. */
  readonly isOpaque?: boolean;
  /** GitHub lists only so many files of a change; on others it takes no comment. */
  readonly isUnlisted?: boolean;
}
