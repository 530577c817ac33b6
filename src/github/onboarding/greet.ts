import { baselinePath, renderBaseline } from '../../config/baseline.js';
import { configPath, defaultConfig } from '../../config/schema.js';
import type { Source } from '../../model/change.js';
import type { Report } from '../../model/report.js';
import { review } from '../../review.js';
import { extendBaseline } from '../../triage/new-baseline.js';
import { createOrigins } from '../../triage/origin.js';
import { createGitHubAdvisories } from '../advisories.js';
import type { Change, Repository } from '../change.js';
import type { Comparison } from '../comparison.js';
import type { JobContext } from '../context.js';
import { code, plain, shorten } from '../escape.js';
import { mutate, type Mutation } from '../mutations.js';
import type { Octokit } from '../octokit.js';
import { mayReset } from '../own-branch.js';
import { reconcile } from '../reconcile.js';
import { countBySeverity, plural, severityMarks } from '../severity-mark.js';
import { createSource } from '../source.js';
import { loadTree } from '../tree.js';
import { describeKinds, describeOrigins, type Kinds, kindsOf, renderFirstConfig } from './first-config.js';
import { onboardingBranch, type OnboardingState, readOnboardingState } from './state.js';

/** Where the package has it, as seen from `.github/`. */
const packagedSchema = '../node_modules/scrutineer/schema/scrutineer.schema.json';

/** A larger repository is greeted without an audit, which reads each of its files through GitHub's API. */
const mostFiles = 3000;

/**
 * Opens the pull request that greets a repository: a commented configuration, and what an audit finds by now as baseline,
 * so that the first review tells of what is new. Once for each repository, whatever becomes of it.
 */
export async function greet(
  octokit: Octokit,
  repository: Repository,
  signal: AbortSignal,
  context: JobContext,
): Promise<void> {
  await reconcile(
    () => readOnboardingState(octokit, repository),
    async (state) => {
      if (!state) return;
      // First, so that no audit is done for nothing.
      const obstacle = await prepareBranch(octokit, repository, state, signal);
      if (obstacle !== undefined) {
        context.log.info({ branch: onboardingBranch }, `The repository is not greeted: ${obstacle}`);
        return;
      }
      const found = await audit(octokit, repository, state, signal, context);
      const date = context.now().toISOString().slice(0, 10);
      const entry = { reason: 'Found when Scrutineer was installed; nobody has looked at it yet.', date };
      const { entries } = extendBaseline(new Map(), found.report?.findings ?? [], defaultConfig, entry);
      const files = [
        {
          path: configPath,
          text: renderFirstConfig(found.kinds, context.schema ?? packagedSchema, found.report?.coverage),
        },
        ...(entries.length > 0 ? [{ path: baselinePath, text: renderBaseline(entries) }] : []),
      ];
      const commit: Mutation = {
        name: 'createCommitOnBranch',
        input: {
          branch: {
            repositoryNameWithOwner: `${repository.owner}/${repository.repo}`,
            branchName: onboardingBranch,
          },
          expectedHeadOid: state.base.oid,
          message: { headline: 'Configure Scrutineer' },
          fileChanges: {
            additions: files.map(({ path, text }) => ({
              path,
              contents: Buffer.from(text).toString('base64'),
            })),
          },
        },
      };
      const pull: Mutation = {
        name: 'createPullRequest',
        input: {
          repositoryId: state.repositoryId,
          baseRefName: state.base.name,
          headRefName: onboardingBranch,
          title: 'Configure Scrutineer',
          body: greetingOf(found, entries.length),
        },
      };
      // One after the other: a pull request needs its commit.
      for (const mutation of [commit, pull]) {
        signal.throwIfAborted();
        if (!(await mutate(octokit, [mutation])).every(Boolean)) {
          context.log.info(
            { step: mutation.name },
            'GitHub refused the pull request that greets a repository',
          );
          return;
        }
      }
      context.log.info({ findings: entries.length }, 'The repository was greeted');
    },
  );
}

/** The App's branch on the tip of the default branch, also where an earlier try was cut off; or why it cannot be there. */
async function prepareBranch(
  octokit: Octokit,
  repository: Repository,
  { repositoryId, base, own, appUserId }: OnboardingState,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (own?.oid === base.oid) return undefined;
  if (own && !(await mayReset(octokit, repository, own.oid, base.oid, appUserId)))
    return 'its branch for that has commits that are not of this App';
  signal.throwIfAborted();
  const refused = 'that needs write permission on contents, and branches can be forbidden';
  const mutation: Mutation = own
    ? { name: 'updateRef', input: { refId: own.id, oid: base.oid, force: true } }
    : {
        name: 'createRef',
        input: { repositoryId, name: `refs/heads/${onboardingBranch}`, oid: base.oid },
      };
  try {
    return (await mutate(octokit, [mutation])).every(Boolean) ? undefined : refused;
  } catch (error) {
    // GitHub refuses a mutation with an error in its answer where it does nothing of a call.
    if (error instanceof Error && error.name === 'GraphqlResponseError') return refused;
    throw error;
  }
}

interface Found {
  readonly kinds: Kinds;
  readonly files: number;
  readonly isPublic: boolean;
  /** Absent where the repository is public or too large. */
  readonly report?: Report;
}

async function audit(
  octokit: Octokit,
  repository: Repository,
  { base, url, isPublic }: OnboardingState,
  signal: AbortSignal,
  { analyzers, advised, now, log }: JobContext,
): Promise<Found> {
  const tree = await loadTree(octokit, repository, base.oid);
  const paths = [...tree.entries.keys()].sort();
  const found = { kinds: kindsOf(paths, analyzers), files: paths.length, isPublic };
  // Whoever reads its pull requests would learn of flaws that nobody has mended yet.
  if (isPublic || !tree.isWhole || paths.length > mostFiles) return found;
  const change: Change = {
    ...repository,
    headSha: base.oid,
    baseSha: base.oid,
    externalId: 'onboarding',
    repositoryId: undefined,
    repositoryUrl: url,
    config: { kind: 'absent' },
    baseline: { kind: 'absent' },
    attributes: { kind: 'absent' },
  };
  const comparison: Comparison = {
    baseSha: base.oid,
    commits: 0,
    listed: [],
    files: paths.map((path) => ({ path, status: 'added' })),
    problems: [],
  };
  const { files, read, list } = createSource(octokit, change, comparison);
  const source: Source = { files, read, list: async (side) => (side === 'base' ? [] : list(side)) };
  const attributes = await read('.gitattributes', 'head');
  const report = await review(source, {
    originOf: createOrigins(attributes.kind === 'text' ? attributes.text : ''),
    analyzers: advised?.(createGitHubAdvisories(octokit)) ?? analyzers,
    config: defaultConfig,
    isAudit: true,
    today: now().toISOString().slice(0, 10),
    signal,
    onError: (error, about) => log.error({ err: error }, about),
  });
  return { ...found, report };
}

/** Findings in the text; all are in the baseline. */
const mostListed = 20;

function greetingOf({ kinds, files, isPublic, report }: Found, accepted: number): string {
  const kindLines = [...describeKinds(kinds), ...describeOrigins(report?.coverage)].map(
    (line) => `- ${plain(line)}`,
  );
  const found = report?.findings ?? [];
  const listed = found.slice(0, mostListed).map(({ severity, title, ruleId, location }) => {
    const place = code(`${shorten(location.path, 150)}:${location.startLine}`);
    return `- ${severityMarks[severity]} ${plain(shorten(title, 120))} at ${place} (${code(ruleId)})`;
  });
  const left = found.length - listed.length;
  const incomplete = report?.problems.filter(({ kind }) => kind === 'incomplete').length ?? 0;
  return [
    'Scrutineer now reviews the security of each pull request here, with this or without it. Merging this adds ' +
      `${code(configPath)}, a configuration that says what there is to set${accepted > 0 ? ', and a baseline that accepts what stands by now, so that reviews tell of what is new' : ''}. Closing it adds nothing, and it is not opened again.`,
    `It found ${plural(files, 'file')}:\n\n${kindLines.join('\n') || '- none of a kind that it reads'}`,
    isPublic
      ? `The repository is public, and so is this text: no first audit was done here, which would tell everybody of flaws that stand. Run ${code('scrutineer audit')} in a clone to see them. ${code('scrutineer baseline')} there writes ${code(baselinePath)}, which accepts what is left; it names places too, so mend first what nobody may know.`
      : report === undefined
        ? `The repository is too large for a first audit here. Run ${code('scrutineer baseline')} in a clone, and add ${code(baselinePath)}.`
        : found.length === 0
          ? 'A first audit found nothing.'
          : `A first audit found ${countBySeverity(found)}. Nobody has looked at them yet; each has its line in ${code(baselinePath)}, and leaves it when it is fixed.\n\n${[...listed, ...(left > 0 ? [`- ${left} more`] : [])].join('\n')}`,
    incomplete > 0 && `${plural(incomplete, 'file or part', 'files or parts')} could not be looked at.`,
  ]
    .filter((part) => typeof part === 'string')
    .join('\n\n');
}
