import type { Answer, Question, ReadAnswer } from './worker-protocol.js';

/** What the process of the workers is told; each worker goes by a number. */
export type SandboxOrder =
  | { readonly kind: 'start'; readonly worker: number; readonly url: string; readonly heapLimit: number }
  | { readonly kind: 'task'; readonly worker: number; readonly task: unknown }
  | { readonly kind: 'text'; readonly worker: number; readonly text: ReadAnswer }
  | { readonly kind: 'end'; readonly worker: number };

/** What it tells of its workers. */
export type SandboxReport =
  | { readonly kind: 'answer'; readonly worker: number; readonly answer: Answer }
  | { readonly kind: 'question'; readonly worker: number; readonly question: Question }
  | { readonly kind: 'lost'; readonly worker: number; readonly cause: string }
  | { readonly kind: 'ended'; readonly worker: number };
