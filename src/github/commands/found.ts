import { findIgnored, type Decision } from '../../model/decision.js';
import { contentOf, type Finding, shortOf } from '../../model/finding.js';
import type { Report } from '../../model/report.js';
import { type BaseConfig, loadBaseConfig } from '../base-config.js';
import { compareChange } from '../comparison.js';
import type { JobContext } from '../context.js';
import { code } from '../escape.js';
import type { Octokit } from '../octokit.js';
import type { PullRequest } from '../pull-request.js';
import { runReview } from '../run-review.js';
import { createSource } from '../source.js';

/** What stands in a pull request by now, for commands that name a finding. */
export interface Found {
  readonly pull: PullRequest;
  readonly base: BaseConfig;
  readonly report: Report;
}

/** Reviews the head of a pull request and says nothing there. */
export async function loadFound(
  octokit: Octokit,
  pull: PullRequest,
  decisions: readonly Decision[],
  signal: AbortSignal,
  context: JobContext,
): Promise<Found> {
  const comparison = await compareChange(octokit, pull);
  const source = createSource(octokit, pull, comparison);
  const base = await loadBaseConfig(octokit, pull, source, context);
  const parts = { comparison, source, base, ignored: findIgnored(decisions) };
  const { report } = await runReview(octokit, pull, parts, signal, context);
  return { pull, base, report };
}

/** How a person named a finding. */
export type Naming =
  /** The beginning of its fingerprint. */
  | { readonly prefix: string }
  /** By writing in its thread. */
  | { readonly thread: string };

/** The one thing of those with fingerprints that a person means, or a sentence that says why there is none. */
export function pick<T>(
  all: readonly T[],
  fingerprintOf: (one: T) => string,
  naming: Naming,
): { readonly one: T } | { readonly refusal: string } {
  if ('thread' in naming) {
    const exact = all.find((one) => fingerprintOf(one) === naming.thread);
    const moved = all.filter((one) => contentOf(fingerprintOf(one)) === contentOf(naming.thread));
    const one = exact ?? (moved.length === 1 ? moved[0] : undefined);
    return one === undefined ? { refusal: 'The finding of this thread is not there any more.' } : { one };
  }
  const [one, ...others] = all.filter((candidate) => fingerprintOf(candidate).startsWith(naming.prefix));
  if (one === undefined) return { refusal: `There is no finding ${code(naming.prefix)} here by now.` };
  if (others.length > 0)
    return {
      refusal: `More than one finding begins with ${code(naming.prefix)}; name it by more of its characters.`,
    };
  return { one };
}

/** A finding in a few words, as Markdown. */
export function nameOf({ fingerprint, ruleId, location }: Finding): string {
  return `${code(shortOf(fingerprint))} (${code(ruleId)}, ${code(`${location.path}:${location.startLine}`)})`;
}
