import { matchesAny } from '../config/glob.js';
import type { RuleFileContent } from '../config/rules/load.js';
import type { FileContent } from '../model/change.js';
import { readBlob } from './blob.js';
import { specialContent } from './contents.js';
import { statusOf } from './error-status.js';
import type { Octokit } from './octokit.js';
import { loadTree, type Tree } from './tree.js';

/** Files of rules that are read of an organization; the next one is told of. */
const maxFiles = 50;

/**
 * Reads files of rules on the default branch of a repository, `owner/name`, with its name before their paths; undefined where
 * it is out of reach.
 */
export async function readOrganizationRules(
  octokit: Octokit,
  repository: string,
  globs: readonly string[],
): Promise<RuleFileContent[] | undefined> {
  const [owner = '', repo = ''] = repository.split('/');
  let tree: Tree;
  try {
    tree = await loadTree(octokit, { owner, repo }, 'HEAD');
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 403 || status === 409) return undefined;
    throw error;
  }
  const paths = [...tree.entries.keys()].filter((path) => matchesAny(globs, path)).sort();
  return Promise.all(
    paths.slice(0, maxFiles + 1).map(async (path, at) => {
      if (at === maxFiles) return { path: `${repository}:${path}`, content: tooMany };
      const file = tree.entries.get(path);
      const content = file && (specialContent(file.mode) ?? (await readBlob(octokit, { owner, repo }, file)));
      return { path: `${repository}:${path}`, content: content ?? { kind: 'absent' as const } };
    }),
  );
}

const tooMany: FileContent = {
  kind: 'unreadable',
  reason: `only ${maxFiles} files of rules are read of an organization; it and those after it are left out.`,
};
