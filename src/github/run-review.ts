import { openCustomRules } from '../analyzers/custom/analyzer.js';
import type { Decision } from '../model/decision.js';
import type { Report } from '../model/report.js';
import { review, type SeenFile } from '../review.js';
import { createGitHubAdvisories } from './advisories.js';
import { createOrigins } from '../triage/origin.js';
import { authorMayWrite } from './author.js';
import type { BaseConfig } from './base-config.js';
import type { Comparison } from './comparison.js';
import type { JobContext } from './context.js';
import type { MergeGroup } from './merge-group.js';
import type { Octokit } from './octokit.js';
import type { PullRequest } from './pull-request.js';
import type { Source } from '../model/change.js';

export interface ReviewParts {
  readonly comparison: Comparison;
  readonly source: Source;
  readonly base: BaseConfig;
  /** What people decided to ignore, by fingerprint. */
  readonly ignored: ReadonlyMap<string, Decision>;
  /** By fingerprint, the day on which a finding was first there, where the ledger knows. */
  readonly introduced?: ReadonlyMap<string, string>;
}

export interface Reviewed {
  readonly report: Report;
  /** The files that were looked at. */
  readonly looked: ReadonlyMap<string, SeenFile>;
}

/** Reviews a change of GitHub's, and writes nothing. */
export async function runReview(
  octokit: Octokit,
  change: PullRequest | MergeGroup,
  { comparison, source, base, ignored, introduced }: ReviewParts,
  signal: AbortSignal,
  {
    analyzers,
    advised,
    customLimits,
    now,
    log,
    isDeaf = false,
  }: Pick<JobContext, 'analyzers' | 'advised' | 'customLimits' | 'now' | 'log'> & {
    readonly isDeaf?: boolean | undefined;
  },
): Promise<Reviewed> {
  const { config, baseline, problems, proposed, customRules, areRulesWhole } = base;
  const custom =
    customRules.length > 0 || !areRulesWhole
      ? await openCustomRules(customRules, areRulesWhole, customLimits)
      : undefined;
  const looked = new Map<string, SeenFile>();
  const report = await review(source, {
    analyzers: [
      ...(advised?.(createGitHubAdvisories(octokit)) ?? analyzers),
      ...(custom ? [custom.analyzer] : []),
    ],
    config,
    // The Action writes an HTML report; what the App says stands beside the code.
    withCode: isDeaf,
    baseline,
    ignored,
    ...(introduced && { introduced }),
    originOf: createOrigins(change.attributes.kind === 'text' ? change.attributes.text : ''),
    ...(proposed && { proposed }),
    // A queue takes only what people with write permission put into it.
    authorMayWrite: async () => change.kind === 'merge-group' || authorMayWrite(octokit, change),
    configProblems: [...problems, ...(custom?.problems ?? []), ...comparison.problems],
    today: now().toISOString().slice(0, 10),
    signal,
    onFile: (file) => looked.set(file.path, file),
    onError: (error, about) => log.error({ err: error, subject: change.externalId }, about),
  }).finally(async () => custom?.analyzer.close?.());
  return { report, looked };
}
