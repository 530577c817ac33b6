import { contentOf, type Finding } from '../model/finding.js';
import type { Report, Withheld } from '../model/report.js';
import type { SeenFile } from '../review.js';
import type { Comparison } from './comparison.js';
import { plain, shorten } from './escape.js';
import { markOfNote, type Note } from './mark.js';
import type { Mutation } from './mutations.js';
import type { Minimizable, Thread } from './threads.js';

/** What a review saw, as far as threads need to know. */
export interface Seen {
  readonly headSha: string;
  readonly findings: readonly Finding[];
  readonly withheld: readonly Withheld[];
  /** The files that were looked at. */
  readonly files: ReadonlyMap<string, SeenFile>;
  /** The paths of all changed files that the head side has. */
  readonly paths: ReadonlySet<string>;
  /** All that a file which is no longer there could have become was read whole. */
  readonly isWhole: boolean;
}

export function seenBy(
  report: Report,
  comparison: Comparison,
  files: ReadonlyMap<string, SeenFile>,
  headSha: string,
): Seen {
  const there = comparison.files.filter((file) => file.status !== 'removed');
  return {
    headSha,
    findings: report.findings,
    withheld: report.withheld,
    files,
    paths: new Set(there.map((file) => file.path)),
    isWhole:
      comparison.problems.length === 0 &&
      there.every((file) => file.status === 'modified' || files.get(file.path)?.isWhole === true),
  };
}

export interface ThreadChanges {
  readonly mutations: readonly Mutation[];
  /** The thread of each finding that has one, by the finding's fingerprint. */
  readonly carried: ReadonlyMap<string, Thread>;
  /** Of findings that are fixed; left open because a person wrote in them. */
  readonly discussed: readonly Thread[];
}

/**
 * What is to be written so that the own threads say how their findings stand. A thread follows its finding into a
 * renamed file. What a person resolved stays resolved, what a person reopened stays open, and what a review could not
 * see is left as it is. `begun` holds the threads whose reply was sent before its answer got lost.
 */
export function changeThreads(
  threads: readonly Thread[],
  seen: Seen,
  begun: ReadonlySet<string> = new Set(),
): ThreadChanges {
  const fates = findFates(threads, seen);
  const mutations: Mutation[] = [];
  const discussed: Thread[] = [];
  const carried = new Map<string, Thread>();
  const settled = new Set(threads.filter((thread) => thread.resolution !== 'open'));
  for (const thread of threads) {
    const fate = fates.get(thread) ?? unknown;
    if (fate.kind === 'found') {
      carried.set(fate.fingerprint, thread);
      if (!isBack(thread)) continue;
      settled.delete(thread);
      mutations.push(...reopen(thread, seen.headSha));
    } else if (fate.kind === 'gone' && thread.resolution === 'open') {
      const wasSaid = thread.note !== undefined && thread.note !== 'back';
      if (thread.isAnswered && fate.note !== 'withheld') discussed.push(thread);
      if (thread.isAnswered || (wasSaid && !begun.has(thread.id))) continue;
      if (thread.canResolve) settled.add(thread);
      mutations.push(...(wasSaid ? [] : [reply(thread, fate.note, fate.text)]), ...close(thread));
    }
  }
  return { mutations: [...mutations, ...minimizeReviews(threads, settled)], carried, discussed };
}

type Fate =
  | { readonly kind: 'found'; readonly fingerprint: string }
  | { readonly kind: 'gone'; readonly note: Exclude<Note, 'back'>; readonly text: string }
  | { readonly kind: 'unknown' };

const unknown: Fate = { kind: 'unknown' };

function findFates(threads: readonly Thread[], seen: Seen): Map<Thread, Fate> {
  const withheld = new Map(seen.withheld.map((entry) => [entry.finding.fingerprint, entry.reason]));
  const found = new Set(seen.findings.map((finding) => finding.fingerprint));
  const known = new Set([...seen.files.values()].flatMap((file) => [...file.fingerprints]));
  const fateOf = (fingerprint: string): Fate | undefined => {
    if (found.has(fingerprint)) return { kind: 'found', fingerprint };
    const reason = withheld.get(fingerprint);
    if (reason !== undefined)
      return { kind: 'gone', note: 'withheld', text: `No longer shown. ${plain(shorten(reason, 500))}` };
    if (!known.has(fingerprint)) return undefined;
    return {
      kind: 'gone',
      note: 'known',
      text: 'The base branch has this too; this change no longer adds it.',
    };
  };
  const threaded = new Set(threads.map((thread) => thread.fingerprint));
  const unthreaded = new Map(
    [...withheld.keys(), ...found].flatMap((one) => (threaded.has(one) ? [] : [[contentOf(one), one]])),
  );
  /** The path is no longer there: what was in it may stand in another file. */
  const followMove = (fingerprint: string): Fate | undefined => {
    const moved = unthreaded.get(contentOf(fingerprint));
    unthreaded.delete(contentOf(fingerprint));
    return moved === undefined ? undefined : fateOf(moved);
  };
  const fates = new Map<Thread, Fate>();
  for (const thread of threads) {
    const isThere = seen.paths.has(thread.path);
    const isSeen = isThere ? seen.files.get(thread.path)?.isWhole === true : seen.isWhole;
    const fate =
      fateOf(thread.fingerprint) ??
      (isThere ? undefined : followMove(thread.fingerprint)) ??
      (isSeen ? { kind: 'gone', note: 'fixed', text: `Fixed in ${seen.headSha}.` } : unknown);
    fates.set(thread, fate);
  }
  return fates;
}

/** Its finding was said to be gone; nobody resolved the thread on their own since. */
function isBack({ note, resolution, canUnresolve }: Thread): boolean {
  if (note === undefined || note === 'back') return false;
  return resolution === 'open' || (resolution === 'own' && canUnresolve);
}

function reopen(thread: Thread, headSha: string): Mutation[] {
  return [
    ...(thread.resolution === 'own'
      ? [{ name: 'unresolveReviewThread' as const, input: { threadId: thread.id } }]
      : []),
    ...[thread.comment, thread.review].flatMap((subject) =>
      subject?.isMinimized && subject.canMinimize
        ? [{ name: 'unminimizeComment' as const, input: { subjectId: subject.id } }]
        : [],
    ),
    // Last, since a thread that is resolved after it was resolved by somebody else.
    reply(thread, 'back', `Back in ${headSha}.`),
  ];
}

/** Where GitHub does not let the thread be resolved, its comment is folded up instead. */
function close(thread: Thread): Mutation[] {
  if (thread.canResolve) return [{ name: 'resolveReviewThread', input: { threadId: thread.id } }];
  return minimize(thread.comment, 'RESOLVED');
}

function minimizeReviews(threads: readonly Thread[], settled: ReadonlySet<Thread>): Mutation[] {
  const reviews = new Map(threads.flatMap(({ review }) => (review ? [[review.id, review]] : [])));
  return [...reviews.values()].flatMap((review) => {
    const own = threads.filter((thread) => thread.review?.id === review.id);
    return own.every((thread) => settled.has(thread)) ? minimize(review, 'OUTDATED') : [];
  });
}

function minimize(subject: Minimizable, classifier: 'OUTDATED' | 'RESOLVED'): Mutation[] {
  if (subject.isMinimized || !subject.canMinimize) return [];
  return [{ name: 'minimizeComment', input: { subjectId: subject.id, classifier } }];
}

function reply(thread: Thread, note: Note, text: string): Mutation {
  return {
    name: 'addPullRequestReviewThreadReply',
    input: { pullRequestReviewThreadId: thread.id, body: `${markOfNote(note)}\n${text}` },
  };
}
