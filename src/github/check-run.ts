import { type Annotation, annotationKey, annotationsAtOnce } from './annotations.js';
import type { Change, Repository } from './change.js';
import type { Button } from './commands/buttons.js';
import { parseExternalId } from './external-id.js';
import { statusOf } from './error-status.js';
import type { Octokit } from './octokit.js';
import { findStanding } from './pull-request.js';
import { reconcile } from './reconcile.js';
import { type Conclusion, siblingTitle } from './verdict.js';

/** The name that branch protection asks for. */
export const checkName = 'Scrutineer';

/** An App's number, or its slug where only that is known. */
export type AppId = number | string;

/** What a check run stands on, and for. */
export type CheckTarget = Pick<Change, 'owner' | 'repo' | 'headSha' | 'externalId'>;

export interface CheckRun {
  readonly id: number;
  /** Its page. */
  readonly url: string | null;
  /** Annotations that stand on it from an earlier review of the same commit. */
  readonly annotations: number;
  /** The account under which this App comments. */
  readonly botLogin: string;
  /** Other pull requests have the same head commit and so share the gate. */
  readonly isShared: boolean;
}

export interface Outcome {
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly buttons: readonly Button[];
  /** Below the summary, in Markdown. */
  readonly text?: string;
}

interface StandingRun {
  readonly id: number;
  readonly html_url: string | null;
  readonly external_id: string | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly output: { readonly title: string | null; readonly annotations_count: number };
  readonly app: { readonly slug?: string } | null;
}

/**
 * Puts the change's check run in progress: the one that stands on its head commit, or a new one. Of several
 * check runs of one name on one commit GitHub's gate sees only the latest, so an older one is not used again.
 */
export async function openCheckRun(octokit: Octokit, target: CheckTarget, appId: AppId): Promise<CheckRun> {
  const { owner, repo, headSha, externalId } = target;
  return reconcile(
    () => listOwnRuns(octokit, target, headSha, appId),
    async (standing) => {
      const latest = standing.reduce<StandingRun | undefined>(
        (a, b) => (a && a.id > b.id ? a : b),
        undefined,
      );
      const own = latest?.external_id === externalId ? latest : undefined;
      const started = { status: 'in_progress' as const, started_at: new Date().toISOString() };
      let run: StandingRun;
      if (own?.status === 'in_progress') run = own;
      else if (own) {
        const { data } = await octokit.rest.checks.update({ owner, repo, check_run_id: own.id, ...started });
        run = data;
      } else {
        const { data } = await octokit.rest.checks.create({
          owner,
          repo,
          name: checkName,
          head_sha: headSha,
          external_id: externalId,
          ...started,
        });
        run = data;
      }
      return {
        id: run.id,
        url: run.html_url,
        annotations: run.output.annotations_count,
        botLogin: `${run.app?.slug ?? ''}[bot]`,
        isShared: standing.some((other) => other.external_id !== run.external_id),
      };
    },
  );
}

/**
 * The other open pull requests with the same head commit that fail. They share the gate, so that a second pull request
 * onto another branch could otherwise turn the first one's failure green.
 */
export async function findFailingSiblings(octokit: Octokit, change: Change, appId: AppId): Promise<number[]> {
  const failing: number[] = [];
  for (const run of await listOwnRuns(octokit, change, change.headSha, appId)) {
    if (run.external_id === change.externalId || run.conclusion !== 'failure') continue;
    // It fails because of another one itself.
    if (run.output.title?.startsWith(siblingTitle)) continue;
    const subject = parseExternalId(run.external_id);
    if (!subject || !('pull' in subject) || failing.includes(subject.pull)) continue;
    const sibling = await findStanding(octokit, { ...change, number: subject.pull });
    if (sibling?.isOpen && sibling.headSha === change.headSha) failing.push(subject.pull);
  }
  return failing;
}

/** The App's own check runs on a commit, whatever they are about. */
export async function listOwnRuns(
  octokit: Octokit,
  { owner, repo }: Repository,
  sha: string,
  appId: AppId,
): Promise<StandingRun[]> {
  const { data } = await octokit.rest.checks.listForRef({
    owner,
    repo,
    ref: sha,
    check_name: checkName,
    ...(typeof appId === 'number' && { app_id: appId }),
    filter: 'all',
    per_page: 100,
  });
  return data.check_runs.filter((run) => typeof appId === 'number' || run.app?.slug === appId);
}

/** Writes the outcome and concludes the check run; without annotations where GitHub refuses them. */
export async function concludeCheckRun(
  octokit: Octokit,
  repository: Repository,
  run: CheckRun,
  outcome: Outcome,
): Promise<void> {
  try {
    await writeOutcome(octokit, repository, run, outcome);
  } catch (error) {
    if (statusOf(error) !== 422 || outcome.annotations.length === 0) throw error;
    const note = 'GitHub refused the annotations; the findings stand in the summary alone.';
    await writeOutcome(octokit, repository, run, {
      ...outcome,
      annotations: [],
      text: outcome.text ?? note,
    });
  }
}

/**
 * Writes the outcome: the annotations that are missing in batches, the last with the
 * conclusion. An answer that got lost is repaired from what stands. GitHub takes no annotation away again.
 */
async function writeOutcome(
  octokit: Octokit,
  { owner, repo }: Repository,
  run: CheckRun,
  outcome: Outcome,
): Promise<void> {
  const target = { owner, repo, check_run_id: run.id };
  const output = {
    title: outcome.title,
    summary: outcome.summary,
    ...(outcome.text !== undefined && { text: outcome.text }),
  };
  const readStanding = async (): Promise<ReadonlySet<string>> => {
    const rows = await octokit.paginate(octokit.rest.checks.listAnnotations, { ...target, per_page: 100 });
    return new Set(rows.map(annotationKey));
  };
  await reconcile(
    readStanding,
    async (standing) => {
      const missing = outcome.annotations.filter((annotation) => !standing.has(annotationKey(annotation)));
      let at = 0;
      for (; missing.length - at > annotationsAtOnce; at += annotationsAtOnce) {
        const annotations = missing.slice(at, at + annotationsAtOnce);
        await octokit.rest.checks.update({ ...target, output: { ...output, annotations } });
      }
      await octokit.rest.checks.update({
        ...target,
        status: 'completed',
        conclusion: outcome.conclusion,
        completed_at: new Date().toISOString(),
        actions: [...outcome.buttons],
        output: { ...output, ...(at < missing.length && { annotations: missing.slice(at) }) },
      });
    },
    run.annotations === 0 ? new Set<string>() : undefined,
  );
}
