import { showControls } from './controls.js';

/** What is asked of an output stream of the process. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Whether a stream gets colours: on a terminal, unless `NO_COLOR`; elsewhere with `FORCE_COLOR`. */
export function wantsColor(stream: Pick<Terminal, 'isTTY'>, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

export interface Progress {
  readonly update: (done: number, total: number) => void;
  readonly clear: () => void;
}

/** A line that says how far a review is; nothing where the stream is no terminal, or the review is short. */
export function createProgress(stream: Terminal, about: string, now: () => number = Date.now): Progress {
  let next = now() + quietFor;
  let most = 0;
  let shown = false;
  return {
    update: (done, total) => {
      most = Math.max(most, done);
      if (!stream.isTTY || now() < next) return;
      next = now() + shownEvery;
      shown = true;
      stream.write(`${clearLine}Reviewing ${showControls(about)}: ${most} of ${total} files`);
    },
    clear: () => {
      if (shown) stream.write(clearLine);
      shown = false;
    },
  };
}

const clearLine = '\r\u001b[K';

/** Milliseconds. */
const quietFor = 400;
const shownEvery = 100;
