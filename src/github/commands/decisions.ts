import type { Config } from '../../config/schema.js';
import type { Decision } from '../../model/decision.js';
import { shortOf } from '../../model/finding.js';
import type { Problem } from '../../model/problem.js';
import { whyNotIgnorable } from '../../triage/acceptance.js';
import type { MergeGroup } from '../merge-group.js';
import type { Octokit } from '../octokit.js';
import type { PullRequest } from '../pull-request.js';
import { decisionsIn, readConversation } from './conversation.js';

/**
 * What people decided on a pull request, in order, as this App's own answers there tell it: so nothing is lost with the
 * server. A group in a merge queue is held to what was decided on the pull request that it brings.
 */
export async function loadDecisions(
  octokit: Octokit,
  change: PullRequest | MergeGroup,
): Promise<readonly Decision[]> {
  const number = change.kind === 'pull-request' ? change.number : change.pull;
  const isSilent = change.kind === 'pull-request' && !change.hasConversation;
  if (number === undefined || isSilent) return [];
  const conversation = await readConversation(octokit, change, number);
  return conversation ? decisionsIn(conversation) : [];
}

/**
 * Which decisions to ignore count by now, and a notice for each that does not: it ended, or the organization locks its
 * rule. `today` is YYYY-MM-DD.
 */
export function weighDecisions(
  ignored: ReadonlyMap<string, Decision>,
  config: Config,
  today: string,
): { readonly counting: readonly Decision[]; readonly problems: readonly Problem[] } {
  const counting: Decision[] = [];
  const problems: Problem[] = [];
  for (const decision of ignored.values()) {
    const { fingerprint, ruleId, path, by, at, until } = decision;
    const why =
      until !== undefined && today > until ? `it ended on ${until}.` : whyNotIgnorable(ruleId, config);
    if (why === undefined) counting.push(decision);
    else {
      const message = `What ${by} decided on ${at.slice(0, 10)}, to ignore \`${shortOf(fingerprint)}\`, does not count: ${why}`;
      problems.push({ kind: 'notice', path, message });
    }
  }
  return { counting, problems };
}
