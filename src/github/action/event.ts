import { z } from 'zod';
import type { MergeGroupRef } from '../merge-group.js';
import { pullOfQueueRef } from '../merge-group.js';

/** What a workflow was started for, as far as it is a change. */
export type ActionEvent =
  | {
      readonly kind: 'pull-request';
      readonly number: number;
      readonly headSha: string;
      /** It runs with the rights of the base branch, whoever opened the pull request. */
      readonly isTarget: boolean;
    }
  | { readonly kind: 'merge-group'; readonly group: MergeGroupRef }
  | {
      readonly kind: 'push';
      readonly headSha: string;
      /** What the branch was before; absent where it is new, or where it was rewritten and does not go on from there. */
      readonly before?: string;
    };

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

const pullSchema = z.object({
  pull_request: z.object({ number: z.int().positive(), head: z.object({ sha }) }),
});
const groupSchema = z.object({
  merge_group: z.object({ head_sha: sha, base_sha: sha, head_ref: z.string() }),
});
const pushSchema = z.object({
  before: sha,
  after: sha,
  ref: z.string(),
  deleted: z.boolean().optional(),
  forced: z.boolean().optional(),
  repository: z.object({ default_branch: z.string() }),
});

/**
 * Reads the payload of the event that started a workflow. Undefined where it brings no change: another event, a tag, a
 * branch that was deleted.
 */
export function parseActionEvent(name: string, payload: unknown): ActionEvent | undefined {
  if (name === 'pull_request' || name === 'pull_request_target') {
    const { pull_request: pull } = pullSchema.parse(payload);
    const isTarget = name === 'pull_request_target';
    return { kind: 'pull-request', number: pull.number, headSha: pull.head.sha, isTarget };
  }
  if (name === 'merge_group') {
    const { merge_group: group } = groupSchema.parse(payload);
    const pull = pullOfQueueRef(group.head_ref);
    const { head_sha: headSha, base_sha: baseSha } = group;
    return { kind: 'merge-group', group: { headSha, baseSha, ...(pull !== undefined && { pull }) } };
  }
  if (name !== 'push') return undefined;
  const push = pushSchema.parse(payload);
  if (push.deleted || /^0+$/.test(push.after) || !push.ref.startsWith('refs/heads/')) return undefined;
  const isDefault = push.ref === `refs/heads/${push.repository.default_branch}`;
  const isNew = /^0+$/.test(push.before) || (push.forced === true && !isDefault);
  return { kind: 'push', headSha: push.after, ...(!isNew && { before: push.before }) };
}
