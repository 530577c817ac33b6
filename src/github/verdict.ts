import type { Config } from '../config/schema.js';
import { judge, type Report, type Verdict } from '../model/report.js';
import { reaches } from '../model/severity.js';
import { Cancelled, Superseded } from '../queue/ends.js';
import { causeOf } from './error-status.js';
import { countBySeverity, plural } from './severity-mark.js';

export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled';

/** What a check run says first. */
export interface Gate {
  readonly conclusion: Conclusion;
  /** GitHub shows it in the list of checks. */
  readonly title: string;
  /** The first line of the summary, in Markdown. */
  readonly line: string;
}

/** How a review came to its end. */
export type Ending =
  | {
      readonly kind: 'reviewed';
      readonly report: Report;
      readonly settings: Pick<Config['report'], 'fail-from' | 'on-incomplete'>;
      /** Other open pull requests that fail with the same head commit. */
      readonly failingSiblings: readonly number[];
    }
  | {
      readonly kind: 'left-out';
      /** A sentence in Markdown. */
      readonly reason: string;
      readonly failingSiblings: readonly number[];
    }
  | { readonly kind: 'interrupted'; readonly error: unknown };

/** What an ending does to the gate: only a whole review with nothing against it is green. */
export function decide(ending: Ending): Gate {
  if (ending.kind === 'interrupted') return interrupted(ending.error);
  const { failingSiblings } = ending;
  if (ending.kind === 'left-out') {
    if (failingSiblings.length > 0) return siblingGate(failingSiblings);
    return { conclusion: 'neutral', title: leftOutTitle, line: `**Not reviewed.** ${ending.reason}` };
  }
  const { report, settings } = ending;
  const verdict = judge(report, settings['fail-from']);
  const conclusion = conclusionOf(verdict, settings['on-incomplete']);
  if (conclusion !== 'failure' && failingSiblings.length > 0) return siblingGate(failingSiblings);
  return { conclusion, title: titleOf(verdict, report), line: verdictLine(verdict, report, settings) };
}

/** The title of a check run whose pull request the configuration leaves out. */
export const leftOutTitle = 'Left out by the configuration';

/** How the title of a check run begins that fails only because of another pull request. */
export const siblingTitle = 'The same commit fails in ';

function conclusionOf(verdict: Verdict, onIncomplete: Config['report']['on-incomplete']): Conclusion {
  switch (verdict) {
    case 'failing':
    case 'misconfigured':
      return 'failure';
    case 'incomplete':
      return onIncomplete === 'neutral' ? 'neutral' : 'failure';
    case 'empty':
      return 'neutral';
    case 'passing':
      return 'success';
  }
}

function titleOf(verdict: Verdict, { findings }: Report): string {
  if (verdict === 'empty' && findings.length === 0) return 'Nothing to review';
  const suffix: Readonly<Record<Verdict, string>> = {
    failing: '',
    misconfigured: ', configuration error',
    incomplete: ', review incomplete',
    empty: '',
    passing: '',
  };
  return `${countBySeverity(findings) || 'No findings'}${suffix[verdict]}`;
}

function verdictLine(
  verdict: Verdict,
  { findings, coverage }: Report,
  {
    'fail-from': failFrom,
    'on-incomplete': onIncomplete,
  }: Pick<Config['report'], 'fail-from' | 'on-incomplete'>,
): string {
  const failing = findings.filter((finding) => reaches(finding.severity, failFrom)).length;
  const reviewed = plural(coverage.analyzed, 'reviewed file');
  switch (verdict) {
    case 'failing':
      return `**Failing.** ${shareOf(failing, findings.length)} ${failing === 1 ? 'is' : 'are'} ${severeFrom(failFrom)}, which fails the check.`;
    case 'misconfigured':
      return '**Failing.** The configuration on the base branch has errors, which are listed below; the review went on without it.';
    case 'incomplete':
      return `**${onIncomplete === 'neutral' ? 'Neutral' : 'Failing'}.** Part of this change was not reviewed, so that nobody knows whether it is clean. What is missing stands below.`;
    case 'empty':
      return '**Neutral.** Nothing in this change is of a kind that is reviewed.';
    case 'passing':
      return findings.length === 0
        ? `**Passing.** No findings in ${reviewed}.`
        : `**Passing.** ${plural(findings.length, 'finding')} in ${reviewed}, ${failFrom === 'none' ? 'and no finding fails the check' : `${findings.length === 1 ? 'not' : 'none of them'} ${severeFrom(failFrom)}, which would fail the check`}.`;
  }
}

function shareOf(failing: number, all: number): string {
  if (failing < all) return `${failing} of ${all} findings`;
  return all === 1 ? 'The one finding' : `All ${all} findings`;
}

function severeFrom(severity: Config['report']['fail-from']): string {
  return severity === 'critical' ? 'critical' : `${severity} or worse`;
}

function siblingGate(siblings: readonly number[]): Gate {
  const names = siblings.map((number) => `#${number}`).join(', ');
  return {
    conclusion: 'failure',
    title: `${siblingTitle}${names}`,
    line: `**Failing.** The same head commit fails in ${names}, and a commit has one result for all its pull requests.`,
  };
}

function interrupted(error: unknown): Gate {
  if (error instanceof Cancelled)
    return {
      conclusion: 'cancelled',
      title: error instanceof Superseded ? 'Superseded' : 'Cancelled',
      line: `**Cancelled.** ${error.message}`,
    };
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
  const reason = timedOut
    ? 'The review took too long and was ended.'
    : `The review failed: ${causeOf(error)}.`;
  return {
    conclusion: 'failure',
    title: timedOut ? 'Review timed out' : 'Review failed',
    line: `**Failing.** ${reason} Nothing is known about this change. Run the check again, or look into the server's log.`,
  };
}
