import { git, GitError } from './run.js';

/** The full name of the commit that a revision names. Throws a GitError that says which revision is unknown. */
export async function resolveCommit(folder: string, revision: string): Promise<string> {
  if (revision === '' || revision.startsWith('-'))
    throw new GitError(`\`${revision}\` is no name of a commit.`);
  const commit = await findCommit(folder, revision);
  if (commit !== undefined) return commit;
  if ((await findCommit(folder, 'HEAD')) === undefined)
    throw new GitError(
      'The repository has no commit yet, so there is no base to compare with. ' +
        'To look at all its files: scrutineer audit .',
    );
  const hint = (await isShallow(folder)) ? ' The clone is shallow: fetch more of its history.' : '';
  throw new GitError(`The repository has no commit \`${revision}\`.${hint}`);
}

/** The commit at which the head left the base. */
export async function findMergeBase(
  folder: string,
  base: { readonly revision: string; readonly commit: string },
  head: { readonly revision: string; readonly commit: string },
): Promise<string> {
  try {
    return (await git(folder, ['merge-base', base.commit, head.commit])).toString('latin1').trim();
  } catch (cause) {
    const hint = (await isShallow(folder)) ? ' The clone is shallow: fetch more of its history.' : '';
    throw new GitError(`\`${base.revision}\` and \`${head.revision}\` have no commit in common.${hint}`, {
      cause,
    });
  }
}

/** The branch that work is compared with when none is named: the remote's default branch, else `main` or `master`. */
export async function findDefaultBase(folder: string): Promise<string> {
  for (const candidate of ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'])
    if ((await findCommit(folder, candidate)) !== undefined) return candidate;
  if ((await findCommit(folder, 'HEAD')) === undefined) return 'HEAD';
  throw new GitError('No default branch was found to compare with; name the base: --base REF');
}

/** The commit that a revision names, where there is one. */
export async function findCommit(folder: string, revision: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  try {
    return (await git(folder, args)).toString('latin1').trim();
  } catch (error) {
    // Quiet and without a reason: the name is unknown. Anything else is not about the name.
    if (error instanceof GitError && error.message.startsWith('Git failed')) return undefined;
    throw error;
  }
}

async function isShallow(folder: string): Promise<boolean> {
  return (await git(folder, ['rev-parse', '--is-shallow-repository'])).toString('latin1').trim() === 'true';
}
