import type { Report } from './report.js';

/** The parts of a review that take their own time. */
export type Stage = 'token' | 'open' | 'read' | 'analyze' | 'comment' | 'upload' | 'conclude';

/** What is told of reviews while they run, for figures and traces. */
export interface Watch {
  /** Does a part of the work of a job. */
  stage<T>(stage: Stage, work: () => Promise<T>): Promise<T>;
  /** GitHub has answered a call, or with status 0 has not. */
  call(call: ApiCall): void;
  report(report: Report): void;
}

export interface ApiCall {
  readonly api: 'rest' | 'graphql';
  readonly method: string;
  readonly status: number;
  readonly installationId?: number;
  /** What GitHub counts it under, and how many are left of that. */
  readonly limit?: { readonly resource: string; readonly remaining: number };
}

/** Where nobody watches. */
export const unwatched: Watch = {
  stage: (_, work) => work(),
  call: () => undefined,
  report: () => undefined,
};
