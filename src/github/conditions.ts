import { z } from 'zod';
import { matchesAny } from '../config/glob.js';
import type { Config } from '../config/schema.js';
import { code } from './escape.js';

/** What the configuration may leave a pull request out for. */
export interface Conditions {
  readonly isDraft: boolean;
  readonly isBot: boolean;
  readonly labels: readonly string[];
  readonly baseBranch: string;
}

/** The fields of a GraphQL `PullRequest` that tell them. GitHub allows a pull request 100 labels. */
export const conditionFields =
  'isDraft baseRefName author { __typename } labels(first: 100) { nodes { name } }';

export const conditionSchema = z.object({
  isDraft: z.boolean(),
  baseRefName: z.string(),
  // The account may be gone.
  author: z.object({ __typename: z.string() }).nullish(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()).nullable() }).nullish(),
});

export function toConditions(answer: z.infer<typeof conditionSchema>): Conditions {
  return {
    isDraft: answer.isDraft,
    isBot: answer.author?.__typename === 'Bot',
    labels: (answer.labels?.nodes ?? []).flatMap((label) => label?.name ?? []),
    baseBranch: answer.baseRefName,
  };
}

/** Why the configuration leaves a pull request out, as a sentence in Markdown; undefined where it is reviewed. */
export function reasonToLeaveOut(conditions: Conditions, review: Config['review']): string | undefined {
  const { drafts, bots, labels, branches } = review;
  if (conditions.isDraft && !drafts)
    return 'It is a draft, and the configuration leaves drafts out until they are ready for review.';
  if (conditions.isBot && !bots) return 'A bot opened it, and the configuration leaves out what bots open.';
  if (branches.length > 0 && !matchesAny(branches, conditions.baseBranch))
    return `The configuration leaves out pull requests onto the branch ${code(conditions.baseBranch)}.`;
  // GitHub takes two names that differ in case for one label.
  const held = new Set(conditions.labels.map((label) => label.toLowerCase()));
  const skipping = labels.skip.find((label) => held.has(label.toLowerCase()));
  if (skipping !== undefined)
    return `It has the label ${code(skipping)}, which the configuration leaves out.`;
  if (labels.only.length > 0 && !labels.only.some((label) => held.has(label.toLowerCase())))
    return `It has none of the labels that the configuration reviews: ${labels.only.map((label) => code(label)).join(', ')}.`;
  return undefined;
}
