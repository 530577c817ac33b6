import { findIgnored, type Decision } from '../../model/decision.js';
import { whyNotIgnorable } from '../../triage/acceptance.js';
import type { JobContext } from '../context.js';
import { code, plain, sentence } from '../escape.js';
import type { Octokit } from '../octokit.js';
import { openBaselinePull } from './baseline-pull.js';
import { type Command, maxCommands } from './command.js';
import { type Found, nameOf, type Naming, pick } from './found.js';
import { explainRule, helpText, unknownText } from './help.js';

/** What commands know of where they stand. */
export interface Turn {
  readonly octokit: Octokit;
  readonly context: JobContext;
  /** Who commands, with write permission. */
  readonly by: string;
  /** The finding of the thread that they stand in. */
  readonly thread?: string | undefined;
  /** Those that stand, in order. */
  readonly decisions: readonly Decision[];
  /** What the pull request brings by now; undefined where it is not open. */
  readonly find: () => Promise<Found | undefined>;
}

export interface Reply {
  readonly isDone: boolean;
  /** Markdown, with everything in it escaped that a person or a repository wrote. */
  readonly text: string;
  readonly decisions?: readonly Decision[];
  /** The pull request is to be reviewed. */
  readonly isReview?: true;
}

/** Does what a command asks for, save what is left to the review that follows. */
export async function obey(command: Command, turn: Turn): Promise<Reply> {
  switch (command.name) {
    case 'help':
      return { isDone: true, text: helpText };
    case 'explain': {
      const rules = turn.context.analyzers.flatMap((analyzer) => analyzer.rules);
      const { isKnown, text } = explainRule(command.rule, rules);
      return { isDone: isKnown, text };
    }
    case 'review':
      return { isDone: true, isReview: true, text: 'The latest commit is reviewed again.' };
    case 'ignore':
      return ignore(command, turn);
    case 'unignore':
      return unignore(command, turn);
    case 'baseline':
      return acceptAll(command.reason, turn);
    case 'surplus':
      return refusal(`Of one comment only the first ${maxCommands} commands are obeyed.`);
    case 'unknown':
      return refusal(unknownText(command.text));
  }
}

async function ignore(
  { finding, until, reason }: Command & { readonly name: 'ignore' },
  turn: Turn,
): Promise<Reply> {
  const naming = namingOf(finding, turn);
  if (!naming) return refusal('Name the finding: `/scrutineer ignore FINDING reason…`.');
  if (reason === '')
    return refusal(
      'Please say why, so that others can follow: the reason is shown in the check run. Write `/scrutineer ignore FINDING reason…`, without FINDING in the thread of the finding.',
    );
  const now = turn.context.now().toISOString();
  if (until !== undefined && (!isDay(until) || until < now.slice(0, 10)))
    return refusal(`${code(until)} is no day from today on.`);
  const found = await turn.find();
  if (!found) return refusal(closed);
  const { findings, withheld } = found.report;
  const ignored = findIgnored(turn.decisions);
  const picked = pick(
    [...findings, ...withheld.map((entry) => entry.finding)],
    (one) => one.fingerprint,
    naming,
  );
  if ('refusal' in picked) return refusal(picked.refusal);
  const { fingerprint, ruleId, location } = picked.one;
  const locked = whyNotIgnorable(ruleId, found.base.config);
  if (locked !== undefined) return refusal(`${nameOf(picked.one)} can't be ignored: ${sentence(locked)}`);
  const why = withheld.find((entry) => entry.finding === picked.one)?.reason;
  if (why !== undefined && !ignored.has(fingerprint))
    return refusal(`${nameOf(picked.one)} is withheld already. ${plain(why)}`);
  const facts = { fingerprint, ruleId, path: location.path, by: turn.by, at: now, reason };
  const decision: Decision = { kind: 'ignore', ...facts, ...(until !== undefined && { until }) };
  const end = until === undefined ? 'until this is merged or closed' : `until ${until}`;
  return {
    isDone: true,
    decisions: [decision],
    text: `Ignored, ${end}: ${nameOf(picked.one)}, by ${plain(turn.by)}: ${plain(reason)}`,
  };
}

async function unignore({ finding }: Command & { readonly name: 'unignore' }, turn: Turn): Promise<Reply> {
  const naming = namingOf(finding, turn);
  if (!naming) return refusal('Name the finding: `/scrutineer unignore FINDING`.');
  const picked = pick([...findIgnored(turn.decisions).values()], (one) => one.fingerprint, naming);
  if ('refusal' in picked) return refusal('Nobody ignores that finding in this pull request.');
  const { fingerprint, ruleId, path } = picked.one;
  const at = turn.context.now().toISOString();
  return {
    isDone: true,
    decisions: [{ kind: 'unignore', fingerprint, ruleId, path, by: turn.by, at, reason: '' }],
    text: `No longer ignored: ${code(fingerprint.slice(0, 12))} (${code(ruleId)}, ${code(path)}). It is shown again if it is still there.`,
  };
}

async function acceptAll(reason: string, turn: Turn): Promise<Reply> {
  const found = await turn.find();
  if (!found) return refusal(closed);
  const opened = await openBaselinePull(turn.octokit, found, { by: turn.by, reason }, turn.context);
  return 'refusal' in opened ? refusal(opened.refusal) : { isDone: true, text: opened.text };
}

const closed = 'This pull request is not open any more.';

function namingOf(finding: string | undefined, { thread }: Turn): Naming | undefined {
  if (finding !== undefined) return { prefix: finding };
  return thread === undefined ? undefined : { thread };
}

function refusal(text: string): Reply {
  return { isDone: false, text };
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
