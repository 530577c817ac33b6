import { z } from 'zod';
import type { Side } from '../model/change.js';
import { entryFields, entrySchema, toContent } from './contents.js';
import { statusOf } from './error-status.js';
import type { Octokit } from './octokit.js';
import type { Repository } from './change.js';
import type { Loaded, Lookup } from './read-ahead.js';

/**
 * Loads many files of two commits in one GraphQL call. Where GitHub does not answer the call, as when it takes longer
 * than 10 s, halves of it are tried; a single file that fails so is left to be fetched by itself.
 */
export async function loadEntries(
  octokit: Octokit,
  repository: Repository,
  commits: Readonly<Record<Side, string>>,
  lookups: readonly Lookup[],
): Promise<readonly Loaded[]> {
  try {
    return await query(octokit, repository, commits, lookups);
  } catch (error) {
    if (!mayBeTooMuch(error)) throw error;
    if (lookups.length <= 1) return [undefined];
    const half = Math.ceil(lookups.length / 2);
    const first = await loadEntries(octokit, repository, commits, lookups.slice(0, half));
    return [...first, ...(await loadEntries(octokit, repository, commits, lookups.slice(half)))];
  }
}

/** Errors inside an answer, a 5xx and a lost answer; not a refusal. */
function mayBeTooMuch(error: unknown): boolean {
  if (error instanceof Error && error.name === 'GraphqlResponseError') return true;
  return (statusOf(error) ?? 0) >= 500;
}

async function query(
  octokit: Octokit,
  { owner, repo }: Repository,
  commits: Readonly<Record<Side, string>>,
  lookups: readonly Lookup[],
): Promise<Loaded[]> {
  // Paths go as variables: the text of the query never holds a word of the repository.
  const declared = lookups.map((_, index) => `$p${index}: String!`).join(' ');
  const select = (side: Side): string => {
    const files = lookups.flatMap((lookup, index) =>
      lookup.side === side ? [`f${index}: file(path: $p${index}) { ...entry }`] : [],
    );
    if (files.length === 0) return '';
    return `${side}: object(expression: $${side}) { ... on Commit { ${files.join(' ')} } }`;
  };
  const sides = (['base', 'head'] as const).filter((side) => lookups.some((lookup) => lookup.side === side));
  const answer = answerSchema.parse(
    await octokit.graphql(
      `query Files($owner: String!, $repo: String!, ${sides.map((side) => `$${side}: String!`).join(' ')} ${declared}) {
        repository(owner: $owner, name: $repo) { ${select('base')} ${select('head')} }
      }
      fragment entry on TreeEntry { ${entryFields} }`,
      {
        owner,
        repo,
        // The halves are the retry.
        request: { retries: 0 },
        ...Object.fromEntries(sides.map((side) => [side, commits[side]])),
        ...Object.fromEntries(lookups.map((lookup, index) => [`p${index}`, lookup.path])),
      },
    ),
  );
  return lookups.map((lookup, index) => {
    const commit = answer.repository[lookup.side];
    if (!commit) throw new Error(`GitHub has no commit ${commits[lookup.side]}.`);
    return toContent(commit[`f${index}`]);
  });
}

const commitSchema = z.record(z.string(), entrySchema.nullable()).nullish();
const answerSchema = z.object({ repository: z.object({ base: commitSchema, head: commitSchema }) });
