import type { Config } from '../config/schema.js';
import type { Source } from '../model/change.js';
import type { Problem } from '../model/problem.js';
import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import { review } from '../review.js';
import { toAnnotation } from './annotations.js';
import { authorMayWrite } from './author.js';
import { loadBaseConfig } from './base-config.js';
import type { ComparedFile } from './change.js';
import { type CheckRun, findFailingSiblings, type Outcome } from './check-run.js';
import { compareChange } from './comparison.js';
import { reasonToLeaveOut } from './conditions.js';
import type { JobContext } from './context.js';
import type { MergeGroup } from './merge-group.js';
import type { Octokit } from './octokit.js';
import { completePatches } from './own-patch.js';
import { findStanding, type PullRequest } from './pull-request.js';
import { Superseded } from './queue.js';
import { planComments, postComments } from './review-comments.js';
import { createSource } from './source.js';
import { renderSummary } from './summary.js';
import { decide, type Gate } from './verdict.js';

/** Reviews a change, posts the comments that are missing, and returns what its check run has to say. */
export async function reviewOutcome(
  octokit: Octokit,
  change: PullRequest | MergeGroup,
  run: CheckRun,
  signal: AbortSignal,
  context: JobContext,
): Promise<Outcome> {
  const { analyzers, log } = context;
  const rules = new Map(analyzers.flatMap((analyzer) => analyzer.rules.map((rule) => [rule.id, rule])));
  const comparison = await compareChange(octokit, change);
  const source = createSource(octokit, change, comparison);
  const base = await loadBaseConfig(octokit, change, source, analyzers);
  const { config, baseline, problems, proposed } = base;
  const findSiblings = async (): Promise<number[]> =>
    run.isShared ? findFailingSiblings(octokit, change, context.appId) : [];
  const reason = change.conditions && reasonToLeaveOut(change.conditions, config.review);
  if (reason !== undefined)
    return plainOutcome(decide({ kind: 'left-out', reason, failingSiblings: await findSiblings() }));
  const report = await review(source, {
    analyzers,
    config,
    baseline,
    ...(proposed && { proposed }),
    // A queue takes only what people with write permission put into it.
    authorMayWrite: async () => change.kind === 'merge-group' || authorMayWrite(octokit, change),
    configProblems: [...problems, ...comparison.problems],
    today: context.now().toISOString().slice(0, 10),
    signal,
    onError: (error, about) =>
      log.error(
        { err: error, repository: `${change.owner}/${change.repo}`, subject: change.externalId },
        about,
      ),
  });

  const posted = await sayInline({
    octokit,
    change,
    run,
    signal,
    config,
    rules,
    source,
    report,
    files: comparison.files,
  });
  const shown: Report = { ...report, problems: [...report.problems, ...posted.problems] };
  const gate = decide({
    kind: 'reviewed',
    report: shown,
    settings: config.report,
    failingSiblings: await findSiblings(),
  });
  return {
    conclusion: gate.conclusion,
    title: gate.title,
    summary: renderSummary(shown, change, gate.line),
    annotations: [
      ...report.findings.filter((finding) => !posted.carried.has(finding.fingerprint)).map(toAnnotation),
      ...base.annotations,
    ],
  };
}

interface InlineOptions {
  readonly octokit: Octokit;
  readonly change: PullRequest | MergeGroup;
  readonly run: CheckRun;
  readonly signal: AbortSignal;
  readonly config: Config;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly source: Source;
  readonly report: Report;
  readonly files: readonly ComparedFile[];
}

/** Comments on an open pull request that is still what was reviewed; nothing is said inline about anything else. */
async function sayInline(options: InlineOptions): Promise<{
  carried: ReadonlySet<string>;
  problems: readonly Problem[];
}> {
  const { octokit, change, run, signal, config, rules, source, report, files } = options;
  const nothing = { carried: new Set<string>(), problems: [] };
  if (change.kind !== 'pull-request') return nothing;
  const now = await findStanding(octokit, change);
  if (now && now.headSha !== change.headSha) throw new HeadMoved();
  if (!now?.isOpen) return nothing;
  const plans = await planComments({
    findings: report.findings,
    files: await completePatches(files, report.findings, source),
    commentFrom: config.report['comment-from'],
    read: async (path) => {
      const content = await source.read(path, 'head');
      return content.kind === 'text' ? content.text : undefined;
    },
  });
  return postComments(octokit, change, { plans, rules, botLogin: run.botLogin, signal });
}

/** The reviewed commit is no longer the pull request's head, and no webhook has said so. */
export class HeadMoved extends Superseded {
  constructor() {
    super('The pull request got another head commit while this one was reviewed.');
  }
}

/** What a check run says of a review that did not come to its end. Never green. */
export function interruptedOutcome(error: unknown): Outcome {
  return plainOutcome(decide({ kind: 'interrupted', error }));
}

function plainOutcome({ conclusion, title, line }: Gate): Outcome {
  return { conclusion, title, summary: line, annotations: [] };
}
