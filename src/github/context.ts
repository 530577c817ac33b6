import type { CustomLimits } from '../analyzers/custom/analyzer.js';
import type { Advisories } from '../analyzers/dependencies/advisories/advisory.js';
import type { Analyzer } from '../model/analyzer.js';
import type { Ledger } from '../model/decision.js';
import type { ConfigFile } from '../config/load.js';
import type { RuleFileContent } from '../config/rules/load.js';
import type { Watch } from '../model/watch.js';
import type { GitHubAccess } from './access.js';
import type { CodeScanning, RenderResults } from './code-scanning.js';
import type { Send } from './queue.js';

export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A log whose lines all have these fields. */
  child(fields: object): Log;
}

export interface JobContext {
  /** This App's number: what tells its check runs from those of others. */
  readonly appId: number;
  readonly access: GitHubAccess;
  /** The configuration in another repository, `owner/name`, that the token of the job does not open. */
  readonly readElsewhere?: (repository: string) => Promise<ConfigFile | undefined>;
  /** Files of rules there, by globs. */
  readonly readRulesElsewhere?: (
    repository: string,
    globs: readonly string[],
  ) => Promise<readonly RuleFileContent[] | undefined>;
  /** What code scanning is given, where a repository wants that. */
  readonly renderResults: RenderResults;
  /** In the repository of the job. */
  readonly codeScanning?: CodeScanning;
  readonly analyzers: readonly Analyzer[];
  /** Where the workers of custom rules run; threads of this process by default. */
  readonly customLimits?: CustomLimits | undefined;
  /** The same, asking GitHub's own advisories besides. */
  readonly advised?: ((github: Advisories) => readonly Analyzer[]) | undefined;
  /** Its lines name the job. */
  readonly log: Log;
  readonly watch: Watch;
  /** Takes the pull requests that a commit turns out to belong to. */
  readonly send: Send;
  /** The address of a rule's page, where there is one. */
  readonly rulePage?: ((ruleId: string) => string) | undefined;
  /** The address of the JSON schema of the configuration, for editors. */
  readonly schema?: string | undefined;
  /** Repositories that the App comes to are greeted. */
  readonly isOnboarding: boolean;
  /** Gets each decision of a person. */
  readonly ledger: Ledger;
  readonly now: () => Date;
  /** For one review or greeting. */
  readonly timeLimitMilliseconds: number;
}
