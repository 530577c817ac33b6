import { z } from 'zod';
import type { Decision } from '../../model/decision.js';

/** What an own answer says of the comment that it answers. */
export interface Answer {
  /** The node id of the comment. */
  readonly to: string;
  readonly outcome: Outcome;
  readonly decisions: readonly Decision[];
}

/**
 * - `done`: all was done
 * - `failed`: not all could be
 * - `refused`: the author has no write permission
 */
export type Outcome = 'done' | 'failed' | 'refused';

/** The invisible first line of an answer, from which a later review reads the decisions again. */
export function markOfAnswer({ to, outcome, decisions }: Answer, note?: 'withheld'): string {
  const data = Buffer.from(JSON.stringify(decisions)).toString('base64url');
  return `<!-- scrutineer ${note === undefined ? '' : `${note} `}answer ${to} ${outcome} ${data} -->`;
}

/**
 * Reads the mark of an answer. Counts only at the very start of a comment by this App's own account: whoever quotes or
 * forges it decides nothing.
 */
export function findAnswer(body: string): Answer | undefined {
  const match = /^<!-- scrutineer (?:withheld )?answer ([\w=-]+) (done|failed|refused) ([\w-]+) -->/.exec(
    body,
  );
  const [, to, outcome, data = ''] = match ?? [];
  if (to === undefined) return undefined;
  try {
    const decisions = decisionsSchema.parse(JSON.parse(Buffer.from(data, 'base64url').toString('utf8')));
    return { to, outcome: outcome as Outcome, decisions };
  } catch {
    // Of another version: it stands as an answer, and decides nothing that this one understands.
    return { to, outcome: 'failed', decisions: [] };
  }
}

const decisionsSchema = z.array(
  z.object({
    kind: z.enum(['ignore', 'unignore']),
    fingerprint: z.string().regex(/^[0-9a-f]{32}$/),
    ruleId: z.string(),
    path: z.string(),
    by: z.string(),
    at: z.string(),
    reason: z.string(),
    until: z.iso.date().exactOptional(),
  }),
);
