import { z } from 'zod';
import { baselinePath } from '../config/baseline.js';
import type { ConfigFile } from '../config/load.js';
import { configPath } from '../config/schema.js';
import type { FileContent } from '../model/change.js';
import type { Repository } from './change.js';
import { entryFields, entrySchema, toContent, unclear } from './contents.js';
import type { Octokit } from './octokit.js';

/** The owner's repository whose configuration holds for all others: https://docs.github.com/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file */
const organizationRepository = '.github';

/** Of a GraphQL `Commit`: the files of a base branch that configure a review. */
export const baseFileFields = `
  file(path: $configPath) { ${entryFields} }
  baseline: file(path: $baselinePath) { ${entryFields} }
  attributes: file(path: ".gitattributes") { ${entryFields} }`;

export const baseFileVariables = { configPath, baselinePath };

export const baseFilesSchema = z.object({
  file: entrySchema.nullish(),
  baseline: entrySchema.nullish(),
  attributes: entrySchema.nullish(),
});

export function toBaseFiles(commit: z.infer<typeof baseFilesSchema> | null | undefined): {
  config: FileContent;
  baseline: FileContent;
  attributes: FileContent;
} {
  if (!commit) return { config: gone, baseline: gone, attributes: gone };
  return {
    config: toContent(commit.file) ?? unclear,
    baseline: toContent(commit.baseline) ?? unclear,
    attributes: toContent(commit.attributes) ?? unclear,
  };
}

const gone: FileContent = { kind: 'unreadable', reason: 'the base branch or its commit is not there.' };

const defaultBranchFile = `
  defaultBranchRef { target { ... on Commit { file(path: $configPath) { ${entryFields} } } } }`;

/** Of a query with `$owner` and `$configPath`: the owner's own configuration, in the same call. */
export const organizationFields = `organization: repository(owner: $owner, name: "${organizationRepository}") {${defaultBranchFile} }`;

const otherSchema = z
  .object({
    defaultBranchRef: z.object({ target: z.object({ file: entrySchema.nullish() }).nullable() }).nullable(),
  })
  .nullish();

export const organizationSchema = z.object({ organization: otherSchema });

/** The owner's configuration for a repository; undefined where there is none that the App can read. */
export function toOrganization(
  answer: z.infer<typeof otherSchema>,
  repository: Repository,
): ConfigFile | undefined {
  return toFile(answer, organizationOf(repository));
}

/** Its full name. */
export function organizationOf({ owner }: Repository): string {
  return `${owner}/${organizationRepository}`;
}

export function isOrganizationRepository({ repo }: Repository): boolean {
  return repo.toLowerCase() === organizationRepository;
}

/** Reads the configuration on the default branch of a repository, `owner/name`; undefined where it is out of reach. */
export async function readOther(octokit: Octokit, repository: string): Promise<ConfigFile | undefined> {
  const [owner, name] = repository.split('/');
  const answer = organizationSchema.parse(
    await queryWithOrganization(octokit, otherQuery, { owner, name, configPath }),
  );
  return toFile(answer.organization, repository);
}

const otherQuery = `
  query Configuration($owner: String!, $name: String!, $configPath: String!) {
    organization: repository(owner: $owner, name: $name) {${defaultBranchFile} }
  }`;

function toFile(answer: z.infer<typeof otherSchema>, repository: string): ConfigFile | undefined {
  const entry = answer?.defaultBranchRef?.target?.file;
  if (!entry) return undefined;
  return { path: `${repository}:${configPath}`, content: toContent(entry) ?? unclear };
}

/**
 * Runs a query in which `organization` is a repository that may not be there or not be shown to the App: GitHub then
 * gives the rest with an error of its place. Any other error is thrown: a lock must not go because of a hiccup.
 */
export async function queryWithOrganization(
  octokit: Octokit,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  try {
    return await octokit.graphql(query, variables);
  } catch (error) {
    const partial = partialSchema.safeParse(error);
    if (partial.success) return partial.data.data;
    throw error;
  }
}

const partialSchema = z.object({
  data: z.record(z.string(), z.unknown()),
  errors: z
    .array(
      z.object({
        type: z.enum(['NOT_FOUND', 'FORBIDDEN']),
        path: z.tuple([z.literal('organization')]),
      }),
    )
    .min(1),
});
