import { createHash } from 'node:crypto';
import type { ReviewEntry } from '../model/ledger.js';
import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import type { BaseConfig } from './base-config.js';
import type { MergeGroup } from './merge-group.js';
import type { PullRequest } from './pull-request.js';
import type { Seen } from './thread-changes.js';
import type { Gate } from './verdict.js';

interface Reviewed {
  readonly change: PullRequest | MergeGroup;
  readonly base: BaseConfig;
  readonly rules: readonly Rule[];
  readonly report: Report;
  readonly gate: Gate;
  readonly seen: Seen;
}

/** What the ledger keeps of a review. */
export function toReviewEntry({ change, base, rules, report, gate, seen }: Reviewed): ReviewEntry {
  return {
    repository: `${change.owner}/${change.repo}`,
    repositoryId: change.repositoryId,
    subject: change.externalId,
    pull: change.kind === 'pull-request' ? change.number : change.pull,
    author: change.author?.login,
    head: change.headSha,
    base: change.baseSha,
    branch: change.kind === 'pull-request' ? change.conditions.baseBranch : undefined,
    configuration: digest([base.config, [...base.baseline.values()]]),
    ruleSet: digest(rules),
    conclusion: gate.conclusion,
    report,
    isSeen: (path) => (seen.paths.has(path) ? seen.files.get(path)?.isWhole === true : seen.isWhole),
  };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
