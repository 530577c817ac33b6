/** A timer that can wait: reading another file is not the task's own time. */
export interface Clock {
  start(milliseconds: number, onEnd: () => void): void;
  /** Goes on by itself when the worker stops waiting, after so many milliseconds. */
  pause(most?: number): void;
  resume(): void;
  stop(): void;
}

export function createClock(): Clock {
  let timer: NodeJS.Timeout | undefined;
  let state: 'running' | 'paused' | 'stopped' = 'stopped';
  let left = 0;
  let since = 0;
  let end = (): void => undefined;
  const run = (): void => {
    clearTimeout(timer);
    state = 'running';
    since = Date.now();
    timer = setTimeout(end, left);
  };
  const resume = (): void => {
    if (state === 'paused') run();
  };
  return {
    start(milliseconds, onEnd) {
      left = milliseconds;
      end = onEnd;
      run();
    },
    pause(most) {
      if (state !== 'running') return;
      clearTimeout(timer);
      state = 'paused';
      left = Math.max(0, left - (Date.now() - since));
      if (most !== undefined) timer = setTimeout(resume, most);
    },
    resume,
    stop() {
      clearTimeout(timer);
      state = 'stopped';
    },
  };
}
