import { baselinePath, readBaseline, renderBaseline } from '../../config/baseline.js';
import type { Finding } from '../../model/finding.js';
import { extendBaseline, type NewBaseline } from '../../triage/new-baseline.js';
import type { JobContext } from '../context.js';
import { code, plain, shorten } from '../escape.js';
import { mutate, type Mutation } from '../mutations.js';
import type { Octokit } from '../octokit.js';
import { mayReset } from '../own-branch.js';
import { reconcile } from '../reconcile.js';
import { plural } from '../severity-mark.js';
import { baselineBranch, type BaselineState, readBaselineState } from './baseline-state.js';
import { type Found, nameOf } from './found.js';

export interface Acceptance {
  readonly by: string;
  /** Empty where none was given. */
  readonly reason: string;
}

export type Opened = { readonly refusal: string } | { readonly text: string };

/**
 * Opens a pull request that puts the findings which are left into the baseline of the base branch. One that is open
 * already gets what it lacks, on top of what people did to it. What nobody merges accepts nothing.
 */
export async function openBaselinePull(
  octokit: Octokit,
  found: Found,
  { by, reason }: Acceptance,
  context: JobContext,
): Promise<Opened> {
  const { pull, report, base } = found;
  if (report.findings.length === 0) return { refusal: 'There is no finding left to accept.' };
  const now = context.now().toISOString();
  const entry = {
    reason: reason === '' ? `Accepted by ${by} in pull request ${pull.number}.` : reason,
    date: now.slice(0, 10),
  };
  const opened = await reconcile(
    () => readBaselineState(octokit, pull),
    async (state): Promise<Opened & { readonly added?: readonly Finding[] }> => {
      if (!state) return { refusal: `There is no branch ${code(pull.conditions.baseBranch)} any more.` };
      const from = (state.pull && state.own) ?? state.base;
      const { baseline, problems } = readBaseline(from.baseline);
      if (problems.length > 0)
        return { refusal: `${code(baselinePath)} has errors there, which have to be mended first.` };
      const wanted = extendBaseline(baseline, report.findings, base.config, entry);
      const left = lockedText(wanted);
      if (wanted.added.length === 0)
        return state.pull
          ? { text: `#${state.pull.number} accepts all findings that are left already.${left}` }
          : { refusal: left.trim() };
      const { own } = state;
      if (!state.pull && own && !(await mayReset(octokit, pull, own.oid, state.base.oid, state.appUserId)))
        return {
          refusal: `The branch ${code(baselineBranch(pull))} has commits that are not of this App. Merge or delete it first.`,
        };
      if (!(await push(octokit, found, state, wanted, by))) return { refusal: refused };
      const number = state.pull?.number ?? (await readBaselineState(octokit, pull))?.pull?.number;
      if (number === undefined) return { refusal: refused };
      const verb = state.pull ? 'was given' : 'accepts';
      const { added } = wanted;
      return {
        added,
        text: `#${number} ${verb} ${plural(added.length, 'finding')}, once it is merged.${left}`,
      };
    },
  );
  for (const { fingerprint, ruleId, location } of ('added' in opened && opened.added) || [])
    await context.ledger.record({
      id: `baseline/${pull.owner}/${pull.repo}/${pull.number}/${fingerprint}`,
      repository: `${pull.owner}/${pull.repo}`,
      repositoryId: pull.repositoryId,
      pull: pull.number,
      ...{ kind: 'baseline', fingerprint, ruleId, path: location.path, by, at: now, reason: entry.reason },
    });
  return opened;
}

const refused =
  'GitHub did not let this App write the baseline: it needs write permission on contents, and rules for branches can forbid it. ' +
  `Run \`scrutineer baseline\` and commit \`${baselinePath}\` instead.`;

function lockedText({ locked }: NewBaseline): string {
  return locked.length === 0
    ? ''
    : ` ${plural(locked.length, 'finding')} of rules that the organization locks stay.`;
}

/** Brings the branch and the pull request about; false where GitHub refuses a step. */
async function push(
  octokit: Octokit,
  { pull }: Found,
  state: BaselineState,
  wanted: NewBaseline,
  by: string,
): Promise<boolean> {
  const branch = baselineBranch(pull);
  const { oid } = (state.pull && state.own) ?? state.base;
  const commit: Mutation = {
    name: 'createCommitOnBranch',
    input: {
      branch: { repositoryNameWithOwner: `${pull.owner}/${pull.repo}`, branchName: branch },
      expectedHeadOid: oid,
      message: { headline: `Accept findings of #${pull.number}` },
      fileChanges: {
        additions: [
          {
            path: baselinePath,
            contents: Buffer.from(renderBaseline(wanted.entries)).toString('base64'),
          },
        ],
      },
    },
  };
  if (state.pull) return isDone(octokit, commit);
  const start: Mutation[] = state.own
    ? [{ name: 'updateRef', input: { refId: state.own.id, oid, force: true } }]
    : [
        {
          name: 'createRef',
          input: { repositoryId: state.repositoryId, name: `refs/heads/${branch}`, oid },
        },
      ];
  for (const mutation of [...start, commit]) if (!(await isDone(octokit, mutation))) return false;
  return isDone(octokit, {
    name: 'createPullRequest',
    input: {
      repositoryId: state.repositoryId,
      baseRefName: pull.conditions.baseBranch,
      headRefName: branch,
      title: `Accept findings of #${pull.number} as baseline`,
      body: bodyOf(wanted.added, pull.number, by),
    },
  });
}

async function isDone(octokit: Octokit, mutation: Mutation): Promise<boolean> {
  const [done = false] = await mutate(octokit, [mutation]);
  return done;
}

const maxListed = 100;

function bodyOf(added: readonly Finding[], number: number, by: string): string {
  const listed = added.slice(0, maxListed).map((finding) => {
    return `- ${plain(shorten(finding.title, 120))} ${nameOf(finding)}`;
  });
  const left = added.length - listed.length;
  return [
    `${plain(by)} asked to accept what was found in #${number}. Merging this does it; closing it accepts nothing. ` +
      `Each entry has a reason, which can be edited here. Run the check of #${number} again afterwards.`,
    [...listed, ...(left > 0 ? [`- ${left} more`] : [])].join('\n'),
  ].join('\n\n');
}
