import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Problem } from '../model/problem.js';
import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import type { Log } from './context.js';
import { statusOf } from './error-status.js';
import { type Octokit, secondsToWait } from './octokit.js';
import type { PullRequest } from './pull-request.js';
import { withinLimit } from './time-limit.js';

/** As SARIF, with at most so many results, the worst first. */
export type RenderResults = (report: Report, rules: readonly Rule[], most: number) => string;

export interface CodeScanning {
  readonly render: RenderResults;
  /** A client that may give results; undefined where the App lacks the permission. */
  readonly open: () => Promise<Octokit | undefined>;
}

export interface Results {
  readonly report: Report;
  readonly rules: readonly Rule[];
  readonly signal: AbortSignal;
  readonly log: Log;
  /** The review is done and waits: so long at most, in milliseconds. A minute by default. */
  readonly patience?: number;
}

/**
 * Gives what a pull request brings to GitHub's code scanning, under `refs/pull/…/head`, so that it is shown in the pull request and not among the
 * alerts of a branch. Results of the same commit and category replace each other there, so that a job which is done again doubles nothing. Where
 * GitHub does not take them, or not in time, the review stands all the same: what comes back tells of it.
 */
export async function uploadResults(
  { owner, repo, number, headSha }: PullRequest,
  { render, open }: CodeScanning,
  { report, rules, signal, log, patience = 60_000 }: Results,
): Promise<Problem[]> {
  try {
    return await withinLimit(patience, signal, async (ended) => {
      const octokit = await open();
      if (!octokit) return [untaken('the App has no permission `security_events: write`')];
      const sarif = await pack((most) => render(report, rules, most), report.findings.length);
      ended.throwIfAborted();
      await octokit.rest.codeScanning.uploadSarif({
        owner,
        repo,
        commit_sha: headSha,
        ref: `refs/pull/${number}/head`,
        sarif,
      });
      return [];
    });
  } catch (error) {
    // Whoever ended the job does not ask what GitHub said.
    signal.throwIfAborted();
    log.error({ err: error }, 'Code scanning took no results');
    return [untaken(reasonOf(error))];
  }
}

/** GitHub says more in words that depend on its version and the repository's plan; those are in the log. */
function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'GitHub did not answer in time';
  if (secondsToWait(error, Date.now()) !== undefined) return 'its limit for requests is reached';
  const status = statusOf(error);
  return status === 403 || status === 404
    ? 'it is not enabled for this repository, or the App has no permission `security_events: write`'
    : 'GitHub did not take them';
}

function untaken(reason: string): Problem {
  const message = `The findings are not in code scanning, as \`report.code-scanning\` asks for: ${reason}.`;
  return { kind: 'notice', message };
}

/** GitHub's limit for a compressed file, 10 MB: https://docs.github.com/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data */
const maxZippedBytes = 10_000_000;

/** As the call wants it: compressed, in base 64. With fewer results where it would be too large. */
export async function pack(
  render: (most: number) => string,
  results: number,
  maxBytes = maxZippedBytes,
): Promise<string> {
  for (let most = results; ; most = Math.floor(most / 2)) {
    const zipped = await promisify(gzip)(render(most));
    if (zipped.length <= maxBytes || most === 0) return zipped.toString('base64');
  }
}
