/** Something to be done, and what decides about its order. */
export interface Job<Data> {
  /** Of the jobs of one key one runs at a time, and one waits. */
  readonly key: string;
  /** Who shares the workers with others: no group has more than its part of them. */
  readonly group: string;
  /** Higher is sooner. */
  readonly priority: number;
  readonly data: Data;
  /** It ends no running job of its key, and has nothing to add to one that waits. */
  readonly isWeak?: boolean;
}

/** What is known of a job when its turn comes. */
export interface Turn {
  /** From 1. */
  readonly attempt: number;
  readonly isLast: boolean;
  /** The delivery that asked for it, where one did. */
  readonly delivery?: string;
}

/** Does a job. The signal says that a newer one has come, that nobody wants it any more, or that the server stops. */
export type Work<Data> = (data: Data, signal: AbortSignal, turn: Turn) => Promise<void>;

/** The channel on which processes tell one another of jobs. */
export const channel = 'scrutineer_jobs';

/** What is sent on it. */
export interface Notice {
  /** A running job of this key is to end. */
  readonly end?: string;
  /** `superseded` by a newer job, or why nobody wants it any more. */
  readonly why?: string;
}
