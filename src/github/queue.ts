import type { Queue } from '../queue/queue.js';
import type { Repository } from './change.js';
import type { Subject } from './external-id.js';
import type { MergeGroupRef } from './merge-group.js';

/**
 * A pull request, a group of a merge queue, or a commit whose check runs name theirs. What is in it the worker reads
 * itself.
 */
export type JobSubject =
  | {
      readonly pull: number;
      /** The check run is to show the whole report. */
      readonly withReport?: true;
      /**
       * To be done only where the configuration now leaves it out and did not before, or the other way round, or where no
       * check of its head is completed.
       */
      readonly onlyIfTurned?: true;
    }
  /** A comment on a pull request that may hold commands, by its node id. */
  | { readonly pull: number; readonly comment: string }
  /** Asked with a button: the findings of a pull request are to enter the baseline. */
  | { readonly pull: number; readonly baselineFor: string }
  | { readonly group: MergeGroupRef; readonly withReport?: true }
  | { readonly sha: string }
  /** The repository is to be greeted with a pull request. */
  | { readonly onboarding: true };

export type Job = Repository & { readonly installationId: number } & JobSubject;

/** Keeps a job, and settles when it is safe. */
export type Send = (job: Job, origin?: Origin) => Promise<void>;

/** Why a job is sent, where it is not one push among others. */
export interface Origin {
  /** The id of the webhook's delivery, which GitHub may send again. */
  readonly delivery?: string;
  readonly urgency?: Urgency;
}

/** A person who waits, and a merge queue, come before pushes; what nobody asked for comes last. */
export type Urgency = 'asked' | 'pushed' | 'swept';

const priorities: Readonly<Record<Urgency, number>> = { asked: 20, pushed: 10, swept: 0 };

export type JobQueue = Pick<Queue<Job>, 'send' | 'cancel'>;

/** Sends jobs to a queue that all installations share. */
export function senderTo(queue: JobQueue): Send {
  return (job, { delivery, urgency = 'pushed' } = {}) => {
    const key = keyOf(job);
    const queued = {
      key,
      group: String(job.installationId),
      priority: priorities['group' in job || 'comment' in job ? 'asked' : urgency],
      data: job,
      isWeak: 'onlyIfTurned' in job && job.onlyIfTurned,
    };
    // One delivery may ask for several reviews.
    return queue.send(queued, delivery === undefined ? undefined : `${delivery} ${key}`);
  };
}

/** The review that a check run on a commit stands for. */
export function jobSubjectOf(subject: Subject, headSha: string): JobSubject {
  return 'pull' in subject ? subject : { group: { headSha, ...subject.group } };
}

/** For metrics. */
export function kindOf(job: Job): string {
  if ('comment' in job) return 'command';
  if ('baselineFor' in job) return 'baseline';
  if ('onboarding' in job) return 'onboarding';
  if ('group' in job) return 'merge-group';
  return 'sha' in job ? 'commit' : 'pull-request';
}

export function keyOf(job: Job): string {
  const repository = `${job.owner}/${job.repo}`;
  if ('comment' in job) return `${repository}#${job.pull}/${job.comment}`;
  if ('baselineFor' in job) return `${repository}#${job.pull}/baseline`;
  if ('onboarding' in job) return `${repository}/onboarding`;
  if ('pull' in job) return `${repository}#${job.pull}`;
  return 'group' in job ? `${repository}^${job.group.headSha}` : `${repository}@${job.sha}`;
}
