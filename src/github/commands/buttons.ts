import { mayWrite } from '../author.js';
import type { JobContext } from '../context.js';
import type { Subject } from '../external-id.js';
import type { Octokit } from '../octokit.js';
import { findPullRequest } from '../pull-request.js';
import { type Job, type JobSubject, jobSubjectOf } from '../queue.js';
import { openBaselinePull } from './baseline-pull.js';
import { loadDecisions } from './decisions.js';
import { loadFound } from './found.js';

/** A button of a check run. GitHub shows three at most, and takes 20, 40 and 20 characters of each. */
export interface Button {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

const reviewAgain: Button = {
  label: 'Review again',
  description: 'Review this commit once more.',
  identifier: 'review',
};
const accept: Button = {
  label: 'Accept as baseline',
  description: 'Open a pull request with a baseline.',
  identifier: 'baseline',
};
const showReport: Button = {
  label: 'Show the report',
  description: 'Put the whole report on this page.',
  identifier: 'report',
};

/** Those that make sense: a group of a merge queue has nobody to accept anything for. */
export function buttonsFor(subject: 'pull-request' | 'merge-group', hasFindings: boolean): readonly Button[] {
  if (!hasFindings) return [reviewAgain];
  return subject === 'pull-request' ? [reviewAgain, accept, showReport] : [reviewAgain, showReport];
}

/** What somebody asks for with a button of a check run; undefined where it is none of ours. */
export function subjectOfButton(
  identifier: string | undefined,
  subject: Subject,
  headSha: string,
  sender: { readonly login: string; readonly type?: string },
): JobSubject | undefined {
  const subjectOfJob = jobSubjectOf(subject, headSha);
  if (identifier === reviewAgain.identifier) return subjectOfJob;
  if (identifier === showReport.identifier) return { ...subjectOfJob, withReport: true };
  if (identifier !== accept.identifier || !('pull' in subject) || sender.type !== 'User') return undefined;
  return { pull: subject.pull, baselineFor: sender.login };
}

/** Opens the pull request with the baseline for whoever pushed the button, if they may write by now. */
export async function acceptByButton(
  octokit: Octokit,
  job: Job & { readonly pull: number; readonly baselineFor: string },
  signal: AbortSignal,
  context: JobContext,
): Promise<void> {
  const about = { by: job.baselineFor };
  if (!(await mayWrite(octokit, job, job.baselineFor))) {
    context.log.info(about, 'A baseline was asked for without write permission');
    return;
  }
  const pull = await findPullRequest(octokit, job, job.pull);
  if (!pull?.isOpen) return;
  const decisions = await loadDecisions(octokit, pull);
  const found = await loadFound(octokit, pull, decisions, signal, context);
  signal.throwIfAborted();
  const opened = await openBaselinePull(octokit, found, { by: job.baselineFor, reason: '' }, context);
  context.log.info(about, 'refusal' in opened ? opened.refusal : opened.text);
}
